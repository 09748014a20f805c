// Reader of Nasdaq BinaryFILE: a day of messages, each behind its length, and nothing else.
#pragma once

#include <span>

#include "core/counters.hpp"
#include "feed/transport/packet.hpp"

namespace gapwire::transport {

/// How many bytes is_binary_file() likes to see.
inline constexpr std::size_t binary_file_front_size = 512;

/// Whether a file that begins so looks like a BinaryFILE of ITCH 5.0: the first message is of a
/// known type and as long as that type, and the next few have the shape of messages.
bool is_binary_file(Bytes front) noexcept;

/// Input    u16 big-endian length and that many bytes, again and again. Length 0 or a short rest
///          is a file that was cut off (some writers put the 0 there themselves).
/// Output   next_batch() fills `messages` from the front, fewer where the next is not in memory
/// yet;
///          0 at the end, and ended() says how it came. A message's number is its place, from 1.
/// Lifetime messages live as long as the reader where is_stable(), else until the next call.
/// Threads  one.
class BinaryFile {
 public:
    BinaryFile(Input input, Counters& counters) : input_(std::move(input)), counters_(&counters) {}

    /// REQUIRES: messages not empty.
    std::size_t next_batch(std::span<Bytes> messages);

    const ReadEnd& ended() const noexcept { return ended_; }
    bool is_stable() const noexcept { return input_.is_stable(); }
    const std::string& name() const noexcept { return input_.name(); }

 private:
    std::size_t walk(std::span<Bytes> messages) noexcept;
    bool has_whole_message();

    Input input_;
    Counters* counters_;
    ReadEnd ended_;
};

}  // namespace gapwire::transport
