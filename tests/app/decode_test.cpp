// `gapwire decode`: one line a message, before arbitration, with the keys of Wireshark's dissector.
#include <boost/json.hpp>

#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

std::string falling_capture()
{
    return write_file("day.pcapng", capture_of(falling_day()));
}

std::vector<std::string> decoded(std::vector<std::string> arguments)
{
    arguments.insert(arguments.begin(), "decode");
    return lines_of(output_of(arguments));
}

TEST(Decode, JsonHasPositionAndEveryFieldInTheOrderOfTheMessage)
{
    const auto lines = decoded({"--json", falling_capture()});
    ASSERT_EQ(lines.size(), 14u);
    EXPECT_EQ(lines[0], R"({"packet":1,"line":"A","sequence":1,"type":"S","stock_locate":0,)"
                        R"("tracking_number":0,"timestamp":10800000000000,"event_code":"O"})");
    EXPECT_EQ(lines[6],
              R"({"packet":7,"line":"A","sequence":7,"type":"F","stock_locate":1,)"
              R"("tracking_number":0,"timestamp":32402000000000,"order_reference_number":12,)"
              R"("buy_sell_indicator":"B","shares":40,"stock":"NVDA","price":"139.7676",)"
              R"("attribution":"GSCO"})");
    EXPECT_EQ(lines[12], R"({"packet":13,"line":"A","sequence":13,"type":"U","stock_locate":1,)"
                         R"("tracking_number":0,"timestamp":32640000000000,)"
                         R"("original_order_reference_number":10,"new_order_reference_number":14,)"
                         R"("shares":150,"price":"140"})");
    for (const std::string& line : lines) EXPECT_NO_THROW(boost::json::parse(line)) << line;
}

TEST(Decode, TextHasTheSameFields)
{
    EXPECT_EQ(decoded({"--type", "X", falling_capture()}),
              std::vector<std::string>{"11 A 11 X stock_locate=1 tracking_number=0 "
                                       "timestamp=32550000000000 order_reference_number=10 "
                                       "canceled_shares=50"});
}

TEST(Decode, TypeFilterKeepsOnlyThoseTypes)
{
    const std::string capture = falling_capture();
    EXPECT_EQ(decoded({"--type", "E", capture}).size(), 3u);
    EXPECT_EQ(decoded({"--type", "A,F", capture}).size(), 4u);
    EXPECT_EQ(decoded({"--type", "A", "--type", "F", capture}), decoded({"--type", "AF", capture}));
    EXPECT_TRUE(decoded({"--type", "P", capture}).empty());
}

TEST(Decode, SymbolFilterKnowsTheLocateOfMessagesWithoutSymbol)
{
    const std::string capture = falling_capture();
    EXPECT_EQ(
        decoded({"--symbol", "CALM", "--json", capture}),
        (std::vector<std::string>{decoded({"--json", capture})[2], decoded({"--json", capture})[7],
                                  decoded({"--json", capture})[13]}));
    EXPECT_EQ(decoded({"--symbol", "NVDA", capture}).size(), 10u);
    EXPECT_EQ(decoded({"--symbol", "NVDA", "--symbol", "CALM", capture}).size(), 13u);
}

TEST(Decode, DuplicatesOfBothLinesAreShownAndNamed)
{
    const Messages day{falling_day().front()};
    auto sent = sent_on(0, day);
    sent.push_back(sent_on(1, day).front());
    const auto lines = decoded({write_file("ab.pcapng", pcapng_of(sent))});
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].rfind("1 A 1 S ", 0), 0u) << lines[0];
    EXPECT_EQ(lines[1].rfind("2 B 1 S ", 0), 0u) << lines[1];
}

TEST(Decode, BinaryFileHasNoLineAndNumbersItsMessages)
{
    const std::string file = write_file("day.itch", binary_file_of(falling_day()));
    EXPECT_EQ(
        decoded({"--json", "--type", "D", file}),
        std::vector<std::string>{
            R"({"packet":14,"line":null,"sequence":14,"type":"D","stock_locate":2,)"
            R"("tracking_number":0,"timestamp":32700000000000,"order_reference_number":13})"});
}

TEST(Decode, UnknownAndShortMessagesAreShownWithTheirBytes)
{
    sim::ByteVector cut = itch::encode(itch::OrderDelete{{1, at(9, 0)}, 7});
    cut.resize(17);
    sim::MoldPacketizer packets("TEST");
    packets.add(sim::ByteVector{'?', 1, 2});
    packets.add(cut);
    const std::string capture = write_file("odd.pcapng", pcapng_of({{0, 0, packets.take()}}));
    EXPECT_EQ(
        decoded({"--json", capture}),
        (std::vector<std::string>{
            R"({"packet":1,"line":"A","sequence":1,"type":"?","error":"unknown type",)"
            R"("bytes":"3f0102"})",
            R"({"packet":1,"line":"A","sequence":2,"type":"D",)"
            R"("error":"17 bytes, wants 19","bytes":"44000100001d77b67da000000000000000"})"}));
}

TEST(Decode, TextOfAHostileFeedCannotBreakTheJsonOrTheTerminal)
{
    const Messages day{itch::encode(itch::StockDirectory{.at = {1, 0}, .stock = "\"\\\x1b[2J"})};
    const std::string file = write_file("hostile.itch", binary_file_of(day));
    const auto json = decoded({"--json", file});
    ASSERT_EQ(json.size(), 1u);
    EXPECT_EQ(boost::json::parse(json[0]).at("stock").as_string(), "\"\\\x1b[2J");
    EXPECT_EQ(decoded({file})[0].find('\x1b'), std::string::npos);
}

}  // namespace
}  // namespace gapwire::app::test
