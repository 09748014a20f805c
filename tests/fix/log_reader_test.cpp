// FIX logs in every dress; the real one of the JSE beside an independent walk.
#include "feed/fix/log_reader.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <sstream>

#include "tests/fix/messages.hpp"
#include "tests/shared_data.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;

struct ReadLog {
    std::vector<std::string> messages;  // "35=0 34=1 @time"
    transport::ReadEnd ended;
    Counters counters;
};

/// Everything that a log holds, with `|` between fields and the time of receipt behind.
std::vector<std::string> read_log(const std::string& text, ReadLog& log)
{
    fix::LogReader reader(transport::Input::of_bytes(as_bytes(text), "test"), log.counters);
    for (fix::LoggedMessage logged; reader.next(logged);) {
        const Bytes bytes = logged.message.bytes;
        std::string shown(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        for (char& c : shown)
            if (c == fix::soh) c = '|';
        const std::size_t body = shown.find("35=");
        shown = shown.substr(body, shown.rfind("10=") - body);
        if (!logged.received.is_none()) shown += " @" + rfc3339(logged.received);
        log.messages.push_back(shown);
    }
    log.ended = reader.ended();
    return log.messages;
}
std::vector<std::string> read_log(const std::string& text)
{
    ReadLog log;
    return read_log(text, log);
}

std::string replaced(const std::string& text, const std::string& separator)
{
    std::string out;
    for (const char c : text) {
        if (c == fix::soh)
            out += separator;
        else
            out += c;
    }
    return out;
}

TEST(FixLog, MessagesMayFollowOneAnotherOrStandOnLines)
{
    const std::string a = framed("35=0|34=1|");
    const std::string b = framed("35=0|34=2|");
    for (const std::string between : {"", "\n", "\r\n", "\n\n", " "})
        EXPECT_THAT(read_log(fmt::format("{0}{1}{2}{1}", a, between, b)),
                    ElementsAre("35=0|34=1|", "35=0|34=2|"));
}

TEST(FixLog, TheTimeInFrontIsWhenItWasReceived)
{
    const std::string message = framed("35=0|34=1|");
    const std::string at = "35=0|34=1| @2025-01-27T13:30:00.123000000Z";
    EXPECT_THAT(read_log("20250127-13:30:00.123 : " + message), ElementsAre(at));
    EXPECT_THAT(read_log("2025-01-27T13:30:00.123Z INFO [12] <- " + message), ElementsAre(at));
    EXPECT_THAT(read_log("2025-01-27 13:30:00,123 in " + message), ElementsAre(at));
    EXPECT_THAT(read_log("7 2025 " + message), ElementsAre("35=0|34=1|"));
    EXPECT_THAT(read_log("20250127-13:30:00 event\n" + message), ElementsAre("35=0|34=1|"))
        << "the time of another line is not its time";
}

TEST(FixLog, BarsAndCaretsStandForSeparators)
{
    const std::string message = framed("35=0|34=1|58=x|");
    for (const std::string separator : {"|", "^A"}) {
        std::string line = replaced(message, separator);
        EXPECT_THAT(read_log(fmt::format("in {0}\r\n{0}\n", line)),
                    ElementsAre("35=0|34=1|58=x|", "35=0|34=1|58=x|"));
        EXPECT_THAT(read_log(fmt::format("{0}{0}", line)),
                    ElementsAre("35=0|34=1|58=x|", "35=0|34=1|58=x|"))
            << "on one line";
        line.resize(line.size() - separator.size());
        EXPECT_THAT(read_log(fmt::format("{0}\n{0}", line)),
                    ElementsAre("35=0|34=1|58=x|", "35=0|34=1|58=x|"))
            << "without the last one";
    }
}

TEST(FixLog, WhatIsGarbledIsCountedAndNothingElseIsLost)
{
    std::string bad = framed("35=0|34=2|");
    bad[bad.size() - 3] ^= 1;
    for (const std::string separator : {"\x01", "|", "^A"}) {
        ReadLog log;
        const std::string text =
            framed("35=0|34=1|") + "\n" + bad + "\n8=FIX is a protocol\n" + framed("35=0|34=3|");
        EXPECT_THAT(read_log(replaced(text, separator), log),
                    ElementsAre("35=0|34=1|", "35=0|34=3|"));
        EXPECT_EQ(log.counters[Counter::fix_garbled], 1u);
        EXPECT_EQ(log.counters[Counter::fix_messages], 2u);
        EXPECT_EQ(log.ended.status, transport::ReadStatus::end);
    }
}

TEST(FixLog, AFileThatEndsInsideAMessageSaysSo)
{
    const std::string message = framed("35=0|34=1|");
    for (std::size_t size = 1; size < message.size(); ++size) {
        ReadLog log;
        EXPECT_THAT(read_log(message + message.substr(0, size), log), ElementsAre("35=0|34=1|"));
        // "8=FI" and less could be anything.
        EXPECT_EQ(log.ended.status, size < 10 ? log.ended.status : transport::ReadStatus::truncated)
            << size;
    }
}

TEST(FixLog, IsKnownByItsFront)
{
    const std::string message = framed("35=0|34=1|");
    for (const std::string separator : {"\x01", "|", "^A"})
        EXPECT_TRUE(fix::is_fix_log(as_bytes("log opened\n in: " + replaced(message, separator))));
    for (const char* other : {"", "8=FIX", "8=FIX is a protocol", "<?xml version=\"1.0\"?>"})
        EXPECT_FALSE(fix::is_fix_log(as_bytes(other))) << other;
}

struct PythonWalk {
    std::vector<std::array<std::string, 4>> entries;  // symbol, type, price, net change
    std::array<std::size_t, 3> counts{};
};

PythonWalk walk(const std::string& log)
{
    const std::string command =
        "python3 " GAPWIRE_SOURCE_DIR "/tests/fix/jse_walk.py '" + log + "'";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> out(popen(command.c_str(), "r"), pclose);
    PythonWalk walk;
    std::array<char, 256> line{};
    while (std::fgets(line.data(), line.size(), out.get()) != nullptr) {
        std::istringstream words(line.data());
        std::array<std::string, 4> entry;
        for (std::string& word : entry) words >> word;
        if (entry[3].empty())
            walk.counts = {std::stoul(entry[0]), std::stoul(entry[1]), std::stoul(entry[2])};
        else
            walk.entries.push_back(entry);
    }
    return walk;
}

/// As it was written: mantissa and exponent with the point put back.
std::string written(Decimal decimal)
{
    if (decimal.is_none()) return "-";
    std::string digits =
        std::to_string(decimal.mantissa < 0 ? -decimal.mantissa : decimal.mantissa);
    const auto fraction = static_cast<std::size_t>(-decimal.exponent);
    if (digits.size() <= fraction) digits.insert(0, fraction + 1 - digits.size(), '0');
    if (fraction > 0) digits.insert(digits.size() - fraction, 1, '.');
    return (decimal.mantissa < 0 ? "-" : "") + digits;
}

struct JseEntries {
    std::vector<std::array<std::string, 4>> entries;
    void on_message_begin(const QuoteMessage&) noexcept {}
    void on(const QuoteEntry& e) noexcept
    {
        entries.push_back({std::string(e.symbol), std::string(1, e.type), written(e.price),
                           written(e.net_change)});
    }
    void on_message_end(const QuoteMessage&) noexcept {}
    void on(const auto&) noexcept {}
};

TEST(FixLogOfTheJse, EveryDecimalIsKeptAsItIsWritten)
{
    const std::string path = shared_data() / "fix" / "jse-index-20111124.fixt11.log";
    GAPWIRE_NEEDS(path);
    const PythonWalk python = walk(path);
    ASSERT_EQ(python.counts, (std::array<std::size_t, 3>{13'888, 11'365, 14'375}));
    Counters counters;
    fix::LogReader reader(transport::Input::open(path), counters);
    fix::Decoder decoder;
    JseEntries ours;
    std::map<fix::DecodeStatus, int> statuses;
    for (fix::LoggedMessage logged; reader.next(logged);)
        ++statuses[decoder.decode(logged.message, ours)];
    EXPECT_EQ(reader.messages(), 13'888u);
    EXPECT_EQ(reader.ended().status, transport::ReadStatus::end);
    EXPECT_EQ(statuses, (std::map<fix::DecodeStatus, int>{{fix::DecodeStatus::market_data, 11'365},
                                                          {fix::DecodeStatus::session, 2'523}}));
    EXPECT_EQ(ours.entries.size(), 14'375u);
    EXPECT_TRUE(ours.entries == python.entries);
}

}  // namespace
}  // namespace gapwire::test
