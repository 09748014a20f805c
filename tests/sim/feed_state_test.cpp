// The state that a stream of messages leads to, its snapshot, and every message it refuses.
#include "sim/feed_state.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/book_csv.hpp"
#include "sim/market.hpp"
#include "tests/sim/scenarios.hpp"

namespace gapwire::sim {
namespace {

using itch::encode;

std::string text(FeedChange change)
{
    constexpr std::array names{"ok",
                               "ignored",
                               "unknown_type",
                               "too_short",
                               "bad_field",
                               "unknown_order",
                               "duplicate",
                               "over_reduced",
                               "zero_quantity",
                               "wrong_instrument"};
    return names[static_cast<std::size_t>(change)];
}

/// "reference:quantity" of every order, in the order of a snapshot.
std::string orders_of(const FeedState& state)
{
    MessageStore snapshot("S");
    EXPECT_TRUE(state.append_snapshot(snapshot));
    std::string out;
    for (std::uint64_t number = 1; number <= snapshot.sent(); ++number) {
        const Bytes message = snapshot[number];
        if (message.front() != 'A' && message.front() != 'F') continue;
        const auto& order = view_as<itch50::AddOrder>(message.data());
        out += std::to_string(order.order_reference) + ":" + std::to_string(order.shares) + " ";
    }
    return out;
}

class FeedStateTest : public testing::Test {
 protected:
    template <class Message>
    std::string apply(const Message& message)
    {
        return text(state_.apply(encode(message)));
    }
    std::string add(std::uint64_t reference, char side, std::uint32_t price, std::uint32_t shares)
    {
        return apply(itch::AddOrder{.at = {.locate = 1},
                                    .reference = reference,
                                    .side = side,
                                    .shares = shares,
                                    .stock = "AAA",
                                    .price = price});
    }
    std::string books() const
    {
        const std::string csv = book_csv(state_);
        return csv.substr(csv.find('\n') + 1);
    }
    FeedState state_;
};

TEST_F(FeedStateTest, EveryKindOfOrderMessageChangesTheBook)
{
    EXPECT_EQ(add(1, 'B', 10'000, 100), "ok");
    EXPECT_EQ(add(2, 'B', 10'000, 50), "ok");
    EXPECT_EQ(add(3, 'S', 10'100, 10), "ok");
    EXPECT_EQ(books(), "AAA,B,1,150,2\nAAA,S,1.01,10,1\n");
    const itch::At at{.locate = 1};
    EXPECT_EQ(apply(itch::OrderExecuted{.at = at, .reference = 1, .shares = 30}), "ok");
    EXPECT_EQ(apply(itch::OrderExecutedWithPrice{.at = at, .reference = 1, .shares = 10}), "ok");
    EXPECT_EQ(apply(itch::OrderCancel{.at = at, .reference = 2, .shares = 20}), "ok");
    EXPECT_EQ(books(), "AAA,B,1,90,2\nAAA,S,1.01,10,1\n");
    EXPECT_EQ(apply(itch::OrderDelete{.at = at, .reference = 3}), "ok");
    EXPECT_EQ(apply(itch::OrderExecuted{.at = at, .reference = 1, .shares = 60}), "ok");
    EXPECT_EQ(books(), "AAA,B,1,30,1\n");
    EXPECT_EQ(state_.open_orders(), 1u);
    EXPECT_EQ(state_.next(), 9u);
}

TEST_F(FeedStateTest, AReplacementStandsAtTheBackAndInheritsSideAndAttribution)
{
    EXPECT_EQ(apply(itch::AddOrderWithMpid{.at = {.locate = 1},
                                           .reference = 1,
                                           .side = 'S',
                                           .shares = 5,
                                           .stock = "AAA",
                                           .price = 10'000,
                                           .mpid = "GPWR"}),
              "ok");
    EXPECT_EQ(add(2, 'S', 10'000, 7), "ok");
    EXPECT_EQ(orders_of(state_), "1:5 2:7 ");
    EXPECT_EQ(apply(itch::OrderReplace{.at = {.locate = 1, .time_ns = 77},
                                       .old_reference = 1,
                                       .new_reference = 9,
                                       .shares = 5,
                                       .price = 10'000}),
              "ok");
    EXPECT_EQ(orders_of(state_), "2:7 9:5 ");
    ASSERT_NE(state_.find(9), nullptr);
    EXPECT_EQ(state_.find(9)->mpid->view(), "GPWR");
    EXPECT_EQ(state_.find(9)->time_ns, 77u);
    EXPECT_EQ(state_.find(1), nullptr);
}

TEST_F(FeedStateTest, RefusedMessagesAreCountedAndChangeNothing)
{
    const itch::At at{.locate = 1};
    EXPECT_EQ(add(1, 'B', 10'000, 100), "ok");
    EXPECT_EQ(add(1, 'S', 20'000, 1), "duplicate");
    EXPECT_EQ(add(2, 'X', 20'000, 1), "bad_field");
    EXPECT_EQ(add(2, 'S', 20'000, 0), "zero_quantity");
    EXPECT_EQ(apply(itch::OrderExecuted{.at = at, .reference = 1, .shares = 101}), "over_reduced");
    EXPECT_EQ(apply(itch::OrderCancel{.at = at, .reference = 1, .shares = 101}), "over_reduced");
    EXPECT_EQ(apply(itch::OrderExecuted{.at = at, .reference = 7, .shares = 1}), "unknown_order");
    EXPECT_EQ(apply(itch::OrderDelete{.at = {.locate = 2}, .reference = 1}), "wrong_instrument");
    EXPECT_EQ(apply(itch::OrderDelete{.at = {.locate = 1, .time_ns = 90'000'000'000'001},
                                      .reference = 1}),
              "bad_field");
    EXPECT_EQ(
        apply(itch::OrderReplace{.at = at, .old_reference = 1, .new_reference = 1, .shares = 1}),
        "duplicate");
    EXPECT_EQ(text(state_.apply(ByteVector{'D', 0})), "too_short");
    EXPECT_EQ(text(state_.apply(ByteVector{'?'})), "unknown_type");
    EXPECT_EQ(books(), "AAA,B,1,100,1\n");
    EXPECT_EQ(state_.refused(), 11u);
    EXPECT_EQ(text(state_.apply(Bytes{})), "ignored");
    EXPECT_EQ(apply(itch::Noii{.at = at}), "ignored");
    EXPECT_EQ(state_.next(), 15u);
}

TEST_F(FeedStateTest, AReplacementByNothingRemovesTheOldOrder)
{
    EXPECT_EQ(add(1, 'B', 10'000, 100), "ok");
    EXPECT_EQ(
        apply(itch::OrderReplace{.at = {.locate = 1}, .old_reference = 1, .new_reference = 2}),
        "zero_quantity");
    EXPECT_EQ(books(), "");
}

TEST_F(FeedStateTest, ASecondStartOfMessagesClearsEverythingButTheFirstDoesNot)
{
    EXPECT_EQ(add(1, 'B', 10'000, 100), "ok");
    EXPECT_EQ(apply(itch::SystemEvent{.event = 'O'}), "ok");
    EXPECT_EQ(books(), "AAA,B,1,100,1\n");
    EXPECT_EQ(apply(itch::SystemEvent{.event = 'O'}), "ok");
    EXPECT_EQ(books(), "");
    EXPECT_EQ(state_.open_orders(), 0u);
}

TEST_F(FeedStateTest, ASnapshotSaysTheLastOfEveryKind)
{
    const itch::At at{.locate = 1};
    apply(itch::SystemEvent{.event = 'O'});
    apply(itch::StockDirectory{.at = at, .stock = "AAA"});
    apply(itch::StockTradingAction{.at = at, .stock = "AAA", .state = 'H'});
    apply(itch::OperationalHalt{.at = at, .stock = "AAA", .market = 'Q', .action = 'H'});
    apply(itch::OperationalHalt{.at = at, .stock = "AAA", .market = 'B', .action = 'H'});
    apply(itch::OperationalHalt{.at = at, .stock = "AAA", .market = 'Q', .action = 'T'});
    apply(itch::RegShoRestriction{.at = at, .stock = "AAA"});
    apply(itch::RetailInterest{.at = at, .stock = "AAA"});
    apply(itch::StockTradingAction{.at = at, .stock = "AAA", .state = 'T'});
    apply(itch::SystemEvent{.event = 'Q'});
    add(1, 'S', 10'000, 1);

    MessageStore snapshot("S");
    ASSERT_TRUE(state_.append_snapshot(snapshot));
    std::string types;
    for (std::uint64_t number = 1; number <= snapshot.sent(); ++number)
        types += static_cast<char>(snapshot[number].front());
    EXPECT_EQ(types, "SSRHYhhNA");
    EXPECT_EQ(view_as<itch50::StockTradingAction>(snapshot[4].data()).trading_state, 'T');

    MessageStore small("S", {.messages_max = 8});
    EXPECT_FALSE(state_.append_snapshot(small));
}

TEST_F(FeedStateTest, NamesAreQuotedAndMissingOnesAreTheLocate)
{
    apply(itch::AddOrder{.at = {.locate = 9}, .reference = 1, .shares = 1, .price = 10'000});
    apply(itch::AddOrder{
        .at = {.locate = 8}, .reference = 2, .shares = 1, .stock = "A,\"B", .price = 10'000});
    EXPECT_EQ(books(), "#9,B,1,1,1\n\"A,\"\"B\",B,1,1,1\n");
}

/// A market's messages lead to the market's own books, at any moment; so does a snapshot.
TEST(FeedState, AgreesWithTheExchangeAndASnapshotIsTheWholeState)
{
    const Scenario scenario =
        parse_scenario(test::small_scenario("09:20:00", "09:31:00"), "test.toml");
    FeedState state;
    std::set<char> types;
    Market market(scenario, [&](std::uint64_t, Bytes message) {
        types.insert(static_cast<char>(message.front()));
        const FeedChange change = state.apply(message);
        EXPECT_TRUE(change == FeedChange::ok || change == FeedChange::ignored) << text(change);
    });
    market.run();
    ASSERT_GT(state.open_orders(), 100u);
    EXPECT_EQ(state.open_orders(), market.exchange().books().live_orders());
    EXPECT_EQ(state.next(), market.messages() + 1);
    EXPECT_EQ(book_csv(state), book_csv(market.exchange()));
    for (const char type : {'A', 'F', 'E', 'C', 'X', 'D', 'U'}) EXPECT_TRUE(types.contains(type));

    MessageStore snapshot("S");
    ASSERT_TRUE(state.append_snapshot(snapshot));
    FeedState restored;
    for (std::uint64_t number = 1; number <= snapshot.sent(); ++number)
        EXPECT_EQ(restored.apply(snapshot[number]), FeedChange::ok);
    EXPECT_EQ(book_csv(restored), book_csv(state));
    EXPECT_EQ(orders_of(restored), orders_of(state));
}

}  // namespace
}  // namespace gapwire::sim
