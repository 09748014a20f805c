// Stores of tests: a folder of their own, alerts to put in, raw SQL behind the store's back.
#pragma once

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <filesystem>
#include <string>
#include <vector>

#include "alerts/store/alert_store.hpp"
#include "alerts/store/store_reader.hpp"
#include "tests/alerts/samples.hpp"

namespace gapwire::alerts::test {

/// Empty, of the running test alone, and gone with this.
class Folder {
 public:
    Folder()
    {
        const auto* test = testing::UnitTest::GetInstance()->current_test_info();
        path_ = std::filesystem::path(testing::TempDir()) /
                (std::string("gapwire_store_") + test->test_suite_name() + "_" + test->name() +
                 "_" + std::to_string(::getpid()));
        std::filesystem::remove_all(path_);
        std::filesystem::create_directories(path_);
    }
    ~Folder()
    {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    std::filesystem::path operator/(std::string_view name) const { return path_ / name; }
    StoreOptions options() const { return {.path = path_ / "alerts.db", .busy_wait_ms = 2'000}; }

 private:
    std::filesystem::path path_;
};

constexpr Timestamp at(std::int64_t seconds)
{
    return {seconds * 1'000'000'000};
}

/// One of an incident, apart from every other by its number.
inline Alert numbered(std::uint64_t number, std::uint64_t incident = 0xa1)
{
    Alert alert = sample();
    alert.id = number;
    alert.incident = incident;
    return alert;
}

inline std::vector<Alert> numbered_up_to(std::uint64_t count, std::uint64_t incident = 0xa1)
{
    std::vector<Alert> alerts;
    for (std::uint64_t i = 1; i <= count; ++i) alerts.push_back(numbered(i, incident));
    return alerts;
}

#define ASSERT_OK(call)                                            \
    do {                                                           \
        const StoreStatus status_of_call = call;                   \
        ASSERT_TRUE(status_of_call.ok()) << status_of_call.reason; \
    } while (false)
#define EXPECT_OK(call)                                            \
    do {                                                           \
        const StoreStatus status_of_call = call;                   \
        EXPECT_TRUE(status_of_call.ok()) << status_of_call.reason; \
    } while (false)

/// Runs SQL on a connection of its own, without the store's triggers.
inline void run_sql(const std::filesystem::path& file, const std::string& sql)
{
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &database), SQLITE_OK);
    const std::string all =
        "PRAGMA synchronous = OFF; DROP TRIGGER IF EXISTS log_update; DROP TRIGGER IF EXISTS "
        "log_delete;"
        "DROP TRIGGER IF EXISTS log_insert;" +
        sql;
    char* error = nullptr;
    EXPECT_EQ(sqlite3_exec(database, all.c_str(), nullptr, nullptr, &error), SQLITE_OK)
        << (error == nullptr ? "" : error);
    sqlite3_free(error);
    sqlite3_close(database);
}

/// One value, as text.
inline std::string sql_value(const std::filesystem::path& file, const std::string& sql)
{
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READONLY, nullptr), SQLITE_OK);
    std::string value;
    const auto keep = [](void* to, int, char** columns, char**) {
        *static_cast<std::string*>(to) = columns[0] == nullptr ? "NULL" : columns[0];
        return 0;
    };
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), keep, &value, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    sqlite3_close(database);
    return value;
}

inline std::vector<std::uint64_t> ids_in(const StoreOptions& options)
{
    StoreReader reader;
    std::vector<StoredAlert> found;
    EXPECT_OK(reader.open(options));
    EXPECT_OK(reader.alerts({.limit = 1u << 30}, found));
    std::vector<std::uint64_t> ids;
    for (const StoredAlert& one : found) ids.push_back(one.alert.id);
    return ids;
}

}  // namespace gapwire::alerts::test
