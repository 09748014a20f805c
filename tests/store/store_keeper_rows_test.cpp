// The keeper: what it tells its observer, what it skips, what it writes down that somebody did.
#include "tests/store/desk.hpp"

namespace gapwire::alerts::test {
namespace {

struct Told {
    std::uint64_t id = 0;
    std::int64_t seq = 0;
    friend bool operator==(const Told&, const Told&) = default;
};

std::vector<Told>& keep_told(Desk& desk, std::vector<Told>& told)
{
    desk.keeper.observe([&told](const Alert& alert, std::int64_t seq) {
        told.push_back({alert.id, seq});
    });
    return told;
}

TEST(StoreKeeperObserver, HearsOfEachAlertOnceWithItsRow)
{
    Folder folder;
    std::vector<Told> told;
    Desk desk(folder.options());
    keep_told(desk, told);
    desk.keeper.take(numbered_up_to(2), at(2));
    desk.keeper.take(numbered_up_to(3), at(3));
    ASSERT_EQ(told.size(), 3u);
    EXPECT_GT(told[0].seq, 0);
    for (std::uint64_t i = 0; i < 3; ++i)
        EXPECT_EQ(told[i], (Told{i + 1, told[0].seq + static_cast<std::int64_t>(i)}));
}

TEST(StoreKeeperObserver, HearsOfAnUnstoredAlertAtOnceAndOfItsRowLater)
{
    Folder folder;
    StoreOptions options = folder.options();
    options.busy_wait_ms = 1;
    std::vector<Told> told;
    Desk desk(options);
    keep_told(desk, told);
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(options.path.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    desk.keeper.take(numbered_up_to(1), at(2));
    EXPECT_EQ(told, (std::vector<Told>{{1, 0}}));
    sqlite3_close(database);
    desk.keeper.turn(at(4));
    ASSERT_EQ(told.size(), 2u);
    EXPECT_EQ(told[1].id, 1u);
    EXPECT_GT(told[1].seq, 0);
}

TEST(StoreKeeperSkips, WhatASinkShallNotGetIsSettledWithItsReason)
{
    Folder folder;
    {
        Desk desk(folder.options());
        desk.keeper.take(numbered_up_to(2), at(2));
        for (const Outgoing& one : desk.keeper.pending("web", 10, at(2))) {
            EXPECT_EQ(one.since, at(2));
            desk.keeper.skipped("web", one.ticket, "silenced");
        }
        EXPECT_TRUE(desk.keeper.pending("web", 10, at(2)).empty());
        EXPECT_TRUE(desk.keeper.stop(at(3)));
    }
    EXPECT_EQ(sql_value(folder.options().path,
                        "SELECT count(*) || payload FROM log WHERE kind = 'skipped'")
                  .find("1{\"sink\":\"web\",\"alerts\":["),
              0u)
        << "one row for both";
    expect_whole(folder.options());
    Desk again(folder.options(), at(5));
    EXPECT_TRUE(again.keeper.pending("web", 10, at(5)).empty());
    StoreReader reader;
    std::vector<StoredAlert> stored;
    std::vector<StoredDelivery> deliveries;
    ASSERT_OK(reader.open(folder.options()));
    ASSERT_OK(reader.alerts({}, stored));
    ASSERT_OK(reader.deliveries(stored.at(0).seq, deliveries));
    ASSERT_EQ(deliveries.size(), 1u);
    EXPECT_EQ(deliveries[0].kind, SettleKind::skipped);
    EXPECT_EQ(deliveries[0].why, "silenced");
}

TEST(StoreKeeperActions, AreWrittenWithTheNextTurn)
{
    Folder folder;
    Desk desk(folder.options());
    OperatorAction action;
    action.kind = ActionKind::escalate;
    action.target = incident_text(0xa1);
    action.who = "gapwire";
    desk.keeper.act(action);
    desk.keeper.turn(at(2));
    desk.keeper.turn(at(3));
    StoreReader reader;
    std::vector<StoredAction> found;
    ASSERT_OK(reader.open(folder.options()));
    ASSERT_OK(reader.actions(0, found));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].action, action);
}

}  // namespace
}  // namespace gapwire::alerts::test
