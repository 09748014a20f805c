// The packets of a capture of MDP 3.0 in memory.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <vector>

#include "feed/transport/frame.hpp"
#include "feed/transport/merge.hpp"
#include "feed/transport/open_capture.hpp"

namespace gapwire::mdp3::test {

struct CapturedPacket {
    transport::Endpoint destination;
    bool is_tcp = false;
    std::vector<std::uint8_t> bytes;
};

/// Every datagram, and every TCP segment that has a payload.
inline std::vector<CapturedPacket> packets_of(const std::filesystem::path& file)
{
    Counters counters;
    std::vector<transport::CaptureReader> readers;
    auto capture = transport::open_capture(file.string(), counters);
    readers.push_back(std::move(std::get<transport::CaptureReader>(capture)));
    transport::DatagramSource source(std::move(readers), counters);
    std::vector<CapturedPacket> packets;
    transport::Datagram datagram;
    transport::Segment segment;
    for (;;) {
        const transport::Given given = source.next(datagram, segment);
        if (given == transport::Given::end) return packets;
        const bool is_tcp = given == transport::Given::segment;
        const Bytes payload = is_tcp ? segment.payload : datagram.payload;
        if (payload.empty()) continue;
        packets.push_back({is_tcp ? segment.destination : datagram.destination,
                           is_tcp,
                           {payload.begin(), payload.end()}});
    }
}

}  // namespace gapwire::mdp3::test
