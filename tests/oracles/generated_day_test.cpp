// Generated days: the books of `gapwire book --all --csv` against a naive reference, line by line.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>

#include "tests/oracles/command.hpp"

namespace gapwire::test {
namespace {

const std::filesystem::path tools = shared_data().parent_path() / "tools";
const std::filesystem::path work = std::filesystem::path(GAPWIRE_BINARY_DIR) / "oracles";

/// An oracle compiled into the build folder, once for all tests.
std::filesystem::path built(const std::string& name)
{
    std::filesystem::path program = work / name;
    if (std::filesystem::exists(program)) return program;
    std::filesystem::create_directories(work);
    // Tests run side by side: each compiles its own, and the last one to be done names it.
    const std::filesystem::path mine = work / (name + '.' + std::to_string(::getpid()));
    output_of("c++ -std=c++17 -O2 -w -o " + shell_word(mine) + ' ' +
              shell_word(tools / (name + ".cpp")));
    std::filesystem::rename(mine, program);
    return program;
}

/// A day that removes itself.
class Day {
 public:
    /// `parts` 4: references in four interleaved streams.
    Day(std::uint64_t messages, std::uint64_t seed, int symbols, std::uint64_t resting, int parts)
        : file_(work / ("day." + std::to_string(::getpid()) + ".itch"))
    {
        output_of(shell_word(built("genitch")) + ' ' + shell_word(file_) + ' ' +
                  std::to_string(messages) + ' ' + std::to_string(seed) + ' ' +
                  std::to_string(symbols) + ' ' + std::to_string(resting) + ' ' +
                  std::to_string(parts));
    }
    ~Day() { std::filesystem::remove(file_); }
    Day(const Day&) = delete;

    const std::filesystem::path& file() const { return file_; }

 private:
    std::filesystem::path file_;
};

void expect_reference_books(const Day& day)
{
    const std::string ours = output_of(gapwire_books(day.file()));
    const std::string theirs = output_of(shell_word(built("reference_books")) + ' ' +
                                         shell_word(day.file()) + " 2>/dev/null");
    EXPECT_GT(std::count(ours.begin(), ours.end(), '\n'), 1'000);
    EXPECT_TRUE(ours == theirs) << "books differ: " << ours.size() << " and " << theirs.size()
                                << " bytes";
}

#ifdef GAPWIRE_SANITIZED
constexpr std::uint64_t small_day = 60'000;
#else
constexpr std::uint64_t small_day = 300'000;
#endif

TEST(GeneratedDay, HasTheBooksOfTheReferenceWithAnySeed)
{
    GAPWIRE_NEEDS(tools / "genitch.cpp");
    for (const std::uint64_t seed : {1, 2, 3}) {
        SCOPED_TRACE(seed);
        expect_reference_books(Day(small_day, seed, 500, small_day / 6, 1));
    }
}

TEST(GeneratedDay, HasTheBooksOfTheReferenceWithInterleavedReferences)
{
    GAPWIRE_NEEDS(tools / "genitch.cpp");
    expect_reference_books(Day(small_day, 4, 500, small_day / 6, 4));
}

TEST(GeneratedDay, HasTheBooksOfTheReferenceInFewDeepBooks)
{
    GAPWIRE_NEEDS(tools / "genitch.cpp");
    expect_reference_books(Day(small_day, 5, 8, small_day / 3, 1));
}

TEST(GeneratedDaySlow, OfTwentyMillionMessagesHasTheKnownBooks)
{
    GAPWIRE_NEEDS(tools / "genitch.cpp");
    const Day day(20'000'000, 42, 8'371, 1'500'000, 1);
    ASSERT_EQ(output_of("sha256sum < " + shell_word(day.file())).substr(0, 64),
              "55c044dc2c52b91e7624d6fbc20eb034e8b43cef1991b1d03d945f23a37617fc");
    EXPECT_EQ(sha256_of(gapwire_books(day.file())),
              "fa760195ffa8958f29da885f94a847c99e779382ba8bad43790a0a0f527b0fc5");
}

TEST(GeneratedDaySlow, OfTwoMillionMessagesHasTheBooksOfTheReference)
{
    GAPWIRE_NEEDS(tools / "genitch.cpp");
    for (const std::uint64_t seed : {7, 8}) {
        SCOPED_TRACE(seed);
        expect_reference_books(Day(2'000'000, seed, 8'371, 400'000, 1));
    }
    expect_reference_books(Day(2'000'000, 42, 8'371, 400'000, 4));
}

}  // namespace
}  // namespace gapwire::test
