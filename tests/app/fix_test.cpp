// FIX logs and captures through every command: alerts, books, fields as they were written.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <boost/json.hpp>

#include "sim/fix_encoder.hpp"
#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"
#include "tests/pipeline/soup_capture.hpp"
#include "tests/shared_data.hpp"

namespace gapwire::app::test {
namespace {

using gapwire::test::Conversation;

/// A message of VENUE to DESK with `|` in its body, sent at that second of 2025-01-27.
std::string fix_message(int number, int second, std::string body,
                        const std::string& sender = "VENUE")
{
    body.insert(body.find('|') + 1, fmt::format("34={}|49={}|56=DESK|52=20250127-14:30:{:02}.500|",
                                                number, sender, second));
    for (char& c : body)
        if (c == '|') c = '\x01';
    return sim::fix_framed("FIX.4.4", body);
}

/// A book of NQ, its prior settlement, and trades that fall 4 % from it.
std::vector<std::string> falling_quotes()
{
    return {fix_message(1, 0, "35=A|98=0|108=30|"),
            fix_message(2, 1,
                        "35=W|262=r|55=NQ|207=XCME|268=3|269=0|270=21900.25|271=3|269=1|"
                        "270=21900.75|271=1.5|269=M|270=22000|"),
            fix_message(3, 2, "35=X|262=r|268=1|279=0|269=2|278=t1|55=NQ|270=21900.5|271=1|"),
            fix_message(4, 3,
                        "35=X|262=r|268=3|279=0|269=2|278=t2|55=NQ|270=21119.75|271=2|"
                        "279=2|269=0|55=NQ|270=21900.25|279=0|269=0|55=NQ|270=21119.50|271=7|"),
            fix_message(5, 4, "35=X|262=r|268=1|279=0|269=2|278=t3|55=NQ|270=21119.5|271=1|")};
}

std::string joined(const std::vector<std::string>& messages, const std::string& between)
{
    std::string text;
    for (const std::string& message : messages) text += message + between;
    return text;
}

/// The same on a TCP connection; segments cut messages.
sim::ByteVector fix_capture()
{
    sim::ByteVector bytes;
    sim::append_section_header(bytes, "Synthetic: a test");
    sim::append_interface(bytes, "tap");
    Conversation talk;
    std::int64_t time = static_cast<std::int64_t>(at(9, 30));
    const auto add = [&](const transport::Segment& segment) {
        time += 1'000'000;
        sim::append_packet(bytes, 0, wall_time(monday, time, "America/New_York"),
                           gapwire::test::frame_of(segment));
    };
    add(talk.from_client({}, 0x02));
    add(talk.from_server({}, 0x12));
    const std::string stream = joined(falling_quotes(), "");
    for (std::size_t at = 0; at < stream.size(); at += 100) {
        const std::string piece = stream.substr(at, 100);
        add(talk.from_server({piece.begin(), piece.end()}));
    }
    return bytes;
}

TEST(Fix, AFallIsToldFromLogsInAnyDressAndFromACapture)
{
    const std::string raw = joined(falling_quotes(), "\n");
    std::string bars = raw;
    for (char& c : bars)
        if (c == '\x01') c = '|';
    const auto alerts = [](const std::string& file) {
        const Result done = run({"replay", "--json", file});
        EXPECT_EQ(done.code, 0) << done.err;
        std::vector<std::string> told;
        for (const std::string& line : lines_of(done.out)) {
            const auto alert = boost::json::parse(line).as_object();
            std::string text;
            for (const char* key : {"symbol", "venue", "rung", "price", "confidence"})
                if (const auto* value = alert.if_contains(key))
                    text += boost::json::serialize(*value) + ' ';
            told.push_back(text);
        }
        return told;
    };
    const auto expected = alerts(write_file("raw.log", raw));
    ASSERT_FALSE(expected.empty());
    EXPECT_NE(expected.back().find("\"NQ\""), std::string::npos) << expected.back();
    EXPECT_EQ(alerts(write_file("bars.log", bars)), expected);
    EXPECT_EQ(alerts(write_file("fix.pcapng", fix_capture())), expected);
}

TEST(Fix, SourcesOfOneSymbolAreKeptApartAndNamedByTheirVenues)
{
    std::string text = joined(falling_quotes(), "\n");
    // Another venue, where it falls 8 %.
    text += fix_message(
        1, 5, "35=W|262=r|55=NQ|207=XECN|268=2|269=0|270=21000|271=1|269=M|270=22000|", "ECN");
    for (int i = 2; i < 4; ++i)
        text += fix_message(i, 6, "35=X|262=r|268=1|279=0|269=2|55=NQ|270=20240|271=1|", "ECN");
    const std::string log = write_file("both.log", text);
    std::vector<std::string> told;  // each measured from what its own venue told
    for (const std::string& line : lines_of(output_of({"replay", "--json", log}))) {
        if (!is_fired(line)) continue;
        const auto alert = boost::json::parse(line).as_object();
        const auto* const venue = alert.if_contains("venue");
        told.push_back(fmt::format("{} {}", boost::json::value_to<std::string>(alert.at("price")),
                                   venue == nullptr ? "own" : std::string(venue->as_string())));
    }
    EXPECT_THAT(told, testing::ElementsAre("21119.75 own", "21119.75 own", "21119.75 own",
                                           "20240 XECN", "20240 XECN", "20240 XECN", "20240 XECN",
                                           "20240 XECN", "20240 XECN"));
    const std::string said = run({"replay", log}).out;
    EXPECT_NE(said.find("  on XECN"), std::string::npos) << said;
    // Each has a book of its own.
    const std::string books = output_of({"book", "--all", "--csv", log});
    EXPECT_NE(books.find("NQ,B,21119.5,"), std::string::npos) << books;
    EXPECT_NE(books.find("NQ,B,21000,"), std::string::npos) << books;
}

TEST(Fix, BooksShowLevelsFiguresAndFractionsOfQuantities)
{
    const std::string log = write_file("fix.log", joined(falling_quotes(), "\n"));
    EXPECT_EQ(output_of({"book", "--symbol", "NQ", "--fix-quantity-digits", "1", log}),
              "NQ  book valid  trading trading  at 2025-01-27T14:30:04.500000000Z\n"
              "last 21119.5 x 1 at 2025-01-27T14:30:04.500000000Z  prior settlement 22000\n"
              "         bid     quantity  orders            ask     quantity  orders\n"
              "     21119.5            7       0       21900.75          1.5       0\n");
    EXPECT_EQ(output_of({"book", "--all", "--csv", "--fix-quantity-digits", "2", log}),
              "symbol,side,price,quantity,orders\nNQ,B,21119.5,7,0\nNQ,S,21900.75,1.5,0\n");
    const auto book =
        boost::json::parse(output_of({"book", "--symbol", "NQ", "--json", log})).as_object();
    EXPECT_EQ(boost::json::serialize(book.at("figures")),
              R"({"prior settlement":{"price":"22000","quantity":null}})");
    EXPECT_EQ(boost::json::serialize(book.at("last_trade")), R"({"price":"21119.5","quantity":1})");
}

TEST(Fix, EntriesKnownByTheirIdsWantTheOptionThatSaysSo)
{
    const std::string log = write_file(
        "ids.log",
        fix_message(1, 1, "35=W|55=A|268=2|269=0|278=a|270=5|271=1|269=0|278=b|270=5|271=2|") +
            fix_message(2, 2, "35=X|268=1|279=2|278=a|55=A|"));
    EXPECT_EQ(output_of({"book", "--all", "--csv", "--fix-key", "id", log}),
              "symbol,side,price,quantity,orders\nA,B,5,2,1\n");
    EXPECT_NE(run({"book", "--all", "--csv", "--fix-key", "name", log}).code, 0);
}

TEST(Fix, DecodeShowsEveryFieldAsItWasWritten)
{
    const std::string log = write_file("fix.log", joined(falling_quotes(), "\n"));
    const std::string third =
        "3 - 3 X 35=X 34=3 49=VENUE 56=DESK 52=20250127-14:30:02.500 262=r 268=1 279=0 269=2 "
        "278=t1 55=NQ 270=21900.5 271=1";
    EXPECT_EQ(lines_of(output_of({"decode", log})).at(2), third);
    EXPECT_EQ(lines_of(output_of({"decode", "--type", "X", "--symbol", "NQ", log})).size(), 3u);
    const std::string json = lines_of(output_of({"decode", "--json", "--type", "A", log})).at(0);
    EXPECT_EQ(json,
              R"({"packet":1,"line":null,"sequence":1,"type":"A","fields":[["35","A"],["34","1"],)"
              R"(["49","VENUE"],["56","DESK"],["52","20250127-14:30:00.500"],["98","0"],)"
              R"(["108","30"]]})");
    EXPECT_EQ(lines_of(output_of({"decode", write_file("fix.pcapng", fix_capture())})).size(), 5u);
}

TEST(Fix, InspectSaysWhatThereIs)
{
    const std::string log = write_file("fix.log", joined(falling_quotes(), "\n"));
    const auto json = boost::json::parse(output_of({"inspect", "--json", log})).as_object();
    EXPECT_EQ(boost::json::serialize(json.at("sessions")),
              R"([{"session":"VENUE>DESK","stack":"tcp/fix","messages":4,)"
              R"("messages_by_type":{"W":1,"X":3},"lines":[]}])");
    EXPECT_EQ(json.at("files").at(0).at("format").as_string(), "fix_log");
}

TEST(Fix, ALogIsMeasuredStageByStage)
{
    const std::string log = write_file("quotes.log", joined(falling_quotes(), "\n"));
    const Result result = run({"bench", "replay", "--runs", "1", "--json", log});
    EXPECT_EQ(result.code, 0) << result.err;
    const auto report = boost::json::parse(result.out);
    EXPECT_EQ(report.at("messages").to_number<int>(), 5);
    EXPECT_EQ(report.at("unit").as_string(), "message");
    ASSERT_EQ(report.at("stages").as_array().size(), 4u);
    for (const auto& stage : report.at("stages").as_array())
        EXPECT_GT(stage.at("ns_per_message_median").to_number<double>(), 0) << stage;
}

TEST(Fix, ALogWithoutMarketDataAndOneThatIsCutOffSaySo)
{
    const Result nothing = run({"replay", write_file("fix.log", fix_message(1, 1, "35=0|"))});
    EXPECT_EQ(nothing.code, 65);
    EXPECT_NE(nothing.err.find("no market data in 1 FIX messages, 0 garbled ones"),
              std::string::npos)
        << nothing.err;
    const std::string whole = joined(falling_quotes(), "");
    const Result cut =
        run({"replay", "--strict", write_file("cut.log", whole.substr(0, whole.size() - 9))});
    EXPECT_EQ(cut.code, 65);
    EXPECT_NE(cut.err.find("cut off at byte"), std::string::npos) << cut.err;
}

TEST(Fix, TheDayOfTheJseEndsWithTheLastValueOfEachIndex)
{
    const std::string log = gapwire::test::shared_data() / "fix" / "jse-index-20111124.fixt11.log";
    GAPWIRE_NEEDS(log);
    // As a walk in Python over the raw text has them.
    const std::string script =
        "import re,sys\n"
        "last={}\n"
        "for e in re.split(rb'\\x01279=', open(sys.argv[1],'rb').read())[1:]:\n"
        "  f=dict(x.split(b'=',1) for x in e.split(b'\\x0110=')[0].split(b'\\x01')[1:])\n"
        "  if f.get(b'269')==b'3' and b'270' in f: last[f[b'55']]=f[b'270']\n"
        "for s in sorted(last): print(s.decode(), last[s].decode())\n";
    const std::string out = temporary("walk.txt");
    const std::string walk = write_file("walk.py", script);
    ASSERT_EQ(std::system(("python3 " + walk + " '" + log + "' > " + out).c_str()), 0);
    const auto walked = lines_of(text_of(out));
    ASSERT_EQ(walked.size(), 80u);
    for (std::size_t i = 0; i < walked.size(); i += 8) {
        const std::string symbol = walked[i].substr(0, walked[i].find(' '));
        const std::string written = walked[i].substr(symbol.size() + 1);
        const auto book =
            boost::json::parse(output_of({"book", "--symbol", symbol, "--json", log}));
        const std::string ours(book.at("last_trade").at("price").as_string());
        // Ours is the exact value without zeros at the end, at most nine decimals.
        EXPECT_NEAR(std::stod(ours), std::stod(written), 1e-9) << symbol;
        if (written.size() - written.find('.') <= 10) {
            EXPECT_EQ(written.substr(0, ours.size()), ours) << symbol;
        }
    }
}

}  // namespace
}  // namespace gapwire::app::test
