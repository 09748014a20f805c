// SQLite behind a face without its header: one connection, prepared statements, faults by name.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/store/store_status.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace gapwire::alerts {

enum class OpenMode : std::uint8_t { read, write, create };

/// One connection. Threads: one.
class Database {
 public:
    Database() = default;
    ~Database() { close(); }
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    StoreStatus open(const std::string& path, OpenMode mode, int busy_wait_ms);
    /// REQUIRES: no statement of it is left.
    void close() noexcept;
    bool is_open() const noexcept { return handle_ != nullptr; }
    sqlite3* handle() const noexcept { return handle_; }

    /// Runs SQL without results.
    StoreStatus run(const char* sql);
    /// What the last call ended with, as a status: `what` was being done.
    StoreStatus fault(int result, std::string_view what) const;
    /// Whether another file, or none, now has the name of this one.
    bool has_moved() const noexcept;
    /// Whether a transaction is open.
    bool is_inside() const noexcept;

 private:
    std::string path_;
    sqlite3* handle_ = nullptr;
};

/// A prepared statement; it is ready to be used again after step() said that it is done or failed.
/// What text() and blob() give is valid until the next call.
class Statement {
 public:
    Statement() = default;
    ~Statement();
    Statement(Statement&& other) noexcept : database_(other.database_), handle_(other.handle_)
    {
        other.handle_ = nullptr;
    }
    Statement& operator=(Statement&&) = delete;

    StoreStatus prepare(Database& database, std::string_view sql);

    Statement& bind(int place, std::int64_t value);
    Statement& bind(int place, std::string_view text);
    Statement& bind(int place, std::span<const std::uint8_t> blob);

    enum class Step : std::uint8_t { row, done, failed };
    Step step();
    /// Of the last step() that failed.
    const StoreStatus& failure() const noexcept { return failure_; }
    /// For statements without results: steps once, and says how it went.
    StoreStatus execute();
    void reset() noexcept;

    std::int64_t integer(int column) const;
    std::string_view text(int column) const;
    std::span<const std::uint8_t> blob(int column) const;

 private:
    Database* database_ = nullptr;
    sqlite3_stmt* handle_ = nullptr;
    StoreStatus failure_;
};

/// Rolled back unless committed.
class Transaction {
 public:
    explicit Transaction(Database& database) : database_(database) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;

    /// Takes the right to write at once; with `reading`, a snapshot to read from.
    StoreStatus begin(bool reading = false);
    StoreStatus commit();

 private:
    Database& database_;
};

}  // namespace gapwire::alerts
