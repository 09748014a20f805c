// DeepSeek Monday, told as one incident: the golden alerts of the day, however it is played.
#include "tests/app/monday.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace gapwire::app::test {
namespace {

const std::string& capture()
{
    static const std::string made = [] {
        const std::string file = temporary("monday.pcapng");
        const Result result = run({"simulate", "--scenario", monday_scenario, "-o", file});
        EXPECT_EQ(result.code, 0) << result.err;
        return file;
    }();
    return made;
}

std::string played(const std::vector<std::string>& options = {})
{
    std::vector<std::string> arguments{"replay", "--json", "--config", monday_desk};
    arguments.insert(arguments.end(), options.begin(), options.end());
    arguments.push_back(capture());
    const Result result = run(arguments);
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out;
}

std::vector<boost::json::object> alerts(const std::string& lines)
{
    std::vector<boost::json::object> parsed;
    std::size_t at = 0;
    while (at < lines.size()) {
        const std::size_t end = lines.find('\n', at);
        parsed.push_back(boost::json::parse(lines.substr(at, end - at)).as_object());
        at = end + 1;
    }
    return parsed;
}

std::string text_at(const boost::json::object& alert, const char* key)
{
    const auto& value = alert.at(key);
    return value.is_string() ? std::string(value.as_string()) : boost::json::serialize(value);
}

/// The first alert of a rule with this reason from `from` on; its index, or the count.
std::size_t find(const std::vector<boost::json::object>& all, const char* rule, const char* reason,
                 std::size_t from = 0)
{
    const auto wanted = [&](const boost::json::object& alert) {
        return text_at(alert, "rule") == rule && text_at(alert, "reason") == reason;
    };
    return static_cast<std::size_t>(
        std::find_if(all.begin() + static_cast<std::ptrdiff_t>(from), all.end(), wanted) -
        all.begin());
}

TEST(Monday, TheGoldenAlertsComeOutByteForByteAtAnySpeed)
{
    const std::string told = played();
    EXPECT_EQ(told, text_of(monday_golden)) << "gapwire replay --json --config " << monday_desk;
    EXPECT_EQ(played({"--speed", "x40000"}), told);
}

TEST(Monday, IsOneStory)
{
    const auto all = alerts(text_of(monday_golden));
    const std::size_t contagion = find(all, "contagion", "fired");
    ASSERT_LT(contagion, all.size());
    const auto& roster = all[contagion].at("roster").as_object();
    EXPECT_EQ(text_at(roster.at("entries").as_array()[0].as_object(), "symbol"), "9984")
        << "Tokyo first";
    EXPECT_EQ(text_at(roster.at("entries").as_array()[1].as_object(), "venue"), "XAMS");

    std::vector<std::string> incidents;
    std::vector<int> rungs;
    for (const auto& alert : all) {
        if (text_at(alert, "rule") != "nq" || text_at(alert, "reason") != "fired") continue;
        incidents.push_back(text_at(alert, "incident"));
        rungs.push_back(alert.at("rung_bp").to_number<int>());
    }
    EXPECT_EQ(rungs, (std::vector<int>{100, 200, 300, 400, 500})) << "each once";
    EXPECT_EQ(std::count(incidents.begin(), incidents.end(), incidents[0]), 5) << "one incident";
}

TEST(Monday, TheRecordLineFollowsTheFall)
{
    std::vector<std::string> since;
    for (const auto& alert : alerts(text_of(monday_golden))) {
        if (text_at(alert, "kind") != "record") continue;
        const auto& record = alert.at("record").as_object();
        const int fall = alert.at("fall_bp").to_number<int>();
        const std::string date = text_at(record, "since");
        EXPECT_TRUE(date != "2022-09-13" || fall >= 381) << fall;
        EXPECT_TRUE(date != "2022-10-07" || (fall >= 361 && fall <= 382)) << fall;
        since.push_back(date);
    }
    EXPECT_EQ(since.back(), "2024-12-18") << "at -2.98 % it is that";
    EXPECT_NE(std::find(since.begin(), since.end(), "2022-09-13"), since.end());
    EXPECT_NE(std::find(since.begin(), since.end(), "2022-10-07"), since.end());
}

TEST(Monday, AnOutageOfBothLinesIsBlindnessAndFiresNothingAgain)
{
    const auto all = alerts(text_of(monday_golden));
    const std::size_t lost = find(all, "nq", "sight_lost");
    const std::size_t blind = find(all, "blind", "fired");
    const std::size_t seen = find(all, "nq", "seen_again");
    const std::size_t over = find(all, "blind", "over");
    ASSERT_LT(over, all.size());
    EXPECT_EQ(text_at(all[lost], "state"), "unknown");
    EXPECT_EQ(text_at(all[blind], "cause"), "messages_lost");
    EXPECT_LT(lost, seen);
    EXPECT_LT(blind, over);
    for (std::size_t i = lost; i <= over; ++i)
        EXPECT_TRUE(text_at(all[i], "kind") == "blind" || text_at(all[i], "reason") != "fired")
            << i;
}

TEST(Monday, BadPrintsAreNeverCleanAndABustIsWithdrawn)
{
    const auto all = alerts(text_of(monday_golden));
    std::size_t absurd = 0;
    for (const auto& alert : all) {
        if (text_at(alert, "symbol") != "PLTR" || text_at(alert, "price") != "7.44") continue;
        ++absurd;
        EXPECT_EQ(text_at(alert, "confidence"), "UNCONFIRMED");
        EXPECT_EQ(text_at(alert, "severity"), "info");
    }
    EXPECT_GT(absurd, 0u);
    const std::size_t bust = find(all, "names", "trade_broken");
    ASSERT_LT(bust, all.size());
    EXPECT_EQ(text_at(all[bust], "symbol"), "ORCL");
    EXPECT_EQ(text_at(all[bust], "state"), "withdrawn");
}

TEST(Monday, TheHaltAndItsReopeningAreTold)
{
    const auto all = alerts(text_of(monday_golden));
    const std::size_t stopped = find(all, "halt", "fired");
    ASSERT_LT(stopped, all.size());
    EXPECT_EQ(text_at(all[stopped], "detail"), "LUDP");
    EXPECT_LT(find(all, "halt", "over"), all.size());
    const std::size_t reopened = find(all, "halt", "changed");
    ASSERT_LT(reopened, all.size());
    EXPECT_GE(all[reopened].at("fall_bp").to_number<int>(), 1'200);
}

}  // namespace
}  // namespace gapwire::app::test
