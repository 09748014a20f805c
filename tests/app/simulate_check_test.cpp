// The deterministic simulation: whole markets on a virtual clock, and every valid book true.
#include <gtest/gtest.h>

#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

#ifdef GAPWIRE_SANITIZED
constexpr auto seeds = "1..45";
constexpr auto futures_seeds = "1..9";
#else
constexpr auto seeds = "1..500";
constexpr auto futures_seeds = "1..27";
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

TEST(SimulateCheck, EveryValidBookOfFuturesIsTrueAndEverythingRecovers)
{
    const std::string out =
        output_of({"simulate", "check", "--protocol", "mdp3", "--seeds", futures_seeds});
    EXPECT_NE(out.find(" seeds, 0 failed"), std::string::npos) << out;
    for (const auto* fault : {"packets lost",
                              "packets lost on a dead line",
                              "packets duplicated",
                              "packets overtaken",
                              "packets corrupted",
                              "loop packets lost",
                              "loop packets lost on a dead line",
                              "loop packets duplicated",
                              "loop packets overtaken",
                              "loop packets corrupted",
                              "packets lost on both lines",
                              "entries missing",
                              "snapshots loaded",
                              "silences",
                              "weeks begun",
                              "channel resets",
                              "joined late",
                              "books compared",
                              "books by order compared",
                              "tops compared"})
        EXPECT_TRUE(out.find("  " + std::string(fault) + "\n") != std::string::npos &&
                    out.find("           0  " + std::string(fault) + "\n") == std::string::npos)
            << fault << '\n'
            << out;
}

TEST(SimulateCheck, TheSameSeedDoesTheSame)
{
    const std::vector<std::string> arguments{"simulate", "check", "--seeds", "3..13", "--verbose"};
    const std::string out = output_of(arguments);
    EXPECT_EQ(lines_of(out).size(), 11u + 1 + 17);
    EXPECT_EQ(output_of(arguments), out);

    const std::vector<std::string> futures{"simulate", "check",    "--protocol", "mdp3",
                                           "--seeds",  "100..108", "--verbose"};
    EXPECT_EQ(output_of(futures), output_of(futures));
}

TEST(SimulateCheck, SeedsThatAreNoneAreRefused)
{
    for (const auto* text : {"", "x", "5..4", "1..", "..2", "1..2x", "-1"})
        EXPECT_EQ(run({"simulate", "check", "--seeds", text}).code, 2) << text;
    EXPECT_EQ(run({"simulate", "check", "--seeds", "1", "--protocol", "fix"}).code, 2);
}

}  // namespace
}  // namespace gapwire::app::test
