// DeepSeek Monday on lines that overtake one another: the golden alerts, whichever line was first.
#include <fmt/format.h>

#include <array>
#include <cstdio>
#include <set>

#include "tests/app/monday.hpp"

namespace gapwire::app::test {
namespace {

/// The delays of one line: at least, and on average so much more.
struct Delay {
    int latency_ns;
    int jitter_ns;
};

/// The scenario with other delays of the lines A and B of ITCH, then of futures.
std::string scenario_with(const std::array<Delay, 4>& delays)
{
    std::string text = text_of(monday_scenario);
    std::size_t at = 0;
    for (const Delay& delay : delays) {
        const std::size_t begin = text.find("\nlatency_ns = ", at);
        const std::size_t jitter = text.find("jitter_ns = ", begin);
        EXPECT_NE(jitter, std::string::npos);
        const std::size_t end = text.find('\n', jitter);
        const std::string keys =
            fmt::format("\nlatency_ns = {}\njitter_ns = {}", delay.latency_ns, delay.jitter_ns);
        text.replace(begin, end - begin, keys);
        at = begin + keys.size();
    }
    return text;
}

/// Of the messages of these types, the share that each line, A and B, told first.
std::array<double, 2> first_shares(const std::string& capture, const std::string& types)
{
    std::set<std::string> heard;
    std::array<double, 2> first{};
    for (const std::string& line : lines_of(output_of({"decode", "--type", types, capture}))) {
        const std::size_t letter = line.find(' ') + 1;
        const std::size_t number = line.find(' ', letter) + 1;
        if (!heard.insert(line.substr(number, line.find(' ', number) - number)).second) continue;
        first.at(static_cast<std::size_t>(line[letter] - 'A') % 2) += 1;
    }
    const double all = first[0] + first[1];
    return {first[0] / all, first[1] / all};
}

class MondayLines : public testing::TestWithParam<std::array<Delay, 4>> {};

TEST_P(MondayLines, WhicheverIsFirstTheAlertsDifferInNothingButCaptureTimeAndConfidence)
{
    const std::string capture = temporary("monday.pcapng");
    const std::string scenario = write_file("monday.toml", scenario_with(GetParam()));
    static_cast<void>(output_of({"simulate", "--scenario", scenario, "-o", capture}));
    const auto [a, b] = first_shares(capture, "E");
    EXPECT_GT(a, 0.05);
    EXPECT_GT(b, 0.05);

    const std::string told = output_of({"replay", "--json", "--config", monday_desk, capture});
    EXPECT_NE(told, text_of(monday_golden)) << "at least the capture times are others";
    EXPECT_EQ(alerts_without(told, {"capture_time", "confidence"}),
              alerts_without(text_of(monday_golden), {"capture_time", "confidence"}));
}

INSTANTIATE_TEST_SUITE_P(
    Delays, MondayLines,
    testing::Values(
        std::array<Delay, 4>{
            Delay{12'000, 300'000}, {17'500, 300'000}, {30'000, 300'000}, {36'000, 300'000}},
        std::array<Delay, 4>{
            Delay{400'000, 200'000}, {10'000, 300'000}, {500'000, 100'000}, {20'000, 400'000}},
        std::array<Delay, 4>{
            Delay{10'000, 400'000}, {450'000, 150'000}, {100'000, 300'000}, {300'000, 300'000}}));

}  // namespace
}  // namespace gapwire::app::test
