// The scenario of 2025-01-27: its futures, read back by the feed handler's decoder.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "core/decimal.hpp"
#include "sim/mdp3_book.hpp"
#include "tests/sim/monday.hpp"

namespace gapwire::sim {
namespace {

using test::monday_at;
using testing::ElementsAre;

const test::Monday& day()
{
    return test::monday(GAPWIRE_SOURCE_DIR);
}

const std::string cme_a = "224.0.31.9:14318";
const std::string cme_b = "224.0.32.9:15318";

std::string points(std::int64_t price)
{
    return decimal(price / Price::scale, 2);
}

/// What is told of the future NQ, and its book.
struct FuturesTaker {
    SecurityId security = 0;
    ContractDefinition definition{};
    std::vector<std::string> figures{};
    std::vector<std::int64_t> trades{};
    std::uint32_t entries_missing = 0;
    std::uint32_t last_entry = 0;
    MdpBook book{};
    LimitsEvent limits{};

    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    void on(const ContractDefinition& event) noexcept
    {
        if (event.symbol.view() != "NQH5") return;
        security = event.security;
        definition = event;
    }
    void on(const FuturesTrade& event) noexcept
    {
        if (take(event)) trades.push_back(event.price);
    }
    void on(const StatisticEvent& event) noexcept
    {
        if (take(event) && event.kind == StatisticKind::settlement)
            figures.push_back(fmt::format("settled {} final={} of {}", points(event.price),
                                          event.settlement.is_final(),
                                          to_text(date_of_day(event.date))));
        else if (event.security == security && event.kind == StatisticKind::open)
            figures.push_back("open " + points(event.price));
    }
    void on(const LimitsEvent& event) noexcept
    {
        if (take(event)) limits = event;
    }
    void on(const LevelEvent& event) noexcept
    {
        if (take(event) && entries_missing == 0) book.apply(event, 10);
    }
    void on(const auto&) noexcept {}

    bool take(const auto& event) noexcept
    {
        if (event.security != security) return false;
        if (event.sequence > last_entry + 1) entries_missing += event.sequence - last_entry - 1;
        last_entry = event.sequence;
        return true;
    }
};

void decode(Bytes packet, auto& handler)
{
    mdp3::Packet parsed;
    ASSERT_EQ(mdp3::parse_header(packet, parsed), mdp3::PacketStatus::ok);
    ASSERT_EQ(mdp3::check_messages(parsed.messages), mdp3::PacketStatus::ok);
    Counters counters;
    mdp3::decode_messages(parsed.messages, counters, handler);
}

/// Packets of both lines, by their numbers.
std::map<std::uint32_t, const test::CapturedPayload*> futures_packets()
{
    std::map<std::uint32_t, const test::CapturedPayload*> packets;
    for (const std::string& line : {cme_a, cme_b})
        for (const auto& packet : day().captured.datagrams.at(line))
            packets.try_emplace(view_as<mdp3::PacketHeader>(packet.bytes.data()).sequence, &packet);
    return packets;
}

FuturesTaker futures_taken()
{
    FuturesTaker taker;
    decode(day().captured.datagrams.at("224.0.31.51:14318").front().bytes, taker);
    for (const auto& [number, packet] : futures_packets()) decode(packet->bytes, taker);
    return taker;
}

TEST(MondayFutures, NqOpensHasItsLowAndSettlesWhereItDid)
{
    const FuturesTaker nq = futures_taken();
    EXPECT_EQ(points(nq.definition.reference), "21911.25");
    EXPECT_TRUE(nq.definition.reference_type.is_final());
    EXPECT_EQ(to_text(date_of_day(nq.definition.reference_date)), "2025-01-24");
    EXPECT_EQ(points(nq.limits.low), "20387.25");
    EXPECT_EQ(points(nq.definition.low_limit), "20387.25");
    EXPECT_THAT(nq.figures, ElementsAre("open 21771", "settled 21258.5 final=true of 2025-01-27"));
    ASSERT_GT(nq.trades.size(), 1'000u);
    EXPECT_EQ(points(nq.trades.front()), "21771");
    EXPECT_EQ(points(std::ranges::min(nq.trades)), "20763.75");
    EXPECT_EQ(points(std::ranges::max(nq.trades)), "21771");
}

TEST(MondayFutures, BothLinesOfTheFuturesLoseFiveSecondsBelowThreePercent)
{
    const auto packets = futures_packets();
    const std::uint32_t missing =
        packets.rbegin()->first - static_cast<std::uint32_t>(packets.size());
    EXPECT_GT(missing, 10u);
    std::uint32_t before = 0;
    for (const auto& [number, packet] : packets) {
        if (number != before + 1) {
            EXPECT_EQ(number - before - 1, missing) << "more than one hole";
            EXPECT_GE(packet->captured, monday_at(4, 35, 5));
            EXPECT_LT(packet->captured, monday_at(4, 35, 6));
        }
        before = number;
    }
    for (const std::string& line : {cme_a, cme_b})
        EXPECT_EQ(day().datagrams(line, monday_at(4, 35, 1), monday_at(4, 35, 5)), 0u);
    EXPECT_GT(futures_taken().entries_missing, 0u);
}

/// The book of a snapshot, the number of the last packet it holds, and its limits.
struct SnapshotTaker {
    SnapshotHeader header{};
    MdpBook book{};
    LimitsEvent limits{};

    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    void on(const SnapshotHeader& event) noexcept { header = event; }
    void on(const LevelEvent& event) noexcept
    {
        book.levels[index_of(event.side)][0].push_back(
            {{event.price}, event.quantity, event.orders});
    }
    void on(const LimitsEvent& event) noexcept { limits = event; }
    void on(const auto&) noexcept {}
};

TEST(MondayFutures, SnapshotsAreTheBooksOfTheirMomentAndHealTheHole)
{
    FuturesTaker nq;
    decode(day().captured.datagrams.at("224.0.31.51:14318").front().bytes, nq);
    const auto packets = futures_packets();
    auto next = packets.begin();
    std::size_t compared = 0;
    Timestamp healed = Timestamp::none();
    for (const auto& payload : day().captured.datagrams.at("224.0.31.30:14318")) {
        SnapshotTaker snapshot;
        decode(payload.bytes, snapshot);
        if (snapshot.header.security != nq.security) continue;
        for (; next != packets.end() && next->first <= snapshot.header.last_packet; ++next)
            decode(next->second->bytes, nq);
        if (nq.entries_missing > 0) {
            healed = payload.captured;
            nq.entries_missing = 0;
            nq.book.levels = snapshot.book.levels;
        }
        ASSERT_EQ(snapshot.book.levels, nq.book.levels) << rfc3339(payload.captured);
        EXPECT_EQ(snapshot.header.sequence, nq.last_entry);
        EXPECT_EQ(snapshot.limits.low, nq.limits.low);
        ++compared;
    }
    EXPECT_GT(compared, 2'000u);
    EXPECT_GE(healed, monday_at(4, 35, 5));
    EXPECT_LE(healed, monday_at(4, 35, 36));
}

}  // namespace
}  // namespace gapwire::sim
