// Rules of Prometheus and the Grafana dashboard: they ask for figures that the service has.
#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <set>

#include "core/counters.hpp"
#include "tests/http/world.hpp"

namespace gapwire::http::test {
namespace {

constexpr const char* rules_folder = GAPWIRE_SOURCE_DIR "/config/prometheus";

std::string text_in(const std::string& file)
{
    std::ifstream in(file);
    EXPECT_TRUE(in) << file;
    return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> matches(const std::string& text, const std::regex& pattern)
{
    std::set<std::string> found;
    for (std::sregex_iterator each(text.begin(), text.end(), pattern), end; each != end; ++each)
        found.insert((*each)[1]);
    return found;
}

/// The names of figures that a service has, after one request.
std::set<std::string> figures()
{
    World world;
    const Running running(world);
    return matches(get(running.port(), "/metrics").body, std::regex("# TYPE (gapwire_\\w+)"));
}

/// What expressions ask for, without the names of alerts and of jobs.
void expect_asked_for(const std::string& text)
{
    const std::set<std::string> there = figures();
    const std::set<std::string> asked = matches(text, std::regex("\\b(gapwire_[a-z_]+)\\b"));
    EXPECT_GT(asked.size(), 5u);
    for (const std::string& name : asked)
        EXPECT_EQ(there.count(name), 1u) << name << " is no figure of /metrics";
    for (const std::string& list : matches(text, std::regex("event=~?\\\\?\"([a-z_|]+)")))
        for (const std::string& event : matches(list + '|', std::regex("([a-z_]+)\\|")))
            EXPECT_TRUE(std::ranges::any_of(
                counter_texts, [&](const auto& counter) { return counter.name == event; }))
                << event << " is no counter";
}

TEST(Monitoring, RulesOfPrometheusAskForFiguresThatThereAre)
{
    expect_asked_for(text_in(std::string(rules_folder) + "/gapwire.rules.yml"));
}

TEST(Monitoring, TheDashboardIsWholeAndAsksForFiguresThatThereAre)
{
    const std::string text = text_in(GAPWIRE_SOURCE_DIR "/config/grafana/gapwire.json");
    expect_asked_for(text);
    const boost::json::value board = boost::json::parse(text);
    std::set<std::int64_t> ids;
    for (const auto& panel : board.at("panels").as_array()) {
        EXPECT_TRUE(ids.insert(panel.at("id").as_int64()).second) << panel.at("title");
        EXPECT_FALSE(panel.at("targets").as_array().empty()) << panel.at("title");
        const auto& place = panel.at("gridPos");
        EXPECT_LE(place.at("x").as_int64() + place.at("w").as_int64(), 24) << panel.at("title");
    }
    EXPECT_GT(ids.size(), 10u);
}

TEST(Monitoring, RulesFireAsTheirOwnTestsSay)
{
    if (std::system("command -v promtool >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "promtool is not there";
    const std::string in = std::string("cd '") + rules_folder + "' && promtool ";
    EXPECT_EQ(std::system((in + "check rules gapwire.rules.yml >/dev/null").c_str()), 0);
    EXPECT_EQ(std::system((in + "test rules gapwire.rules.test.yml >/dev/null").c_str()), 0);
}

}  // namespace
}  // namespace gapwire::http::test
