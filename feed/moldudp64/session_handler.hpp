// What a MoldUDP64 session is told at its beginning, and whom it tells what it finds.
#pragma once

#include <concepts>
#include <span>

#include "feed/moldudp64/line_compare.hpp"
#include "feed/moldudp64/requester.hpp"

namespace gapwire::moldudp64 {

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

}  // namespace gapwire::moldudp64
