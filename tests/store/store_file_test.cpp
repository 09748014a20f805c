// The file of a store: never changed behind the log's back, never mistaken for another.
#include <fstream>

#include "alerts/store/alert_store.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {
namespace {

TEST(StoreFile, RefusesEveryChangeOfARow)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    std::vector<Appended> rows;
    ASSERT_OK(store.append(numbered_up_to(2), at(2), rows));
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(folder.options().path.c_str(), &database), SQLITE_OK);
    for (const char* sql : {"UPDATE log SET time = 0 WHERE seq = 2", "DELETE FROM log",
                            "INSERT INTO log SELECT 9, time, kind, payload, line, previous, hash "
                            "FROM log WHERE seq = 2",
                            "REPLACE INTO log SELECT 2, 0, kind, payload, line, previous, hash "
                            "FROM log WHERE seq = 2"})
        EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT) << sql;
    sqlite3_close(database);
}

TEST(StoreFile, LeavesOtherFilesAlone)
{
    Folder folder;
    AlertStore store;
    std::ofstream(folder / "text") << std::string(9'000, 'x');
    EXPECT_EQ(store.open({.path = folder / "text"}, at(1)).fault, StoreFault::not_a_store);
    run_sql(folder / "other.db", "CREATE TABLE log (x);");
    EXPECT_EQ(store.open({.path = folder / "other.db"}, at(1)).fault, StoreFault::not_a_store);
    EXPECT_EQ(store.open_existing({.path = folder / "none.db"}).fault, StoreFault::io);
    EXPECT_FALSE(std::filesystem::exists(folder / "none.db"));
    EXPECT_EQ(store.open({.path = folder / "no_folder/a.db"}, at(1)).fault, StoreFault::io);
    EXPECT_FALSE(store.is_open());
}

TEST(StoreFile, RefusesFormatsItDoesNotKnow)
{
    Folder folder;
    for (const char* version : {"0", "2"}) {
        AlertStore store;
        ASSERT_OK(store.open(folder.options(), at(1)));
        store.close();
        run_sql(folder.options().path, std::string("PRAGMA user_version = ") + version);
        const StoreStatus status = store.open(folder.options(), at(2));
        EXPECT_EQ(status.fault, StoreFault::version);
        EXPECT_NE(status.reason.find(std::string("format ") + version), std::string::npos)
            << status.reason;
        StoreReader reader;
        EXPECT_EQ(reader.open(folder.options()).fault, StoreFault::version);
        run_sql(folder.options().path, "PRAGMA user_version = 1");
    }
}

TEST(StoreFile, TellsThatItsFileWasRemoved)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    std::filesystem::remove(folder.options().path);
    std::vector<Appended> rows;
    const StoreStatus status = store.append(numbered_up_to(1), at(2), rows);
    EXPECT_EQ(status.fault, StoreFault::io);
    EXPECT_NE(status.reason.find("moved or removed"), std::string::npos);
    EXPECT_EQ(store.heartbeat(at(2)).fault, StoreFault::io);
}

}  // namespace
}  // namespace gapwire::alerts::test
