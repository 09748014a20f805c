// The same market gives the same alerts and books, however it was captured, packed and played.
#include <zlib.h>
#include <zstd.h>

#include <boost/json.hpp>

#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

/// A fall of ten percent in ten minutes, on two lossy lines.
constexpr std::string_view scenario = R"(title = "Test"
date = 2025-01-27
previous_date = 2025-01-24
from = 09:00:00
until = 09:10:00
seed = 7
messages_per_second = 30
session = "TEST"
[lines.A]
interface = "eth0"
group = "233.54.12.111"
port = 26477
source = "10.0.0.1"
latency_ns = 1000
jitter_ns = 2000
loss_ppm = 20000
[lines.B]
interface = "eth1"
group = "233.49.196.111"
port = 26478
source = "10.0.0.2"
latency_ns = 3000
jitter_ns = 2000
loss_ppm = 30000
[calm]
count = 3
prefix = "Z"
close_min = "0.50"
close_max = "900.00"
[[instruments]]
symbol = "FALL"
close = "100.00"
weight = 5
path = [{ at = 09:00:00, price = "99.00" }, { at = 09:08:00, price = "89.50" }]
)";

/// The market as a capture, with its closes and its final books beside it.
struct Market {
    std::string capture;
    std::string closes = temporary("closes.csv");
    std::string truth = temporary("truth.csv");
};

Market market(const std::string& file, std::vector<std::string> options = {})
{
    Market made{.capture = temporary(file)};
    std::vector<std::string> arguments{
        "simulate",  "--scenario", write_file("scenario.toml", scenario),
        "-o",        made.capture, "--references",
        made.closes, "--truth",    made.truth};
    arguments.insert(arguments.end(), options.begin(), options.end());
    output_of(arguments);
    return made;
}

struct Played {
    std::string alerts;
    std::string books;
    friend bool operator==(const Played&, const Played&) = default;
};

Played play(const Market& market, const std::vector<std::string>& captures,
            const std::vector<std::string>& options = {}, const Surroundings& surroundings = {})
{
    std::vector<std::string> replay{"replay", "--json", "--references", market.closes};
    replay.insert(replay.end(), options.begin(), options.end());
    replay.insert(replay.end(), captures.begin(), captures.end());
    std::vector<std::string> book{"book", "--all", "--csv"};
    book.insert(book.end(), captures.begin(), captures.end());
    return {output_of(replay, surroundings), output_of(book, surroundings)};
}

/// The alerts without the two keys that tell how they came here.
std::string without_the_way(const std::string& alerts)
{
    std::string text;
    for (const std::string& line : lines_of(alerts)) {
        auto alert = boost::json::parse(line).as_object();
        alert.erase("capture_time");
        alert.erase("confidence");
        text += boost::json::serialize(alert) + '\n';
    }
    return text;
}

std::string gzipped(const std::string& text)
{
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string out(deflateBound(&stream, text.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string zstd_compressed(const std::string& text)
{
    std::string out(ZSTD_compressBound(text.size()), '\0');
    out.resize(ZSTD_compress(out.data(), out.size(), text.data(), text.size(), 3));
    return out;
}

TEST(SameResult, BooksAreThoseOfTheExchangeAndAlertsReachEveryRung)
{
    const Market made = market("day.pcapng");
    const Played played = play(made, {made.capture});
    EXPECT_EQ(played.books, text_of(made.truth));
    std::vector<std::int64_t> rungs;
    for (const std::string& line : lines_of(played.alerts))
        if (is_fired(line)) rungs.push_back(boost::json::parse(line).at("rung_bp").as_int64());
    EXPECT_EQ(rungs, (std::vector<std::int64_t>{200, 300, 400, 500, 700, 800, 1000}));
}

TEST(SameResult, ReplayedTwiceAndAtAnySpeed)
{
    const Market made = market("day.pcapng");
    const Played once = play(made, {made.capture});
    EXPECT_EQ(play(made, {made.capture}), once);
    EXPECT_EQ(play(made, {made.capture}, {"--speed", "x1000000"}), once);
}

TEST(SameResult, AtAnyBatchSize)
{
    const Market made = market("day.itch");
    const Played whole = play(made, {made.capture}, {"--date", "2025-01-27"});
    EXPECT_EQ(whole.books, text_of(made.truth));
    for (const std::string batch : {"1", "7", "64"})
        EXPECT_EQ(play(made, {made.capture}, {"--date", "2025-01-27", "--batch", batch}), whole);
}

/// What one line alone tells: it confirms nothing, for what it says no other line bears out.
std::string unconfirmed(const std::string& alerts)
{
    std::string text;
    for (const std::string& line : lines_of(alerts))
        if (line.find("\"reason\":\"confirmed\"") == std::string::npos) text += line + '\n';
    return text;
}

TEST(SameResult, OneLineAlone)
{
    const Market both = market("ab.pcapng", {"--lossless"});
    const Played reference = play(both, {both.capture});
    for (const std::string line : {"A", "B"}) {
        const Market one = market(line + ".pcapng", {"--lossless", "--lines", line});
        const Played played = play(one, {one.capture});
        EXPECT_EQ(without_the_way(played.alerts), without_the_way(unconfirmed(reference.alerts)))
            << line;
        EXPECT_EQ(played.books, reference.books) << line;
    }
}

TEST(SameResult, LossyLinesInTwoCapturesInEitherOrder)
{
    const Market a = market("a.pcapng", {"--lines", "A"});
    const Market b = market("b.pcapng", {"--lines", "B"});
    const Market both = market("ab.pcapng");
    const Played together = play(both, {both.capture});
    const Played forward = play(both, {a.capture, b.capture});
    const Played backward = play(both, {b.capture, a.capture});
    EXPECT_EQ(forward.books, text_of(both.truth));
    EXPECT_EQ(backward.books, forward.books);
    EXPECT_EQ(without_the_way(forward.alerts), without_the_way(together.alerts));
    EXPECT_EQ(without_the_way(backward.alerts), without_the_way(forward.alerts));
}

TEST(SameResult, PcapngAndBinaryFile)
{
    const Market packets = market("day.pcapng");
    const Market file = market("day.itch");
    const Played a = play(packets, {packets.capture});
    const Played b = play(file, {file.capture}, {"--date", "2025-01-27"});
    EXPECT_EQ(b.books, a.books);
    EXPECT_EQ(without_the_way(b.alerts), without_the_way(a.alerts));
}

TEST(SameResult, CompressedAndThroughStandardInput)
{
    const Market made = market("day.pcapng");
    const Played plain = play(made, {made.capture});
    const std::string text = text_of(made.capture);
    const std::string gzip = write_file("kind_is_found_by_magic", gzipped(text));
    const std::string zstd = write_file("day.pcapng.zst", zstd_compressed(text));
    EXPECT_EQ(play(made, {gzip}), plain);
    EXPECT_EQ(play(made, {zstd}), plain);
    for (const std::string& file : {made.capture, gzip, zstd})
        EXPECT_EQ(play(made, {"-"}, {}, {.input = file}), plain) << file;
}

TEST(SameResult, SimulatedTwiceIsTheSameFile)
{
    const Market first = market("first.pcapng");
    const Market second = market("second.pcapng");
    const Market other = market("other.pcapng", {"--seed", "8"});
    EXPECT_EQ(text_of(first.capture), text_of(second.capture));
    EXPECT_NE(text_of(first.capture), text_of(other.capture));
}

}  // namespace
}  // namespace gapwire::app::test
