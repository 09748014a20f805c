// The plain nouns of the market that every folder shares: prices, sizes, sides, times and ids.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

namespace gapwire {

using Bytes = std::span<const std::uint8_t>;

enum class Side : std::uint8_t { buy, sell };

constexpr Side opposite(Side side) noexcept
{
    return side == Side::buy ? Side::sell : Side::buy;
}
constexpr std::size_t index_of(Side side) noexcept
{
    return static_cast<std::size_t>(side);
}

/// A price in units of 1e-9. May be negative (spreads). A missing one is `Price::none()`, never 0.
struct Price {
    std::int64_t units = 0;

    static constexpr std::int64_t scale = 1'000'000'000;
    static constexpr Price none() noexcept { return {INT64_MIN}; }
    constexpr bool is_none() const noexcept { return units == INT64_MIN; }
    friend constexpr auto operator<=>(Price, Price) = default;
};

/// 128 bits for products of prices: no rule can overflow.
__extension__ using Wide = __int128;
constexpr Wide wide(std::int64_t value) noexcept
{
    return value;
}

/// Hundredths of a percent.
struct BasisPoints {
    std::int32_t value = 0;
    friend constexpr auto operator<=>(BasisPoints, BasisPoints) = default;
};

/// Nanoseconds since the Unix epoch, UTC. `Timestamp::none()` where a source has no time.
struct Timestamp {
    std::int64_t ns = 0;

    static constexpr Timestamp none() noexcept { return {INT64_MIN}; }
    constexpr bool is_none() const noexcept { return ns == INT64_MIN; }
    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;
};

/// Dense and process-wide: each feed maps its own ids (stock locate, security id) to it.
struct InstrumentId {
    std::uint32_t value = 0;

    static constexpr InstrumentId none() noexcept { return {UINT32_MAX}; }
    constexpr bool is_none() const noexcept { return value == UINT32_MAX; }
    friend constexpr auto operator<=>(InstrumentId, InstrumentId) = default;
};

/// A fixed-width, space-padded text field, kept as it came.
template <std::size_t N>
struct Text {
    std::array<char, N> raw{};

    /// The text without its padding (spaces or NULs on the right). Valid as long as this lives.
    constexpr std::string_view view() const noexcept
    {
        std::size_t size = N;
        while (size > 0 && (raw[size - 1] == ' ' || raw[size - 1] == '\0')) --size;
        return {raw.data(), size};
    }
    friend constexpr bool operator==(const Text&, const Text&) = default;
};

/// What an instrument is called: as long as the longest name of a feed (MDP 3.0: 20).
using Symbol = Text<20>;

/// `Symbol` of a shorter text, padded; longer text is cut.
constexpr Symbol symbol_of(std::string_view text) noexcept
{
    Symbol symbol;
    symbol.raw.fill(' ');
    for (std::size_t i = 0; i < text.size() && i < symbol.raw.size(); ++i) symbol.raw[i] = text[i];
    return symbol;
}

}  // namespace gapwire
