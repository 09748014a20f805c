// Tables of a store: the log, which is the only truth, and what is derived from it.
#pragma once

#include <string_view>

#include "alerts/store/database.hpp"

namespace gapwire::alerts {

/// What a file turned out to be.
enum class FileKind : std::uint8_t { empty, store };

/// "gapw", in SQLite's header.
inline constexpr std::int64_t application_id = 0x67617077;

/// Looks without writing. `not_a_store` and `version` name what was found instead.
StoreStatus look_at(Database& database, const std::string& path, FileKind& kind);

/// Full sync from now on; an empty file becomes a WAL one.
StoreStatus prepare_to_write(Database& database, const std::string& path, FileKind kind);

/// REQUIRES: a transaction that may write, in an empty file.
StoreStatus make_tables(Database& database);

/// Makes again what keeps rows from being changed. REQUIRES: a transaction that may write.
StoreStatus make_triggers(Database& database);

/// Empties what is derived. REQUIRES: a transaction that may write.
StoreStatus clear_derived(Database& database);

}  // namespace gapwire::alerts
