// The deterministic simulation: whole markets on a virtual clock, and every valid book true.
#include <gtest/gtest.h>

#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

#ifdef GAPWIRE_SANITIZED
constexpr auto seeds = "1..45";
#else
constexpr auto seeds = "1..500";
#endif

TEST(SimulateCheck, EveryValidBookIsTrueAndEverythingRecovers)
{
    const std::string out = output_of({"simulate", "check", "--seeds", seeds});
    EXPECT_NE(out.find(" seeds, 0 failed"), std::string::npos) << out;
    for (const auto* fault :
         {"packets lost", "packets lost on a dead line", "packets duplicated", "packets overtaken",
          "packets corrupted", "requests answered wrongly", "requests not answered",
          "snapshots refused", "snapshots with a fault", "snapshots spliced", "messages lost",
          "sessions changed", "joined late"})
        EXPECT_EQ(out.find("           0  " + std::string(fault) + "\n"), std::string::npos) << out;
}

TEST(SimulateCheck, TheSameSeedDoesTheSame)
{
    const std::vector<std::string> arguments{"simulate", "check", "--seeds", "3..13", "--verbose"};
    const std::string out = output_of(arguments);
    EXPECT_EQ(lines_of(out).size(), 11u + 1 + 17);
    EXPECT_EQ(output_of(arguments), out);
}

TEST(SimulateCheck, SeedsThatAreNoneAreRefused)
{
    for (const auto* text : {"", "x", "5..4", "1..", "..2", "1..2x", "-1"})
        EXPECT_EQ(run({"simulate", "check", "--seeds", text}).code, 2) << text;
}

}  // namespace
}  // namespace gapwire::app::test
