// `gapwire book`: at the end, at a moment, after every event, and all books.
#include <boost/json.hpp>

#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

std::string falling_capture()
{
    return write_file("day.pcapng", capture_of(falling_day()));
}

boost::json::value book(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), {"book", "--json"});
    return boost::json::parse(output_of(arguments));
}

TEST(Book, JsonAtTheEndIsWhole)
{
    const auto expected = boost::json::parse(R"({
        "symbol": "NVDA", "state": "valid", "trading_state": "trading", "halt_reason": "",
        "time_ns": 32700000000000,
        "bids": [{"price": "138.3414", "quantity": 300, "orders": 1}],
        "asks": [{"price": "140", "quantity": 150, "orders": 1}],
        "last_trade": {"price": "138.3414", "quantity": 200, "match_number": 3,
                       "time_ns": 32580000000000},
        "volume": 340, "trades": 3, "broken_trades": 0, "opening_cross": null,
        "closing_cross": null, "imbalance": null, "luld_collar": null})");
    EXPECT_EQ(book({"--symbol", "NVDA", falling_capture()}), expected);
}

TEST(Book, AtAMomentIncludesItsEventsAndNoLaterOne)
{
    const std::string capture = falling_capture();
    const auto quantity_at = [&](const std::string& moment) {
        return book({"--symbol", "NVDA", "--at", moment, capture}).at("asks").as_array();
    };
    EXPECT_TRUE(quantity_at("08:59:59.999999999").empty());
    EXPECT_EQ(boost::json::serialize(quantity_at("09:00")),
              R"([{"price":"142.6","quantity":300,"orders":1}])");
    EXPECT_EQ(boost::json::serialize(quantity_at("09:01:00.000")),
              R"([{"price":"142.6","quantity":200,"orders":1}])");
}

TEST(Book, EveryEventHasARowForEveryMessageThatChangesAnOrder)
{
    EXPECT_EQ(output_of({"book", "--symbol", "NVDA", "--every-event", "--csv", "--depth", "2",
                         falling_capture()}),
              "time_ns,ask_price_1,ask_size_1,bid_price_1,bid_size_1,"
              "ask_price_2,ask_size_2,bid_price_2,bid_size_2\n"
              "32400000000000,142.6,300,,,,,,\n"
              "32401000000000,142.6,300,138.3414,500,,,,\n"
              "32402000000000,142.6,300,139.7676,40,,,138.3414,500\n"
              "32460000000000,142.6,200,139.7676,40,,,138.3414,500\n"
              "32520000000000,142.6,200,138.3414,500,,,,\n"
              "32550000000000,142.6,150,138.3414,500,,,,\n"
              "32580000000000,142.6,150,138.3414,300,,,,\n"
              "32640000000000,140,150,138.3414,300,,,,\n");
}

TEST(Book, AllBooksAreSortedBySymbolSideAndPrice)
{
    Messages day = falling_day();
    day.push_back(itch::encode(itch::AddOrder{{7, at(9, 6)}, 20, 'S', 5, "AAA", 1}));
    day.push_back(itch::encode(itch::AddOrder{{7, at(9, 6)}, 21, 'S', 6, "AAA", 2'000'000'000}));
    day.push_back(itch::encode(itch::AddOrder{{7, at(9, 6)}, 22, 'S', 7, "AAA", 1}));
    const std::string capture = write_file("day.pcapng", capture_of(day));
    EXPECT_EQ(output_of({"book", "--all", "--csv", capture}),
              "symbol,side,price,quantity,orders\n"
              "AAA,S,0.0001,12,2\n"
              "AAA,S,200000,6,1\n"
              "NVDA,B,138.3414,300,1\n"
              "NVDA,S,140,150,1\n");
}

TEST(Book, DepthCutsTheLevelsAndZeroShowsAll)
{
    Messages day = falling_day();
    for (std::uint32_t i = 0; i < 20; ++i)
        day.push_back(itch::encode(
            itch::AddOrder{{1, at(9, 6)}, 100 + i, 'B', 1, "NVDA", 1'000'000 + i * 100}));
    const std::string capture = write_file("day.pcapng", capture_of(day));
    const auto bids = [&](const std::string& depth) {
        return book({"--symbol", "NVDA", "--depth", depth, capture}).at("bids").as_array().size();
    };
    EXPECT_EQ(bids("3"), 3u);
    EXPECT_EQ(bids("0"), 21u);
}

TEST(Book, StaleBookIsShownAndSaysSo)
{
    auto sent = sent_on(0, falling_day());
    sent.erase(sent.begin() + 9);  // the first execution of order 12
    const std::string capture = write_file("hole.pcapng", pcapng_of(sent));
    const Result result = run({"book", "--symbol", "NVDA", "--json", capture});
    EXPECT_EQ(result.code, 0);
    EXPECT_NE(result.err.find("gapwire: NVDA: book is stale: "), std::string::npos) << result.err;
    const auto json = boost::json::parse(result.out);
    EXPECT_EQ(json.at("state").as_string(), "stale");
    EXPECT_EQ(json.at("bids").as_array().size(), 2u);
}

TEST(Book, SessionJoinedLateIsUnknownAndShownAllTheSame)
{
    auto sent = sent_on(0, falling_day());
    sent.erase(sent.begin(), sent.begin() + 6);
    const std::string capture = write_file("late.pcapng", pcapng_of(sent));
    const Result result = run({"book", "--symbol", "NVDA", "--json", capture});
    EXPECT_EQ(result.code, 0);
    EXPECT_NE(result.err.find("gapwire: NVDA: book is unknown: "), std::string::npos) << result.err;
    EXPECT_EQ(boost::json::parse(result.out).at("state").as_string(), "unknown");
}

TEST(Book, ALocateOfWhichNoOrderWasSeenHasNoBook)
{
    Messages day = falling_day();
    day.push_back(itch::encode(itch::OrderExecuted{{9, at(9, 7)}, 999, 5, 8}));
    const Result result =
        run({"book", "--symbol", "#9", write_file("day.pcapng", capture_of(day))});
    EXPECT_EQ(result.code, 65);
    EXPECT_EQ(result.err, "gapwire: #9: not in this capture\n");
}

TEST(Book, UnknownSymbolIs65AndNamesIt)
{
    const Result result = run({"book", "--symbol", "NOPE", falling_capture()});
    EXPECT_EQ(result.code, 65);
    EXPECT_EQ(result.err, "gapwire: NOPE: not in this capture\n");
    EXPECT_EQ(result.out, "");
}

}  // namespace
}  // namespace gapwire::app::test
