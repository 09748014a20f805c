// FIX bytes, cut, flipped and joined: three-way results, resynchronisation, every way to split.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <random>

#include "feed/fix/scanner.hpp"
#include "feed/fix/split.hpp"
#include "tests/fix/messages.hpp"

namespace gapwire::test {
namespace {

using fix::ScanFault;
using fix::Scanned;
using fix::ScanStatus;

std::string example()
{
    return framed(
        "35=X|34=12|49=V|52=20250127-13:30:00.250|262=r1|268=2|279=0|269=0|278=a1|55=NQ|"
        "270=21300.25|271=10|273=13:30:00.2|279=2|278=c1|95=3|96=a|b|58=x|");
}

TEST(FixScanner, EveryTruncationIsIncomplete)
{
    const std::string message = example();
    for (std::size_t size = 0; size < message.size(); ++size)
        EXPECT_EQ(fix::scan(as_bytes(message.substr(0, size))), Scanned{}) << size;
    const Scanned whole = fix::scan(as_bytes(message + "8=F"));
    EXPECT_EQ(whole.status, ScanStatus::message);
    EXPECT_EQ(whole.size, message.size());
}

TEST(FixScanner, EveryFlippedBitIsRefusedOrSeenInTheLength)
{
    const std::string message = example();
    const std::string after = framed("35=0|34=13|");
    for (std::size_t at = 0; at < message.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string stream = message + after;
            stream[at] = static_cast<char>(stream[at] ^ (1 << bit));
            bool was_found = false;
            for (std::size_t from = 0; from < stream.size();) {
                const Scanned scanned = fix::scan(as_bytes(stream).subspan(from));
                if (scanned.status == ScanStatus::incomplete) break;
                ASSERT_GT(scanned.size, 0u);
                if (scanned.status == ScanStatus::message) {
                    // BeginString is not looked into, but it counts in the sum.
                    was_found = stream.substr(from, scanned.size) == after;
                    ASSERT_TRUE(was_found) << "byte " << at << " bit " << bit;
                }
                from += scanned.size;
            }
            ASSERT_TRUE(was_found) << "byte " << at << " bit " << bit << ": the next one was lost";
        }
    }
}

TEST(FixScanner, EachFaultIsTold)
{
    const auto fault = [](const std::string& text) {
        return fix::scan(as_bytes(with_soh(text))).fault;
    };
    EXPECT_EQ(fault("garbage"), ScanFault::no_begin);
    EXPECT_EQ(fault("8=FIX.4.4.4.4.4.4.4.4|9=5|"), ScanFault::bad_begin);
    EXPECT_EQ(fault("8=FIX.4.4|35=0|"), ScanFault::bad_length);
    EXPECT_EQ(fault("8=FIX.4.4|9=|"), ScanFault::bad_length);
    EXPECT_EQ(fault("8=FIX.4.4|9=-5|"), ScanFault::bad_length);
    EXPECT_EQ(fault("8=FIX.4.4|9=9999999999999999|"), ScanFault::bad_length);
    EXPECT_EQ(fault("8=FIX.4.4|9=99999999|"), ScanFault::too_long);
    EXPECT_EQ(fault("8=FIX.4.4|9=5|35=0|10=12|8=FI"), ScanFault::no_checksum);
    EXPECT_EQ(fault("8=FIX.4.4|9=4|35=0|10=123|"), ScanFault::no_checksum);
    EXPECT_EQ(fault("8=FIX.4.4|9=5|35=0|10=000|"), ScanFault::bad_checksum);
    EXPECT_EQ(fault("8=FIX.4.4|9=5|35=0|10=163|"), ScanFault::none);
    for (int i = 0; i <= static_cast<int>(ScanFault::bad_checksum); ++i)
        EXPECT_NE(fix::to_text(static_cast<ScanFault>(i)), "?");
}

TEST(FixScanner, ABadChecksumSkipsItsMessageAndNothingElse)
{
    std::string message = example();
    message[message.size() - 2] ^= 1;
    const Scanned scanned = fix::scan(as_bytes(message + example()));
    EXPECT_EQ(scanned.status, ScanStatus::invalid);
    EXPECT_EQ(scanned.size, message.size());
}

TEST(FixScanner, ALengthThatLiesDoesNotHoldBackTheNextMessage)
{
    std::string message = with_soh("8=FIX.4.4|9=90000|35=0|10=163|");
    const std::string stream = message + example();
    const Scanned scanned = fix::scan(as_bytes(stream));
    EXPECT_EQ(scanned.fault, ScanFault::bad_length);
    EXPECT_EQ(scanned.size, message.size());
    EXPECT_EQ(fix::scan(as_bytes(message)).status, ScanStatus::incomplete);
}

TEST(FixScanner, GarbageIsSkippedUpToWhatCouldBecomeAMessage)
{
    EXPECT_EQ(fix::scan(as_bytes("xxx8=FIX.4.4")).size, 3u);
    EXPECT_EQ(fix::scan(as_bytes("xxx8=F")).size, 3u);
    EXPECT_EQ(fix::scan(as_bytes("xxx8")).size, 3u);
    EXPECT_EQ(fix::scan(as_bytes("xxxx")).size, 4u);
    EXPECT_EQ(fix::scan(as_bytes("88=FIX")).size, 1u);
}

TEST(FixSplit, EveryWayFindsTheSamePlaces)
{
    std::mt19937_64 random(3);
    std::vector<std::uint32_t> plain(1'100 + fix::split_slack);
    std::vector<std::uint32_t> other(plain.size());
    for (int round = 0; round < 3'000; ++round) {
        std::string text(random() % 1'000, 'x');
        const auto every = 1 + random() % 20;
        for (char& c : text) c = random() % every == 0 ? '\x01' : static_cast<char>(random());
        const std::size_t count = fix::split_plain(as_bytes(text), plain.data());
        for (std::size_t way = 0; way < fix::split_ways(); ++way) {
            const auto found = fix::split_way(way).split(as_bytes(text), other.data());
            ASSERT_EQ(found, count) << fix::split_way(way).name;
            ASSERT_TRUE(
                std::equal(plain.begin(), plain.begin() + static_cast<long>(count), other.begin()))
                << fix::split_way(way).name;
        }
        const auto sum = static_cast<std::uint8_t>(
            std::accumulate(text.begin(), text.end(), 0u,
                            [](unsigned s, char c) { return s + static_cast<unsigned char>(c); }));
        ASSERT_EQ(fix::sum_of(as_bytes(text)), sum);
    }
}

TEST(FixDecoderProperty, MutatedBodiesWithARightChecksumAreDecodedOrRefused)
{
    std::mt19937_64 random(11);
    const std::vector<std::string> bodies{
        with_soh("35=X|34=12|52=20250127-13:30:00.250|262=r1|268=2|279=0|269=0|278=a1|55=NQ|"
                 "270=21300.25|271=10|273=13:30:00.2|279=2|278=c1|95=3|96=a|b|58=x|"),
        with_soh("35=W|55=NQ|268=2|269=0|270=1|271=2|269=1|270=2|271=2|"),
        with_soh("35=y|146=2|55=A|48=B|55=C|"), with_soh("35=Y|262=r|281=0|")};
    std::size_t decoded = 0;
    std::size_t refused = 0;
    for (int round = 0; round < 60'000; ++round) {
        std::string body = bodies[random() % bodies.size()];
        for (std::uint64_t n = 1 + random() % 3; n > 0 && !body.empty(); --n) {
            const std::size_t at = random() % body.size();
            switch (random() % 4) {
                case 0: body[at] = static_cast<char>(random()); break;
                case 1: body.erase(at, 1 + random() % 4); break;
                case 2: body.insert(at, 1, "\x01=0123456789"[random() % 12]); break;
                default: body.insert(at, body.substr(random() % body.size(), random() % 20)); break;
            }
        }
        const std::string message = sim::fix_framed("FIX.4.4", body);
        const auto lines = told_of(message);
        fix::Decoder fresh(1 << 12);
        ASSERT_EQ(lines, told_of(message, fresh)) << "it depends on the messages before";
        const bool is_event = !lines.empty() && (lines.back() == "end" || lines.size() > 1);
        ++(is_event ? decoded : refused);
    }
    EXPECT_GT(decoded, 5'000u);
    EXPECT_GT(refused, 5'000u);
}

/// Entries of a few shapes in any order: what is expected from the one before is often wrong.
TEST(FixDecoderProperty, EntriesOfChangingShapesAreReadAsByADecoderWithoutMemory)
{
    std::mt19937_64 random(5);
    const std::vector<std::string> shapes{
        "279=0|269=0|278=a|55=NQ|270=1|271=2|",     "279=2|278=b|",
        "279=1|269=1|278=c|55=ES|270=3|",           "279=1|269=1|278=c|55=ES|270=3|83=9|",
        "279=0|269=2|55=A|270=5|271=6|277=0|58=x|", "279=0|269=0|278=a|55=NQ|270=1|271=2|270=9|",
        "279=0|269=0|207=X|55=NQ|271=1.5|"};
    for (int round = 0; round < 20'000; ++round) {
        const std::uint64_t entries = random() % 9;
        const std::uint64_t kinds = 1 + random() % shapes.size();
        std::string body = fmt::format("35=X|34={}|268={}|", round, entries);
        for (std::uint64_t i = 0; i < entries; ++i) body += shapes[random() % kinds];
        fix::Decoder fresh(1 << 12);
        ASSERT_EQ(told_of(framed(body)), told_of(framed(body), fresh)) << body;
    }
}

}  // namespace
}  // namespace gapwire::test
