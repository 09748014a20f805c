// The classes of days: what happens on them, drawn from a seed.
#pragma once

#include <span>
#include <string_view>

#include "tests/truth/day.hpp"

namespace gapwire::truth {

enum class Way : std::uint8_t {
    updates,  // updates handed to the rules
    wire,     // bytes of two lines, captured, played back: books, then rules
    live      // bytes of two lines, heard live, with requests for what is missing
};

struct DayClass {
    std::string_view name;
    Day (*make)(std::uint64_t seed);
    std::array<Way, 2> ways;  // may be the same one twice: then one
};

/// THE LIST of classes.
std::span<const DayClass> day_classes() noexcept;

/// A day of a class by its number: the same on every machine.
Day make_day(const DayClass& of, std::uint32_t number);

}  // namespace gapwire::truth
