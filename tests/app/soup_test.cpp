// Captures with SoupBinTCP through every command: as those of MoldUDP64, snapshots apart.
#include <boost/json.hpp>

#include "sim/mdp3_encoder.hpp"
#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"
#include "tests/pipeline/soup_capture.hpp"

namespace gapwire::app::test {
namespace {

using gapwire::test::Conversation;
using gapwire::test::end_of_snapshot;
using gapwire::test::login;
using gapwire::test::sequenced;
namespace soup = soupbintcp::test;

/// A pcapng of segments, each a microsecond after the one before unless a time is given.
class Capture {
 public:
    Capture()
    {
        sim::append_section_header(bytes, "Synthetic: a test");
        sim::append_interface(bytes, "tap");
    }
    void add(const transport::Segment& segment, std::uint64_t time_ns = 0)
    {
        now_ = time_ns != 0 ? time_ns : now_ + 1'000;
        const auto time = wall_time(monday, static_cast<std::int64_t>(now_), "America/New_York");
        sim::append_packet(bytes, 0, time, gapwire::test::frame_of(segment));
    }
    void log_in(Conversation& with, std::string_view session, std::uint64_t number)
    {
        add(with.from_client({}, 0x02));
        add(with.from_server({}, 0x12));
        add(with.from_client(login(number == 1 ? "" : session, number)));
        add(with.from_server(soup::accepted(session, number)));
    }

    sim::ByteVector bytes;

 private:
    std::uint64_t now_ = at(2, 0);
};

/// The falling day; after half of it the connection breaks and another resumes it.
sim::ByteVector soup_capture()
{
    const Messages day = falling_day();
    Capture capture;
    Conversation first;
    capture.log_in(first, "TODAY", 1);
    for (std::size_t i = 0; i < 7; ++i)
        capture.add(first.from_server(sequenced({day[i]})), time_of(day[i]) + 10'000);
    capture.add(first.from_server({}, 0x14));
    Conversation second{.client = Conversation::endpoint(10, 40'001)};
    capture.log_in(second, "TODAY", 8);
    for (std::size_t i = 7; i < day.size(); ++i)
        capture.add(second.from_server(sequenced({day[i]})), time_of(day[i]) + 10'000);
    capture.add(second.from_server(soup::packet('Z')));
    return capture.bytes;
}

TEST(Soup, GivesTheAlertsAndBooksOfTheSameDayOverMoldUdp64)
{
    const std::string tcp = write_file("soup.pcapng", soup_capture());
    const std::string udp = write_file("mold.pcapng", capture_of(falling_day()));
    const auto replay = [](const std::string& file) {
        std::vector<std::string> fired;
        for (const std::string& line :
             lines_of(output_of({"replay", "--json", "--reference", "NVDA=142.62", file})))
            if (is_fired(line)) fired.push_back(line);  // a second print makes only TCP sure
        return fired;
    };
    EXPECT_EQ(replay(tcp).size(), 2u);
    EXPECT_EQ(replay(tcp), replay(udp));
    for (const std::vector<std::string>& how :
         {std::vector<std::string>{"--all", "--csv"}, {"--symbol", "NVDA", "--json"}}) {
        std::vector<std::string> book{"book"};
        book.insert(book.end(), how.begin(), how.end());
        const auto shown = [&](const std::string& file) {
            auto arguments = book;
            arguments.push_back(file);
            return output_of(arguments);
        };
        EXPECT_EQ(shown(tcp), shown(udp));
    }
}

TEST(Soup, DecodeShowsEveryMessageWithItsConnectionAndNumber)
{
    const std::string tcp = write_file("soup.pcapng", soup_capture());
    const auto lines = lines_of(output_of({"decode", tcp}));
    ASSERT_EQ(lines.size(), falling_day().size());
    EXPECT_EQ(lines[0].rfind("5 A 1 S ", 0), 0u) << lines[0];
    EXPECT_EQ(lines[6].rfind("11 A 7 F ", 0), 0u) << lines[6];
    EXPECT_EQ(lines[7].rfind("17 B 8 A ", 0), 0u) << lines[7];
    EXPECT_EQ(lines_of(output_of({"decode", "--symbol", "CALM", tcp})).size(), 3u);
}

TEST(Soup, InspectDescribesSessionsAndConnections)
{
    const std::string tcp = write_file("soup.pcapng", soup_capture());
    const auto json = boost::json::parse(output_of({"inspect", "--json", tcp}));
    const auto expected = boost::json::parse(R"([{"session": "TODAY",
        "stack": "tcp/soupbintcp/itch50", "messages": 14,
        "messages_by_type": {"A": 3, "D": 1, "E": 3, "F": 1, "H": 1, "R": 2, "S": 1, "U": 1,
                             "X": 1},
        "lines": [
            {"line": "A", "server": "10.0.0.20:18000", "client": "10.0.0.10:40000", "messages": 7,
             "lost": 0},
            {"line": "B", "server": "10.0.0.20:18000", "client": "10.0.0.10:40001", "messages": 7,
             "lost": 0}]}])");
    EXPECT_EQ(json.at("sessions"), expected);
    const std::string text = output_of({"inspect", tcp});
    EXPECT_NE(text.find("session \"TODAY\": tcp/soupbintcp/itch50, 14 messages:"),
              std::string::npos);
    EXPECT_NE(text.find("  connection B 10.0.0.20:18000 to 10.0.0.10:40001: 7 messages"),
              std::string::npos);
    const std::string config = write_file("desk.toml", json.at("config").as_string());
    EXPECT_EQ(run({"replay", "--config", config}).code, 0);
}

TEST(Soup, ASnapshotIsNamedAndNotAmongTheBooks)
{
    const Messages day = falling_day();
    Capture capture;
    Conversation live;
    capture.log_in(live, "TODAY", 1);
    capture.add(live.from_server(sequenced(day)));
    Conversation glimpse{.server = Conversation::endpoint(20, 18'500)};
    capture.log_in(glimpse, "TODAY", 1);
    capture.add(glimpse.from_server(sequenced({day[1], day[5]})));
    capture.add(glimpse.from_server(end_of_snapshot("7")));
    const std::string both = write_file("both.pcapng", capture.bytes);
    const std::string udp = write_file("mold.pcapng", capture_of(day));
    EXPECT_EQ(output_of({"book", "--all", "--csv", both}),
              output_of({"book", "--all", "--csv", udp}));

    const auto json = boost::json::parse(output_of({"inspect", "--json", both}));
    EXPECT_EQ(json.at("sessions").at(0).at("stack").as_string(), "tcp/soupbintcp/itch50");
    EXPECT_EQ(json.at("sessions").at(1).at("stack").as_string(), "tcp/soupbintcp/glimpse");
    EXPECT_EQ(json.at("sessions").at(1).at("continues_at").to_number<int>(), 7);
    EXPECT_NE(output_of({"inspect", both}).find("  a snapshot; the stream continues at 7\n"),
              std::string::npos);
    EXPECT_EQ(lines_of(output_of({"decode", "--json", "--type", "G", both})),
              std::vector<std::string>{
                  R"({"packet":11,"line":"A","sequence":3,"type":"G","sequence_number":7})"});

    Capture alone;
    Conversation only;
    alone.log_in(only, "TODAY", 1);
    alone.add(only.from_server(sequenced({day[1], day[5]})));
    alone.add(only.from_server(end_of_snapshot("x")));
    const std::string snapshot = write_file("alone.pcapng", alone.bytes);
    EXPECT_EQ(output_of({"book", "--all", "--csv", snapshot}),
              output_of({"book", "--all", "--csv",
                         write_file("two.pcapng", capture_of({day[1], day[5]}))}));
    EXPECT_EQ(lines_of(output_of({"decode", "--type", "G", snapshot})).at(0),
              "6 A 3 G error=no end of a snapshot bytes=4720202020202020202020202020202020202020"
              "78");
}

// A packet of MDP 3.0 over TCP has a prefix, and its segment holds all of it.
TEST(Soup, PacketsOfFuturesOverTcpAreDecoded)
{
    sim::MdpPacket packet(7, at(9, 0));
    packet.heartbeat();
    sim::ByteVector bytes{0xFE, 0xCA};
    bytes.insert(bytes.end(), packet.bytes().begin(), packet.bytes().end());
    Capture capture;
    Conversation with;
    capture.add(with.from_client({}, 0x02));
    capture.add(with.from_server({}, 0x12));
    capture.add(with.from_server(bytes));
    const std::string file = write_file("futures.pcapng", capture.bytes);
    const auto lines = lines_of(output_of({"decode", file}));
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0], "3 A 7 12 AdminHeartbeat12");
}

TEST(Soup, OtherTcpIsStillTheReasonWhyNothingCouldBeUsed)
{
    Capture capture;
    Conversation web;
    capture.add(web.from_client({}, 0x02));
    capture.add(web.from_server({}, 0x12));
    capture.add(web.from_client(sim::ByteVector(40, 'G')));
    capture.add(web.from_server(sim::ByteVector(900, 'x')));
    const std::string file = write_file("web.pcapng", capture.bytes);
    for (const char* command : {"decode", "inspect", "replay"}) {
        const Result result = run({command, file});
        EXPECT_EQ(result.code, 65) << command;
        EXPECT_NE(result.err.find("0 of 4 packets used: all TCP packets"), std::string::npos)
            << result.err;
    }
}

TEST(Soup, BytesMissingInTheCaptureAreALossOfUnknownSize)
{
    const Messages day = falling_day();
    Capture capture;
    Conversation live;
    capture.log_in(live, "TODAY", 1);
    capture.add(live.from_server(sequenced({day[0], day[1]})));
    live.miss(50);
    capture.add(live.from_server(sequenced({day.begin() + 3, day.end()})));
    capture.add(live.from_client({}));
    const std::string file = write_file("hole.pcapng", capture.bytes);
    const Result result = run({"book", "--symbol", "NVDA", "--strict", file});
    EXPECT_EQ(result.code, 65);
    EXPECT_NE(result.err.find("at least 0 messages lost in 1 holes"), std::string::npos)
        << result.err;
    EXPECT_NE(result.out.find("book stale"), std::string::npos) << result.out;
}

}  // namespace
}  // namespace gapwire::app::test
