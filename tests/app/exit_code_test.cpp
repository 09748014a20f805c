// What the program ends with, and what it says on standard error, whatever goes wrong.
#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

const std::vector<std::string> readers{"decode", "inspect", "replay"};

/// A packet of another protocol than UDP: byte 23 of the frame is the IP header's protocol.
sim::ByteVector tcp_capture()
{
    constexpr std::uint8_t tcp = 6;
    const sim::UdpPath path{{0x0A000001}, 1025, {0x0A000002}, 80, {}};
    sim::ByteVector bytes;
    sim::append_section_header(bytes, "Synthetic: a test");
    sim::append_interface(bytes, "eth0");
    for (std::int64_t i = 0; i < 3; ++i) {
        sim::ByteVector frame;
        sim::append_udp_frame(frame, path, 0, sim::ByteVector(40));
        frame[23] = tcp;
        sim::append_packet(bytes, 0, {i}, frame);
    }
    return bytes;
}

/// The falling day without the message of this place: one hole.
sim::ByteVector capture_with_hole(std::size_t missing)
{
    auto sent = sent_on(0, falling_day());
    sent.erase(sent.begin() + static_cast<std::ptrdiff_t>(missing));
    return pcapng_of(sent);
}

TEST(ExitCode, HelpAndVersionAreZero)
{
    EXPECT_NE(output_of({"--help"}).find("replay"), std::string::npos);
    EXPECT_EQ(output_of({"--version"}).rfind("gapwire 0.", 0), 0u);
    EXPECT_NE(output_of({"book", "--help"}).find("--every-event"), std::string::npos);
}

TEST(ExitCode, UsageIsTwo)
{
    const std::string capture = write_file("day.pcapng", capture_of(falling_day()));
    const std::vector<std::vector<std::string>> wrong{
        {},
        {"no-such-command"},
        {"replay"},
        {"decode"},
        {"decode", "--no-such-option", capture},
        {"book", capture},
        {"book", "--symbol", "NVDA", "--all", "--csv", capture},
        {"book", "--symbol", "NVDA", "--every-event", capture},
        {"book", "--symbol", "NVDA", "--at", "25h", capture},
        {"book", "--symbol", "NVDA"},
        {"book", "--shared", "x"},
        {"book", "--shared", "x", "--symbol", "NVDA", capture},
        {"book", "--shared", "x", "--symbol", "NVDA", "--json"},
        {"book", "--symbol", "NVDA", "--watch", capture},
        {"replay", "--speed", "x0", capture},
        {"replay", "--speed", "fast", capture},
        {"replay", "--date", "2025-02-30", capture},
        {"replay", "--reference", "NVDA", capture},
        {"replay", "--batch", "0", capture},
        {"simulate", "-o", "x.pcapng"},
        {"simulate", "--day", "-o", "x.pcapng"},
        {"simulate", "play", capture},
        {"simulate", "play", "--route", "1.2.3.4:5", capture},
        {"simulate", "play", "--route", "1.2.3.4:0=1.2.3.4:5", capture},
        {"simulate", "play", "--route", "1.2.3.4:5=1.2.3.4:5", "--clock-scale", "0", capture},
        {"simulate", "play", "--route", "233.54.12.111:26477=239.1.1.1:5", "--clock-start", "noon",
         capture},
        {"bench", "replay", "--runs", "0", capture},
    };
    for (const auto& arguments : wrong) {
        const Result result = run(arguments);
        EXPECT_EQ(result.code, 2) << testing::PrintToString(arguments) << result.err;
        EXPECT_EQ(result.out, "") << testing::PrintToString(arguments);
        EXPECT_EQ(result.err.rfind("gapwire: ", 0), 0u) << result.err;
    }
}

TEST(ExitCode, NothingUsableIs65WithTheReason)
{
    const std::string capture = write_file("tcp.pcapng", tcp_capture());
    for (const std::string& command : readers) {
        const Result result = run({command, capture});
        EXPECT_EQ(result.code, 65) << command;
        EXPECT_NE(result.err.find("gapwire: 0 of 3 packets used: all TCP packets\n"),
                  std::string::npos)
            << command << ": " << result.err;
    }
    const Result book = run({"book", "--all", "--csv", capture});
    EXPECT_EQ(book.code, 65);
    EXPECT_EQ(book.err, "gapwire: 0 of 3 packets used: all TCP packets\n");
    EXPECT_EQ(book.out, "");
}

TEST(ExitCode, SequenceZeroNamesTheOptionThatAcceptsIt)
{
    const auto sent = sent_on(0, falling_day(), 0);
    const std::string capture = write_file("zero.pcapng", pcapng_of({sent.front()}));
    const Result refused = run({"replay", capture});
    EXPECT_EQ(refused.code, 65);
    EXPECT_NE(refused.err.find("--accept-sequence-zero"), std::string::npos) << refused.err;
    EXPECT_EQ(run({"replay", "--accept-sequence-zero", capture}).code, 0);
}

TEST(ExitCode, WhatIsNoCaptureIs65)
{
    for (const std::string text : {"", "symbol,date,close\n"}) {
        const std::string file = write_file("file", text);
        for (const std::string& command : readers) {
            const Result result = run({command, file});
            EXPECT_EQ(result.code, 65) << command << ": " << result.err;
            EXPECT_NE(result.err.find(file), std::string::npos) << result.err;
        }
    }
}

TEST(ExitCode, CutOffTailIsAWarningAndStrict65)
{
    sim::ByteVector bytes = capture_of(falling_day());
    bytes.erase(bytes.end() - 5, bytes.end());
    const std::string capture = write_file("cut.pcapng", bytes);
    for (const std::string& command : readers) {
        const Result result = run({command, capture});
        EXPECT_EQ(result.code, 0) << command;
        EXPECT_NE(result.err.find("gapwire: warning: " + capture + ": cut off at byte"),
                  std::string::npos)
            << command << ": " << result.err;
        EXPECT_EQ(run({command, "--strict", capture}).code, 65) << command;
    }
}

TEST(ExitCode, LossIsAWarningAndStrict65)
{
    const std::string capture = write_file("hole.pcapng", capture_with_hole(9));
    for (const std::string command : {"inspect", "replay"}) {
        const Result result = run({command, capture});
        EXPECT_EQ(result.code, 0) << command;
        EXPECT_NE(result.err.find("warning: 1 messages lost in 1 holes"), std::string::npos)
            << command << ": " << result.err;
        EXPECT_EQ(run({command, "--strict", capture}).code, 65) << command;
    }
    EXPECT_EQ(run({"book", "--all", "--csv", "--strict", capture}).code, 65);
}

TEST(ExitCode, WholeCaptureIsZeroEvenIfStrict)
{
    const std::string capture = write_file("day.pcapng", capture_of(falling_day()));
    for (const std::string& command : readers)
        EXPECT_EQ(run({command, "--strict", capture}).code, 0) << command;
    EXPECT_EQ(run({"book", "--all", "--csv", "--strict", capture}).code, 0);
}

TEST(ExitCode, MissingFileIs74)
{
    for (const std::string& command : readers) {
        const Result result = run({command, "no/such.pcapng"});
        EXPECT_EQ(result.code, 74) << command;
        EXPECT_EQ(result.out, "") << command;
        EXPECT_EQ(lines_of(result.err).back(), "gapwire: no/such.pcapng: No such file or directory")
            << command;
    }
}

TEST(ExitCode, FullDiskIs74)
{
    const std::string capture = write_file("day.pcapng", capture_of(falling_day()));
    const Surroundings full{.output = "/dev/full"};
    EXPECT_EQ(run({"decode", capture}, full).code, 74);
    EXPECT_EQ(run({"inspect", capture}, full).code, 74);
    EXPECT_EQ(run({"book", "--symbol", "NVDA", capture}, full).code, 74);
    EXPECT_EQ(run({"book", "--all", "--csv", capture}, full).code, 74);
    EXPECT_EQ(run({"book", "--symbol", "NVDA", "--every-event", "--csv", capture}, full).code, 74);
    EXPECT_EQ(run({"replay", "--reference", "NVDA=142.62", capture}, full).code, 74);
    EXPECT_EQ(run({"replay", "--summary", "/dev/full", capture}).code, 74);
    EXPECT_EQ(run({"replay", "--summary", "no/such/folder.json", capture}).code, 74);
}

TEST(ExitCode, ConfigurationErrorIs78WithItsPlace)
{
    const std::string capture = write_file("day.pcapng", capture_of(falling_day()));
    const std::string config =
        write_file("desk.toml",
                   "trading_date = 2025-01-27\n[[rule]]\nkind = \"gap_down\"\n"
                   "ladder = [\"3\", \"2\"]\n");
    const Result ladder = run({"replay", "--config", config, capture});
    EXPECT_EQ(ladder.code, 78);
    EXPECT_EQ(ladder.err, "gapwire: " + config +
                              ":4: rule.ladder: 2 % does not rise above the rung before it, 3 %\n");

    const std::string misspelt = write_file("misspelt.toml", "\ntrading_dat = 2025-01-27\n");
    const Result key = run({"replay", "--config", misspelt, capture});
    EXPECT_EQ(key.code, 78);
    EXPECT_EQ(key.err.rfind("gapwire: " + misspelt + ":2: trading_dat: ", 0), 0u) << key.err;

    const std::string closes = write_file("closes.csv", "symbol,date,close\nNVDA,yesterday,1\n");
    const Result csv = run({"replay", "--references", closes, capture});
    EXPECT_EQ(csv.code, 78);
    EXPECT_EQ(csv.err, "gapwire: " + closes + ":2: date: \"yesterday\" is not a date\n");
}

TEST(ExitCode, BinaryFileWithoutTradingDateIs78)
{
    const std::string file = write_file("day.itch", binary_file_of(falling_day()));
    const Result result = run({"replay", "--reference", "NVDA=142.62", file});
    EXPECT_EQ(result.code, 78);
    EXPECT_EQ(result.err.rfind("gapwire: trading_date: ", 0), 0u) << result.err;
    EXPECT_EQ(result.out, "");
    EXPECT_EQ(run({"replay", "--date", "2025-01-27", file}).code, 0);

    const std::string config = write_file("desk.toml", "trading_date = 2025-01-27\n");
    EXPECT_EQ(run({"replay", "--config", config, file}).code, 0);
}

}  // namespace
}  // namespace gapwire::app::test
