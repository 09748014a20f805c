// What a day's rules must say and may say, found from the whole day by plain arithmetic.
#pragma once

#include <compare>
#include <map>

#include "tests/truth/day.hpp"

namespace gapwire::truth {

/// Something that can be told once a trading date.
struct Claim {
    std::string rule;
    std::string symbol;
    std::size_t session = 0;
    int rung = 0;  // basis points; of halts the number, of blindness the cause
    friend auto operator<=>(const Claim&, const Claim&) = default;
};

/// When a claim is true.
struct Truth {
    std::vector<Nanos> touches{};  // a genuine price was there: it may be told, and paged
    Nanos sure = never;  // more than one price was, on a whole book: it must be paged from then
    Nanos seen = never;  // a trade was, and could be heard: it must be told from then
};
using Truths = std::map<Claim, Truth>;

/// A moment in the life of a name. Prices are doubled, so that a mid is exact; 0: there is none.
struct Look {
    Nanos time = 0;
    std::uint32_t name = 0;
    Units low = 0;  // genuine prices lay from here
    Units high = 0;
    Units sure_low = 0;  // two prices were there
    Units sure_high = 0;
    Units mid = 0;         // of a quote that can be relied on
    Units print = 0;       // of a trade
    bool is_whole = true;  // nothing is missing, both lines are heard
};

/// Every moment at which something genuine was said that could be heard, in order.
std::vector<Look> looks_of(const Day& day);

/// The rules judged, as desk.cpp configures them.
inline constexpr int ladder[] = {200, 300, 400, 500, 700, 800, 1000};
inline constexpr int velocity_move = 200;
inline constexpr Nanos velocity_window = 10 * minute;
inline constexpr int basket_move = 300;
inline constexpr int basket_back = 75;
inline constexpr std::size_t basket_least = 3;
inline constexpr int record_move = 200;
inline constexpr int record_age = 30;
inline constexpr int limit_ladder[] = {5'000, 7'500, 9'000};

Truths judge(const Day& day);

// Parts of it.
void judge_basket(const Day& day, const std::vector<Look>& looks, Truths& truths);
void judge_stops(const Day& day, Truths& truths);  // halts and blindness

/// Since when a fall to `price` would be the largest: the date, "" when no change of the history
/// was as large; nothing where it is not worth a word. `price` is doubled.
struct Since {
    bool is_any = false;
    std::string date{};
};
Since largest_since(const Day& day, Units price);

/// Days between two dates.
int days_between(const std::string& from, const std::string& to);

}  // namespace gapwire::truth
