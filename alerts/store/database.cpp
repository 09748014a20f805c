// SQLite behind a face without its header.
#include "alerts/store/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

StoreFault fault_of(int result, int system_error) noexcept
{
    switch (result & 0xff) {
        case SQLITE_OK:
        case SQLITE_ROW:
        case SQLITE_DONE: return StoreFault::none;
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return StoreFault::busy;
        case SQLITE_FULL: return StoreFault::full;
        case SQLITE_READONLY:
        case SQLITE_PERM: return StoreFault::read_only;
        case SQLITE_CORRUPT: return StoreFault::corrupt;
        case SQLITE_NOTADB: return StoreFault::not_a_store;
        case SQLITE_IOERR: return system_error == ENOSPC ? StoreFault::full : StoreFault::io;
        case SQLITE_CANTOPEN:
            if (system_error == EROFS || system_error == EACCES) return StoreFault::read_only;
            return system_error == ENOSPC ? StoreFault::full : StoreFault::io;
        default: return StoreFault::other;
    }
}

/// SQLite tells of the last thing it tried, which was to open the file for reading.
bool is_folder_read_only(const std::string& path)
{
    std::error_code ignored;
    const auto folder = std::filesystem::absolute(path, ignored).parent_path();
    return ::access(folder.c_str(), W_OK) != 0 && (errno == EROFS || errno == EACCES);
}

}  // namespace

StoreStatus Database::open(const std::string& path, OpenMode mode, int busy_wait_ms)
{
    close();
    path_ = path;
    const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE |
                      (mode == OpenMode::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                      (mode == OpenMode::create ? SQLITE_OPEN_CREATE : 0);
    const int result = sqlite3_open_v2(path.c_str(), &handle_, flags, nullptr);
    if (result != SQLITE_OK) {
        StoreStatus status = fault(result, "cannot be opened");
        close();
        return status;
    }
    sqlite3_busy_timeout(handle_, busy_wait_ms);
    return run("PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;");
}

void Database::close() noexcept
{
    if (handle_ == nullptr) return;
    const int result = sqlite3_close(handle_);
    GAPWIRE_ASSERT(result == SQLITE_OK);
    handle_ = nullptr;
}

StoreStatus Database::run(const char* sql)
{
    return fault(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr), "");
}

StoreStatus Database::fault(int result, std::string_view what) const
{
    const int system_error = handle_ == nullptr ? 0 : sqlite3_system_errno(handle_);
    StoreFault fault = fault_of(result, system_error);
    if (fault == StoreFault::none) return {};
    if ((result & 0xff) == SQLITE_CANTOPEN && is_folder_read_only(path_))
        return {StoreFault::read_only, path_ + ": its folder may not be written"};
    std::string reason =
        fmt::format("{}: {}{}{}", path_, what, what.empty() ? "" : ": ", sqlite3_errstr(result));
    if (handle_ != nullptr) {
        const std::string_view more = sqlite3_errmsg(handle_);
        if (more != sqlite3_errstr(result)) reason += fmt::format(" ({})", more);
    }
    const int primary = result & 0xff;
    if (system_error != 0 && (primary == SQLITE_IOERR || primary == SQLITE_CANTOPEN))
        reason += fmt::format(": {}", std::strerror(system_error));
    return {fault, reason};
}

bool Database::has_moved() const noexcept
{
    int moved = 0;
    const int result = sqlite3_file_control(handle_, "main", SQLITE_FCNTL_HAS_MOVED, &moved);
    return result == SQLITE_OK && moved != 0;
}

bool Database::is_inside() const noexcept
{
    return handle_ != nullptr && sqlite3_get_autocommit(handle_) == 0;
}

Statement::~Statement()
{
    sqlite3_finalize(handle_);
}

StoreStatus Statement::prepare(Database& database, std::string_view sql)
{
    sqlite3_finalize(handle_);
    handle_ = nullptr;
    database_ = &database;
    return database.fault(
        sqlite3_prepare_v3(database.handle(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &handle_, nullptr),
        "");
}

Statement& Statement::bind(int place, std::int64_t value)
{
    GAPWIRE_ASSERT(sqlite3_bind_int64(handle_, place, value) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int place, std::string_view text)
{
    const char* const begin = text.empty() ? "" : text.data();
    const int size = static_cast<int>(text.size());
    GAPWIRE_ASSERT(sqlite3_bind_text(handle_, place, begin, size, SQLITE_TRANSIENT) == SQLITE_OK);
    return *this;
}

Statement& Statement::bind(int place, std::span<const std::uint8_t> blob)
{
    const int size = static_cast<int>(blob.size());
    GAPWIRE_ASSERT(sqlite3_bind_blob(handle_, place, blob.data(), size, SQLITE_TRANSIENT) ==
                   SQLITE_OK);
    return *this;
}

Statement::Step Statement::step()
{
    const int result = sqlite3_step(handle_);
    if (result == SQLITE_ROW) return Step::row;
    if (result != SQLITE_DONE) failure_ = database_->fault(result, "");
    reset();
    return result == SQLITE_DONE ? Step::done : Step::failed;
}

StoreStatus Statement::execute()
{
    const Step result = step();
    GAPWIRE_ASSERT(result != Step::row);
    return result == Step::failed ? failure_ : StoreStatus{};
}

void Statement::reset() noexcept
{
    sqlite3_reset(handle_);
}

std::int64_t Statement::integer(int column) const
{
    return sqlite3_column_int64(handle_, column);
}

std::string_view Statement::text(int column) const
{
    const auto* const begin = sqlite3_column_text(handle_, column);
    if (begin == nullptr) return {};
    return {reinterpret_cast<const char*>(begin),
            static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

std::span<const std::uint8_t> Statement::blob(int column) const
{
    const auto* const begin =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
    if (begin == nullptr) return {};
    return {begin, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
}

Transaction::~Transaction()
{
    if (database_.is_inside()) static_cast<void>(database_.run("ROLLBACK"));
}

StoreStatus Transaction::begin(bool reading)
{
    return database_.run(reading ? "BEGIN" : "BEGIN IMMEDIATE");
}

StoreStatus Transaction::commit()
{
    return database_.run("COMMIT");
}

}  // namespace gapwire::alerts
