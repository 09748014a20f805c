// A whole market in one thread, on a virtual clock.
#include "app/simulation/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "app/simulation/plan.hpp"
#include "app/simulation/snapshot_connection.hpp"
#include "app/simulation/truth.hpp"

namespace gapwire::app {
namespace {

using sim::after;

constexpr std::int64_t ms = 1'000'000;
constexpr std::uint64_t script_seconds = 4;
constexpr std::size_t instruments_max = 64;
constexpr std::size_t request_servers = 2;

pipeline::ChannelOptions channel_options(std::uint64_t seed)
{
    pipeline::ChannelOptions options;
    options.lines = {"A", "B"};
    options.session.reorder_packets_max = 1u << 12;
    options.session.reorder_bytes_max = std::size_t{1} << 20;
    options.session.requests = {.servers = request_servers,
                                .messages_max = 200,
                                .answer_wait_max = 50 * ms,
                                .hole_messages_max = 2'000,
                                .hole_wait_max = 500 * ms};
    glimpse::Settings snapshot;
    snapshot.limits.snapshot_wait_max = 5'000 * ms;
    snapshot.limits.session.login_wait_max = 1'000 * ms;
    snapshot.limits.session.silence_max = 3'000 * ms;
    options.snapshot = snapshot;
    options.snapshot_interval_min = 200 * ms;
    options.snapshot_backoff = {.wait_first = 100 * ms, .wait_max = 2'000 * ms, .seed = seed};
    options.splice = {.live_bytes_max = std::size_t{1} << 22, .messages_a_step_max = 512};
    return options;
}

class World {
 public:
    explicit World(std::uint64_t seed);
    SimulationReport run();

 private:
    void plan_last_packet();
    void step();
    void send_packets();
    void deliver_packets();
    void deliver_answers();
    void follow_sessions();
    void change_session();
    void check();
    bool is_over();
    bool is_recovered() const;
    Timestamp next_time() const;
    void fail(std::string_view what) { report_.fail(now_, what); }
    void count_faults();

    const ExchangeSite& site() const { return *sites_.back(); }
    bool changes_session() const
    {
        return plan_.situation == Situation::session_ends ||
               plan_.situation == Situation::session_breaks;
    }

    /// The exchange is gone, and its next session has not begun.
    bool is_broken() const
    {
        return next_session_at_ != sim::never && plan_.situation == Situation::session_breaks;
    }

    SimulationPlan plan_;
    Timestamp now_ = simulation_start;
    SimulationReport report_;
    std::vector<std::unique_ptr<ExchangeSite>> sites_;  // the last one is the present
    Timestamp next_session_at_ = sim::never;
    Timestamp settled_at_ = sim::never;  // faults and messages are over

    // The network.
    std::vector<sim::Link> lines_;
    std::vector<sim::Link> to_servers_;
    std::vector<sim::Link> from_servers_;
    SnapshotConnection snapshot_;
    struct Answer {
        std::size_t server;
        sim::TimedPacket packet;
    };
    std::vector<Answer> answers_;  // that leave later

    // The receiving side.
    Counters counters_;
    pipeline::Instruments instruments_;
    Region published_;
    book::Publication publication_;
    pipeline::StreamContext context_;
    std::unique_ptr<pipeline::ItchChannel> channel_;
    moldudp64::SessionId session_{};  // of truth_
    std::unique_ptr<Truth> truth_;
    std::uint64_t checked_ = 0;
    BookState checked_state_{};
};

World::World(std::uint64_t seed)
    : plan_(plan_of(seed)),
      snapshot_(plan_, seed + 9),
      published_(book::Publication::bytes_for(instruments_max)),
      publication_(
          book::Publication::create({published_.data(), published_.size()}, instruments_max, 1)),
      context_{.instruments = &instruments_,
               .counters = &counters_,
               .publication = &publication_,
               .limits = {.orders_max = 1u << 14, .ladder_bytes = std::size_t{1} << 20}}
{
    report_.seed = seed;
    report_.situation = to_text(plan_.situation);
    sites_.push_back(std::make_unique<ExchangeSite>("DAY1", seed, script_seconds, plan_, now_));
    if (plan_.situation == Situation::last_packet_lost) plan_last_packet();
    for (std::size_t i = 0; i < 2; ++i) lines_.emplace_back(plan_.lines[i], seed + 1 + i);
    for (std::size_t i = 0; i < request_servers; ++i) {
        to_servers_.emplace_back(plan_.request_way, seed + 3 + i);
        from_servers_.emplace_back(plan_.request_way, seed + 5 + i);
    }
    context_.midnight = {simulation_start.ns - 9 * 3'600'000 * ms};
    const pipeline::ChannelOutput output{
        .context = this,
        .send_request =
            [](void* to, std::size_t server, Bytes packet) noexcept {
                World& world = *static_cast<World*>(to);
                world.to_servers_[server].send(packet, world.now_);
            },
        .connect_snapshot =
            [](void* to) noexcept { static_cast<World*>(to)->snapshot_.ask_connect(); },
        .send_snapshot =
            [](void* to, Bytes bytes) noexcept {
                static_cast<World*>(to)->snapshot_.ask_send(bytes);
            },
        .close_snapshot =
            [](void* to) noexcept { static_cast<World*>(to)->snapshot_.ask_close(); }};
    channel_ =
        std::make_unique<pipeline::ItchChannel>(context_, 0, "SIM", channel_options(seed), output);
}

/// The last packet is lost on both lines; the next thing heard is a heartbeat.
void World::plan_last_packet()
{
    const Timestamp last = site().last_time();
    for (sim::LinkPlan& line : plan_.lines)
        line.dead.push_back({after(last, -1), after(last, 100 * ms)});
}

SimulationReport World::run()
{
    while (report_.failure.empty() && !is_over()) step();
    count_faults();
    report_.messages = counters_[Counter::messages_delivered];
    return std::move(report_);
}

void World::step()
{
    now_ = next_time();
    follow_sessions();
    sites_.back()->send_until(now_);
    send_packets();
    deliver_packets();
    deliver_answers();
    snapshot_.step(site(), *channel_, now_);
    channel_->on_time(now_);
    check();
}

/// Something is due, or the channel's millisecond is over.
Timestamp World::next_time() const
{
    Timestamp next = after(now_, ms);
    next = std::min({next, snapshot_.next_time(), next_session_at_});
    if (!is_broken()) next = std::min(next, site().next_time());
    for (const auto* links : {&lines_, &to_servers_, &from_servers_})
        for (const sim::Link& link : *links) next = std::min(next, link.next_time());
    for (const Answer& answer : answers_) next = std::min(next, answer.packet.time);
    return std::max(next, now_);
}

void World::send_packets()
{
    sim::ByteVector packet;
    if (is_broken()) return;
    for (std::size_t i = 0; i < lines_.size(); ++i)
        while (sites_.back()->poll(i, now_, packet)) lines_[i].send(packet, now_);
}

void World::deliver_packets()
{
    sim::Arrival arrival;
    for (std::size_t i = 0; i < lines_.size(); ++i)
        while (lines_[i].pop_until(now_, arrival)) {
            if (arrival.corrupted) continue;  // UDP's checksum is wrong
            if (now_ < after(simulation_start, plan_.join_after)) continue;
            channel_->on_datagram(i, arrival.bytes, now_);
            check();
        }
}

void World::deliver_answers()
{
    sim::Arrival arrival;
    for (std::size_t i = 0; i < request_servers; ++i) {
        while (to_servers_[i].pop_until(now_, arrival)) {
            auto answer = sites_.back()->request_server(i).answer(arrival.bytes, now_);
            if (answer) answers_.push_back({i, std::move(*answer)});
        }
        while (from_servers_[i].pop_until(now_, arrival)) {
            channel_->on_datagram(pipeline::ItchChannel::answer_line, arrival.bytes, now_);
            check();
        }
    }
    const auto leaves = [&](const Answer& answer) {
        if (answer.packet.time > now_) return false;
        from_servers_[answer.server].send(answer.packet.bytes, now_);
        return true;
    };
    answers_.erase(std::remove_if(answers_.begin(), answers_.end(), leaves), answers_.end());
}

/// When the first session's script is over, the second one follows: after an end of session that is
/// repeated for a while, or after a silence.
void World::follow_sessions()
{
    if (!changes_session() || sites_.size() > 1) return;
    if (next_session_at_ == sim::never) {
        if (!site().all_sent() || now_ < after(site().last_time(), 50 * ms)) return;
        const bool ends = plan_.situation == Situation::session_ends;
        if (ends) sites_.back()->end();
        next_session_at_ = after(now_, (ends ? 2'500 : 1'000) * ms);
    }
    if (now_ < next_session_at_) return;
    next_session_at_ = sim::never;
    sites_.push_back(
        std::make_unique<ExchangeSite>("DAY2", plan_.seed + 1'000'003, 1, plan_, now_));
}

void World::check()
{
    const std::uint64_t next = channel_->next_sequence();
    if (next == 0 || !report_.failure.empty()) return;
    if (!truth_ || !(channel_->session_id() == session_)) {
        session_ = channel_->session_id();
        const auto found = std::find_if(sites_.begin(), sites_.end(), [&](const auto& site) {
            return site->store().session().text() == session_;
        });
        if (found == sites_.end()) return fail("a session that does not exist");
        truth_ = std::make_unique<Truth>((*found)->store());
        checked_ = 0;
    }
    const BookState state = channel_->stream().state(1);
    if (next == checked_ && state == checked_state_) return;
    checked_ = next;
    checked_state_ = state;
    ++report_.checks;
    truth_->advance_to(next);
    const std::string wrong = truth_->difference(channel_->stream(), publication_);
    if (!wrong.empty()) fail("a valid book is wrong: " + wrong);
}

bool World::is_recovered() const
{
    return truth_ && channel_->session_id() == site().store().session().text() &&
           channel_->next_sequence() == site().store().next() &&
           truth_->not_valid(channel_->stream()).empty();
}

/// All is said, nothing is wrong any more, and everything is valid; or not in time.
bool World::is_over()
{
    const bool more_sessions = changes_session() && sites_.size() == 1;
    if (!site().all_sent() || more_sessions || now_ < plan_.faults_until) return false;
    if (settled_at_ == sim::never) settled_at_ = std::max(now_, plan_.faults_until);
    report_.recovered_ns = now_.ns - settled_at_.ns;
    if (is_recovered()) return true;
    if (report_.recovered_ns < recovery_bound_ns) return false;
    fail(fmt::format("not recovered in time: at message {} of {}; {}", channel_->next_sequence(),
                     site().store().next(),
                     truth_ ? truth_->not_valid(channel_->stream()) : "nothing was heard"));
    return true;
}

/// What happened, by name, and whether it was all that was planned.
void World::count_faults()
{
    auto& happened = report_.happened;
    for (const sim::Link& line : lines_) report_.count(line, "packets");
    for (const auto& site : sites_)
        for (std::size_t i = 0; i < request_servers; ++i) {
            const sim::RequestServerCount& count = site->request_server(i).count();
            happened["requests answered"] += count.answered;
            happened["requests answered late"] += count.late;
            happened["requests answered wrongly"] += count.wrong();
            happened["requests not answered"] += count.silent;
        }
    happened["snapshots refused"] = snapshot_.count().refused;
    happened["snapshots cut"] = snapshot_.count().cut;
    happened["snapshots with a fault"] = snapshot_.count().faults;
    happened["snapshots spliced"] = counters_[Counter::snapshots_spliced];
    happened["holes"] = counters_[Counter::holes_declared];
    happened["messages lost"] = counters_[Counter::messages_lost];
    happened["sessions changed"] = counters_[Counter::mold_session_changes];
    happened["joined late"] = plan_.join_after > 0;

    report_.demand_planned(now_, plan_.lines, "packets");
    const auto demand = [&](bool planned, const char* fault) {
        report_.demand(now_, planned, fault);
    };
    demand(plan_.situation == Situation::requests_unanswered, "requests not answered");
    demand(plan_.situation == Situation::requests_unanswered, "snapshots spliced");
    demand(plan_.situation == Situation::both_lines_lose, "holes");
    demand(plan_.situation == Situation::last_packet_lost, "requests answered");
    demand(changes_session(), "sessions changed");
    if (plan_.situation == Situation::one_line_loses && happened["holes"] > 0)
        fail("a line's loss was not filled by the other line");
}

}  // namespace

SimulationReport run_simulation(std::uint64_t seed)
{
    return World(seed).run();
}

}  // namespace gapwire::app
