// A real capture of MDP 3.0 through the whole line: both lines, one of them, and parts of both.
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <random>
#include <sstream>

#include "app/pipeline/mdp_router.hpp"
#include "tests/mdp3/captures.hpp"
#include "tests/mdp3/sbedecoder.hpp"
#include "tests/oracles/command.hpp"
#include "tests/shared_data.hpp"

namespace gapwire::test {
namespace {

using mdp3::test::CapturedPacket;

constexpr std::uint16_t port_a = 14'320;
constexpr std::uint16_t port_b = 15'320;

/// What packets of the capture lead to.
struct Played {
    /// `is_kept(number on its line, is line A)`.
    template <class Keep>
    Played(const std::vector<CapturedPacket>& packets, Keep is_kept)
    {
        std::map<std::uint16_t, std::size_t> number;
        std::int64_t time = 0;
        for (const CapturedPacket& packet : packets) {
            ++time;
            const std::uint16_t port = packet.destination.port;
            if (!is_kept(number[port]++, port == port_a)) continue;
            transport::Datagram datagram;
            datagram.captured = {time * 1'000};
            datagram.destination = packet.destination;
            datagram.payload = packet.bytes;
            used += router.offer(datagram) == pipeline::Outcome::used;
        }
        router.finish();
    }
    const pipeline::MdpStream& stream() const { return router.channels().at(0)->channel.stream; }
    std::string books() const
    {
        std::string text;
        for (std::uint32_t place = 0; place < stream().places(); ++place) {
            text += stream().symbol(place) + ' ' + std::string(to_text(stream().state(place)));
            for (const Side side : {Side::buy, Side::sell})
                for (std::size_t i = 0; i < stream().level_count(place, side); ++i) {
                    const Level level = stream().level(place, side, i);
                    text += ' ' + std::to_string(level.price.units) + 'x' +
                            std::to_string(level.quantity) + 'x' + std::to_string(level.orders);
                }
            text += '\n';
        }
        return text;
    }

    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{.instruments = &instruments, .counters = &counters};
    pipeline::MdpRouter router{context, {}};
    std::uint64_t used = 0;
};

class RealMdp3 : public testing::Test {
 protected:
    void SetUp() override
    {
        const auto file = shared_data() / "cme" / "mdp3-v8-fx-20160927-AB.pcapng";
        if (!std::filesystem::exists(file)) GTEST_SKIP() << file << " is not there";
        packets_ = mdp3::test::packets_of(file);
    }
    static bool all(std::size_t, bool) { return true; }

    std::vector<CapturedPacket> packets_;
};

TEST_F(RealMdp3, BothLinesAreOneChannelWithoutAHoleAndWithoutAContradiction)
{
    const Played played(packets_, all);
    EXPECT_EQ(played.used, 10'000u);
    ASSERT_EQ(played.router.channels().size(), 1u);
    const auto& channel = *played.router.channels()[0];
    ASSERT_EQ(channel.lines.size(), 2u);
    for (const pipeline::Line& line : channel.lines) {
        EXPECT_EQ(line.packets, 5'000u);
        EXPECT_EQ(line.lost, 0u);
    }
    std::map<std::size_t, std::uint64_t> counts;
    for (std::size_t id = 0; id < 256; ++id)
        if (const auto count = played.stream().messages_by_template()[id]; count > 0)
            counts[id] = count;
    const std::map<std::size_t, std::uint64_t> expected{{12, 6},   {30, 99}, {32, 4'898},
                                                        {35, 179}, {37, 57}, {42, 60}};
    EXPECT_EQ(counts, expected);
    EXPECT_EQ(played.stream().places(), 39u);
    for (const Counter counter :
         {Counter::losses, Counter::mdp_entries_missing, Counter::mdp_entries_known,
          Counter::level_refused, Counter::level_book_crossed, Counter::mdp_bad_entry,
          Counter::mdp_events_unclosed, Counter::line_disagreements, Counter::mdp_malformed})
        EXPECT_EQ(played.counters[counter], 0u) << text_of(counter).name;
    EXPECT_EQ(played.counters[Counter::messages_duplicate], 5'000u);
}

TEST_F(RealMdp3, EitherLineAloneLeadsToTheSameBooks)
{
    const Played both(packets_, all);
    const Played a(packets_, [](std::size_t, bool is_a) { return is_a; });
    const Played b(packets_, [](std::size_t, bool is_a) { return !is_a; });
    EXPECT_GT(both.books().size(), 5'000u);
    EXPECT_EQ(a.books(), both.books());
    EXPECT_EQ(b.books(), both.books());
}

TEST_F(RealMdp3, WhatIsOnOneLineIsNotMissed)
{
    const std::string whole = Played(packets_, all).books();
    for (std::uint32_t seed = 1; seed <= 20; ++seed) {
        std::mt19937 random(seed);
        std::vector<int> missing_on(5'000);  // 0: on none, 1: on A, 2: on B
        for (int& line : missing_on) {
            const auto dice = random() % 100;
            line = dice < 3 ? 1 : dice < 6 ? 2 : 0;
        }
        std::uint64_t removed = 0;
        const Played parts(packets_, [&](std::size_t number, bool is_a) {
            const bool is_kept = missing_on.at(number) != (is_a ? 1 : 2);
            removed += !is_kept;
            return is_kept;
        });
        EXPECT_GT(removed, 200u);
        EXPECT_EQ(parts.books(), whole) << seed;
        EXPECT_EQ(parts.counters[Counter::losses], 0u);
    }
}

TEST_F(RealMdp3, WhatIsMissingOnBothIsSeenByTheNumbersOfInstruments)
{
    const Played parts(packets_, [](std::size_t number, bool) { return number % 500 != 7; });
    EXPECT_EQ(parts.counters[Counter::messages_lost], 10u);
    EXPECT_GT(parts.counters[Counter::mdp_entries_missing], 0u);
    EXPECT_EQ(parts.counters[Counter::level_refused], 0u);
}

/// What `gapwire decode --json` says of the entries of line A, in the words of the other decoder.
std::vector<std::string> decoded_entries(const std::filesystem::path& capture)
{
    const auto text_in = [](const boost::json::object& entry, const char* key) -> std::string {
        const auto* const value = entry.if_contains(key);
        if (value == nullptr || value->is_null()) return "";
        return value->is_string() ? std::string(value->as_string())
                                  : boost::json::serialize(*value);
    };
    const std::string command =
        shell_word(GAPWIRE_PROGRAM) + " decode --json " + shell_word(capture) + " 2>/dev/null";
    std::istringstream lines(output_of(command));
    std::vector<std::string> entries;
    for (std::string line; std::getline(lines, line);) {
        const boost::json::object message = boost::json::parse(line).as_object();
        if (message.at("line").as_string() != "A" || !message.contains("NoMDEntries")) continue;
        for (const auto& value : message.at("NoMDEntries").as_array()) {
            const boost::json::object& entry = value.as_object();
            std::string text(message.at("type").as_string());
            for (const char* const key : {"SecurityID", "MDUpdateAction", "MDEntryType",
                                          "MDEntryPx", "MDEntrySize", "MDPriceLevel", "RptSeq"})
                text += ' ' + text_in(entry, key);
            entries.push_back(text);
        }
    }
    return entries;
}

std::vector<std::string> their_entries(const std::filesystem::path& text_file)
{
    std::istringstream lines(output_of("zstd -dc " + shell_word(text_file)));
    std::vector<std::string> entries;
    std::string type;
    for (std::string line; std::getline(lines, line);) {
        if (const std::size_t at = line.find("(tid:"); at != std::string::npos)
            type = line.substr(at + 5, line.find(')', at) - at - 5);
        if (!line.starts_with("::::") || line.find("security_id:") == std::string::npos) continue;
        const mdp3::test::Pairs pairs = mdp3::test::pairs_of(line.substr(4));
        if (pairs.count("rpt_seq") == 0) continue;
        std::string text = type;
        for (const char* const key :
             {"security_id", "md_update_action", "md_entry_type", "md_entry_px", "md_entry_size",
              "md_price_level", "rpt_seq"}) {
            const auto found = pairs.find(key);
            std::string value = found == pairs.end() ? "" : found->second;
            if (value == "None") value.clear();
            const bool is_price = std::string_view(key) == "md_entry_px" && !value.empty();
            text += ' ' + (is_price ? mdp3::test::price_of_double(value) : value);
        }
        entries.push_back(text);
    }
    return entries;
}

TEST_F(RealMdp3, DecodeSaysOfEveryEntryWhatAnotherDecoderSays)
{
    const auto folder = shared_data() / "cme";
    const auto ours = decoded_entries(folder / "mdp3-v8-fx-20160927-AB.pcapng");
    const auto theirs = their_entries(folder / "mdp3-v8-fx-20160927.sbedecoder.txt.zst");
    EXPECT_EQ(ours.size(), 6'195u);
    ASSERT_EQ(ours.size(), theirs.size());
    for (std::size_t i = 0; i < ours.size(); ++i) ASSERT_EQ(ours[i], theirs[i]) << i;
}

}  // namespace
}  // namespace gapwire::test
