// Appends to the log, and keeps what is derived from it in step.
#include "alerts/store/log.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/alert_json.hpp"
#include "alerts/store/alert_record.hpp"
#include "alerts/store/schema.hpp"

namespace gapwire::alerts {
namespace {

std::int64_t as_signed(std::uint64_t value) noexcept
{
    return static_cast<std::int64_t>(value);
}

}  // namespace

StoreStatus Log::prepare(Database& database)
{
    database_ = &database;
    struct Wanted {
        Statement& statement;
        std::string_view sql;
    };
    for (const Wanted& wanted : {
             Wanted{newest_, "SELECT seq, hash FROM log ORDER BY seq DESC LIMIT 1"},
             Wanted{insert_, "INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)"},
             Wanted{mark_, "UPDATE derived SET seq = ?"},
             Wanted{derived_, "SELECT seq FROM derived"},
             Wanted{add_alert_, "INSERT INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"},
             Wanted{fill_outboxes_, "INSERT INTO outbox SELECT name, ?1, ?2, 0, 0 FROM sink"},
             Wanted{add_sink_, "INSERT OR IGNORE INTO sink VALUES (?)"},
             Wanted{add_delivery_, "INSERT INTO delivery VALUES (?, ?)"},
             Wanted{settle_, "DELETE FROM outbox WHERE sink = ? AND seq = ?"},
             Wanted{postpone_,
                    "UPDATE outbox SET attempts = attempts + 1, next = ?3 "
                    "WHERE sink = ?1 AND seq = ?2"},
         })
        if (auto status = wanted.statement.prepare(database, wanted.sql); !status.ok())
            return status;
    return {};
}

StoreStatus Log::catch_up()
{
    last_seq_ = 0;
    last_hash_ = {};
    const Statement::Step step = newest_.step();
    if (step == Statement::Step::failed) return newest_.failure();
    if (step == Statement::Step::done) return {};
    last_seq_ = newest_.integer(0);
    const auto hash = newest_.blob(1);
    const bool is_whole = hash.size() == last_hash_.size();
    if (is_whole) std::copy(hash.begin(), hash.end(), last_hash_.begin());
    newest_.reset();
    if (!is_whole)
        return {StoreFault::corrupt, fmt::format("row {}: its hash has another size", last_seq_)};
    return {};
}

StoreStatus Log::append(std::string_view kind, std::string_view payload, Timestamp now,
                        std::string_view line)
{
    const LogRow row{last_seq_ + 1, now.ns, kind, payload, line, last_hash_};
    const Hash hash = hash_of(row);
    insert_.bind(1, row.seq).bind(2, row.time).bind(3, kind).bind(4, payload).bind(5, line);
    insert_.bind(6, row.previous).bind(7, hash);
    if (auto status = insert_.execute(); !status.ok()) return status;
    last_seq_ = row.seq;
    last_hash_ = hash;
    return mark_.bind(1, last_seq_).execute();
}

StoreStatus Log::append_alert(const Alert& alert, Timestamp now)
{
    auto status = append(log_kind::alert, alert_record(alert), now, alert_json(alert));
    return status.ok() ? derive_alert(last_seq_, alert) : status;
}

StoreStatus Log::append_sink(std::string_view sink, Timestamp now)
{
    auto status = append(log_kind::sink, sink_payload(sink), now);
    return status.ok() ? derive_sink(sink) : status;
}

StoreStatus Log::append_settled(const SettledRow& row, Timestamp now)
{
    auto status = append(to_text(row.kind), settled_payload(row), now);
    return status.ok() ? derive_settled(last_seq_, row) : status;
}

StoreStatus Log::derive_alert(std::int64_t seq, const Alert& alert)
{
    const std::int64_t incident = as_signed(alert.incident);
    add_alert_.bind(1, as_signed(alert.id)).bind(2, std::int64_t{alert.revision});
    add_alert_.bind(3, to_text(alert.state)).bind(4, seq).bind(5, incident);
    add_alert_.bind(6, alert.rule.view()).bind(7, alert.symbol.view());
    add_alert_.bind(8, static_cast<std::int64_t>(alert.severity)).bind(9, alert.exchange_time.ns);
    if (auto status = add_alert_.execute(); !status.ok()) return status;
    return fill_outboxes_.bind(1, seq).bind(2, incident).execute();
}

StoreStatus Log::derive_sink(std::string_view sink)
{
    return add_sink_.bind(1, sink).execute();
}

StoreStatus Log::derive_settled(std::int64_t seq, const SettledRow& row)
{
    for (const std::int64_t alert : row.alerts) {
        if (auto status = add_delivery_.bind(1, alert).bind(2, seq).execute(); !status.ok())
            return status;
        Statement& change = row.kind == SettleKind::failed ? postpone_ : settle_;
        change.bind(1, std::string_view(row.sink)).bind(2, alert);
        if (row.kind == SettleKind::failed) change.bind(3, row.next.ns);
        if (auto status = change.execute(); !status.ok()) return status;
    }
    return {};
}

StoreStatus Log::derive(std::int64_t seq, std::string_view kind, std::string_view payload)
{
    if (kind == log_kind::alert) {
        const auto alert = parse_alert_record(payload);
        if (alert) return derive_alert(seq, *alert);
    } else if (kind == log_kind::sink) {
        const auto sink = parse_sink(payload);
        if (sink) return derive_sink(*sink);
    } else if (const auto settled = settle_kind_of(kind)) {
        const auto row = parse_settled(*settled, payload);
        if (row) return derive_settled(seq, *row);
    } else {
        return {};
    }
    return {StoreFault::corrupt, fmt::format("row {}: what it says cannot be read", seq)};
}

StoreStatus Log::rebuild()
{
    if (auto status = clear_derived(*database_); !status.ok()) return status;
    Statement rows;
    if (auto status = rows.prepare(*database_, "SELECT seq, kind, payload FROM log ORDER BY seq");
        !status.ok())
        return status;
    Statement::Step step;
    while ((step = rows.step()) == Statement::Step::row)
        if (auto status = derive(rows.integer(0), rows.text(1), rows.text(2)); !status.ok())
            return status;
    if (step == Statement::Step::failed) return rows.failure();
    return mark_.bind(1, last_seq_).execute();
}

StoreStatus Log::is_derived(bool& yes)
{
    const Statement::Step step = derived_.step();
    if (step == Statement::Step::failed) return derived_.failure();
    const std::int64_t seq = step == Statement::Step::row ? derived_.integer(0) : 0;
    derived_.reset();
    yes = seq == last_seq_;
    if (seq <= last_seq_) return {};
    return {StoreFault::corrupt,
            fmt::format("rows {} to {} are missing at the end", last_seq_ + 1, seq)};
}

}  // namespace gapwire::alerts
