// The store: keys, outboxes, runs, and files that are none.
#include "alerts/store/alert_store.hpp"

#include "alerts/alert_json.hpp"
#include "alerts/store/verify_store.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {
namespace {

const RunInfo run{"c0ffee", "rules 1", "gapwire 0.1.0"};

std::vector<std::uint64_t> pending_ids(AlertStore& store, std::string_view sink, Timestamp now,
                                       std::size_t limit = 100)
{
    std::vector<PendingAlert> alerts;
    EXPECT_OK(store.pending(sink, limit, now, alerts));
    std::vector<std::uint64_t> ids;
    for (const PendingAlert& one : alerts) ids.push_back(one.alert.id);
    return ids;
}

using Ids = std::vector<std::uint64_t>;

TEST(AlertStore, GivesBackWhatWasAppendedInOrder)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    std::vector<Alert> alerts;
    for (const AlertKind kind : all_kinds) {
        alerts.push_back(fired(kind));
        alerts.back().id = alerts.size();
    }
    std::vector<Appended> appended;
    ASSERT_OK(store.append(alerts, at(2), appended));
    ASSERT_EQ(appended.size(), alerts.size());

    StoreReader reader;
    std::vector<StoredAlert> found;
    ASSERT_OK(reader.open(folder.options()));
    ASSERT_OK(reader.alerts({}, found));
    ASSERT_EQ(found.size(), alerts.size());
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        EXPECT_EQ(found[i].seq, appended[i].seq);
        EXPECT_EQ(found[i].stored, at(2));
        EXPECT_EQ(found[i].alert, alerts[i]);
        EXPECT_EQ(found[i].line, alert_json(alerts[i]));
    }
}

TEST(AlertStore, SameKeyIsStoredOnceAndOtherContentIsTold)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    Alert again = numbered(7);
    again.capture_time = at(99);  // when a replica received it is its own
    Alert other = numbered(7);
    other.price = {1};
    const Alert later = revised(numbered(7), AlertState::recovering, AlertReason::recovered);
    Alert unknown = later;
    unknown.state = AlertState::unknown;

    std::vector<Appended> appended;
    ASSERT_OK(
        store.append(std::vector{numbered(7), again, other, later, unknown}, at(2), appended));
    std::vector<AppendOutcome> outcomes;
    for (const Appended& one : appended) outcomes.push_back(one.outcome);
    EXPECT_EQ(outcomes,
              (std::vector{AppendOutcome::stored, AppendOutcome::duplicate, AppendOutcome::diverged,
                           AppendOutcome::stored, AppendOutcome::stored}));
    EXPECT_EQ(appended[1].seq, appended[0].seq);
    EXPECT_EQ(appended[2].seq, appended[0].seq);
    EXPECT_EQ(ids_in(folder.options()), (Ids{7, 7, 7}));
}

TEST(AlertStore, IsTheSameAfterItWasClosed)
{
    Folder folder;
    std::vector<Appended> appended;
    for (std::uint64_t i = 1; i <= 3; ++i) {
        AlertStore store;
        ASSERT_OK(store.open(folder.options(), at(1)));
        ASSERT_OK(store.append(numbered_up_to(i), at(2), appended));
        EXPECT_EQ(appended.back().outcome, AppendOutcome::stored);
    }
    EXPECT_EQ(ids_in(folder.options()), (Ids{1, 2, 3}));
    Verification verified;
    ASSERT_OK(verify_store(folder.options(), "", verified));
    EXPECT_EQ(verified.broken_seq, 0) << verified.broken_why;
    EXPECT_EQ(verified.alerts, 3);
}

TEST(AlertStore, SinkGetsWhatIsStoredAfterItWasAdded)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    std::vector<Appended> appended;
    ASSERT_OK(store.add_sink("first", at(1)));
    ASSERT_OK(store.append(numbered_up_to(1), at(2), appended));
    ASSERT_OK(store.add_sink("second", at(3)));
    ASSERT_OK(store.add_sink("first", at(3)));
    ASSERT_OK(store.append(numbered_up_to(2), at(4), appended));
    EXPECT_EQ(pending_ids(store, "first", at(5)), (Ids{1, 2}));
    EXPECT_EQ(pending_ids(store, "second", at(5)), (Ids{2}));
    EXPECT_EQ(pending_ids(store, "third", at(5)), (Ids{}));
    EXPECT_EQ(pending_ids(store, "first", at(5), 1), (Ids{1}));
}

TEST(AlertStore, RefusesSinksWithoutANameAndTooMany)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    for (const std::string& name :
         {std::string(), std::string("a b"), std::string("\xff"), std::string(65, 'x')})
        EXPECT_EQ(store.add_sink(name, at(1)).fault, StoreFault::refused) << name;
    for (std::size_t i = 0; i < sinks_max; ++i)
        ASSERT_OK(store.add_sink("sink" + std::to_string(i), at(1)));
    EXPECT_EQ(store.add_sink("one_more", at(1)).fault, StoreFault::refused);
    EXPECT_OK(store.add_sink("sink0", at(1)));
}

TEST(AlertStore, FailedAttemptHoldsBackItsIncidentAndNoOther)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    ASSERT_OK(store.add_sink("web", at(1)));
    std::vector<Appended> rows;
    ASSERT_OK(store.append(
        std::vector{numbered(1, 0xa), numbered(2, 0xa), numbered(3, 0xb), numbered(4, 0xa)}, at(2),
        rows));
    ASSERT_OK(store.settle(
        std::vector<Settlement>{{"web", rows[0].seq},
                                {"web", rows[1].seq, SettleKind::failed, "503", at(10)}},
        at(3)));
    EXPECT_EQ(pending_ids(store, "web", at(9)), (Ids{3}));
    std::vector<std::uint64_t> incidents;
    ASSERT_OK(store.waiting("web", at(9), incidents));
    EXPECT_EQ(incidents, (Ids{0xa}));
    EXPECT_EQ(pending_ids(store, "web", at(10)), (Ids{2, 3, 4}));
    std::vector<PendingAlert> alerts;
    ASSERT_OK(store.pending("web", 10, at(10), alerts));
    EXPECT_EQ(alerts[0].attempts, 1u);
    EXPECT_EQ(alerts[1].attempts, 0u);

    ASSERT_OK(store.settle(std::vector<Settlement>{{"web", rows[1].seq, SettleKind::dead, "gone"}},
                           at(11)));
    EXPECT_EQ(pending_ids(store, "web", at(11)), (Ids{3, 4}));
}

TEST(AlertStore, WhatIsSettledStaysAsItIs)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    ASSERT_OK(store.add_sink("web", at(1)));
    std::vector<Appended> rows;
    ASSERT_OK(store.append(numbered_up_to(2), at(2), rows));
    const std::vector<Settlement> both{{"web", rows[0].seq}, {"web", rows[1].seq}};
    ASSERT_OK(store.settle(both, at(3)));
    const std::string before = sql_value(folder.options().path, "SELECT max(seq) FROM log");
    ASSERT_OK(store.settle(both, at(4)));
    ASSERT_OK(
        store.settle(std::vector<Settlement>{{"web", rows[0].seq, SettleKind::failed, "", at(9)},
                                             {"nobody", rows[0].seq}},
                     at(5)));
    EXPECT_EQ(sql_value(folder.options().path, "SELECT max(seq) FROM log"), before);
    EXPECT_EQ(pending_ids(store, "web", at(6)), (Ids{}));

    StoreReader reader;
    std::vector<StoredDelivery> found;
    ASSERT_OK(reader.open(folder.options()));
    ASSERT_OK(reader.deliveries(rows[1].seq, found));
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].sink, "web");
    EXPECT_EQ(found[0].kind, SettleKind::delivered);
    EXPECT_EQ(found[0].time, at(3));
}

// ---- runs

TEST(AlertStore, FirstRunHasNoDowntimeAndAStoppedOneHas)
{
    Folder folder;
    std::optional<BlindInterval> downtime;
    {
        AlertStore store;
        ASSERT_OK(store.open(folder.options(), at(1)));
        ASSERT_OK(store.begin_run(run, at(2), downtime));
        EXPECT_FALSE(downtime);
        ASSERT_OK(store.heartbeat(at(3)));
        ASSERT_OK(store.end_run(at(4)));
    }
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(8)));
    ASSERT_OK(store.act({.target = "x", .who = "me", .why = "not the watch"}, at(8)));
    ASSERT_OK(store.begin_run(run, at(9), downtime));
    EXPECT_EQ(downtime, (BlindInterval{at(4), at(9), "stopped"}));
    StoreReader reader;
    std::vector<BlindInterval> intervals;
    ASSERT_OK(reader.open(folder.options()));
    ASSERT_OK(reader.blind_intervals(0, intervals));
    EXPECT_EQ(intervals, (std::vector{*downtime}));
    EXPECT_EQ(sql_value(folder.options().path, "SELECT payload FROM log WHERE kind = 'start'"),
              R"({"config_hash":"c0ffee","rule_version":"rules 1","build":"gapwire 0.1.0"})");
}

TEST(AlertStore, KilledRunWasLastAliveAtItsHeartbeatOrLastRow)
{
    Folder folder;
    std::optional<BlindInterval> downtime;
    std::vector<Appended> rows;
    {
        AlertStore store;
        ASSERT_OK(store.open(folder.options(), at(1)));
        ASSERT_OK(store.begin_run(run, at(2), downtime));
        ASSERT_OK(store.heartbeat(at(5)));
    }
    {
        AlertStore store;
        ASSERT_OK(store.open(folder.options(), at(1)));
        ASSERT_OK(store.begin_run(run, at(20), downtime));
        EXPECT_EQ(downtime, (BlindInterval{at(5), at(20), "killed"}));
        ASSERT_OK(store.append(numbered_up_to(1), at(30), rows));
    }
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    ASSERT_OK(store.begin_run(run, at(25), downtime));  // the clock was set back
    EXPECT_EQ(downtime, (BlindInterval{at(30), at(30), "killed"}));
}

TEST(AlertStore, DowntimeThatARunDidNotLiveToTellGoesOn)
{
    Folder folder;
    std::optional<BlindInterval> downtime;
    const auto run_until = [&](std::int64_t began, std::int64_t killed, bool tells) {
        AlertStore store;
        std::vector<Appended> rows;
        ASSERT_OK(store.open(folder.options(), at(1)));
        ASSERT_OK(store.begin_run(run, at(began), downtime));
        ASSERT_OK(store.heartbeat(at(killed)));
        if (tells) ASSERT_OK(store.append(numbered_up_to(1), at(killed), rows));
    };
    run_until(2, 3, false);
    run_until(10, 11, false);
    EXPECT_EQ(downtime, (BlindInterval{at(3), at(10), "killed"}));
    run_until(20, 21, false);
    EXPECT_EQ(downtime, (BlindInterval{at(3), at(20), "killed"}));
    run_until(30, 31, true);
    EXPECT_EQ(downtime, (BlindInterval{at(3), at(30), "killed"}));
    run_until(40, 41, true);
    EXPECT_EQ(downtime, (BlindInterval{at(31), at(40), "killed"}));
}

TEST(AlertStore, IsOwnedByOneAndReadAndActedOnByOthers)
{
    Folder folder;
    std::optional<BlindInterval> downtime;
    AlertStore store;
    AlertStore other;
    ASSERT_OK(store.open(folder.options(), at(1)));
    ASSERT_OK(store.begin_run(run, at(2), downtime));
    ASSERT_OK(other.open_existing(folder.options()));
    EXPECT_EQ(other.begin_run(run, at(3), downtime).fault, StoreFault::owned);
    std::vector<Appended> rows;
    for (std::int64_t i = 1; i <= 5; ++i) {
        EXPECT_OK(other.act({.target = "00000000000000a1", .who = "desk", .why = "seen"}, at(i)));
        EXPECT_OK(store.append(numbered_up_to(static_cast<std::uint64_t>(i)), at(i), rows));
    }
    Verification verified;
    ASSERT_OK(verify_store(folder.options(), "", verified));
    EXPECT_EQ(verified.broken_seq, 0) << verified.broken_why;
    EXPECT_EQ(verified.rows, 2 + 5 + 5);
    store.close();
    EXPECT_OK(other.begin_run(run, at(3), downtime));
}

TEST(AlertStore, TellsOfAnotherWriterThatDoesNotEnd)
{
    Folder folder;
    StoreOptions options = folder.options();
    options.busy_wait_ms = 1;
    AlertStore store;
    ASSERT_OK(store.open(options, at(1)));
    sqlite3* other = nullptr;
    ASSERT_EQ(sqlite3_open(options.path.c_str(), &other), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    std::vector<Appended> rows;
    EXPECT_EQ(store.append(numbered_up_to(1), at(2), rows).fault, StoreFault::busy);
    ASSERT_EQ(sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr), SQLITE_OK);
    EXPECT_OK(store.append(numbered_up_to(1), at(3), rows));
    sqlite3_close(other);
}

// ---- operators

TEST(AlertStore, RefusesActionsThatSayTooLittle)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    const auto fault = [&](OperatorAction action) { return store.act(action, at(2)).fault; };
    using enum ActionKind;
    const auto incident = ActionScope::incident;
    EXPECT_EQ(fault({note, incident, "", "me", "x"}), StoreFault::refused);
    EXPECT_EQ(fault({note, incident, "a", "", "x"}), StoreFault::refused);
    EXPECT_EQ(fault({note, incident, "a", "me", ""}), StoreFault::refused);
    EXPECT_EQ(fault({note, incident, "a", "me", std::string(4'097, 'x')}), StoreFault::refused);
    EXPECT_EQ(fault({silence, incident, "a", "me", "x"}), StoreFault::refused);
    EXPECT_EQ(fault({acknowledge, incident, "a", "me", "x", at(9)}), StoreFault::refused);
    EXPECT_EQ(fault({acknowledge, ActionScope::symbol, "a", "me", "x"}), StoreFault::refused);
    EXPECT_EQ(fault({note, incident, std::string(65, 'a'), "me", "x"}), StoreFault::refused);
    EXPECT_EQ(fault({silence, ActionScope::symbol, "NVDA", "me", "", at(9)}), StoreFault::none);
}

TEST(AlertStore, GivesActionsBackAndKeepsTextThatIsNoUtf8Readable)
{
    Folder folder;
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(1)));
    const std::vector<OperatorAction> done{
        {ActionKind::acknowledge, ActionScope::incident, "00000000000000a1", "anna", ""},
        {ActionKind::silence, ActionScope::rule, "gap_down", "anna", "auction", at(99)},
        {ActionKind::note, ActionScope::incident, "00000000000000a1", "anna", "\xd9\x85 \"q\"\n"},
        {ActionKind::unsilence, ActionScope::rule, "gap_down", "bob", ""},
        {ActionKind::escalate, ActionScope::incident, "00000000000000a1", "bob", "head of desk"},
        {ActionKind::drill, ActionScope::symbol, "NVDA", "bob", "exercise", at(100)},
    };
    for (const OperatorAction& action : done) ASSERT_OK(store.act(action, at(2)));
    ASSERT_OK(store.act({.target = "x", .who = "\xff", .why = "\xc3"}, at(3)));
    StoreReader reader;
    std::vector<StoredAction> found;
    ASSERT_OK(reader.open(folder.options()));
    ASSERT_OK(reader.actions(0, found));
    ASSERT_EQ(found.size(), done.size() + 1);
    for (std::size_t i = 0; i < done.size(); ++i) EXPECT_EQ(found[i].action, done[i]) << i;
    EXPECT_EQ(found.back().action.who, "?");
    ASSERT_OK(reader.actions(found.back().seq, found));
    EXPECT_TRUE(found.empty());
}

TEST(AlertStore, DerivesItsTablesAnewFromTheLog)
{
    Folder folder;
    std::vector<Appended> rows;
    {
        AlertStore store;
        ASSERT_OK(store.open(folder.options(), at(1)));
        ASSERT_OK(store.add_sink("web", at(1)));
        ASSERT_OK(store.append(numbered_up_to(3), at(2), rows));
        ASSERT_OK(store.settle(
            std::vector<Settlement>{{"web", rows[0].seq},
                                    {"web", rows[1].seq, SettleKind::failed, "503", at(10)}},
            at(3)));
    }
    run_sql(folder.options().path,
            "DELETE FROM alert; DELETE FROM sink; DELETE FROM outbox; DELETE FROM delivery;"
            "UPDATE derived SET seq = 0;");
    AlertStore store;
    ASSERT_OK(store.open(folder.options(), at(4)));
    EXPECT_EQ(pending_ids(store, "web", at(9)), (Ids{}));
    EXPECT_EQ(pending_ids(store, "web", at(10)), (Ids{2, 3}));
    std::vector<Appended> again;
    ASSERT_OK(store.append(numbered_up_to(3), at(5), again));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(again[i].seq, rows[i].seq);
        EXPECT_EQ(again[i].outcome, AppendOutcome::duplicate);
    }
    EXPECT_EQ(sql_value(folder.options().path, "SELECT count(*) FROM delivery"), "2");
}

}  // namespace
}  // namespace gapwire::alerts::test
