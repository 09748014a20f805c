// Days of order flow: valid, in their proportions, repeatable.
#include "sim/day.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "tests/sim/files.hpp"
#include "tests/sim/naive_books.hpp"

namespace gapwire::sim {
namespace {

using test::temporary;
using test::text_of;

constexpr DayPlan small{.messages = 200'000, .symbols = 50, .resting = 5'000, .seed = 3};

TEST(Day, BooksRebuiltFromTheFileAreTheTruth)
{
    for (const std::uint32_t streams : {1u, 4u}) {
        DayPlan plan = small;
        plan.reference_streams = streams;
        const DayReport report = write_day(plan, temporary("day.itch"), temporary("truth.csv"));
        test::NaiveBooks books;
        test::for_each_record(text_of(temporary("day.itch")),
                              [&](Bytes message) { books.apply(message); });
        EXPECT_EQ(books.csv(), text_of(temporary("truth.csv")));
        EXPECT_EQ(books.live_orders(), report.live_orders);
        EXPECT_GE(report.live_orders_max, 5'000u);
        EXPECT_EQ(report.messages, 200'003u);
    }
}

TEST(Day, TheMixIsThatOfABusyDay)
{
    const DayPlan plan{.messages = 2'000'000, .symbols = 800, .resting = 150'000};
    write_day(plan, temporary("day.itch"));
    std::map<char, double> share;
    test::for_each_record(text_of(temporary("day.itch")), [&](Bytes message) {
        share[static_cast<char>(message[0])] += 100.0 / 2'000'003;
    });
    EXPECT_NEAR(share['A'], 47, 2);
    EXPECT_NEAR(share['D'], 40, 2);
    EXPECT_NEAR(share['U'], 8, 1);
    EXPECT_NEAR(share['E'], 1.9, 0.3);
    EXPECT_NEAR(share['X'], 1.1, 0.3);
    EXPECT_NEAR(share['P'], 0.4, 0.1);
    EXPECT_NEAR(share['I'], 0.9, 0.2);
}

TEST(Day, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers)
{
    write_day(small, temporary("first.itch"));
    write_day(small, temporary("second.itch"));
    const std::string first = text_of(temporary("first.itch"));
    EXPECT_TRUE(first == text_of(temporary("second.itch")));
    DayPlan other = small;
    other.seed += 1;
    write_day(other, temporary("third.itch"));
    EXPECT_FALSE(first == text_of(temporary("third.itch")));
}

TEST(Day, TheSmallestDayIsItsRestingOrders)
{
    DayPlan plan{.messages = 0, .symbols = 1, .resting = 10};
    plan.messages = day_messages_min(plan);
    EXPECT_EQ(plan.messages, 17u);
    const DayReport report = write_day(plan, temporary("day.itch"));
    EXPECT_EQ(report.messages, 20u);
    EXPECT_EQ(report.live_orders, 10u);
}

TEST(Day, AnyNumberOfRestingOrdersWillDo)
{
    for (const std::uint32_t resting : {0u, 1u, 2u}) {
        const DayPlan plan{.messages = 500, .symbols = 2, .resting = resting};
        write_day(plan, temporary("day.itch"), temporary("truth.csv"));
        test::NaiveBooks books;
        test::for_each_record(text_of(temporary("day.itch")),
                              [&](Bytes message) { books.apply(message); });
        EXPECT_EQ(books.csv(), text_of(temporary("truth.csv"))) << resting;
    }
}

TEST(Day, AFullDiskIsAnIoFault)
{
    if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "needs /dev/full";
    try {
        write_day(small, "/dev/full");
        FAIL() << "was written";
    } catch (const OperatorError& error) {
        EXPECT_STREQ(error.what(), "/dev/full: No space left on device");
        EXPECT_EQ(error.code(), ExitCode::io);
    }
}

}  // namespace
}  // namespace gapwire::sim
