// The durable store of alerts: what each sink has yet to get, and what became of it.
#include <fmt/format.h>

#include <algorithm>

#include "alerts/store/alert_record.hpp"
#include "alerts/store/alert_store_state.hpp"
#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::size_t sink_name_max = 64;

bool is_name(std::string_view text)
{
    return !text.empty() && text.size() <= sink_name_max &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

/// Whether the sink has an outbox, and how many sinks have.
StoreStatus count_sinks(Database& database, std::string_view sink, bool& is_there,
                        std::size_t& count)
{
    Statement sinks;
    if (auto status = sinks.prepare(database,
                                    "SELECT coalesce(sum(name = ?), 0), count(*) "
                                    "FROM sink");
        !status.ok())
        return status;
    if (sinks.bind(1, sink).step() == Statement::Step::failed) return sinks.failure();
    is_there = sinks.integer(0) > 0;
    count = static_cast<std::size_t>(sinks.integer(1));
    return {};
}

/// Whether the alert waits in the outbox of the sink.
class Waiting {
 public:
    StoreStatus prepare(Database& database)
    {
        return find_.prepare(database, "SELECT 1 FROM outbox WHERE sink = ? AND seq = ?");
    }
    StoreStatus look(const Settlement& settlement, bool& waits)
    {
        find_.bind(1, std::string_view(settlement.sink)).bind(2, settlement.seq);
        const Statement::Step step = find_.step();
        if (step == Statement::Step::failed) return find_.failure();
        waits = step == Statement::Step::row;
        find_.reset();
        return {};
    }

 private:
    Statement find_;
};

bool is_same_row(const SettledRow& row, const Settlement& settlement)
{
    const bool may_share = row.kind == SettleKind::delivered || row.kind == SettleKind::skipped;
    return may_share && row.kind == settlement.kind && row.sink == settlement.sink &&
           row.why == settlement.why &&
           std::find(row.alerts.begin(), row.alerts.end(), settlement.seq) == row.alerts.end();
}

}  // namespace

StoreStatus AlertStore::add_sink(std::string_view sink, Timestamp now)
{
    GAPWIRE_ASSERT(is_open());
    if (!is_name(sink))
        return {StoreFault::refused, fmt::format("\"{}\" is no name of 1 to {} printing characters",
                                                 sink, sink_name_max)};
    Transaction transaction(state_->database);
    if (auto status = state_->begin(transaction); !status.ok()) return status;
    bool is_there = false;
    std::size_t count = 0;
    if (auto status = count_sinks(state_->database, sink, is_there, count); !status.ok())
        return status;
    if (is_there) return {};
    if (count >= sinks_max)
        return {StoreFault::refused, fmt::format("more than {} sinks", sinks_max)};
    if (auto status = state_->log.append_sink(sink, now); !status.ok()) return status;
    return transaction.commit();
}

StoreStatus AlertStore::pending(std::string_view sink, std::size_t limit, Timestamp now,
                                std::vector<PendingAlert>& alerts)
{
    GAPWIRE_ASSERT(is_open());
    alerts.clear();
    Statement waiting;
    if (auto status = waiting.prepare(
            state_->database,
            "SELECT o.seq, o.attempts, l.payload, l.time FROM outbox o JOIN log l ON l.seq = o.seq "
            "WHERE o.sink = ?1 AND NOT EXISTS (SELECT 1 FROM outbox w WHERE w.sink = ?1 "
            "AND w.incident = o.incident AND w.seq <= o.seq AND w.next > ?2) "
            "ORDER BY o.seq LIMIT ?3");
        !status.ok())
        return status;
    waiting.bind(1, sink).bind(2, now.ns).bind(3, static_cast<std::int64_t>(limit));
    Statement::Step step;
    while ((step = waiting.step()) == Statement::Step::row) {
        const auto alert = parse_alert_record(waiting.text(2));
        if (!alert)
            return {StoreFault::corrupt, fmt::format("{}: row {}: what it says cannot be read",
                                                     state_->path.string(), waiting.integer(0))};
        alerts.push_back({waiting.integer(0),
                          static_cast<std::uint32_t>(waiting.integer(1)),
                          *alert,
                          {waiting.integer(3)}});
    }
    return step == Statement::Step::failed ? waiting.failure() : StoreStatus{};
}

StoreStatus AlertStore::waiting(std::string_view sink, Timestamp now,
                                std::vector<std::uint64_t>& incidents)
{
    GAPWIRE_ASSERT(is_open());
    incidents.clear();
    Statement rows;
    if (auto status = rows.prepare(
            state_->database, "SELECT DISTINCT incident FROM outbox WHERE sink = ? AND next > ?");
        !status.ok())
        return status;
    rows.bind(1, sink).bind(2, now.ns);
    Statement::Step step;
    while ((step = rows.step()) == Statement::Step::row)
        incidents.push_back(static_cast<std::uint64_t>(rows.integer(0)));
    return step == Statement::Step::failed ? rows.failure() : StoreStatus{};
}

StoreStatus AlertStore::settle(std::span<const Settlement> settlements, Timestamp now)
{
    GAPWIRE_ASSERT(is_open());
    Transaction transaction(state_->database);
    if (auto status = state_->begin(transaction); !status.ok()) return status;
    Waiting waiting;
    if (auto status = waiting.prepare(state_->database); !status.ok()) return status;
    SettledRow row;
    const auto write = [&] {
        const auto status =
            row.alerts.empty() ? StoreStatus{} : state_->log.append_settled(row, now);
        row = {};
        return status;
    };
    for (const Settlement& settlement : settlements) {
        if (!row.alerts.empty() && !is_same_row(row, settlement))
            if (auto status = write(); !status.ok()) return status;
        bool waits = false;
        if (auto status = waiting.look(settlement, waits); !status.ok()) return status;
        if (!waits) continue;
        row.sink = settlement.sink;
        row.kind = settlement.kind;
        row.why = settlement.why;
        row.next = settlement.next;
        row.alerts.push_back(settlement.seq);
    }
    if (auto status = write(); !status.ok()) return status;
    return transaction.commit();
}

}  // namespace gapwire::alerts
