// docs/commands.md names every option and every key of the output.
#include <boost/json.hpp>
#include <regex>
#include <set>

#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

/// The part of docs/commands.md below the heading that contains `words`.
std::string section(const std::string& words)
{
    const std::string text = text_of(GAPWIRE_SOURCE_DIR "/docs/commands.md");
    const std::size_t begin = text.find("## " + words);
    EXPECT_NE(begin, std::string::npos) << words;
    return text.substr(begin, text.find("\n## ", begin) - begin);
}

std::set<std::string> options_of(const std::string& text)
{
    static const std::regex option("--[a-z][a-z-]+");
    std::set<std::string> options;
    for (auto i = std::sregex_iterator(text.begin(), text.end(), option);
         i != std::sregex_iterator(); ++i)
        options.insert(i->str());
    return options;
}

void collect_keys(const boost::json::value& value, std::set<std::string>& keys)
{
    if (const auto* array = value.if_array())
        for (const auto& item : *array) collect_keys(item, keys);
    if (const auto* object = value.if_object())
        for (const auto& entry : *object) {
            keys.insert(std::string(entry.key()));
            collect_keys(entry.value(), keys);
        }
}

void expect_keys_in(const std::string& document, const std::string& json)
{
    std::set<std::string> keys;
    collect_keys(boost::json::parse(json), keys);
    EXPECT_FALSE(keys.empty());
    for (const std::string& key : keys)
        EXPECT_TRUE(std::regex_search(document, std::regex("\\b" + key + "\\b"))) << key;
}

TEST(Documents, NameEveryOptionOfEveryCommand)
{
    const auto common = options_of(section("Options of every command that reads captures"));
    EXPECT_EQ(common,
              (std::set<std::string>{"--accept-sequence-zero", "--fix-key", "--fix-quantity-digits",
                                     "--reorder-wait-ms", "--strict"}));
    for (const std::string command : {"replay", "decode", "book", "inspect", "simulate"}) {
        auto documented = options_of(section("gapwire " + command));
        documented.insert(common.begin(), common.end());
        auto real = options_of(output_of({command, "--help"}));
        real.erase("--help");
        for (const std::string& option : real)
            EXPECT_EQ(documented.count(option), 1u) << command << ' ' << option;
    }
    auto serve = options_of(section("gapwire simulate serve"));
    serve.insert(common.begin(), common.end());
    for (const std::string& option : options_of(output_of({"simulate", "serve", "--help"})))
        EXPECT_TRUE(serve.contains(option) || option == "--help") << option;
    auto play = options_of(output_of({"simulate", "play", "--help"}));
    play.erase("--help");
    EXPECT_EQ(options_of(section("gapwire simulate play")), play);
    auto bench = options_of(output_of({"bench", "replay", "--help"}));
    bench.erase("--help");
    EXPECT_EQ(options_of(section("gapwire bench replay")), bench);
}

TEST(Documents, NameEveryKeyOfTheJson)
{
    const std::string capture = write_file("day.pcapng", capture_of(falling_day()));
    const std::string summary = temporary("summary.json");
    const std::string alerts = output_of(
        {"replay", "--json", "--reference", "NVDA=142.62", "--summary", summary, capture});
    const std::string replay = section("gapwire replay");
    expect_keys_in(text_of(GAPWIRE_SOURCE_DIR "/docs/alerts.md"), lines_of(alerts).at(0));
    auto json = boost::json::parse(text_of(summary)).as_object();
    for (const char* counts : {"counters", "messages_by_type", "books_by_state"})
        json[counts] = nullptr;
    expect_keys_in(replay, boost::json::serialize(json));

    expect_keys_in(section("gapwire book"),
                   output_of({"book", "--json", "--symbol", "NVDA", capture}));
    expect_keys_in(section("gapwire bench"),
                   output_of({"bench", "replay", "--json", "--runs", "1", capture}));
    expect_keys_in(section("gapwire simulate serve"),
                   output_of({"simulate", "serve", "--speed", "max", "--start-after", "0s",
                              "--linger", "0s", capture}));
    const std::string decode = section("gapwire decode");
    for (const std::string& line : lines_of(output_of({"decode", "--json", capture})))
        expect_keys_in(decode, line);
}

}  // namespace
}  // namespace gapwire::app::test
