// TCP bytes in any pieces to SoupBinTCP packets.
#pragma once

#include <algorithm>
#include <vector>

#include "core/assert.hpp"
#include "feed/soupbintcp/wire.hpp"

namespace gapwire::soupbintcp {

struct Packet {
    char type = 0;
    Bytes payload;
};

/// Cuts a stream of bytes into packets.
///
/// Input    pieces of any size: give(piece), next() until it gives no packet, keep_rest().
/// Output   packets in order. One that is whole in its piece is a view of the piece; one that was
///          cut is put together in the framer's buffer. Both live until keep_rest().
/// Memory   one packet of the largest size, taken at construction.
/// Errors   a length of 0 is bad_length, which stays until reset(): nothing behind it can be
///          trusted.
/// Threads  one.
class Framer {
 public:
    enum class Status : std::uint8_t { packet, need_more, bad_length };

    /// The next bytes of the stream. REQUIRES: those before were used up, and keep_rest() called.
    void give(Bytes piece) noexcept
    {
        GAPWIRE_ASSERT(rest_.empty());
        rest_ = piece;
    }

    Status next(Packet& packet) noexcept
    {
        if (held_ > 0) return complete(packet);
        if (rest_.size() < length_size) return Status::need_more;
        const std::size_t size = packet_size(rest_.data());
        if (size == length_size) return Status::bad_length;
        if (rest_.size() < size) return Status::need_more;
        packet = packet_of(rest_.first(size));
        rest_ = rest_.subspan(size);
        return Status::packet;
    }

    /// Copies the beginning of a packet that the next piece will complete.
    /// REQUIRES: next() gave need_more.
    void keep_rest() noexcept
    {
        take(packet_bytes_max);
        GAPWIRE_ASSERT(rest_.empty());
    }

    /// Forgets everything: another connection.
    void reset() noexcept
    {
        held_ = 0;
        rest_ = {};
    }

    /// Bytes that were given and are no packet yet.
    std::size_t pending() const noexcept { return held_ + rest_.size(); }

 private:
    static constexpr std::size_t length_size = sizeof(U16be);

    static std::size_t packet_size(const std::uint8_t* packet) noexcept
    {
        return length_size + view_as<U16be>(packet).value();
    }
    static Packet packet_of(Bytes whole) noexcept
    {
        return {view_as<PacketHeader>(whole.data()).type, whole.subspan(sizeof(PacketHeader))};
    }

    /// The packet that began in an earlier piece.
    Status complete(Packet& packet) noexcept
    {
        take(length_size);
        if (held_ < length_size) return Status::need_more;
        const std::size_t size = packet_size(buffer_.data());
        if (size == length_size) return Status::bad_length;
        take(size);
        if (held_ < size) return Status::need_more;
        packet = packet_of({buffer_.data(), size});
        held_ = 0;
        return Status::packet;
    }

    /// Fills the buffer up to `size` bytes, as far as the piece goes.
    void take(std::size_t size) noexcept
    {
        const std::size_t count = std::min(size - std::min(size, held_), rest_.size());
        std::copy_n(rest_.begin(), count, buffer_.data() + held_);
        held_ += count;
        rest_ = rest_.subspan(count);
    }

    std::vector<std::uint8_t> buffer_ = std::vector<std::uint8_t>(packet_bytes_max);
    std::size_t held_ = 0;  // bytes in the buffer of a packet that is not complete
    Bytes rest_;            // of the piece
};

}  // namespace gapwire::soupbintcp
