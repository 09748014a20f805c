// The tables say what the exchange's schemas say, and lookups find them.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <sstream>

#include "feed/mdp3/templates.hpp"
#include "tests/oracles/command.hpp"

namespace gapwire::mdp3 {
namespace {

namespace fs = std::filesystem;

/// What is said of a field or template; `names` apart, for later versions only add to them.
struct Fact {
    std::string text;
    std::string names;

    friend bool operator==(const Fact&, const Fact&) = default;
    friend auto operator<=>(const Fact&, const Fact&) = default;
};
using Facts = std::vector<Fact>;

void PrintTo(const Fact& fact, std::ostream* out)
{
    *out << fact.text << ' ' << fact.names;
}

std::string names_of(const Type& type)
{
    std::map<int, std::string_view> sorted;
    for (const ValueName& name : type.names) sorted[name.value] = name.name;
    std::string text;
    for (const auto& [value, name] : sorted)
        text += fmt::format("{}{}={}", text.empty() ? "" : ",", value, name);
    return text;
}

/// The types of a month and of date have parts or names that are not asked for here.
void add_fields(int id, std::span<const Field> fields, int since, Facts& facts)
{
    for (const Field& field : fields) {
        const Type& type = *field.type;
        facts.push_back(
            {fmt::format("{} field {} {} {} {} {} {} {:d} {} [{}]", id, field.name, field.tag,
                         type.name, field.offset, type.size, std::max<int>(field.since, since),
                         type.optional, type.exponent, type.constant),
             '[' + names_of(type) + ']'});
    }
}

Facts facts_of(const Template& message)
{
    Facts facts;
    const int id = message.id;
    facts.push_back(
        {fmt::format("{} template {} {} {}", id, message.name, message.block_length, message.since),
         ""});
    add_fields(id, message.fields, message.since, facts);
    for (const Group& group : message.groups) {
        const int since = std::max(group.since, message.since);
        facts.push_back({fmt::format("{} group {} {} {} {} {}", id, group.name, group.tag,
                                     group.block_length, static_cast<int>(group.dimension), since),
                         ""});
        add_fields(id, group.fields, since, facts);
    }
    return facts;
}

fs::path schema(int version)
{
    return gapwire::test::shared_data() / "cme" / "templates" /
           fmt::format("Cme.Futures.Mdp3.Sbe.v1.{}.xml", version);
}

std::map<int, Facts> facts_of_schema(int version)
{
    const fs::path script = fs::path(GAPWIRE_SOURCE_DIR) / "tests" / "mdp3" / "schema_facts.py";
    std::istringstream lines(gapwire::test::output_of("python3 " +
                                                      gapwire::test::shell_word(script) + ' ' +
                                                      gapwire::test::shell_word(schema(version))));
    std::map<int, Facts> by_id;
    for (std::string line; std::getline(lines, line);) {
        const std::size_t names = line.find("] [");
        const bool has_names = names != std::string::npos;
        by_id[std::stoi(line)].push_back({has_names ? line.substr(0, names + 1) : line,
                                          has_names ? line.substr(names + 2) : ""});
    }
    return by_id;
}

bool is_before_v9(int id)
{
    return id >= 27 && id <= 44 && id != 30 && id != 37 && id != 39;
}

TEST(MdpTables, AreThoseOfVersion13)
{
    GAPWIRE_NEEDS(schema(13));
    const auto expected = facts_of_schema(13);
    std::size_t count = 0;
    for (const Template& message : templates()) {
        if (is_before_v9(message.id)) continue;
        ASSERT_TRUE(expected.contains(message.id)) << message.id;
        EXPECT_EQ(facts_of(message), expected.at(message.id));
        ++count;
    }
    EXPECT_EQ(count, expected.size());
}

/// Whether every name of `[1=A,2=B]` is among ours, but for the one that was changed.
bool are_names_of(const std::string& earlier, const std::string& ours)
{
    std::istringstream names(earlier.substr(1, earlier.size() - 2));
    for (std::string name; std::getline(names, name, ',');) {
        if (name == "0=Final") name = "0=FinalDaily";
        if (ours.find(name) == std::string::npos) return false;
    }
    return true;
}

TEST(MdpTables, OfTemplatesUpTo44AreThoseOfVersion8)
{
    GAPWIRE_NEEDS(schema(8));
    for (const auto& [id, expected] : facts_of_schema(8)) {
        const Template* message = find_template(static_cast<std::uint16_t>(id));
        ASSERT_NE(message, nullptr) << id;
        const Facts ours = facts_of(*message);
        ASSERT_EQ(ours.size(), expected.size());
        for (std::size_t i = 0; i < ours.size(); ++i) {
            EXPECT_EQ(ours[i].text, expected[i].text);
            EXPECT_TRUE(expected[i].names.empty() || are_names_of(expected[i].names, ours[i].names))
                << expected[i].text << expected[i].names;
        }
    }
}

/// Block lengths grow, fields stay where they are.
void expect_fields_of(int version)
{
    for (const auto& [id, expected] : facts_of_schema(version)) {
        const Template* message = find_template(static_cast<std::uint16_t>(id));
        ASSERT_NE(message, nullptr) << id;
        std::set<std::string> ours;
        for (const Fact& fact : facts_of(*message)) ours.insert(fact.text);
        for (const Fact& fact : expected)
            EXPECT_TRUE(fact.text.find(" field ") == std::string::npos || ours.contains(fact.text))
                << version << ": " << fact.text;
    }
}

TEST(MdpTables, HaveEveryFieldOfVersion9And12)
{
    GAPWIRE_NEEDS(schema(9));
    GAPWIRE_NEEDS(schema(12));
    expect_fields_of(9);
    expect_fields_of(12);
}

TEST(MdpTables, AreFoundByIdAndNothingElseIs)
{
    EXPECT_EQ(templates().size(), 43u);
    for (std::uint16_t id = 0; id < 1000; ++id) {
        const auto is_it = [id](const Template& message) { return message.id == id; };
        const bool is_there = std::ranges::any_of(templates(), is_it);
        const Template* found = find_template(id);
        EXPECT_EQ(found != nullptr, is_there);
        EXPECT_TRUE(found == nullptr || found->id == id);
        EXPECT_EQ(id < template_id_end && shapes[id].is_known, is_there);
    }
}

TEST(MdpTables, KnowTheShortestBlocksThatTheirTemplatesHaveHad)
{
    EXPECT_EQ(shapes[46].root_min, 9);
    EXPECT_EQ(shapes[46].groups[0].entry_min, 27);  // without TradeableSize
    EXPECT_EQ(shapes[42].groups[0].entry_min, 26);  // without MDTradeEntryID
    EXPECT_EQ(shapes[48].groups[0].entry_min, 30);
    EXPECT_EQ(shapes[4].groups[0].entry_min, 0);
    EXPECT_EQ(shapes[29].root_min, 193);
    EXPECT_EQ(shapes[56].root_min, 195);
    EXPECT_EQ(shapes[32].groups[1].since, 7);
}

}  // namespace
}  // namespace gapwire::mdp3
