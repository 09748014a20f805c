// Whether redundant lines say the same: a fingerprint of each message delivered lately.
#pragma once

#include <algorithm>
#include <array>
#include <optional>

#include "core/bytes.hpp"
#include "core/region.hpp"

namespace gapwire::arbitration {

/// The first bytes of a message (ITCH: type and stock locate), zero-padded.
using LinePrefix = std::array<std::uint8_t, 4>;

/// Remembers the last `window` messages. Off until enabled: with one line there is nothing to
/// compare, and nothing is computed.
/// Memory: 16 bytes a message of the window, touched when used. Threads: one.
class LineCompare {
 public:
    static constexpr std::size_t window = 1u << 16;

    void enable(bool on) noexcept { enabled_ = on; }
    void forget() noexcept { std::fill_n(marks_.data(), window, Mark{}); }

    void remember(std::uint64_t sequence, Bytes message) noexcept
    {
        if (!enabled_) return;
        marks_[sequence % window] = {sequence, fingerprint(message), prefix(message)};
    }

    /// The prefix of the message delivered as `sequence` when that one had other bytes.
    std::optional<LinePrefix> differs(std::uint64_t sequence, Bytes message) const noexcept
    {
        if (!enabled_) return std::nullopt;
        const Mark& mark = marks_[sequence % window];
        if (mark.sequence != sequence || mark.fingerprint == fingerprint(message))
            return std::nullopt;
        return mark.prefix;
    }

 private:
    struct Mark {
        std::uint64_t sequence = 0;  // 0, which no message has: nothing remembered
        std::uint32_t fingerprint = 0;
        LinePrefix prefix{};
    };

    static LinePrefix prefix(Bytes message) noexcept
    {
        LinePrefix first{};
        for (std::size_t i = 0; i < first.size() && i < message.size(); ++i) first[i] = message[i];
        return first;
    }

    static std::uint32_t fingerprint(Bytes message) noexcept
    {
        std::uint64_t hash = message.size() * 0x9E37'79B9'7F4A'7C15u;
        const std::uint8_t* at = message.data();
        std::size_t left = message.size();
        for (; left >= 8; left -= 8, at += 8) hash = mix(hash ^ load<std::uint64_t>(at));
        std::uint64_t rest = 0;
        for (std::size_t i = 0; i < left; ++i) rest = rest << 8 | at[i];
        return static_cast<std::uint32_t>(mix(hash ^ rest) >> 32);
    }
    static std::uint64_t mix(std::uint64_t value) noexcept
    {
        value *= 0xBF58'476D'1CE4'E5B9u;
        return value ^ value >> 29;
    }

    LargeArray<Mark> marks_{window};
    bool enabled_ = false;
};

}  // namespace gapwire::arbitration
