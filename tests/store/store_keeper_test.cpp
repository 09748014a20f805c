// The keeper: alerts reach their sinks whatever becomes of the store, and the store in the end.
#include "alerts/store/store_keeper.hpp"

#include <fstream>

#include "alerts/store/verify_store.hpp"
#include "core/error.hpp"
#include "tests/store/small_disk.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {
namespace {

using Ids = std::vector<std::uint64_t>;

/// A keeper with two sinks, and what it told.
class Desk {
 public:
    explicit Desk(StoreOptions options, Timestamp now = at(1), std::size_t held_max = 100)
        : keeper(
              {.store = std::move(options),
               .run = {"c", "r", "b"},
               .sinks = {"web", "mail"},
               .held_max = held_max},
              [this](std::string_view text) { told.emplace_back(text); }, now)
    {}

    /// Hands everything pending to the sink, which takes it.
    Ids drain(std::string_view sink, Timestamp now)
    {
        Ids ids;
        for (const Outgoing& one : keeper.pending(sink, 1'000, now)) {
            keeper.delivered(sink, one.ticket);
            ids.push_back(one.alert.id);
            unstored += one.is_stored ? 0 : 1;
        }
        return ids;
    }
    bool was_told(std::string_view text) const
    {
        for (const std::string& line : told)
            if (line.find(text) != std::string::npos) return true;
        return false;
    }
    std::uint64_t count(Counter counter) const { return keeper.counters()[counter]; }

    std::vector<std::string> told;
    int unstored = 0;  // of those drained
    StoreKeeper keeper;
};

/// A file that no transaction can be written to while this lives.
class Locked {
 public:
    explicit Locked(const std::filesystem::path& file)
    {
        EXPECT_EQ(sqlite3_open(file.c_str(), &database_), SQLITE_OK);
        EXPECT_EQ(sqlite3_exec(database_, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    }
    ~Locked() { sqlite3_close(database_); }

 private:
    sqlite3* database_ = nullptr;
};

StoreOptions impatient(const Folder& folder)
{
    StoreOptions options = folder.options();
    options.busy_wait_ms = 1;
    return options;
}

void expect_whole(const StoreOptions& options)
{
    Verification verified;
    EXPECT_OK(verify_store(options, "", verified));
    EXPECT_EQ(verified.broken_seq, 0) << verified.broken_why;
}

std::string deliveries_of(const StoreOptions& options)
{
    return sql_value(options.path, "SELECT count(*) FROM delivery");
}

TEST(StoreKeeper, StoresFirstAndHandsOutThen)
{
    Folder folder;
    Desk desk(folder.options());
    desk.keeper.take(numbered_up_to(3), at(2));
    EXPECT_EQ(ids_in(folder.options()), (Ids{1, 2, 3}));
    EXPECT_EQ(desk.drain("web", at(2)), (Ids{1, 2, 3}));
    EXPECT_EQ(desk.drain("web", at(2)), (Ids{}));
    EXPECT_EQ(desk.drain("mail", at(2)), (Ids{1, 2, 3}));
    EXPECT_EQ(desk.unstored, 0);
    EXPECT_TRUE(desk.keeper.stop(at(3)));
    EXPECT_EQ(desk.count(Counter::alerts_stored), 3u);
    EXPECT_EQ(deliveries_of(folder.options()), "6");
    EXPECT_TRUE(desk.told.empty());
    expect_whole(folder.options());
}

TEST(StoreKeeper, WhatWasStoredBeforeIsNotHandedOutAgain)
{
    Folder folder;
    {
        Desk desk(folder.options());
        desk.keeper.take(numbered_up_to(2), at(2));
        desk.drain("web", at(2));
        desk.keeper.turn(at(2));
    }
    Desk desk(folder.options(), at(9));  // the run before was killed: nothing said that it stopped
    EXPECT_EQ(desk.keeper.downtime(), (BlindInterval{at(2), at(9), "killed"}));
    std::vector<Alert> again = numbered_up_to(3);
    again[1].price = {5};
    desk.keeper.take(again, at(9));
    EXPECT_EQ(desk.drain("web", at(9)), (Ids{3}));
    EXPECT_EQ(desk.drain("mail", at(9)), (Ids{1, 2, 3}));
    EXPECT_EQ(desk.count(Counter::alerts_stored_before), 1u);
    EXPECT_EQ(desk.count(Counter::replica_divergence), 1u);
}

TEST(StoreKeeper, DeliveredButNotSettledComesAgainAfterAKill)
{
    Folder folder;
    {
        Desk desk(folder.options());
        desk.keeper.take(numbered_up_to(2), at(2));
        desk.drain("web", at(2));
    }
    Desk desk(folder.options(), at(9));
    EXPECT_EQ(desk.drain("web", at(9)), (Ids{1, 2}));
}

TEST(StoreKeeper, FailedAttemptsWaitAndAreCounted)
{
    Folder folder;
    Desk desk(folder.options());
    desk.keeper.take(std::vector{numbered(1, 0xa), numbered(2, 0xa), numbered(3, 0xb)}, at(2));
    const auto first = desk.keeper.pending("web", 1, at(2));
    ASSERT_EQ(first.size(), 1u);
    desk.keeper.failed("web", first[0].ticket, "503", at(10));
    EXPECT_EQ(desk.drain("web", at(3)), (Ids{3}));  // before it is written
    desk.keeper.turn(at(3));
    EXPECT_EQ(desk.drain("web", at(9)), (Ids{}));  // and after
    const auto later = desk.keeper.pending("web", 10, at(10));
    ASSERT_EQ(later.size(), 2u);
    EXPECT_EQ(later[0].attempts, 1u);
    desk.keeper.dead("web", later[0].ticket, "410");
    EXPECT_EQ(desk.drain("web", at(10)), (Ids{2}));
    EXPECT_TRUE(desk.keeper.stop(at(11)));
    EXPECT_EQ(sql_value(folder.options().path, "SELECT count(*) FROM log WHERE kind = 'dead'"),
              "1");
}

TEST(StoreKeeper, BusyStoreIsToldAndWrittenLaterInOrder)
{
    Folder folder;
    Desk desk(impatient(folder));
    desk.keeper.take(numbered_up_to(2), at(2));
    {
        const Locked other(folder.options().path);
        desk.keeper.take(std::vector{numbered(3), numbered(4)}, at(3));
        EXPECT_TRUE(desk.keeper.is_failing());
        EXPECT_TRUE(desk.was_told("cannot be stored"));
        EXPECT_TRUE(desk.was_told("(busy)"));
        EXPECT_EQ(desk.keeper.held(), 2u);
        EXPECT_EQ(desk.drain("web", at(3)), (Ids{1, 2, 3, 4}));
        EXPECT_EQ(desk.unstored, 2);
        EXPECT_EQ(desk.drain("web", at(3)), (Ids{}));
        desk.keeper.take(std::vector{numbered(5)}, at(3));
    }
    const auto in_flight = desk.keeper.pending("mail", 100, at(3));
    desk.keeper.turn(at(3));
    EXPECT_TRUE(desk.keeper.is_failing()) << "before it is time to try again";
    desk.keeper.turn(at(4));
    EXPECT_FALSE(desk.keeper.is_failing());
    EXPECT_TRUE(desk.was_told("3 were stored late, 0 never"));
    EXPECT_EQ(ids_in(folder.options()), (Ids{1, 2, 3, 4, 5}));
    EXPECT_EQ(desk.drain("web", at(4)), (Ids{5}));
    EXPECT_EQ(desk.unstored, 2);
    for (const Outgoing& one : in_flight) desk.keeper.delivered("mail", one.ticket);
    EXPECT_EQ(desk.drain("mail", at(4)), (Ids{})) << "tickets hold when alerts get their rows";
    EXPECT_TRUE(desk.keeper.stop(at(5)));
    EXPECT_EQ(deliveries_of(folder.options()), "10");
    EXPECT_EQ(desk.count(Counter::alerts_unstored), 3u);
    EXPECT_EQ(desk.told.size(), 2u);
    expect_whole(folder.options());
}

TEST(StoreKeeper, HeldAlertsKeepBehindEarlierOnesOfTheirIncident)
{
    Folder folder;
    Desk desk(impatient(folder));
    desk.keeper.take(std::vector{numbered(1, 0xa)}, at(2));
    desk.keeper.failed("web", desk.keeper.pending("web", 1, at(2)).at(0).ticket, "503", at(50));
    desk.keeper.turn(at(2));
    const Locked other(folder.options().path);
    desk.keeper.take(std::vector{numbered(2, 0xa), numbered(3, 0xb), numbered(4, 0xb)}, at(3));
    const auto out = desk.keeper.pending("web", 10, at(3));
    ASSERT_EQ(out.size(), 2u);
    EXPECT_EQ(out[0].alert.id, 3u);
    desk.keeper.failed("web", out[0].ticket, "503", at(40));
    EXPECT_EQ(desk.drain("web", at(4)), (Ids{}));
    EXPECT_EQ(desk.drain("web", at(40)), (Ids{3, 4}));
    EXPECT_EQ(desk.drain("web", at(50)), (Ids{1, 2}));
}

TEST(StoreKeeper, BeyondItsBoundTheOldestAreKeptForTheStore)
{
    Folder folder;
    Desk desk(impatient(folder), at(1), 3);
    {
        const Locked other(folder.options().path);
        desk.keeper.take(numbered_up_to(8), at(2));
        EXPECT_EQ(desk.count(Counter::alerts_never_stored), 3u);
        EXPECT_EQ(desk.count(Counter::alerts_dropped), 2u);
        EXPECT_TRUE(desk.was_told("too many alerts wait"));
        EXPECT_EQ(desk.drain("web", at(2)), (Ids{1, 2, 3, 4, 5, 6}));
        EXPECT_EQ(desk.keeper.held(), 6u);
        EXPECT_EQ(desk.drain("mail", at(2)), (Ids{1, 2, 3, 4, 5, 6}));
        EXPECT_EQ(desk.keeper.held(), 3u) << "those that are only for the sinks are done";
    }
    desk.keeper.turn(at(3));
    EXPECT_TRUE(desk.was_told("3 were stored late, 5 never"));
    EXPECT_EQ(ids_in(folder.options()), (Ids{1, 2, 3}));
    EXPECT_EQ(desk.keeper.held(), 0u);
    EXPECT_EQ(desk.drain("web", at(3)), (Ids{}));
}

TEST(StoreKeeper, BatchOfMoreThanItsBoundIsStoredWhole)
{
    Folder folder;
    Desk desk(folder.options(), at(1), 3);
    desk.keeper.take(numbered_up_to(8), at(2));
    EXPECT_EQ(ids_in(folder.options()), (Ids{1, 2, 3, 4, 5, 6, 7, 8}));
    EXPECT_EQ(desk.drain("web", at(2)).size(), 8u);
    EXPECT_TRUE(desk.told.empty());
}

TEST(StoreKeeper, FullDiskIsToldAndWhatCameMeanwhileStoredWhenThereIsRoom)
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

TEST(StoreKeeper, FullDiskAtTheStartIsToldAndTriedAgain)
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

TEST(StoreKeeper, ReadOnlyStoreIsToldAndWrittenWhenItMayBe)
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

TEST(StoreKeeper, EndsWithWhatCouldNotBeStoredTold)
{
    Folder folder;
    Desk desk(impatient(folder));
    const Locked other(folder.options().path);
    desk.keeper.take(numbered_up_to(2), at(2));
    EXPECT_FALSE(desk.keeper.stop(at(3)));
    EXPECT_TRUE(desk.was_told("2 alerts were not stored"));
}

TEST(StoreKeeper, RemovedFileIsToldAndMadeAnew)
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

TEST(StoreKeeper, DamagedFileIsSetAsideAtTheStart)
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

TEST(StoreKeeper, FileDamagedWhileItRunsIsSetAsideAndTicketsOfItMeanNothing)
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

// ---- what only the operator can put right

ExitCode code_of(const StoreOptions& options)
{
    try {
        const Desk desk(options);
    } catch (const OperatorError& error) {
        return error.code();
    }
    return ExitCode::ok;
}

TEST(StoreKeeper, RefusesFilesOfOthersAndLeavesThemAsTheyAre)
{
    Folder folder;
    const std::string text(9'000, 'x');
    std::ofstream(folder / "text") << text;
    EXPECT_EQ(code_of({.path = folder / "text"}), ExitCode::config);
    std::ifstream in(folder / "text");
    EXPECT_EQ(std::string((std::istreambuf_iterator<char>(in)), {}), text);

    Desk desk(folder.options());
    EXPECT_EQ(code_of(folder.options()), ExitCode::feed_unavailable);
    run_sql(folder / "later.db", "PRAGMA application_id = 1734443383; PRAGMA user_version = 2;");
    EXPECT_EQ(code_of({.path = folder / "later.db"}), ExitCode::config);
}

}  // namespace
}  // namespace gapwire::alerts::test
