// Checks every row of a store against the row before it.
#include "alerts/store/verify_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "alerts/store/alert_record.hpp"
#include "alerts/store/chain.hpp"
#include "alerts/store/database.hpp"
#include "alerts/store/log_payloads.hpp"
#include "alerts/store/schema.hpp"

namespace gapwire::alerts {
namespace {

/// Walks rows in their order; says of each what is wrong with it, or nothing.
class Walk {
 public:
    std::string look(const Statement& row)
    {
        const std::int64_t seq = row.integer(0);
        if (seq != seq_ + 1)
            return seq == seq_ + 2
                       ? fmt::format("row {} is missing before it", seq_ + 1)
                       : fmt::format("rows {} to {} are missing before it", seq_ + 1, seq - 1);
        LogRow said{seq, row.integer(1), row.text(2), row.text(3), row.text(4), hash_};
        if (!is_same(row.blob(5), hash_)) return "it does not name the hash of the row before";
        const Hash hash = hash_of(said);
        if (!is_same(row.blob(6), hash)) return "its hash is not that of what it says";
        if (auto wrong = look_inside(said); !wrong.empty()) return wrong;
        seq_ = seq;
        hash_ = hash;
        return {};
    }
    const Hash& hash() const noexcept { return hash_; }
    std::int64_t rows() const noexcept { return seq_; }
    std::int64_t alerts() const noexcept { return static_cast<std::int64_t>(keys_.size()); }

 private:
    static bool is_same(std::span<const std::uint8_t> blob, const Hash& hash)
    {
        return std::equal(blob.begin(), blob.end(), hash.begin(), hash.end());
    }

    std::string look_inside(const LogRow& row)
    {
        if ((row.seq == 1) != (row.kind == log_kind::format))
            return row.seq == 1 ? "it does not say which format this is" : "a second format row";
        if (row.kind == log_kind::alert) {
            const auto alert = parse_alert_record(row.payload);
            if (!alert) return "its alert cannot be read";
            const std::string key = key_text(*alert);
            return keys_.insert(key).second ? "" : fmt::format("alert {} is there twice", key);
        }
        if (is_payload(row)) return {};
        return fmt::format("what it says cannot be read as {}", row.kind);
    }

    static bool is_payload(const LogRow& row)
    {
        if (row.kind == log_kind::format) return parse_format(row.payload) == store_format;
        if (row.kind == log_kind::blind) return parse_blind(row.payload).has_value();
        if (row.kind == log_kind::sink) return parse_sink(row.payload).has_value();
        if (const auto kind = settle_kind_of(row.kind))
            return parse_settled(*kind, row.payload).has_value();
        if (const auto kind = action_kind_of(row.kind))
            return parse_action(*kind, row.payload).has_value();
        return is_object(row.payload);
    }

    std::int64_t seq_ = 0;
    Hash hash_{};
    std::unordered_set<std::string> keys_;
};

StoreStatus walk_rows(Database& database, Walk& walk, std::string_view expected,
                      Verification& result)
{
    Statement rows;
    if (auto status = rows.prepare(database,
                                   "SELECT seq, time, kind, payload, line, previous, "
                                   "hash FROM log NOT INDEXED ORDER BY seq");
        !status.ok())
        return status;
    for (;;) {
        const Statement::Step step = rows.step();
        if (step == Statement::Step::done) return {};
        if (step == Statement::Step::failed) {
            if (rows.failure().fault != StoreFault::corrupt) return rows.failure();
            result.broken_seq = walk.rows() + 1;
            result.broken_why = "it cannot be read: " + rows.failure().reason;
            return {};
        }
        result.broken_why = walk.look(rows);
        if (!result.broken_why.empty()) {
            result.broken_seq = rows.integer(0);
            return {};
        }
        if (!expected.empty() && hex(walk.hash()) == expected) result.expected_seq = walk.rows();
    }
}

/// Whether more was written than there is: what is derived knows how far the log went.
StoreStatus look_behind_end(Database& database, const Walk& walk, Verification& result)
{
    Statement derived;
    if (auto status = derived.prepare(database, "SELECT coalesce(max(seq), 0) FROM derived");
        !status.ok())
        return status;
    if (derived.step() == Statement::Step::failed) return derived.failure();
    if (walk.rows() > 0 && derived.integer(0) <= walk.rows()) return {};
    result.broken_seq = walk.rows() + 1;
    result.broken_why = "it is missing, and all rows after it";
    return {};
}

}  // namespace

StoreStatus verify_store(const StoreOptions& options, std::string_view expected_hash,
                         Verification& result)
{
    result = {};
    const std::string path = options.path.string();
    Database database;
    if (auto status = database.open(path, OpenMode::read, options.busy_wait_ms); !status.ok())
        return status;
    FileKind kind{};
    if (auto status = look_at(database, path, kind); !status.ok()) return status;
    if (kind == FileKind::empty) return {StoreFault::not_a_store, path + ": is empty"};
    Transaction snapshot(database);
    if (auto status = snapshot.begin(true); !status.ok()) return status;
    Walk walk;
    if (auto status = walk_rows(database, walk, expected_hash, result); !status.ok()) return status;
    if (result.broken_seq == 0)
        if (auto status = look_behind_end(database, walk, result); !status.ok()) return status;
    result.rows = walk.rows();
    result.alerts = walk.alerts();
    if (walk.rows() > 0) result.last_hash = hex(walk.hash());
    return {};
}

}  // namespace gapwire::alerts
