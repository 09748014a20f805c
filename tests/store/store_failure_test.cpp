// The keeper when disks are full or read-only and files damaged or gone.
#include <fstream>

#include "tests/store/desk.hpp"
#include "tests/store/small_disk.hpp"

namespace gapwire::alerts::test {
namespace {

TEST(StoreFailure, FullDiskIsToldAndWhatCameMeanwhileStoredWhenThereIsRoom)
{
    Folder folder;
    on_small_disk(folder / "disk", 512u << 10, [](const SmallDisk& disk) {
        const StoreOptions options{.path = disk.folder() / "alerts.db"};
        Desk desk(options);
        desk.keeper.take(numbered_up_to(5), at(2));
        EXPECT_EQ(desk.drain("web", at(2)).size(), 5u);
        disk.fill();
        std::uint64_t id = 5;
        Ids seen;
        while (!desk.keeper.is_failing() && id < 400) {
            desk.keeper.take(std::vector{numbered(++id)}, at(3));
            for (const std::uint64_t one : desk.drain("web", at(3))) seen.push_back(one);
        }
        EXPECT_TRUE(desk.was_told("(full)")) << testing::PrintToString(desk.told);
        for (int i = 0; i < 20; ++i) {
            desk.keeper.take(std::vector{numbered(++id)}, at(4 + i));
            for (const std::uint64_t one : desk.drain("web", at(4 + i))) seen.push_back(one);
        }
        EXPECT_TRUE(desk.keeper.is_failing());
        EXPECT_EQ(seen.size(), id - 5) << "sinks get every alert at once, and once";
        disk.empty();
        desk.keeper.turn(at(60));
        EXPECT_FALSE(desk.keeper.is_failing()) << testing::PrintToString(desk.told);
        Ids expected;
        for (std::uint64_t i = 1; i <= id; ++i) expected.push_back(i);
        EXPECT_EQ(ids_in(options), expected);
        EXPECT_EQ(desk.drain("web", at(60)), (Ids{}));
        EXPECT_EQ(desk.drain("mail", at(60)), expected);
        EXPECT_TRUE(desk.keeper.stop(at(61)));
        expect_whole(options);
    });
}

TEST(StoreFailure, FullDiskAtTheStartIsToldAndTriedAgain)
{
    Folder folder;
    on_small_disk(folder / "disk", 256u << 10, [](const SmallDisk& disk) {
        const StoreOptions options{.path = disk.folder() / "alerts.db"};
        disk.fill();
        Desk desk(options);
        EXPECT_TRUE(desk.was_told("(full)")) << testing::PrintToString(desk.told);
        desk.keeper.take(numbered_up_to(2), at(2));
        EXPECT_EQ(desk.drain("web", at(2)), (Ids{1, 2}));
        disk.empty();
        desk.keeper.turn(at(9));
        EXPECT_EQ(ids_in(options), (Ids{1, 2}));
        EXPECT_EQ(desk.drain("web", at(9)), (Ids{}));
        expect_whole(options);
    });
}

TEST(StoreFailure, ReadOnlyStoreIsToldAndWrittenWhenItMayBe)
{
    Folder folder;
    on_small_disk(folder / "disk", 1u << 20, [](const SmallDisk& disk) {
        const StoreOptions options{.path = disk.folder() / "alerts.db"};
        {
            Desk desk(options);
            desk.keeper.take(numbered_up_to(2), at(2));
            EXPECT_TRUE(desk.keeper.stop(at(3)));
        }
        ASSERT_TRUE(disk.set_read_only(true));
        const Desk nothing({.path = disk.folder() / "other.db"});
        EXPECT_TRUE(nothing.was_told("(read_only)")) << testing::PrintToString(nothing.told);
        Desk desk(options, at(4));
        EXPECT_TRUE(desk.was_told("(read_only)")) << testing::PrintToString(desk.told);
        EXPECT_FALSE(desk.keeper.downtime());
        desk.keeper.take(std::vector{numbered(3)}, at(5));
        EXPECT_TRUE(desk.keeper.is_failing());
        EXPECT_EQ(desk.drain("web", at(5)), (Ids{3}));
        ASSERT_TRUE(disk.set_read_only(false));
        desk.keeper.turn(at(9));
        EXPECT_FALSE(desk.keeper.is_failing()) << testing::PrintToString(desk.told);
        EXPECT_EQ(ids_in(options), (Ids{1, 2, 3}));
        EXPECT_EQ(desk.drain("web", at(9)), (Ids{1, 2})) << "what nobody could read before";
        EXPECT_EQ(desk.keeper.downtime(), (BlindInterval{at(3), at(9), "stopped"}));
        expect_whole(options);
    });
}

TEST(StoreFailure, RemovedFileIsToldAndMadeAnew)
{
    Folder folder;
    Desk desk(folder.options());
    desk.keeper.take(numbered_up_to(2), at(2));
    desk.drain("web", at(2));
    desk.keeper.turn(at(2));
    for (const char* suffix : {"", "-wal", "-shm"})
        std::filesystem::remove(folder / (std::string("alerts.db") + suffix));
    desk.keeper.take(std::vector{numbered(3)}, at(3));
    EXPECT_TRUE(desk.was_told("moved or removed"));
    desk.keeper.turn(at(9));
    EXPECT_FALSE(desk.keeper.is_failing());
    EXPECT_EQ(ids_in(folder.options()), (Ids{3}));
    expect_whole(folder.options());
}

// ---- damaged files

void damage(const std::filesystem::path& file, std::size_t from, std::size_t size)
{
    std::fstream out(file, std::ios::binary | std::ios::in | std::ios::out);
    out.seekp(static_cast<std::streamoff>(from));
    for (std::size_t i = 0; i < size; ++i) out.put('\x5a');
}

TEST(StoreFailure, DamagedFileIsSetAsideAtTheStart)
{
    constexpr std::size_t page = 4'096;
    // The header; the root of the log and of what is derived; all but the header.
    for (const auto& [from, size] : {std::pair{std::size_t{0}, std::size_t{16}},
                                     {page, 8 * page},
                                     {std::size_t{100}, 12 * page}}) {
        Folder folder;
        {
            Desk desk(folder.options());
            desk.keeper.take(numbered_up_to(50), at(2));
            EXPECT_TRUE(desk.keeper.stop(at(3)));
        }
        damage(folder.options().path, from, size);
        Desk desk(folder.options(), at(4));
        EXPECT_FALSE(desk.keeper.is_failing()) << testing::PrintToString(desk.told);
        EXPECT_TRUE(desk.was_told("alerts.db.corrupt-1"));
        EXPECT_TRUE(std::filesystem::exists(folder / "alerts.db.corrupt-1"));
        desk.keeper.take(std::vector{numbered(51)}, at(5));
        EXPECT_EQ(ids_in(folder.options()), (Ids{51}));
        EXPECT_NE(sql_value(folder.options().path, "SELECT payload FROM log WHERE seq = 1")
                      .find("alerts.db.corrupt-1"),
                  std::string::npos);
        EXPECT_EQ(desk.count(Counter::stores_set_aside), 1u);
        expect_whole(folder.options());
    }
}

TEST(StoreFailure, FileDamagedWhileItRunsIsSetAsideAndTicketsOfItMeanNothing)
{
    Folder folder;
    Desk desk(folder.options());
    desk.keeper.take(numbered_up_to(200), at(2));
    const auto in_flight = desk.keeper.pending("web", 3, at(2));
    // Into the file, not past it: what is not in the write-ahead log is read from there.
    sql_value(folder.options().path, "SELECT 1");
    {
        sqlite3* other = nullptr;
        ASSERT_EQ(sqlite3_open(folder.options().path.c_str(), &other), SQLITE_OK);
        ASSERT_EQ(sqlite3_exec(other, "PRAGMA wal_checkpoint(TRUNCATE)", nullptr, nullptr, nullptr),
                  SQLITE_OK);
        const auto size = std::filesystem::file_size(folder.options().path);
        damage(folder.options().path, 4'096, size - 4'096);
        ASSERT_EQ(sqlite3_exec(other, "PRAGMA user_version = 1", nullptr, nullptr, nullptr),
                  SQLITE_OK);  // so that the keeper reads its pages again
        sqlite3_close(other);
    }
    desk.keeper.take(std::vector{numbered(201), numbered(202)}, at(3));
    EXPECT_FALSE(desk.keeper.is_failing()) << testing::PrintToString(desk.told);
    EXPECT_TRUE(desk.was_told("set aside"));
    EXPECT_EQ(ids_in(folder.options()), (Ids{201, 202}));
    for (const Outgoing& one : in_flight) desk.keeper.delivered("web", one.ticket);
    desk.keeper.turn(at(4));
    EXPECT_EQ(desk.drain("web", at(4)), (Ids{201, 202}));
    EXPECT_TRUE(desk.keeper.stop(at(5)));
    expect_whole(folder.options());
}

}  // namespace
}  // namespace gapwire::alerts::test
