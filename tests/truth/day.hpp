// A generated day as plain data: what is really so, what a feed says of it, and what hides it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace gapwire::truth {

using Units = std::int64_t;  // 1e-4 dollars, or points
using Nanos = std::int64_t;  // since midnight in New York

inline constexpr Nanos second = 1'000'000'000;
inline constexpr Nanos minute = 60 * second;
inline constexpr Nanos hour = 60 * minute;
inline constexpr Nanos never = INT64_MAX;

enum class What : std::uint8_t { quote, trade, broken, halt, resume };

/// One thing that a feed says.
struct Event {
    Nanos time = 0;
    std::uint32_t name = 0;
    What what = What::quote;
    bool is_genuine = true;  // false: no market stood behind it
    bool is_hidden = false;  // a trade beside the book
    Units bid = 0;           // of a quote
    Units ask = 0;
    Units price = 0;             // of a trade, or of the one that is broken
    std::uint32_t quantity = 0;  // of a trade
    std::uint64_t match = 0;     // of a trade, or of the one that is broken
    std::string reason{};        // of a halt
};

/// Something that is watched. Two values: on the trading date, and on the next one.
struct Name {
    std::string symbol;
    std::array<Units, 2> reference{};
    bool is_withheld = false;  // the reference may not be compared with today
    std::string product{};     // of a future
    std::array<bool, 2> is_front{};
    std::array<Units, 2> low_limit{};  // 0: none is told
};

/// Lines that are not heard, from the first instant up to the second.
struct Outage {
    Nanos from = 0;
    Nanos until = 0;
    std::array<bool, 2> dead{};  // A, B
    bool is_total() const noexcept { return dead[0] && dead[1]; }
};

struct Bar {
    std::string date;
    Units close = 0;
};

struct Day {
    std::string date;  // "2025-01-27"
    std::string before;
    std::string after;
    std::vector<Name> names;
    std::vector<Event> events;  // in order of time
    std::vector<Bar> history;   // of the first name, up to `before`
    std::string actions;        // rows of a CSV of corporate actions
    std::vector<Outage> outages;
    bool has_requests = true;  // what is missing can be asked for
    Nanos open = 4 * hour;     // of trading hours, before and after regular ones included
    Nanos close = 20 * hour;
    Nanos next_date = never;  // from when the next trading date is on
    Nanos end = 20 * hour;    // of the run
};

/// Where a moment lies: 0 on the trading date, 1 on the next one.
inline std::size_t session_of(const Day& day, Nanos time) noexcept
{
    return time < day.next_date ? 0 : 1;
}

}  // namespace gapwire::truth
