// What a numbered session is told at its beginning, and whom it tells what it finds.
#pragma once

#include <concepts>
#include <span>

#include "core/counters.hpp"
#include "feed/arbitration/line_compare.hpp"
#include "feed/arbitration/requester.hpp"

namespace gapwire::arbitration {

/// How a protocol holds the messages of a packet, and what is counted of its packets.
template <class T>
concept Framing = requires(Bytes& blocks)
{
    {
        T::take(blocks)  // the first message of what is left, which then begins with the next
        } -> std::same_as<Bytes>;
    {
        T::packets
        } -> std::convertible_to<Counter>;
    T::heartbeats;
    T::ends_of_session;
    T::packets_too_far;
};

/// Receives what a session delivers, in this order of events; every call is noexcept.
template <class T>
concept SessionHandler = requires(T handler, std::uint64_t sequence, std::uint64_t count,
                                  std::span<const Bytes> messages, Timestamp received,
                                  LinePrefix delivered, Bytes other)
{
    handler.on_messages(sequence, messages, received);  // up to batch_max, consecutive
    handler.on_loss(sequence, count);                   // once a hole, before what follows it
    handler.on_joined(sequence);                        // the first message will be this one, not 1
    handler.on_hole(sequence);                          // missing, and asked for: nothing comes
    handler.on_hole_closed();                           // what comes is up to date again
    handler.on_disagreement(delivered, other);          // another line has other bytes
    handler.on_end_of_session(sequence);                // once; the next number never sent
};

struct SessionLimits {
    std::int64_t reorder_wait_max = 100'000'000;            // ns that a hole may stay open
    std::uint64_t reorder_messages_max = 1u << 16;          // farther ahead is not believed at once
    std::size_t reorder_packets_max = 1u << 14;             // 1 or more
    std::size_t reorder_bytes_max = std::size_t{16} << 20;  // one datagram or more
    RequestLimits requests{};                               // no servers: a hole is lost
};

}  // namespace gapwire::arbitration
