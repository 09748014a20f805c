// One MDP 3.0 stream with all it needs: events in, what readers and rules are told out.
#pragma once

#include "app/pipeline/mdp_snapshots.hpp"
#include "app/pipeline/mdp_stream.hpp"
#include "sim/mdp3_encoder.hpp"
#include "tests/pipeline/line.hpp"

namespace gapwire::test {

inline constexpr SecurityId nq = 42;
inline constexpr std::int64_t unit = Price::scale;  // prices of the tests are whole
inline constexpr std::uint64_t noon_ns = 1'737'993'600'000'000'000;  // 2025-01-27 16:00 UTC
inline constexpr std::uint16_t friday = 20'112;                      // 2025-01-24
inline constexpr std::uint16_t monday = friday + 3;

inline LevelEvent level(Side side, std::uint8_t rank, std::int64_t price, std::uint64_t quantity,
                        std::uint32_t sequence, LevelAction action = LevelAction::insert)
{
    return {.price = price * unit,
            .quantity = quantity,
            .orders = 1,
            .sequence = sequence,
            .security = nq,
            .level = rank,
            .action = action,
            .side = side};
}
inline LevelEvent bid(std::uint8_t rank, std::int64_t price, std::uint64_t quantity,
                      std::uint32_t sequence, LevelAction action = LevelAction::insert)
{
    return level(Side::buy, rank, price, quantity, sequence, action);
}
inline LevelEvent ask(std::uint8_t rank, std::int64_t price, std::uint64_t quantity,
                      std::uint32_t sequence, LevelAction action = LevelAction::insert)
{
    return level(Side::sell, rank, price, quantity, sequence, action);
}
inline FuturesTrade trade_at(std::int64_t price, std::uint32_t sequence)
{
    return {.price = price * unit,
            .quantity = 3,
            .orders = 2,
            .sequence = sequence,
            .trade_id = sequence,
            .security = nq};
}
inline StatisticEvent settlement(std::int64_t price, std::uint16_t date, std::uint32_t sequence,
                                 std::uint8_t type = 0x03)
{
    return {.price = price * unit,
            .sequence = sequence,
            .security = nq,
            .date = date,
            .kind = StatisticKind::settlement,
            .settlement = {type}};
}
/// NQH5, which ends on 2025-03-21; points are a hundredth of prices.
inline ContractDefinition definition(std::string_view symbol = "NQH5", SecurityId security = nq,
                                     std::uint64_t last_trade_ns = 1'742'563'800'000'000'000)
{
    ContractDefinition contract{.security = security, .kind = ContractKind::future};
    contract.symbol = symbol_of(symbol);
    contract.group = Text<6>{{'N', 'Q'}};
    contract.asset = Text<6>{{'N', 'Q'}};
    contract.last_trade_ns = last_trade_ns;
    contract.tick = 25 * unit;
    contract.display_factor = unit / 100;
    contract.depth = 10;
    contract.reports_in_loop = 1;
    return contract;
}

/// Packets go in numbered one after the other, a second apart.
struct FuturesChannel : Surroundings {
    /// The next packet, to be filled.
    sim::MdpPacket packet() { return {++sequence, now()}; }
    std::uint64_t now() const { return noon_ns + std::uint64_t{sequence} * 1'000'000'000; }
    void take(const sim::MdpPacket& made)
    {
        mdp3::Packet parsed;
        ASSERT_EQ(mdp3::parse_packet(made.bytes(), parsed), mdp3::PacketStatus::ok);
        const Bytes bytes = made.bytes();
        stream.on_messages(parsed.sequence, {&bytes, 1},
                           Timestamp{static_cast<std::int64_t>(now())});
    }
    /// One message of levels that is an event.
    void say(std::initializer_list<LevelEvent> events)
    {
        take(packet().levels(now(), {events.begin(), events.size()}));
    }
    void say(const FuturesTrade& event) { take(packet().trade(now(), event)); }
    void say(const StatisticEvent& event) { take(packet().daily(now(), event)); }
    void say(const LimitsEvent& event) { take(packet().limits(now(), event)); }
    void say(const FuturesStatus& event) { take(packet().status(event)); }
    void define(const ContractDefinition& contract)
    {
        const sim::MdpPacket made = sim::MdpPacket(1, now()).definition(contract);
        stream.on_definitions(Bytes(made.bytes()).subspan(sizeof(mdp3::PacketHeader)));
    }
    void lose(std::uint32_t packets)
    {
        stream.on_loss(sequence + 1, packets);
        sequence += packets;
    }
    void snapshot(const SnapshotHeader& header, std::initializer_list<LevelEvent> levels)
    {
        const sim::MdpPacket made =
            sim::MdpPacket(1, now()).snapshot(header, {}, {levels.begin(), levels.size()}, {});
        mdp3::Packet parsed;
        ASSERT_EQ(mdp3::parse_packet(made.bytes(), parsed), mdp3::PacketStatus::ok);
        snapshots.on_packet(parsed);
    }

    std::string book(SecurityId security = nq)
    {
        const std::uint32_t place = stream.find_or_add(security);
        std::string text;
        for (const Side side : {Side::buy, Side::sell}) {
            text += side == Side::buy ? "bid" : " | ask";
            for (std::size_t rank = 0; rank < stream.level_count(place, side); ++rank) {
                const Level l = stream.level(place, side, rank);
                text += l.price.is_none() ? " ?"
                                          : ' ' + std::to_string(l.price.units / unit) + 'x' +
                                                std::to_string(l.quantity);
            }
        }
        return text;
    }
    std::string state(SecurityId security = nq)
    {
        return std::string(to_text(stream.state(stream.find_or_add(security))));
    }

    std::uint32_t sequence = 0;
    pipeline::MdpStream stream{context, 0, "test"};
    pipeline::MdpSnapshots snapshots{stream, counters};
};

}  // namespace gapwire::test
