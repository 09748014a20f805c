// Generated days of every class: nothing that is true is missed, nothing false is paged.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "tests/truth/desk.hpp"
#include "tests/truth/tally.hpp"

namespace gapwire::truth {
namespace {

/// How many days of each class, and from which on: GAPWIRE_TRUTH_DAYS=100, or 100@37.
struct Extent {
    std::uint32_t first = 0;
    std::uint32_t days = 4;
};

Extent extent()
{
    Extent extent;
    if (const char* const text = std::getenv("GAPWIRE_TRUTH_DAYS")) {
        const bool is_read = std::sscanf(text, "%u@%u", &extent.days, &extent.first) >= 1;
        if (!is_read || extent.days == 0)
            throw std::invalid_argument("GAPWIRE_TRUTH_DAYS: want a number of days above 0");
    }
    return extent;
}

constexpr std::string_view to_text(Way way) noexcept
{
    constexpr std::string_view names[] = {"updates", "wire", "live"};
    return names[static_cast<std::size_t>(way)];
}

void print(std::string_view name, Way way, const Tally& tally)
{
    fmt::print("| {} | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} of {} | {} |\n", name,
               to_text(way), tally.days, tally.must_page, tally.pages, tally.missed,
               tally.false_pages, tally.must_tell, tally.told_untrue, tally.in_doubt, tally.lost,
               tally.must_lose, tally.withheld);
    std::fflush(stdout);
}

class Truthful : public testing::TestWithParam<std::size_t> {};

TEST_P(Truthful, NoneMissedAndNoneFalse)
{
    const DayClass& of = day_classes()[GetParam()];
    const auto [first, days] = extent();
    for (std::size_t i = 0; i < of.ways.size(); ++i) {
        if (i > 0 && of.ways[i] == of.ways[0]) continue;
        Tally tally;
        for (std::uint32_t number = first; number < first + days; ++number) {
            const Day day = make_day(of, number);
            Tally one = compare(day, judge(day), run(day, of.ways[i]));
            for (std::string& fault : one.faults) fault = fmt::format("{}: {}", number, fault);
            tally += one;
        }
        print(of.name, of.ways[i], tally);
        std::string said;
        for (std::size_t k = 0; k < tally.faults.size() && k < 60; ++k)
            said += "\n  " + tally.faults[k];
        const bool is_enough = days >= 4 && of.name != "calm";
        EXPECT_TRUE(!is_enough || tally.must_page > 0) << "nothing happened";
        EXPECT_EQ(tally.missed, 0u) << of.name << ' ' << to_text(of.ways[i]) << said;
        EXPECT_EQ(tally.false_pages, 0u) << of.name << ' ' << to_text(of.ways[i]) << said;
        EXPECT_EQ(tally.lost, tally.must_lose) << of.name << said;
    }
}

INSTANTIATE_TEST_SUITE_P(EveryClass, Truthful, testing::Range(std::size_t{0}, std::size_t{8}),
                         [](const auto& place) {
                             return std::string(day_classes()[place.param].name);
                         });

}  // namespace
}  // namespace gapwire::truth
