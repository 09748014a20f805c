// A pcapng of a scenario taken apart by the feed handler's own decoders.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "feed/fix/framer.hpp"
#include "feed/mdp3/decoder.hpp"
#include "feed/moldudp64/wire.hpp"
#include "feed/transport/merge.hpp"
#include "feed/transport/open_capture.hpp"
#include "feed/transport/tcp_reassembly.hpp"
#include "sim/bytes.hpp"

namespace gapwire::sim::test {

/// The payloads of one destination, and when they were captured.
struct CapturedPayload {
    Timestamp captured;
    ByteVector bytes;
};

/// A FIX message, and the port of its server.
struct CapturedFix {
    std::uint16_t port = 0;
    std::string text;  // fields with '|'
};

struct Captured {
    std::uint64_t packets = 0;
    Timestamp first = Timestamp::none();
    Timestamp last = Timestamp::none();
    bool goes_back = false;
    std::map<std::string, std::vector<CapturedPayload>> datagrams{};  // by destination
    std::vector<CapturedFix> fix{};
    std::uint64_t fix_bytes_lost = 0;
    std::uint64_t fix_garbled = 0;
};

/// Puts the messages of both sides of connections together.
struct FixTaker {
    Captured& out;
    std::map<std::uint32_t, std::uint16_t> ports{};
    std::map<std::pair<std::uint32_t, transport::TcpSide>, fix::Framer> framers{};

    void on_opened(std::uint32_t slot, const transport::TcpConnection& connection) noexcept
    {
        ports[slot] = connection.server.port;
    }
    void on_bytes(std::uint32_t slot, transport::TcpSide side, Bytes bytes,
                  const transport::Segment&) noexcept
    {
        struct Taker {
            Captured& out;
            std::uint16_t port;
            void on_message(const fix::Message& message) noexcept
            {
                std::string text(message.bytes.begin(), message.bytes.end());
                std::ranges::replace(text, '\x01', '|');
                out.fix.push_back({port, std::move(text)});
            }
            void on_garbled(fix::ScanFault) noexcept { ++out.fix_garbled; }
        } taker{out, ports[slot]};
        framers[{slot, side}].on_bytes(bytes, taker);
    }
    void on_lost(std::uint32_t, transport::TcpSide, std::uint64_t count) noexcept
    {
        out.fix_bytes_lost += count;
    }
    void on_closed(std::uint32_t) noexcept {}
};

inline Captured taken_apart(const std::string& file)
{
    Captured out;
    Counters counters;
    std::vector<transport::CaptureReader> readers;
    readers.push_back(std::get<transport::CaptureReader>(transport::open_capture(file, counters)));
    transport::DatagramSource source(std::move(readers), counters);
    transport::TcpReassembly reassembly({}, counters);
    FixTaker taker{out};
    transport::Datagram datagram;
    transport::Segment segment;
    for (;;) {
        const transport::Given given = source.next(datagram, segment);
        if (given == transport::Given::end) break;
        const bool is_tcp = given == transport::Given::segment;
        const Timestamp captured = is_tcp ? segment.captured : datagram.captured;
        if (out.packets++ == 0) out.first = captured;
        out.goes_back |= captured < out.last;
        out.last = captured;
        if (is_tcp)
            reassembly.on_segment(segment, taker);
        else
            out.datagrams[transport::to_text(datagram.destination)].push_back(
                {captured, ByteVector(datagram.payload.begin(), datagram.payload.end())});
    }
    reassembly.finish(taker);
    return out;
}

/// The messages of MoldUDP64 packets, by their numbers.
inline void take_mold(const std::vector<CapturedPayload>& packets,
                      std::map<std::uint64_t, ByteVector>& messages)
{
    for (const CapturedPayload& packet : packets) {
        const auto& header = view_as<moldudp64::PacketHeader>(packet.bytes.data());
        if (header.message_count == moldudp64::end_of_session_count) continue;
        std::size_t at = sizeof(moldudp64::PacketHeader);
        for (std::uint64_t i = 0; i < header.message_count; ++i) {
            const std::size_t length = view_as<U16be>(packet.bytes.data() + at);
            const std::uint8_t* const begin = packet.bytes.data() + at + 2;
            messages[header.sequence_number + i] = ByteVector(begin, begin + length);
            at += 2 + length;
        }
        EXPECT_EQ(at, packet.bytes.size());
    }
}

}  // namespace gapwire::sim::test
