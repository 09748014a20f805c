// A small trading day and the captures that carry it, made with the encoders of sim.
#pragma once

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "core/time.hpp"
#include "sim/binary_file_writer.hpp"
#include "sim/frame_builder.hpp"
#include "sim/itch_encoder.hpp"
#include "sim/mold_packetizer.hpp"
#include "sim/pcapng_writer.hpp"

namespace gapwire::app::test {

namespace itch = sim::itch;
using Messages = std::vector<sim::ByteVector>;

inline constexpr Date monday{2025, 1, 27};

/// Nanoseconds since midnight.
constexpr std::uint64_t at(std::uint64_t hour, std::uint64_t minute, std::uint64_t second = 0)
{
    return ((hour * 60 + minute) * 60 + second) * 1'000'000'000;
}

/// One packet of one line, as a capturing machine saw it.
struct Sent {
    std::size_t line = 0;
    std::uint64_t time_ns = 0;  // of the day in New York
    sim::ByteVector payload{};
};

/// A pcapng of two interfaces, one for each line; VLAN 7 on the second.
inline sim::ByteVector pcapng_of(const std::vector<Sent>& packets, Date date = monday)
{
    constexpr std::array paths{
        sim::UdpPath{{0x0A000001}, 1025, {0xE9360C6F}, 26477, {}},
        sim::UdpPath{{0x0A000002}, 1025, {0xE931C46F}, 26477, 7},
    };
    sim::ByteVector bytes;
    sim::append_section_header(bytes, "Synthetic: a test");
    sim::append_interface(bytes, "lineA");
    sim::append_interface(bytes, "lineB");
    for (const Sent& packet : packets) {
        sim::ByteVector frame;
        sim::append_udp_frame(frame, paths.at(packet.line), 0, packet.payload);
        const auto time =
            wall_time(date, static_cast<std::int64_t>(packet.time_ns), "America/New_York");
        sim::append_packet(bytes, static_cast<std::uint32_t>(packet.line), time, frame);
    }
    return bytes;
}

/// The time that a message says it was sent at.
inline std::uint64_t time_of(const sim::ByteVector& message)
{
    return view_as<itch50::Header>(message.data()).timestamp;
}

/// Each message as a packet of its own on one line, numbered from `first`, 10 us after its time.
inline std::vector<Sent> sent_on(std::size_t line, const Messages& messages,
                                 std::uint64_t first = 1, std::string_view session = "TEST")
{
    sim::MoldPacketizer packets(session, first);
    std::vector<Sent> sent;
    for (const sim::ByteVector& message : messages) {
        packets.add(message);
        sent.push_back({line, time_of(message) + 10'000, packets.take()});
    }
    return sent;
}

inline sim::ByteVector capture_of(const Messages& messages)
{
    return pcapng_of(sent_on(0, messages));
}

inline sim::ByteVector binary_file_of(const Messages& messages)
{
    sim::ByteVector bytes;
    for (const sim::ByteVector& message : messages) sim::append_record(bytes, message);
    return bytes;
}

/// NVDA (locate 1) falls from 142.62 to 138.3414, -3 % to the last digit; CALM (2) stands at 80.52.
inline Messages falling_day()
{
    using namespace itch;
    return {
        encode(SystemEvent{.at = {0, at(3, 0)}, .event = 'O'}),
        encode(StockDirectory{.at = {1, at(3, 5)}, .stock = "NVDA"}),
        encode(StockDirectory{.at = {2, at(3, 5)}, .stock = "CALM"}),
        encode(StockTradingAction{.at = {1, at(3, 6)}, .stock = "NVDA", .state = 'T'}),
        encode(AddOrder{{1, at(9, 0)}, 10, 'S', 300, "NVDA", 1'426'000}),
        encode(AddOrder{{1, at(9, 0, 1)}, 11, 'B', 500, "NVDA", 1'383'414}),
        encode(AddOrderWithMpid{{1, at(9, 0, 2)}, 12, 'B', 40, "NVDA", 1'397'676, "GSCO"}),
        encode(AddOrder{{2, at(9, 0, 3)}, 13, 'S', 7, "CALM", 805'200}),
        encode(OrderExecuted{{1, at(9, 1)}, 10, 100, 1}),
        encode(OrderExecuted{{1, at(9, 2)}, 12, 40, 2}),
        encode(OrderCancel{{1, at(9, 2, 30)}, 10, 50}),
        encode(OrderExecuted{{1, at(9, 3)}, 11, 200, 3}),
        encode(OrderReplace{{1, at(9, 4)}, 10, 14, 150, 1'400'000}),
        encode(OrderDelete{{2, at(9, 5)}, 13}),
    };
}

}  // namespace gapwire::app::test
