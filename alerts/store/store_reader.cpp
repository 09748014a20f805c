// Reads a store.
#include "alerts/store/store_reader.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alerts/store/alert_record.hpp"
#include "alerts/store/database.hpp"
#include "alerts/store/log_payloads.hpp"
#include "alerts/store/schema.hpp"
#include "core/assert.hpp"

namespace gapwire::alerts {

struct StoreReader::State {
    std::string path;
    Database database;

    StoreStatus unreadable(std::int64_t seq) const
    {
        return {StoreFault::corrupt,
                fmt::format("{}: row {}: what it says cannot be read", path, seq)};
    }
    /// Calls `each(statement)` for every row; it says whether the row could be read.
    template <class Each>
    StoreStatus for_each(Statement& rows, Each each)
    {
        Statement::Step step;
        while ((step = rows.step()) == Statement::Step::row)
            if (!each(rows)) return unreadable(rows.integer(0));
        return step == Statement::Step::failed ? rows.failure() : StoreStatus{};
    }
};

namespace {

/// WHERE, from those parts of a filter that are set, and their values in the same order.
class Conditions {
 public:
    explicit Conditions(const AlertFilter& filter)
    {
        if (filter.since) add("a.exchange_time >= ?", filter.since->ns);
        if (filter.symbol) add("a.symbol = ?", *filter.symbol);
        if (filter.rule) add("a.rule = ?", *filter.rule);
        if (filter.severity) add("a.severity >= ?", static_cast<std::int64_t>(*filter.severity));
        if (filter.incident) add("a.incident = ?", static_cast<std::int64_t>(*filter.incident));
        if (filter.id) add("a.id = ?", static_cast<std::int64_t>(*filter.id));
        if (filter.state) add("a.state = ?", std::string(to_text(*filter.state)));
        if (filter.after) add("a.seq > ?", *filter.after);
        if (filter.before) add("a.seq < ?", *filter.before);
    }
    const std::string& sql() const noexcept { return sql_; }
    /// Returns the place behind the last.
    int bind(Statement& statement) const
    {
        int place = 1;
        for (const Value& value : values_) {
            if (value.is_text)
                statement.bind(place++, std::string_view(value.text));
            else
                statement.bind(place++, value.number);
        }
        return place;
    }

 private:
    struct Value {
        bool is_text = false;
        std::int64_t number = 0;
        std::string text{};
    };
    void add(std::string_view condition, std::int64_t number)
    {
        append(condition);
        values_.push_back({.number = number});
    }
    void add(std::string_view condition, const std::string& text)
    {
        append(condition);
        values_.push_back({.is_text = true, .text = text});
    }
    void append(std::string_view condition)
    {
        sql_ += values_.empty() ? " WHERE " : " AND ";
        sql_ += condition;
    }

    std::string sql_;
    std::vector<Value> values_;
};

}  // namespace

StoreReader::StoreReader() = default;
StoreReader::~StoreReader() = default;
StoreReader::StoreReader(StoreReader&&) noexcept = default;
StoreReader& StoreReader::operator=(StoreReader&&) noexcept = default;

StoreStatus StoreReader::open(const StoreOptions& options)
{
    auto opened = std::make_unique<State>();
    opened->path = options.path.string();
    if (auto status = opened->database.open(opened->path, OpenMode::read, options.busy_wait_ms);
        !status.ok())
        return status;
    FileKind kind{};
    if (auto status = look_at(opened->database, opened->path, kind); !status.ok()) return status;
    if (kind == FileKind::empty) return {StoreFault::not_a_store, opened->path + ": is empty"};
    state_ = std::move(opened);
    return {};
}

StoreStatus StoreReader::last_seq(std::int64_t& seq)
{
    GAPWIRE_ASSERT(state_ != nullptr);
    Statement newest;
    if (auto status = newest.prepare(state_->database, "SELECT coalesce(max(seq), 0) FROM log");
        !status.ok())
        return status;
    if (newest.step() == Statement::Step::failed) return newest.failure();
    seq = newest.integer(0);
    return {};
}

StoreStatus StoreReader::alerts(const AlertFilter& filter, std::vector<StoredAlert>& found)
{
    GAPWIRE_ASSERT(state_ != nullptr);
    found.clear();
    const Conditions conditions(filter);
    Statement rows;
    if (auto status = rows.prepare(state_->database,
                                   "SELECT l.seq, l.time, l.payload, l.line FROM alert a "
                                   "JOIN log l ON l.seq = a.seq" +
                                       conditions.sql() + " ORDER BY a.seq DESC LIMIT ?");
        !status.ok())
        return status;
    rows.bind(conditions.bind(rows), static_cast<std::int64_t>(filter.limit));
    auto status = state_->for_each(rows, [&](const Statement& row) {
        const auto alert = parse_alert_record(row.text(2));
        if (alert)
            found.push_back({row.integer(0), {row.integer(1)}, *alert, std::string(row.text(3))});
        return alert.has_value();
    });
    std::reverse(found.begin(), found.end());
    return status;
}

StoreStatus StoreReader::actions(std::int64_t after, std::vector<StoredAction>& found)
{
    GAPWIRE_ASSERT(state_ != nullptr);
    found.clear();
    Statement rows;
    if (auto status = rows.prepare(
            state_->database,
            "SELECT seq, time, kind, payload FROM log WHERE kind IN ('acknowledge', 'silence', "
            "'unsilence', 'note', 'escalate', 'drill') AND seq > ? ORDER BY seq");
        !status.ok())
        return status;
    rows.bind(1, after);
    return state_->for_each(rows, [&](const Statement& row) {
        const auto kind = action_kind_of(row.text(2));
        auto action = kind ? parse_action(*kind, row.text(3)) : std::nullopt;
        if (action) found.push_back({row.integer(0), {row.integer(1)}, std::move(*action)});
        return action.has_value();
    });
}

StoreStatus StoreReader::deliveries(std::int64_t alert_seq, std::vector<StoredDelivery>& found)
{
    GAPWIRE_ASSERT(state_ != nullptr);
    found.clear();
    Statement rows;
    if (auto status = rows.prepare(state_->database,
                                   "SELECT l.seq, l.time, l.kind, l.payload FROM delivery d "
                                   "JOIN log l ON l.seq = d.seq WHERE d.alert = ? ORDER BY l.seq");
        !status.ok())
        return status;
    rows.bind(1, alert_seq);
    return state_->for_each(rows, [&](const Statement& row) {
        const auto kind = settle_kind_of(row.text(2));
        const auto settled = kind ? parse_settled(*kind, row.text(3)) : std::nullopt;
        if (settled)
            found.push_back(
                {row.integer(0), {row.integer(1)}, settled->sink, settled->kind, settled->why});
        return settled.has_value();
    });
}

StoreStatus StoreReader::blind_intervals(std::int64_t after, std::vector<BlindInterval>& found)
{
    GAPWIRE_ASSERT(state_ != nullptr);
    found.clear();
    Statement rows;
    if (auto status = rows.prepare(
            state_->database,
            "SELECT seq, payload FROM log WHERE kind = 'blind' AND seq > ? ORDER BY seq");
        !status.ok())
        return status;
    rows.bind(1, after);
    return state_->for_each(rows, [&](const Statement& row) {
        auto interval = parse_blind(row.text(1));
        if (interval) found.push_back(std::move(*interval));
        return interval.has_value();
    });
}

}  // namespace gapwire::alerts
