// A simulated FIX venue: what it reads, what it answers, what it tells, and how it fails.
#include "sim/fix_venue.hpp"

#include <gmock/gmock.h>

#include "sim/itch_encoder.hpp"
#include "tests/fix_session/peers.hpp"

namespace gapwire::sim {
namespace {

using gapwire::test::Fields;
using gapwire::test::monday_ns;
using gapwire::test::Peer;
using gapwire::test::Role;
using gapwire::test::settings_of;
using gapwire::test::value_in;
using testing::ElementsAre;
using testing::HasSubstr;

Bytes bytes_in(const std::string& text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// "|" for the separator.
std::string shown(std::string message)
{
    std::ranges::replace(message, '\x01', '|');
    return message;
}

TEST(FixReader, FindsMessagesCutAnywhereAndPassesOverWhatIsNone)
{
    const std::string one = gapwire::test::from_venue("35=0|34=2|");
    const std::string two = gapwire::test::from_venue("35=1|34=3|112=8=FIX|");
    std::string wrong = one;
    wrong[wrong.size() - 2] = wrong[wrong.size() - 2] == '1' ? '2' : '1';
    const std::string all = one + "nonsense 8=F" + two + wrong + one + "8=FIX.4.4\x01" + two;
    for (std::size_t cut = 0; cut <= all.size(); ++cut) {
        FixReader reader;
        std::vector<std::string> found;
        std::string message;
        for (const std::string& part : {all.substr(0, cut), all.substr(cut)}) {
            reader.append(bytes_in(part));
            while (reader.next(message)) found.push_back(message);
        }
        ASSERT_THAT(found, ElementsAre(one, two, one, two)) << cut;
        EXPECT_GE(reader.garbled(), 3u);
    }
}

TEST(FixReader, ALengthThatIsNoneDoesNotHoldUpWhatFollows)
{
    for (const char* length : {"9=999999999", "9=0", "9=-5", "9=x", "9=", "10=5"}) {
        FixReader reader;
        const std::string good = gapwire::test::from_venue("35=0|34=2|");
        const std::string all = "8=FIX.4.4\x01" + std::string(length) + "\x01" + good;
        reader.append(bytes_in(all));
        std::string message;
        EXPECT_TRUE(reader.next(message)) << length;
        EXPECT_EQ(message, good);
    }
}

/// A desk on a venue with NVDA (1) and QQQ (2), whose clocks are one.
class FixVenueTest : public testing::Test {
 protected:
    void open(FixVenueOptions options = {})
    {
        options.wire_epoch_ns = monday_ns;
        venue_.emplace(state_, options, now_);
        directory(1, "NVDA");
        directory(2, "QQQ");
        connect();
    }
    void connect()
    {
        venue_->on_connected(now_);
        desk_.session.on_connected(wall());
        flow();
    }
    std::int64_t wall() const { return monday_ns + now_.ns; }
    /// Carries what both sides say until they are silent.
    void flow()
    {
        for (bool any = true; any;) {
            any = false;
            for (; !desk_.out.empty(); desk_.out.pop_front(), any = true)
                venue_->on_bytes(bytes_in(desk_.out.front()), now_);
            ByteVector out;
            venue_->produce(1'000'000, now_, out);
            any = any || !out.empty();
            from_venue_.append(out);
            for (std::string message; from_venue_.next(message);)
                desk_.session.on_message(message.data(), message.size(), wall());
        }
    }
    void pass(std::int64_t ns)
    {
        now_ = after(now_, ns);
        venue_->poll(now_);
        desk_.session.on_time(wall());
        flow();
    }
    void ask(const Fields& fields, const char* type = "V")
    {
        desk_.session.send(type, fields, wall());
        flow();
    }
    void ask_for(const char* symbol, const char* id = "r1", const char* depth = "0",
                 const char* update = "1", const char* type = "1")
    {
        ask({{262, id},
             {263, type},
             {264, depth},
             {265, update},
             {267, "1"},
             {269, "0"},
             {146, "1"},
             {55, symbol}});
    }
    template <class Message>
    void market(const Message& message)
    {
        venue_->apply(bytes_of(message), now_);
        flow();
    }
    void directory(std::uint16_t locate, const char* symbol)
    {
        itch50::StockDirectory message{};
        message.header = header('R', locate);
        message.stock = Ascii<8>::of(symbol);
        venue_->apply(bytes_of(message), now_);
    }
    static itch50::Header header(char type, std::uint16_t locate)
    {
        return {.type = type,
                .stock_locate = U16be::of(locate),
                .tracking_number = U16be::of(0),
                .timestamp = U48be::of(1)};
    }
    void add(std::uint16_t locate, std::uint64_t reference, char side, std::uint32_t shares,
             std::uint32_t price)
    {
        market(itch50::AddOrder{.header = header('A', locate),
                                .order_reference = U64be::of(reference),
                                .side = side,
                                .shares = U32be::of(shares),
                                .stock = {},
                                .price = U32be::of(price)});
    }
    std::string last() const
    {
        if (desk_.raw.empty()) return "";
        const std::string text = shown(desk_.raw.back());
        const std::size_t begin = text.find("|52=");
        const std::size_t end = text.rfind("10=");
        const std::size_t body = text.find('|', begin + 1);
        const std::size_t next = text.find("|56=") + 1;
        return value_in(desk_.raw.back(), "35") + ' ' +
               text.substr(text.find('|', std::max(body, next)) + 1,
                           end - text.find('|', std::max(body, next)) - 1);
    }

    FeedState state_;
    Timestamp now_{0};
    std::optional<FixVenue> venue_;
    FixReader from_venue_;
    Peer desk_{settings_of(Role::initiator), monday_ns};
};

TEST_F(FixVenueTest, TellsTheBookAndThenEveryChangeOfALevel)
{
    open();
    add(1, 10, 'B', 100, 1'420'000);
    add(1, 11, 'B', 50, 1'420'000);
    add(1, 12, 'S', 70, 1'426'200);
    add(2, 13, 'S', 70, 5'296'300);
    ask_for("NVDA");
    EXPECT_EQ(last(),
              "W 55=NVDA|262=r1|268=2|269=0|270=142|271=150|346=2|269=1|270=142.62|271=70|346=1|");
    add(1, 14, 'B', 1, 1'419'999);
    EXPECT_EQ(last(), "X 262=r1|268=1|279=0|55=NVDA|269=0|270=141.9999|271=1|346=1|");
    add(1, 15, 'S', 30, 1'426'200);
    EXPECT_EQ(last(), "X 262=r1|268=1|279=1|55=NVDA|269=1|270=142.62|271=100|346=2|");
    market(itch50::OrderExecuted{.header = header('E', 1),
                                 .order_reference = U64be::of(10),
                                 .executed_shares = U32be::of(100),
                                 .match_number = U64be::of(1)});
    EXPECT_EQ(last(),
              "X 262=r1|268=2|279=0|55=NVDA|269=2|270=142|271=100|279=1|55=NVDA|269=0|270=142|"
              "271=50|346=1|");
    market(itch50::OrderReplace{.header = header('U', 1),
                                .original_order_reference = U64be::of(11),
                                .new_order_reference = U64be::of(20),
                                .shares = U32be::of(5),
                                .price = U32be::of(1'420'100)});
    EXPECT_EQ(last(),
              "X 262=r1|268=2|279=2|55=NVDA|269=0|270=142|279=0|55=NVDA|269=0|270=142.01|271=5|"
              "346=1|");
    const std::size_t told = desk_.raw.size();
    add(2, 30, 'B', 1, 5'290'000);  // nobody asked for it
    EXPECT_EQ(desk_.raw.size(), told);
    EXPECT_EQ(venue_->count().increments, 4u);
    EXPECT_EQ(venue_->count().refreshes, 1u);
}

TEST_F(FixVenueTest, RefusesWhatItDoesNotHaveWithTheReason)
{
    open();
    ask_for("NOSUCH");
    EXPECT_EQ(last(), "Y 262=r1|281=0|");
    ask_for("NVDA", "r2", "1");
    EXPECT_EQ(last(), "Y 262=r2|281=5|");
    ask_for("NVDA", "r3", "0", "7");
    EXPECT_EQ(last(), "Y 262=r3|281=6|");
    ask_for("NVDA", "r4", "0", "1", "9");
    EXPECT_EQ(last(), "Y 262=r4|281=4|");
    ask_for("NVDA", "r5");
    ask_for("QQQ", "r5");
    EXPECT_EQ(last(), "Y 262=r5|281=1|");
    EXPECT_EQ(venue_->count().requests_refused, 5u);
    ask({{11, "order"}}, "D");
    EXPECT_EQ(value_in(desk_.raw.back(), "35"), "j");
    EXPECT_TRUE(desk_.session.is_logged_on());
}

TEST_F(FixVenueTest, UnsubscribesSnapshotsOnceAndRefreshesInFull)
{
    open();
    add(1, 10, 'B', 100, 1'420'000);
    ask_for("NVDA", "once", "0", "1", "0");
    EXPECT_THAT(last(), HasSubstr("W "));
    add(1, 11, 'B', 1, 1'420'000);
    EXPECT_EQ(venue_->count().increments, 0u);
    ask_for("NVDA", "full", "0", "0");
    add(1, 12, 'B', 1, 1'420'000);
    EXPECT_EQ(last(), "W 55=NVDA|262=full|268=1|269=0|270=142|271=102|346=3|");
    market(itch50::Trade{.header = header('P', 1),
                         .order_reference = U64be::of(0),
                         .side = 'B',
                         .shares = U32be::of(9),
                         .stock = Ascii<8>::of("NVDA"),
                         .price = U32be::of(1'421'000),
                         .match_number = U64be::of(2)});
    EXPECT_EQ(last(),
              "W 55=NVDA|262=full|268=2|269=0|270=142|271=102|346=3|269=2|270=142.1|271=9|");
    ask_for("NVDA", "full", "0", "0", "2");
    const std::size_t told = desk_.raw.size();
    add(1, 13, 'B', 1, 1'420'000);
    EXPECT_EQ(desk_.raw.size(), told);
}

TEST_F(FixVenueTest, ASnapshotLeavesTheSubscriptionOfItsSymbolAlone)
{
    open();
    ask_for("NVDA", "on");
    ask_for("NVDA", "once", "0", "1", "0");
    EXPECT_EQ(last(), "W 55=NVDA|262=once|268=0|");
    add(1, 10, 'B', 100, 1'420'000);
    EXPECT_EQ(last(), "X 262=on|268=1|279=0|55=NVDA|269=0|270=142|271=100|346=1|");
    EXPECT_EQ(venue_->count().subscriptions, 1u);
}

TEST_F(FixVenueTest, ATradeThatNobodyAskedForIsNotToldWithAnotherBook)
{
    open();
    market(itch50::Trade{.header = header('P', 2),
                         .order_reference = U64be::of(0),
                         .side = 'B',
                         .shares = U32be::of(9),
                         .stock = Ascii<8>::of("QQQ"),
                         .price = U32be::of(5'290'000),
                         .match_number = U64be::of(2)});
    ask_for("NVDA");
    EXPECT_EQ(last(), "W 55=NVDA|262=r1|268=0|");
}

TEST_F(FixVenueTest, TellsInstrumentsAndTradingStates)
{
    open();
    ask({{320, "list"}, {559, "4"}}, "x");
    EXPECT_THAT(shown(desk_.raw.back()), HasSubstr("|146=2|55=NVDA|55=QQQ|"));
    ask({{324, "s"}, {55, "NVDA"}, {263, "1"}}, "e");
    EXPECT_EQ(value_in(desk_.raw.back(), "326"), "20");
    itch50::StockTradingAction action{};
    action.header = header('H', 1);
    action.stock = Ascii<8>::of("NVDA");
    for (const auto& [state, status] :
         {std::pair{'T', "17"}, {'H', "2"}, {'Q', "21"}, {'P', "2"}}) {
        action.trading_state = state;
        market(action);
        EXPECT_EQ(value_in(desk_.raw.back(), "326"), status);
    }
}

TEST_F(FixVenueTest, ACutEndsTheConnectionInTheMiddleAndTheSessionGoesOn)
{
    FixVenueOptions options;
    options.faults.disconnect_at = {5'000};
    open(options);
    ask_for("NVDA");
    add(1, 10, 'B', 100, 1'420'000);
    EXPECT_EQ(venue_->next_time(), Timestamp{5'000});
    now_ = {5'000};
    venue_->apply(
        bytes_of(itch50::OrderDelete{.header = header('D', 1), .order_reference = U64be::of(10)}),
        now_);
    venue_->poll(now_);
    EXPECT_FALSE(venue_->is_connected());
    ByteVector half;
    venue_->produce(1'000'000, now_, half);
    EXPECT_GT(half.size(), 10u);
    FixReader reader;
    reader.append(half);
    std::string message;
    EXPECT_FALSE(reader.next(message));
    EXPECT_TRUE(venue_->wants_close());
    desk_.session.on_disconnected(wall());
    connect();
    EXPECT_TRUE(desk_.session.is_logged_on());
    EXPECT_THAT(desk_.told.back(), HasSubstr("X")) << "what was said half is sent again";
    EXPECT_EQ(venue_->count().disconnects, 1u);
}

TEST_F(FixVenueTest, HeartbeatsComeLateAndWhatIsBehindThemToo)
{
    FixVenueOptions options;
    options.faults.heartbeat_delay_ns = 3'000'000'000;
    open(options);
    ask_for("NVDA");
    const std::size_t told = desk_.raw.size();
    pass(10'500'000'000);  // the interval is 10 s
    add(1, 10, 'B', 100, 1'420'000);
    EXPECT_EQ(desk_.raw.size(), told);
    pass(3'100'000'000);
    EXPECT_EQ(desk_.raw.size(), told + 1);
    EXPECT_GE(venue_->count().delayed, 1u);
}

TEST_F(FixVenueTest, DroppedGarbledAndUnheardMessagesAreCountedAndMadeGood)
{
    FixVenueOptions options;
    options.faults = {.drop_ppm = 50'000, .garble_ppm = 50'000, .deaf_ppm = 100'000};
    options.seed = 3;
    open(options);
    std::size_t changes = 0;
    for (int tries = 0; tries < 20 && venue_->count().subscriptions == 0; ++tries)
        ask_for("NVDA", std::to_string(tries).c_str());
    ASSERT_EQ(venue_->count().subscriptions, 1u);
    for (std::uint64_t i = 0; i < 500; ++i, ++changes) {
        add(1, 100 + i, 'B', 1, 1'420'000 + static_cast<std::uint32_t>(i));
        pass(100'000'000);
    }
    for (int i = 0; i < 20; ++i) pass(3'000'000'000);
    EXPECT_GT(venue_->count().dropped, 10u);
    EXPECT_GT(venue_->count().garbled, 10u);
    EXPECT_GT(venue_->count().unheard, 0u);
    EXPECT_GT(venue_->count().asked_again, 0u);
    EXPECT_GT(venue_->count().sent_again, 0u);
    std::size_t heard = 0;
    for (const std::string& message : desk_.raw) heard += value_in(message, "35") == "X";
    EXPECT_GT(heard + 5, changes);
    EXPECT_LE(heard, changes);
}

}  // namespace
}  // namespace gapwire::sim
