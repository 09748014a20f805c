// The keeper: alerts reach their sinks whatever becomes of the store, and the store in the end.
#include <fstream>

#include "core/error.hpp"
#include "tests/store/desk.hpp"

namespace gapwire::alerts::test {
namespace {

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

TEST(StoreKeeper, EndsWithWhatCouldNotBeStoredTold)
{
    Folder folder;
    Desk desk(impatient(folder));
    const Locked other(folder.options().path);
    desk.keeper.take(numbered_up_to(2), at(2));
    EXPECT_FALSE(desk.keeper.stop(at(3)));
    EXPECT_TRUE(desk.was_told("2 alerts were not stored"));
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
