// Daily history of Nasdaq-100 futures: known answers, with the rolls that are shipped.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "core/decimal.hpp"
#include "recorder.hpp"
#include "refusal.hpp"
#include "strategies/fall.hpp"
#include "strategies/history.hpp"
#include "tests/shared_data.hpp"

namespace gapwire::strategies {
namespace {

const std::filesystem::path rolls =
    std::filesystem::path(GAPWIRE_SOURCE_DIR) / "config" / "history" / "rolls.csv";

TEST(NasdaqFuturesRolls, ThoseThatAreShippedCanBeRead)
{
    DailyHistory history;
    EXPECT_EQ(refusal([&] { history.load_excluded_csv(rolls); }), "");
}

class NasdaqFutures : public testing::Test {
 protected:
    void SetUp() override
    {
        const auto file = test::shared_data() / "prices" / "daily.csv";
        GAPWIRE_NEEDS(file);
        history_.load_excluded_csv(rolls);
        history_.load_csv(file);
    }

    /// Of 2025-01-27: "since DATE -N bp, beyond PRICE since DATE -N bp".
    std::string at(std::string_view close) const
    {
        const auto said =
            history_.largest_since("NQ", {2025, 1, 27}, price("21911.25"), price(close));
        if (!said || !said->day) return said ? "since " + to_text(said->begins) : "nothing";
        return fmt::format("since {}, beyond {} since {}", brief(*said->day),
                           decimal(said->record.value_or(Price::none())),
                           said->older ? brief(*said->older) : to_text(said->begins));
    }
    static std::string brief(const DayChange& day)
    {
        return fmt::format("{} -{}", to_text(day.date),
                           fall_between(exact(day.from), exact(day.to)).value);
    }

    DailyHistory history_;
};

TEST_F(NasdaqFutures, FallsOfThreePercentAreThoseOfTheReference)
{
    std::string dates;
    const Falls falls = history_.falls("NQ", {2022, 9, 1}, {2025, 2, 14}, {300});
    for (const DayChange& day : falls.days) dates += brief(day) + '\n';
    EXPECT_EQ(dates,
              "2022-09-13 -552\n2022-10-07 -381\n2022-10-14 -306\n2022-11-02 -341\n"
              "2022-12-15 -343\n2024-07-24 -362\n2024-09-03 -314\n2024-12-18 -361\n");
    EXPECT_EQ(falls.left_out.size(), 20u);  // ten expiries
    EXPECT_EQ(to_text(falls.left_out.back().change.date), "2024-12-23");
    EXPECT_EQ(falls.left_out.back().reason,
              "roll; the close before is of the contract that expired: +3.84 % against +1.01 % of "
              "NDX");
}

TEST_F(NasdaqFutures, AFallThatComparesTwoContractsIsNone)
{
    const Falls falls = history_.falls("NQ", {2021, 9, 20}, {2021, 9, 20}, {300});
    EXPECT_EQ(falls.days, std::vector<DayChange>{});
    ASSERT_EQ(falls.left_out.size(), 1u);
    EXPECT_EQ(brief(falls.left_out.front().change), "2021-09-20 -308");
}

TEST_F(NasdaqFutures, TheMondayOfDeepSeekRanksAsItDid)
{
    EXPECT_EQ(at("21258.50"),
              "since 2024-12-18 -361, beyond 21118.992309133 since 2024-07-24 -362");
    EXPECT_EQ(at("21118.992309134"), at("21258.50"));
    EXPECT_EQ(at("21118.992309133"),
              "since 2024-07-24 -362, beyond 21117.551395859 since 2022-10-07 -381");
    EXPECT_EQ(at("21117"), "since 2022-10-07 -381, beyond 21075.46445513 since 2022-09-13 -552");
    EXPECT_EQ(at("21075.464455131"), at("21117"));
    EXPECT_EQ(at("21075.46445513"),
              "since 2022-09-13 -552, beyond 20700.096982124 since 2021-06-28");
    EXPECT_EQ(at("20763.75"), at("21075.46445513"));
    EXPECT_EQ(at("20690"), "since 2021-06-28");
}

}  // namespace
}  // namespace gapwire::strategies
