// Tables of a store.
#include "alerts/store/schema.hpp"

#include <fmt/format.h>

#include "alerts/store/alert_store.hpp"

namespace gapwire::alerts {
namespace {

constexpr const char* tables_sql = R"(
CREATE TABLE log (
    seq INTEGER PRIMARY KEY,
    time INTEGER NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    line TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL
) STRICT;
CREATE INDEX log_kind ON log (kind);

CREATE TABLE alert (
    id INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    state TEXT NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    incident INTEGER NOT NULL,
    rule TEXT NOT NULL,
    symbol TEXT NOT NULL,
    severity INTEGER NOT NULL,
    exchange_time INTEGER NOT NULL,
    PRIMARY KEY (id, revision, state)
) STRICT, WITHOUT ROWID;
CREATE INDEX alert_incident ON alert (incident, seq);
CREATE INDEX alert_symbol ON alert (symbol, seq);

CREATE TABLE sink (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

CREATE TABLE outbox (
    sink TEXT NOT NULL,
    seq INTEGER NOT NULL,
    incident INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next INTEGER NOT NULL,
    PRIMARY KEY (sink, seq)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_incident ON outbox (sink, incident, seq);

CREATE TABLE delivery (
    alert INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (alert, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE derived (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL) STRICT;
INSERT INTO derived VALUES (1, 0);
CREATE TABLE alive (one INTEGER PRIMARY KEY CHECK (one = 1), time INTEGER NOT NULL) STRICT;
)";

constexpr const char* triggers_sql = R"(
CREATE TRIGGER IF NOT EXISTS log_update BEFORE UPDATE ON log
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS log_delete BEFORE DELETE ON log
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
CREATE TRIGGER IF NOT EXISTS log_insert BEFORE INSERT ON log
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM log)
BEGIN SELECT raise(ABORT, 'the log is append-only'); END;
)";

StoreStatus read_integer(Database& database, const char* sql, std::int64_t& value)
{
    Statement statement;
    if (auto status = statement.prepare(database, sql); !status.ok()) return status;
    if (statement.step() == Statement::Step::failed) return statement.failure();
    value = statement.integer(0);
    return {};
}

}  // namespace

StoreStatus look_at(Database& database, const std::string& path, FileKind& kind)
{
    std::int64_t application = 0;
    std::int64_t version = 0;
    std::int64_t objects = 0;
    for (const auto& [sql, to] : {std::pair{"PRAGMA application_id", &application},
                                  std::pair{"PRAGMA user_version", &version},
                                  std::pair{"SELECT count(*) FROM sqlite_schema", &objects}})
        if (auto status = read_integer(database, sql, *to); !status.ok()) return status;
    kind = application == 0 && version == 0 && objects == 0 ? FileKind::empty : FileKind::store;
    if (kind == FileKind::empty) return {};
    if (application != application_id)
        return {StoreFault::not_a_store, fmt::format("{}: is a database of another program", path)};
    if (version != store_format)
        return {StoreFault::version,
                fmt::format("{}: is a store of format {}, and this program knows format {} only",
                            path, version, store_format)};
    return {};
}

StoreStatus prepare_to_write(Database& database, const std::string& path, FileKind kind)
{
    if (kind == FileKind::empty) {
        Statement wal;
        if (auto status = wal.prepare(database, "PRAGMA journal_mode = WAL"); !status.ok())
            return status;
        if (wal.step() == Statement::Step::failed) return wal.failure();
        if (wal.text(0) != "wal")
            return {StoreFault::other, fmt::format("{}: its file system has no WAL", path)};
    }
    return database.run("PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864;");
}

StoreStatus make_tables(Database& database)
{
    if (auto status = database.run(tables_sql); !status.ok()) return status;
    return database.run(fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {};",
                                    application_id, store_format)
                            .c_str());
}

StoreStatus make_triggers(Database& database)
{
    return database.run(triggers_sql);
}

StoreStatus clear_derived(Database& database)
{
    return database.run(
        "DELETE FROM alert; DELETE FROM sink; DELETE FROM outbox;"
        "DELETE FROM delivery; UPDATE derived SET seq = 0;");
}

}  // namespace gapwire::alerts
