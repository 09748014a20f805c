// Settlements: grades, dates, and which one is the reference of a trade date.
#include "book/settlements.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gapwire::test {
namespace {

using book::Settlement;
using book::SettlementGrade;
using book::Settlements;

constexpr SettlementType final_actual{0x03};
constexpr SettlementType final_rounded{0x07};
constexpr SettlementType preliminary{0x02};
constexpr SettlementType theoretical_final{0x01};
constexpr SettlementType intraday{0x0B};  // with the bits of a final one

Settlement at(std::uint16_t date, std::int64_t price, SettlementType type = final_actual)
{
    return {{price}, date, type};
}
/// "100 of 20"; "none".
std::string text(const std::optional<Settlement>& settlement)
{
    return settlement
               ? std::to_string(settlement->price.units) + " of " + std::to_string(settlement->date)
               : "none";
}

TEST(Settlements, GradesFollowTheTypesBits)
{
    const auto grade = [](int bits) {
        return book::grade_of(SettlementType{static_cast<std::uint8_t>(bits)});
    };
    for (const int bits : {0x03, 0x07}) EXPECT_EQ(grade(bits), SettlementGrade::final);
    for (const int bits : {0x02, 0x06}) EXPECT_EQ(grade(bits), SettlementGrade::preliminary);
    for (const int bits : {0x00, 0x01, 0x04, 0x05, 0x08, 0x0A, 0x0B, 0x0F, 0x80, 0x83})
        EXPECT_EQ(grade(bits), SettlementGrade::other) << bits;
}

TEST(Settlements, OneIsNoReferenceOfItsOwnDate)
{
    Settlements settlements;
    EXPECT_TRUE(settlements.take(at(20, 100)));
    EXPECT_EQ(text(settlements.reference_for(19)), "none");
    EXPECT_EQ(text(settlements.reference_for(20)), "none");
    EXPECT_EQ(text(settlements.reference_for(21)), "100 of 20");
    EXPECT_EQ(text(settlements.reference_for(24)), "100 of 20") << "over a weekend";
    EXPECT_EQ(text(settlements.reference_for(date_none)), "none");
}

TEST(Settlements, TheOneBeforeStaysUntilTheDateHasPassed)
{
    Settlements settlements;
    EXPECT_TRUE(settlements.take(at(19, 99)));
    EXPECT_TRUE(settlements.take(at(20, 100)));
    EXPECT_EQ(text(settlements.reference_for(20)), "99 of 19");
    EXPECT_EQ(text(settlements.reference_for(21)), "100 of 20");
}

TEST(Settlements, PreliminaryThenFinal)
{
    Settlements settlements;
    EXPECT_TRUE(settlements.take(at(19, 99)));
    EXPECT_TRUE(settlements.take(at(20, 100, preliminary)));
    EXPECT_EQ(text(settlements.reference_for(21)), "99 of 19");
    EXPECT_EQ(text(settlements.preliminary_for(21)), "100 of 20");
    EXPECT_EQ(text(settlements.preliminary_for(20)), "none");
    EXPECT_EQ(settlements.preliminary_for(21)->grade(), SettlementGrade::preliminary);

    EXPECT_TRUE(settlements.take(at(20, 101)));
    EXPECT_EQ(text(settlements.reference_for(21)), "101 of 20");
    EXPECT_EQ(settlements.reference_for(21)->grade(), SettlementGrade::final);
    EXPECT_EQ(text(settlements.preliminary_for(21)), "100 of 20");
}

TEST(Settlements, APreliminaryAfterTheFinalReplacesNothing)
{
    Settlements settlements;
    EXPECT_TRUE(settlements.take(at(20, 101)));
    EXPECT_TRUE(settlements.take(at(20, 100, preliminary)));
    EXPECT_EQ(text(settlements.reference_for(21)), "101 of 20");
}

TEST(Settlements, TheoreticalAndIntradayOnesAreNeverAReference)
{
    Settlements settlements;
    EXPECT_TRUE(settlements.take(at(20, 100, theoretical_final)));
    EXPECT_TRUE(settlements.take(at(20, 101, intraday)));
    EXPECT_TRUE(settlements.take(at(20, 102, SettlementType{})));
    EXPECT_EQ(text(settlements.reference_for(21)), "none");
    EXPECT_EQ(text(settlements.preliminary_for(21)), "none");
    EXPECT_EQ(text(settlements.find(20, SettlementGrade::other)), "102 of 20");
}

TEST(Settlements, OneOfTheSameDateAndGradeIsReplacedUnlessItMayNotBe)
{
    Settlements settlements;
    EXPECT_TRUE(settlements.take(at(20, 100)));
    EXPECT_TRUE(settlements.take(at(20, 101), false));
    EXPECT_EQ(text(settlements.reference_for(21)), "100 of 20");
    EXPECT_TRUE(settlements.take(at(20, 102, final_rounded)));
    EXPECT_EQ(text(settlements.reference_for(21)), "102 of 20");
    EXPECT_TRUE(settlements.take(at(21, 103), false));
    EXPECT_EQ(text(settlements.reference_for(22)), "103 of 21");
}

TEST(Settlements, OneTakenBackIsGone)
{
    Settlements settlements;
    EXPECT_TRUE(settlements.take(at(19, 99)));
    EXPECT_TRUE(settlements.take(at(20, 100)));
    EXPECT_FALSE(settlements.take_back(20, preliminary));
    EXPECT_TRUE(settlements.take_back(20, final_actual));
    EXPECT_FALSE(settlements.take_back(20, final_actual));
    EXPECT_FALSE(settlements.take_back(21, final_actual));
    EXPECT_FALSE(settlements.take_back(date_none, final_actual));
    EXPECT_EQ(text(settlements.reference_for(21)), "99 of 19");
}

TEST(Settlements, WithoutAPriceOrADateOneIsNotTaken)
{
    Settlements settlements;
    EXPECT_FALSE(settlements.take(at(date_none, 100)));
    EXPECT_FALSE(settlements.take(at(20, Price::none().units)));
    EXPECT_EQ(text(settlements.reference_for(21)), "none");
    EXPECT_EQ(text(settlements.find(date_none, SettlementGrade::final)), "none");
}

TEST(Settlements, TheOldestDateMakesRoom)
{
    Settlements settlements;
    for (const std::uint16_t date : {22, 20, 23, 21}) EXPECT_TRUE(settlements.take(at(date, date)));
    EXPECT_FALSE(settlements.take(at(19, 19))) << "older than all";
    EXPECT_TRUE(settlements.take(at(24, 24)));
    EXPECT_EQ(text(settlements.reference_for(21)), "none");
    EXPECT_EQ(text(settlements.reference_for(22)), "21 of 21");
    EXPECT_EQ(text(settlements.reference_for(99)), "24 of 24");
}

}  // namespace
}  // namespace gapwire::test
