// From the outbox to every sink, each on a thread of its own.
#include "alerts/delivery/dispatcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::int64_t look_every_ns = 200'000'000;
constexpr std::int64_t retry_slack_ns = 1'000'000;          // between two clocks
constexpr std::int64_t escalation_row_ns = 10'000'000'000;  // it is long read again by then
constexpr std::size_t jobs_max = 64;
static_assert(jobs_max <= work_max);

}  // namespace

Dispatcher::Dispatcher(const std::vector<SinkOptions>& sinks,
                       const std::vector<Escalation>& escalations, StoreKeeper& keeper, Tell tell)
    : keeper_(keeper), tell_(std::move(tell)), random_(std::random_device{}())
{
    for (const SinkOptions& options : sinks) {
        auto channel = std::make_unique<Channel>();
        channel->rules.name = options.settings.name;
        channel->rules.policy = options.policy;
        for (const Escalation& escalation : escalations)
            if (escalation.sink == options.settings.name) channel->rules.escalation = escalation;
        auto sink = make_sink(options.kind, options.settings);
        GAPWIRE_ASSERT(sink != nullptr);
        channel->worker = std::make_unique<SinkWorker>(std::move(sink), options.settings.name);
        channels_.push_back(std::move(channel));
    }
}

Dispatcher::~Dispatcher() = default;

void Dispatcher::turn(Timestamp now, std::int64_t now_ns, const OperatorState& operators,
                      bool is_new)
{
    for (const auto& channel : channels_) {
        settle(*channel, now, now_ns);
        if (is_new) channel->is_waiting = true;
        if (!channel->worker->is_free()) continue;
        const bool is_due = channel->retry_at_ns != 0 && now_ns >= channel->retry_at_ns;
        if (!channel->is_waiting && !is_due && now_ns < channel->look_at_ns) continue;
        if (is_due) channel->retry_at_ns = 0;
        channel->look_at_ns = now_ns + look_every_ns;
        hand_out(*channel, now, operators);
    }
}

bool Dispatcher::is_idle() const
{
    return std::all_of(channels_.begin(), channels_.end(), [](const auto& channel) {
        return !channel->is_waiting && channel->in_hand.empty();
    });
}

void Dispatcher::end(Timestamp now)
{
    for (const auto& channel : channels_) channel->worker->end();
    for (const auto& channel : channels_) {
        channel->worker->join();
        settle(*channel, now, 0);
    }
}

// ---- what became of it

void Dispatcher::settle(Channel& channel, Timestamp now, std::int64_t now_ns)
{
    const std::uint64_t random = random_();
    for (const Outcome& outcome : channel.worker->take()) {
        settle_one(channel, outcome, now, now_ns, random);
        channel.in_hand.erase(outcome.ticket);
        channel.is_waiting =
            channel.is_waiting || outcome.why.empty() || outcome.status != JobStatus::untried;
    }
}

void Dispatcher::settle_one(Channel& channel, const Outcome& outcome, Timestamp now,
                            std::int64_t now_ns, std::uint64_t random)
{
    const DeliveryPolicy& policy = channel.rules.policy;
    const std::string& name = channel.rules.name;
    if (outcome.status == JobStatus::delivered) {
        channel.counters.add(Counter::sink_deliveries);
        channel.failing_since_ns = 0;
        channel.why.clear();
        keeper_.delivered(name, outcome.ticket);
        return;
    }
    if (outcome.status == JobStatus::untried && outcome.why.empty()) return;
    channel.why = outcome.why;
    if (channel.failing_since_ns == 0) channel.failing_since_ns = std::max<std::int64_t>(now_ns, 1);
    if (outcome.status == JobStatus::untried) return;  // the sink is not ready
    channel.counters.add(Counter::sink_failures);
    const std::uint32_t attempts = channel.in_hand[outcome.ticket] + 1;
    const bool is_last = policy.attempts_max != 0 && attempts >= policy.attempts_max;
    if (outcome.status == JobStatus::refused || is_last) {
        channel.counters.add(Counter::sink_dead_letters);
        tell_(fmt::format("sink {}: an alert is given up after {} attempts: {}", name, attempts,
                          outcome.why));
        keeper_.dead(name, outcome.ticket, outcome.why);
        return;
    }
    const std::int64_t wait = retry_wait(policy, attempts, outcome.retry_after_ns, random);
    const std::int64_t retry_at = now_ns + wait + retry_slack_ns;
    if (channel.retry_at_ns == 0 || retry_at < channel.retry_at_ns) channel.retry_at_ns = retry_at;
    keeper_.failed(name, outcome.ticket, outcome.why, {now.ns + wait});
}

// ---- what goes out

void Dispatcher::hand_out(Channel& channel, Timestamp now, const OperatorState& operators)
{
    Selection selection = look(channel, now, operators);
    skip(channel, selection.skips);
    escalate(channel, selection.escalated, now);
    channel.is_waiting = selection.passed > 0 || !selection.skips.empty();
    if (selection.work.jobs.empty()) return;
    channel.worker->give(std::move(selection.work));
}

Selection Dispatcher::look(Channel& channel, Timestamp now, const OperatorState& operators)
{
    // What waits for later stands before what may go now: as much is asked for as it takes.
    for (std::size_t limit = jobs_max;; limit *= 4) {
        const std::vector<Outgoing> pending = keeper_.pending(channel.rules.name, limit, now);
        Selection selection = select(channel.rules, pending, operators, now, jobs_max);
        const bool is_all = pending.size() < limit;
        if (selection.held.size() > held_max)
            for (std::size_t i = 0; i < selection.held.size() - held_max / 2; ++i)
                selection.skips.push_back({selection.held[i], "too many wait for this sink"});
        const bool is_enough = !selection.work.jobs.empty() || !selection.skips.empty();
        if (!is_all && !is_enough) continue;
        channel.in_hand.clear();
        for (const Job& job : selection.work.jobs) {
            const auto one = std::find_if(pending.begin(), pending.end(), [&](const Outgoing& out) {
                return out.ticket == job.ticket;
            });
            channel.in_hand[job.ticket] = one->attempts;
            if (one->attempts > 0) channel.counters.add(Counter::sink_retries);
        }
        selection.passed += is_all ? 0 : 1;
        return selection;
    }
}

void Dispatcher::skip(Channel& channel, const std::vector<Skip>& skips)
{
    channel.counters.add(Counter::sink_skips, skips.size());
    for (const Skip& one : skips) keeper_.skipped(channel.rules.name, one.ticket, one.why);
}

void Dispatcher::escalate(const Channel& channel, const std::vector<std::uint64_t>& incidents,
                          Timestamp now)
{
    for (const std::uint64_t incident : incidents) {
        Timestamp& asked = escalated_[incident];
        if (asked.ns != 0 && now.ns - asked.ns < escalation_row_ns) continue;
        asked = now;
        OperatorAction action;
        action.kind = ActionKind::escalate;
        action.target = incident_text(incident);
        action.who = "gapwire";
        action.why = fmt::format("nobody acknowledged it: to {}", channel.rules.name);
        keeper_.act(std::move(action));
        tell_(fmt::format("incident {} is escalated to {}", incident_text(incident),
                          channel.rules.name));
    }
}

// ---- trouble

std::vector<SinkTrouble> Dispatcher::troubles(std::int64_t now_ns)
{
    std::vector<SinkTrouble> found;
    for (const auto& channel : channels_) {
        const std::int64_t busy_since = channel->worker->busy_since_ns();
        std::int64_t since = channel->failing_since_ns;
        if (since == 0 || (busy_since != 0 && busy_since < since)) since = busy_since;
        const std::int64_t lasted = since == 0 ? 0 : now_ns - since;
        const std::uint64_t deliveries = channel->counters[Counter::sink_deliveries];
        const bool fails = since != 0 && lasted >= channel->rules.policy.trouble_ns;
        const bool works =
            !fails && channel->failing_since_ns == 0 && deliveries > channel->told_deliveries;
        if (channel->is_told ? !works : !fails) continue;
        channel->is_told = fails;
        channel->told_deliveries = deliveries;
        const std::string why = failure(channel->rules.name);
        found.push_back({channel->rules.name, fails, lasted, why});
    }
    return found;
}

std::string Dispatcher::failure(std::string_view sink) const
{
    for (const auto& channel : channels_)
        if (channel->rules.name == sink) {
            const std::string flush = channel->worker->flush_failure();
            return flush.empty() ? channel->why : flush;
        }
    return {};
}

void Dispatcher::was_failing(std::string_view sink)
{
    for (const auto& channel : channels_)
        if (channel->rules.name == sink) channel->is_told = true;
}

}  // namespace gapwire::alerts
