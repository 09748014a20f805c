// The numbers of an overheard FIX session: duplicates, losses, resets, sessions that begin anew.
#include "feed/fix/numbering.hpp"

#include <gtest/gtest.h>

#include <ostream>

namespace gapwire::fix {

inline std::ostream& operator<<(std::ostream& out, const Numbering::Verdict& verdict)
{
    return out << (verdict.is_duplicate ? "duplicate " : "")
               << (verdict.is_restart ? "restart " : "") << "lost " << verdict.lost;
}

}  // namespace gapwire::fix

namespace gapwire::test {
namespace {

using fix::Numbering;
using Verdict = Numbering::Verdict;

TEST(FixNumbering, ConsecutiveNumbersAreDeliveredFromWhereverTheyBegin)
{
    Numbering numbering;
    for (const std::uint64_t number : {7u, 8u, 9u})
        EXPECT_EQ(numbering.on_message(number, false), Verdict{});
    EXPECT_EQ(numbering.next(), 10u);
    EXPECT_EQ(numbering.on_message(0, false), Verdict{}) << "it has no number";
    EXPECT_EQ(numbering.next(), 10u);
}

TEST(FixNumbering, AHoleIsALossAndWhatComesAgainIsDropped)
{
    Numbering numbering;
    EXPECT_EQ(numbering.on_message(1, false), Verdict{});
    EXPECT_EQ(numbering.on_message(5, false), (Verdict{.lost = 3}));
    EXPECT_EQ(numbering.on_message(2, true), (Verdict{.is_duplicate = true}));
    EXPECT_EQ(numbering.on_message(5, false), (Verdict{.is_duplicate = true}));
    EXPECT_EQ(numbering.on_message(6, false), Verdict{});
}

TEST(FixNumbering, ALowerNumberThatIsNoDuplicateBeginsAnew)
{
    Numbering numbering;
    EXPECT_EQ(numbering.on_message(100, false), Verdict{});
    EXPECT_EQ(numbering.on_message(1, false), (Verdict{.is_restart = true}));
    EXPECT_EQ(numbering.on_message(2, false), Verdict{});
}

TEST(FixNumbering, AGapFillSkipsMessagesThatWillNeverCome)
{
    Numbering numbering;
    EXPECT_EQ(numbering.on_message(1, false), Verdict{});
    EXPECT_EQ(numbering.on_reset(2, 10, true), 8u);
    EXPECT_EQ(numbering.next(), 10u);
    EXPECT_EQ(numbering.on_reset(3, 9, true), 0u) << "of what is over";
    EXPECT_EQ(numbering.next(), 10u);
    EXPECT_EQ(numbering.on_reset(11, 4, false), 0u) << "a reset may go back";
    EXPECT_EQ(numbering.on_message(4, false), Verdict{});
    numbering.forget();
    EXPECT_EQ(numbering.on_message(1, false), Verdict{});
}

}  // namespace
}  // namespace gapwire::test
