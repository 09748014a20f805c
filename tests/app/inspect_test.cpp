// `gapwire inspect`: what a capture holds, and a configuration that really replays it.
#include <boost/json.hpp>

#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

/// The falling day on both lines; line B hears all but two messages.
sim::ByteVector two_line_capture()
{
    const auto a = sent_on(0, falling_day());
    const auto b = sent_on(1, falling_day());
    std::vector<Sent> sent;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sent.push_back(a[i]);
        if (i != 6 && i != 7) sent.push_back(b[i]);
    }
    return pcapng_of(sent);
}

TEST(Inspect, JsonDescribesFilesStreamsSessionsAndLines)
{
    const std::string capture = write_file("ab.pcapng", two_line_capture());
    auto json = boost::json::parse(output_of({"inspect", "--json", capture})).as_object();
    json.erase("counters");
    json.erase("config");
    const auto expected = boost::json::parse(R"({
        "files": [{"name": ")" + capture + R"(", "format": "pcapng", "records": 26,
                   "link_types": [1], "reason": ""}],
        "first_capture_time": "2025-01-27T08:00:00.000010000Z",
        "last_capture_time": "2025-01-27T14:05:00.000010000Z",
        "streams": [
            {"destination": "233.54.12.111:26477", "datagrams": 14, "bytes": 741, "vlans": [],
             "stack": "udp/moldudp64/itch50"},
            {"destination": "233.49.196.111:26477", "datagrams": 12, "bytes": 621, "vlans": [7],
             "stack": "udp/moldudp64/itch50"}],
        "sessions": [{"session": "TEST", "stack": "udp/moldudp64/itch50", "messages": 14,
            "messages_by_type": {"A": 3, "D": 1, "E": 3, "F": 1, "H": 1, "R": 2, "S": 1, "U": 1,
                                 "X": 1},
            "lines": [
                {"line": "A", "destination": "233.54.12.111:26477", "packets": 14, "messages": 14,
                 "lost": 0},
                {"line": "B", "destination": "233.49.196.111:26477", "packets": 12, "messages": 12,
                 "lost": 2}]}],
        "instruments": 2})");
    EXPECT_EQ(boost::json::value(json), expected);
}

TEST(Inspect, FragmentReplaysTheCapture)
{
    const std::string capture = write_file("ab.pcapng", two_line_capture());
    const auto json = boost::json::parse(output_of({"inspect", "--json", capture}));
    const std::string fragment(json.at("config").as_string());
    const std::string text = output_of({"inspect", capture});
    EXPECT_NE(text.find(fragment), std::string::npos);

    const std::string config =
        write_file("desk.toml", fragment + "[references.static]\nNVDA = \"142.62\"\n");
    const std::string alerts = output_of({"replay", "--json", "--config", config});
    EXPECT_EQ(lines_of(alerts).size(), 3u);
    EXPECT_EQ(alerts, output_of({"replay", "--json", "--reference", "NVDA=142.62", capture}));
}

TEST(Inspect, FragmentOfARewrappedCaptureAcceptsSequenceZero)
{
    const std::string capture =
        write_file("zero.pcapng", pcapng_of({sent_on(0, falling_day(), 0).front()}));
    const auto json =
        boost::json::parse(output_of({"inspect", "--json", "--accept-sequence-zero", capture}));
    const std::string config = write_file("desk.toml", json.at("config").as_string());
    EXPECT_EQ(run({"replay", "--config", config}).code, 0);
}

TEST(Inspect, FragmentOfABinaryFileAsksForItsDate)
{
    const std::string file = write_file("day.itch", binary_file_of(falling_day()));
    const auto json = boost::json::parse(output_of({"inspect", "--json", file}));
    std::string fragment(json.at("config").as_string());
    EXPECT_EQ(run({"replay", "--config", write_file("undated.toml", fragment)}).code, 78);

    const std::string commented = "# trading_date";
    ASSERT_EQ(fragment.rfind(commented, 0), 0u) << fragment;
    const std::string dated = fragment.substr(2);
    EXPECT_EQ(run({"replay", "--config", write_file("dated.toml", dated)}).code, 0);
}

TEST(Inspect, ForeignTrafficIsCountedBesideTheFeed)
{
    auto sent = sent_on(0, falling_day());
    sim::ByteVector like_mdp3(40);  // by its sizes and time, but of no schema
    const std::uint64_t time = 1'737'982'800'000'000'000u;
    for (std::size_t i = 0; i < 8; ++i) like_mdp3[4 + i] = static_cast<std::uint8_t>(time >> 8 * i);
    like_mdp3[12] = 28;
    sent.push_back({1, at(10, 0), like_mdp3});
    const std::string capture = write_file("mixed.pcapng", pcapng_of(sent));
    const auto json = boost::json::parse(output_of({"inspect", "--json", capture}));
    EXPECT_EQ(json.at("streams").at(1).at("stack").as_string(), "");
    EXPECT_EQ(json.at("counters").at("datagrams_unrecognised").to_number<int>(), 1);
}

}  // namespace
}  // namespace gapwire::app::test
