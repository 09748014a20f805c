// Keeps alerts on their way to sinks whether the store can be written or not.
#include "alerts/store/store_keeper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "alerts/store/held_alerts.hpp"
#include "alerts/store/owner_lock.hpp"
#include "core/error.hpp"

namespace gapwire::alerts {
namespace {

constexpr int set_aside_max = 8;  // in one run

/// What only the operator can put right.
std::optional<ExitCode> exit_code_of(StoreFault fault)
{
    switch (fault) {
        case StoreFault::not_a_store:
        case StoreFault::version:
        case StoreFault::refused: return ExitCode::config;
        case StoreFault::owned: return ExitCode::feed_unavailable;
        default: return std::nullopt;
    }
}

/// Also when the clock was set back.
bool is_due(Timestamp at, Timestamp now, std::int64_t interval_ns)
{
    return now >= at || now.ns < at.ns - interval_ns;
}

}  // namespace

struct StoreKeeper::State {
    State(KeeperOptions given, Tell to_operator)
        : options(std::move(given)),
          tell(std::move(to_operator)),
          held(options.held_max, options.sinks)
    {}

    KeeperOptions options;
    Tell tell;
    Observe observe = [](const Alert&, std::int64_t) {};
    Counters counters;

    AlertStore store;
    bool has_begun = false;  // this file has the start of this run
    bool is_failing = false;
    std::string told;  // why it fails, as it was told
    Timestamp retry_at{};
    Timestamp beat_at{};
    std::optional<BlindInterval> downtime;
    int times_set_aside = 0;

    HeldAlerts held;
    std::vector<OperatorAction> actions;  // not written yet
    std::uint64_t stored_late = 0;
    std::uint64_t lost = 0;  // never stored or dropped in this outage

    StoreStatus open(Timestamp now, std::string_view replaces = {});
    StoreStatus replace_damaged(const StoreStatus& why, Timestamp now);
    void fail(const StoreStatus& status, Timestamp now);
    void recover();
    void hold(const Alert& alert, Timestamp now);
    StoreStatus write(Timestamp now);
    StoreStatus write_held(Timestamp now);
    StoreStatus write_settled(Timestamp now);
    StoreStatus write_actions(Timestamp now);
    void try_to_write(Timestamp now);
    /// What a write ended with. A damaged file is replaced, and written once more.
    void handle(StoreStatus status, Timestamp now);
};

// ---- the file

StoreStatus StoreKeeper::State::open(Timestamp now, std::string_view replaces)
{
    if (auto status = store.open(options.store, now, replaces); !status.ok()) return status;
    if (has_begun) {
        if (auto status = store.own(); !status.ok()) return status;
    } else {
        if (auto status = store.begin_run(options.run, now, downtime); !status.ok()) return status;
        has_begun = true;
    }
    for (const std::string& sink : options.sinks)
        if (auto status = store.add_sink(sink, now); !status.ok()) return status;
    return {};
}

StoreStatus StoreKeeper::State::replace_damaged(const StoreStatus& why, Timestamp now)
{
    store.close();
    if (times_set_aside == set_aside_max) return why;
    OwnerLock lock;
    if (auto status = lock.take(options.store.path); !status.ok()) return status;
    std::filesystem::path renamed;
    if (auto status = set_aside(options.store.path, renamed); !status.ok()) return status;
    ++times_set_aside;
    has_begun = false;
    held.forget_rows();
    counters.add(Counter::stores_set_aside);
    tell(fmt::format("the store is damaged and set aside as {}: {}", renamed.string(), why.reason));
    StoreStatus status =
        store.open(options.store, now, fmt::format("{}: {}", renamed.string(), why.reason));
    store.close();
    return status;
}

void StoreKeeper::State::fail(const StoreStatus& status, Timestamp now)
{
    counters.add(Counter::store_failures);
    if (told != status.reason)
        tell(fmt::format("alerts cannot be stored, and are handed out unstored: {} ({})",
                         status.reason, to_text(status.fault)));
    told = status.reason;
    is_failing = true;
    retry_at = {now.ns + options.retry_ns};
    if (status.fault == StoreFault::busy) return;
    store.close();
    if (status.fault != StoreFault::corrupt && !open(now).ok()) store.close();  // for reading
}

void StoreKeeper::State::recover()
{
    if (!std::exchange(is_failing, false)) return;
    told.clear();
    tell(fmt::format("alerts can be stored again: {} were stored late, {} never", stored_late,
                     lost));
    stored_late = 0;
    lost = 0;
}

// ---- what is to be written

void StoreKeeper::State::hold(const Alert& alert, Timestamp now)
{
    const HeldAlerts::Room room = held.add(alert, now);
    if (room == HeldAlerts::Room::to_store) return;
    const bool is_first = lost++ == 0;
    counters.add(room == HeldAlerts::Room::none ? Counter::alerts_dropped
                                                : Counter::alerts_never_stored);
    if (is_first) tell("too many alerts wait for the store: some will never be stored");
}

StoreStatus StoreKeeper::State::write_held(Timestamp now)
{
    if (held.to_store() == 0) return {};
    std::vector<Appended> appended;
    const std::vector<Alert> alerts = held.alerts_to_store();
    if (auto status = store.append(alerts, now, appended); !status.ok()) return status;
    held.stored(appended, is_failing);
    if (is_failing) stored_late += appended.size();
    for (const Appended& one : appended) switch (one.outcome) {
            case AppendOutcome::stored: counters.add(Counter::alerts_stored); break;
            case AppendOutcome::duplicate: counters.add(Counter::alerts_stored_before); break;
            case AppendOutcome::diverged: counters.add(Counter::replica_divergence); break;
        }
    for (std::size_t i = 0; i < appended.size(); ++i)
        if (appended[i].outcome == AppendOutcome::stored) observe(alerts[i], appended[i].seq);
    return {};
}

StoreStatus StoreKeeper::State::write_settled(Timestamp now)
{
    if (!held.has_unwritten()) return {};
    auto status = store.settle(held.settlements(), now);
    if (status.ok()) held.settlements_written();
    return status;
}

StoreStatus StoreKeeper::State::write_actions(Timestamp now)
{
    while (!actions.empty()) {
        auto status = store.act(actions.front(), now);
        if (!status.ok() && status.fault != StoreFault::refused) return status;
        if (!status.ok()) tell(status.reason);
        actions.erase(actions.begin());
    }
    return {};
}

StoreStatus StoreKeeper::State::write(Timestamp now)
{
    if (!store.is_open())
        if (auto status = open(now); !status.ok()) return status;
    if (auto status = write_held(now); !status.ok()) return status;
    if (auto status = write_settled(now); !status.ok()) return status;
    if (auto status = write_actions(now); !status.ok()) return status;
    if (!is_due(beat_at, now, options.heartbeat_ns)) return {};
    if (auto status = store.heartbeat(now); !status.ok()) return status;
    beat_at = {now.ns + options.heartbeat_ns};
    return {};
}

void StoreKeeper::State::try_to_write(Timestamp now)
{
    handle(write(now), now);
}

void StoreKeeper::State::handle(StoreStatus status, Timestamp now)
{
    if (status.fault == StoreFault::corrupt) {
        status = replace_damaged(status, now);
        if (status.ok()) status = write(now);
    }
    if (status.ok())
        recover();
    else
        fail(status, now);
}

// ---- the face

StoreKeeper::StoreKeeper(KeeperOptions options, Tell tell, Timestamp now)
    : state_(std::make_unique<State>(std::move(options), std::move(tell)))
{
    auto status = state_->open(now);
    if (const auto code = exit_code_of(status.fault)) throw OperatorError(*code, status.reason);
    state_->handle(std::move(status), now);
}

StoreKeeper::~StoreKeeper() = default;

void StoreKeeper::observe(Observe observer)
{
    state_->observe = std::move(observer);
}

void StoreKeeper::take(std::span<const Alert> alerts, Timestamp now)
{
    for (const Alert& alert : alerts) {
        if (state_->held.to_store() == state_->options.held_max) turn(now);
        state_->hold(alert, now);
    }
    turn(now);
    if (!state_->is_failing) return;
    state_->counters.add(Counter::alerts_unstored, alerts.size());
    for (const Alert& alert : alerts) state_->observe(alert, 0);
}

std::vector<Outgoing> StoreKeeper::pending(std::string_view sink, std::size_t limit, Timestamp now)
{
    State& state = *state_;
    const UnwrittenOfSink& mine = state.held.unwritten(sink);
    const std::size_t unwritten_max = 4 * state.options.held_max;
    limit = std::min(limit, unwritten_max - std::min(unwritten_max, mine.size()));

    std::vector<Outgoing> out;
    std::set<std::uint64_t> waits;
    const auto offer = [&](std::uint64_t ticket, const Alert& alert, std::uint32_t attempts,
                           bool is_stored, Timestamp since) {
        const auto settled = mine.find(ticket);
        if (settled != mine.end() && settled->second.kind != SettleKind::failed) return;
        if (settled != mine.end()) {
            attempts += settled->second.attempts;
            if (settled->second.next > now) waits.insert(alert.incident);
        }
        if (out.size() < limit && !waits.contains(alert.incident))
            out.push_back({ticket, alert, attempts, is_stored, since});
    };

    bool is_all = true;  // that may be handed out before what is held
    if (state.store.is_open() && limit > 0) {
        const std::size_t asked = limit + mine.size();
        std::vector<PendingAlert> rows;
        std::vector<std::uint64_t> incidents;
        auto status = state.store.pending(sink, asked, now, rows);
        if (status.ok() && !state.held.all().empty())
            status = state.store.waiting(sink, now, incidents);
        if (!status.ok() && (!state.is_failing || status.fault == StoreFault::corrupt))
            state.handle(status, now);
        waits.insert(incidents.begin(), incidents.end());
        is_all = rows.size() < asked;
        for (const PendingAlert& row : rows)
            offer(state.held.ticket_of(row.seq), row.alert, row.attempts, true, row.stored);
    }
    if (is_all)
        for (const HeldAlert& one : state.held.all())
            offer(one.ticket, one.alert, 0, false, one.since);
    return out;
}

void StoreKeeper::delivered(std::string_view sink, std::uint64_t ticket)
{
    state_->held.settle(sink, ticket, {});
}

void StoreKeeper::failed(std::string_view sink, std::uint64_t ticket, std::string why,
                         Timestamp next)
{
    state_->held.settle(sink, ticket, {SettleKind::failed, std::move(why), next, 0});
}

void StoreKeeper::skipped(std::string_view sink, std::uint64_t ticket, std::string why)
{
    state_->held.settle(sink, ticket, {SettleKind::skipped, std::move(why), Timestamp::none(), 0});
}

void StoreKeeper::dead(std::string_view sink, std::uint64_t ticket, std::string why)
{
    state_->held.settle(sink, ticket, {SettleKind::dead, std::move(why), Timestamp::none(), 0});
}

void StoreKeeper::act(OperatorAction action)
{
    state_->actions.push_back(std::move(action));
}

void StoreKeeper::turn(Timestamp now)
{
    State& state = *state_;
    const bool has_work =
        state.held.to_store() > 0 || state.held.has_unwritten() || !state.actions.empty();
    if (state.is_failing) {
        if (is_due(state.retry_at, now, state.options.retry_ns)) state.try_to_write(now);
    } else if (has_work || is_due(state.beat_at, now, state.options.heartbeat_ns)) {
        state.try_to_write(now);
    }
}

bool StoreKeeper::stop(Timestamp now)
{
    State& state = *state_;
    state.try_to_write(now);
    if (state.is_failing) {
        state.tell(fmt::format("it ends while the store fails: {} alerts were not stored",
                               state.held.all().size()));
        return false;
    }
    if (const auto status = state.store.end_run(now); !status.ok()) {
        state.fail(status, now);
        return false;
    }
    return true;
}

bool StoreKeeper::is_failing() const noexcept
{
    return state_->is_failing;
}

std::size_t StoreKeeper::held() const noexcept
{
    return state_->held.all().size();
}

const std::optional<BlindInterval>& StoreKeeper::downtime() const noexcept
{
    return state_->downtime;
}

const Counters& StoreKeeper::counters() const noexcept
{
    return state_->counters;
}

}  // namespace gapwire::alerts
