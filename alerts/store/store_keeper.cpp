// Keeps alerts on their way to sinks whether the store can be written or not.
#include "alerts/store/store_keeper.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <utility>

#include "alerts/store/owner_lock.hpp"
#include "core/assert.hpp"
#include "core/error.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::uint64_t held_mark = std::uint64_t{1} << 63;  // tickets of what has no row yet
constexpr int set_aside_max = 8;                             // in one run

/// An alert that has no row.
struct Held {
    std::uint64_t ticket = 0;
    Alert alert;
    bool to_store = true;
};

/// What a sink did about an alert, not written yet.
struct Unwritten {
    SettleKind kind = SettleKind::delivered;
    std::string why;
    Timestamp next = Timestamp::none();
    std::uint32_t attempts = 0;  // since it was last written
};
using UnwrittenOfSink = std::map<std::uint64_t, Unwritten>;  // by ticket

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
    KeeperOptions options;
    Tell tell;
    Counters counters;

    AlertStore store;
    bool has_begun = false;  // this file has the start of this run
    bool is_failing = false;
    std::string told;  // why it fails, as it was told
    Timestamp retry_at{};
    Timestamp beat_at{};
    std::optional<BlindInterval> downtime;
    int times_set_aside = 0;

    std::deque<Held> held;
    std::size_t to_store = 0;  // of those held
    std::uint64_t next_ticket = held_mark;
    std::map<std::uint64_t, std::int64_t> seq_of;  // rows of tickets that were held
    std::map<std::string, UnwrittenOfSink, std::less<>> unwritten;
    std::uint64_t stored_late = 0;
    std::uint64_t lost = 0;  // never stored or dropped in this outage

    StoreStatus open(Timestamp now, std::string_view replaces = {});
    StoreStatus replace_damaged(const StoreStatus& why, Timestamp now);
    void fail(const StoreStatus& status, Timestamp now);
    void recover();
    void hold(const Alert& alert);
    StoreStatus write(Timestamp now);
    StoreStatus write_held(Timestamp now);
    StoreStatus write_settled(Timestamp now);
    void try_to_write(Timestamp now);
    void release(std::uint64_t ticket);
    void settle(std::string_view sink, std::uint64_t ticket, Unwritten settled);
    bool has_work() const;
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

void StoreKeeper::State::hold(const Alert& alert)
{
    Held one{next_ticket, alert, to_store < options.held_max};
    if (held.size() >= 2 * options.held_max) {
        counters.add(Counter::alerts_dropped);
        if (lost++ == 0) tell("too many alerts wait for the store: some are lost");
        return;
    }
    if (one.to_store) {
        ++to_store;
    } else {
        counters.add(Counter::alerts_never_stored);
        if (lost++ == 0) tell("too many alerts wait for the store: some will never be stored");
    }
    ++next_ticket;
    held.push_back(one);
}

bool StoreKeeper::State::has_work() const
{
    const auto has_any = [](const auto& sink) { return !sink.second.empty(); };
    return to_store > 0 || std::any_of(unwritten.begin(), unwritten.end(), has_any);
}

StoreStatus StoreKeeper::State::write_held(Timestamp now)
{
    if (to_store == 0) return {};
    std::vector<Alert> alerts;
    std::vector<std::uint64_t> tickets;
    for (const Held& one : held)
        if (one.to_store) {
            alerts.push_back(one.alert);
            tickets.push_back(one.ticket);
        }
    std::vector<Appended> appended;
    if (auto status = store.append(alerts, now, appended); !status.ok()) return status;
    std::erase_if(held, [](const Held& one) { return one.to_store; });
    to_store = 0;
    for (std::size_t i = 0; i < appended.size(); ++i) {
        const auto [seq, outcome] = appended[i];
        if (outcome == AppendOutcome::stored) counters.add(Counter::alerts_stored);
        if (outcome == AppendOutcome::duplicate) counters.add(Counter::alerts_stored_before);
        if (outcome == AppendOutcome::diverged) counters.add(Counter::replica_divergence);
        if (!is_failing) continue;  // nobody has seen the ticket
        seq_of[tickets[i]] = seq;
        ++stored_late;
        for (auto& [sink, all] : unwritten)
            if (auto node = all.extract(tickets[i]); !node.empty()) {
                node.key() = static_cast<std::uint64_t>(seq);
                all.insert(std::move(node));
            }
    }
    while (seq_of.size() > options.held_max) seq_of.erase(seq_of.begin());
    return {};
}

StoreStatus StoreKeeper::State::write_settled(Timestamp now)
{
    std::vector<Settlement> settlements;
    for (const auto& [sink, all] : unwritten)
        for (const auto& [ticket, settled] : all)
            if ((ticket & held_mark) == 0)
                settlements.push_back({sink, static_cast<std::int64_t>(ticket), settled.kind,
                                       settled.why, settled.next});
    if (settlements.empty()) return {};
    if (auto status = store.settle(settlements, now); !status.ok()) return status;
    for (auto& [sink, all] : unwritten)
        std::erase_if(all, [](const auto& one) { return (one.first & held_mark) == 0; });
    return {};
}

StoreStatus StoreKeeper::State::write(Timestamp now)
{
    if (!store.is_open())
        if (auto status = open(now); !status.ok()) return status;
    if (auto status = write_held(now); !status.ok()) return status;
    if (auto status = write_settled(now); !status.ok()) return status;
    if (!is_due(beat_at, now, options.heartbeat_ns)) return {};
    if (auto status = store.heartbeat(now); !status.ok()) return status;
    beat_at = {now.ns + options.heartbeat_ns};
    return {};
}

void StoreKeeper::State::try_to_write(Timestamp now)
{
    auto status = write(now);
    if (status.fault == StoreFault::corrupt) {
        status = replace_damaged(status, now);
        if (status.ok()) status = write(now);
    }
    if (status.ok())
        recover();
    else
        fail(status, now);
}

// ---- what sinks did

/// Gives up an alert that will never be stored once every sink has it, or has given it up.
void StoreKeeper::State::release(std::uint64_t ticket)
{
    const auto one = std::find_if(held.begin(), held.end(),
                                  [&](const Held& some) { return some.ticket == ticket; });
    if (one == held.end() || one->to_store) return;
    for (const std::string& sink : options.sinks) {
        const auto& all = unwritten[sink];
        const auto found = all.find(ticket);
        if (found == all.end() || found->second.kind == SettleKind::failed) return;
    }
    held.erase(one);
    for (auto& [sink, all] : unwritten) all.erase(ticket);
}

void StoreKeeper::State::settle(std::string_view sink, std::uint64_t ticket, Unwritten settled)
{
    const auto stored = seq_of.find(ticket);
    if (stored != seq_of.end()) ticket = static_cast<std::uint64_t>(stored->second);
    const auto all = unwritten.find(sink);
    GAPWIRE_ASSERT(all != unwritten.end());
    Unwritten& entry = all->second[ticket];
    settled.attempts = entry.attempts + (settled.kind == SettleKind::failed ? 1 : 0);
    entry = std::move(settled);
    release(ticket);
}

// ---- the face

StoreKeeper::StoreKeeper(KeeperOptions options, Tell tell, Timestamp now)
    : state_(std::make_unique<State>())
{
    GAPWIRE_ASSERT(options.held_max > 0);
    state_->options = std::move(options);
    state_->tell = std::move(tell);
    for (const std::string& sink : state_->options.sinks) state_->unwritten[sink];
    auto status = state_->open(now);
    if (const auto code = exit_code_of(status.fault)) throw OperatorError(*code, status.reason);
    if (status.fault == StoreFault::corrupt) status = state_->replace_damaged(status, now);
    if (!status.ok()) state_->fail(status, now);
}

StoreKeeper::~StoreKeeper() = default;

void StoreKeeper::take(std::span<const Alert> alerts, Timestamp now)
{
    for (const Alert& alert : alerts) state_->hold(alert);
    turn(now);
    if (state_->is_failing) state_->counters.add(Counter::alerts_unstored, alerts.size());
}

std::vector<Outgoing> StoreKeeper::pending(std::string_view sink, std::size_t limit, Timestamp now)
{
    State& state = *state_;
    const auto found = state.unwritten.find(sink);
    GAPWIRE_ASSERT(found != state.unwritten.end());
    const UnwrittenOfSink& mine = found->second;
    const std::size_t unwritten_max = 4 * state.options.held_max;
    limit = std::min(limit, unwritten_max - std::min(unwritten_max, mine.size()));

    std::vector<Outgoing> out;
    std::set<std::uint64_t> waits;
    const auto offer = [&](std::uint64_t ticket, const Alert& alert, std::uint32_t attempts,
                           bool is_stored) {
        const auto settled = mine.find(ticket);
        if (settled != mine.end() && settled->second.kind != SettleKind::failed) return;
        if (settled != mine.end()) {
            attempts += settled->second.attempts;
            if (settled->second.next > now) waits.insert(alert.incident);
        }
        if (out.size() < limit && !waits.contains(alert.incident))
            out.push_back({ticket, alert, attempts, is_stored});
    };

    bool is_all = true;  // that may be handed out before what is held
    if (state.store.is_open() && limit > 0) {
        const std::size_t asked = limit + mine.size();
        std::vector<PendingAlert> rows;
        std::vector<std::uint64_t> incidents;
        auto status = state.store.pending(sink, asked, now, rows);
        if (status.ok() && !state.held.empty()) status = state.store.waiting(sink, now, incidents);
        if (!status.ok() && !state.is_failing) state.fail(status, now);
        waits.insert(incidents.begin(), incidents.end());
        is_all = rows.size() < asked;
        for (const PendingAlert& row : rows)
            offer(static_cast<std::uint64_t>(row.seq), row.alert, row.attempts, true);
    }
    if (is_all)
        for (const Held& one : state.held) offer(one.ticket, one.alert, 0, false);
    return out;
}

void StoreKeeper::delivered(std::string_view sink, std::uint64_t ticket)
{
    state_->settle(sink, ticket, {});
}

void StoreKeeper::failed(std::string_view sink, std::uint64_t ticket, std::string why,
                         Timestamp next)
{
    state_->settle(sink, ticket, {SettleKind::failed, std::move(why), next, 0});
}

void StoreKeeper::dead(std::string_view sink, std::uint64_t ticket, std::string why)
{
    state_->settle(sink, ticket, {SettleKind::dead, std::move(why), Timestamp::none(), 0});
}

void StoreKeeper::turn(Timestamp now)
{
    State& state = *state_;
    if (state.is_failing) {
        if (is_due(state.retry_at, now, state.options.retry_ns)) state.try_to_write(now);
    } else if (state.has_work() || is_due(state.beat_at, now, state.options.heartbeat_ns)) {
        state.try_to_write(now);
    }
}

bool StoreKeeper::stop(Timestamp now)
{
    State& state = *state_;
    state.try_to_write(now);
    if (state.is_failing) {
        state.tell(fmt::format("{} alerts were not stored", state.held.size()));
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
    return state_->held.size();
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
