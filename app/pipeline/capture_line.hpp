// One of the redundant ways by which packets arrive, as captures saw it.
#pragma once

#include <algorithm>
#include <string>

#include "feed/transport/frame.hpp"

namespace gapwire::pipeline {

/// What a router makes of a datagram.
enum class Outcome : std::uint8_t {
    used,
    refused,   // one of its own, and counted by what is wrong with it
    stranger,  // none of its own, as far as can be seen; not counted
};

/// A destination as one capture saw it, and what was seen there.
struct Line {
    std::uint32_t capture = 0;
    transport::Endpoint destination;
    transport::VlanList vlans;
    std::uint64_t packets = 0;
    std::uint64_t messages = 0;
    std::uint64_t next = 0;  // the number that should come next on this line
    std::uint64_t lost = 0;  // numbers this line skipped
    Timestamp last = Timestamp::none();

    static Line of(const transport::Datagram& datagram)
    {
        return {.capture = datagram.capture,
                .destination = datagram.destination,
                .vlans = datagram.vlans};
    }
    /// "A" for the first line of its session that was seen, "B" for the second, ...
    static std::string letter(std::size_t index)
    {
        return std::string(1, static_cast<char>('A' + std::min<std::size_t>(index, 25)));
    }
    bool carries(const transport::Datagram& datagram) const noexcept
    {
        return capture == datagram.capture && destination == datagram.destination &&
               vlans == datagram.vlans;
    }
    /// A packet with the numbers [sequence, sequence + count).
    void note(std::uint64_t sequence, std::uint64_t count, Timestamp captured) noexcept
    {
        ++packets;
        messages += count;
        last = captured;
        if (sequence < next) return;
        if (next != 0) lost += sequence - next;
        next = sequence + count;
    }
};

}  // namespace gapwire::pipeline
