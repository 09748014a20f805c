// The catalogues: the same keys and fields in every language, and nothing in them that fails.
#include "alerts/text/catalogue.hpp"

#include <fmt/args.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <set>

#include "alerts/text/messages.hpp"
#include "samples.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::array languages{Language::english, Language::arabic};

std::set<std::string> words(std::string_view text)
{
    std::set<std::string> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        found.emplace(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

/// The names in braces.
std::set<std::string> fields_in(const std::string& pattern)
{
    std::set<std::string> found;
    for (std::size_t at = 0; (at = pattern.find('{', at)) != std::string::npos; ++at)
        found.insert(pattern.substr(at + 1, pattern.find('}', at) - at - 1));
    return found;
}

/// What fmt makes of a template with the fields of its key; throws where it uses another.
std::string filled(const std::string& key, const std::string& pattern)
{
    fmt::dynamic_format_arg_store<fmt::format_context> store;
    for (const std::string& field : words(fields_of(key)))
        store.push_back(fmt::arg(field.c_str(), std::string("x")));
    return fmt::vformat(pattern, store);
}

TEST(Catalogue, EveryLanguageIsInTheProgram)
{
    EXPECT_EQ(embedded_locales().size(), language_names.size());
    for (const Language language : languages) {
        EXPECT_GT(catalogue(language).size(), 100u);
        EXPECT_EQ(parse_language(to_text(language)), language);
    }
    EXPECT_EQ(parse_language("fr"), std::nullopt);
}

TEST(Catalogue, EveryLanguageHasTheSameKeys)
{
    const auto keys = [](Language language) {
        std::set<std::string> found;
        for (const auto& [key, pattern] : catalogue(language)) found.insert(key);
        return found;
    };
    EXPECT_EQ(keys(Language::english), keys(Language::arabic));
}

TEST(Catalogue, TemplatesUseTheFieldsOfTheirKeysAndNoOthers)
{
    for (const Language language : languages)
        for (const auto& [key, pattern] : catalogue(language))
            EXPECT_NO_THROW(static_cast<void>(filled(key, pattern)))
                << to_text(language) << ' ' << key << ": " << pattern;
}

TEST(Catalogue, ATemplateWithAnUnknownFieldIsFound)
{
    EXPECT_EQ(filled("place.venue", "on {venue}"), "on x");
    EXPECT_THROW(static_cast<void>(filled("place.venue", "on {market}")), fmt::format_error);
    EXPECT_THROW(static_cast<void>(filled("place.halted", "on {venue}")), fmt::format_error);
    EXPECT_THROW(static_cast<void>(filled("place.venue", "on {venue")), fmt::format_error);
}

/// A translation drops nothing; numbers of one and two may be words.
TEST(Catalogue, TranslationsUseTheSameFields)
{
    for (const auto& [key, pattern] : catalogue(Language::arabic)) {
        if (key.ends_with("one") || key.ends_with("two")) continue;
        EXPECT_EQ(fields_in(pattern), fields_in(catalogue(Language::english).at(key))) << key;
    }
}

TEST(Catalogue, EveryMessageOfTheListIsThere)
{
    for (const Message& message : messages) {
        const auto is_it = [&](const auto& entry) { return is_about(message, entry.first); };
        const Catalogue& english = catalogue(Language::english);
        EXPECT_TRUE(std::any_of(english.begin(), english.end(), is_it)) << message.key;
    }
}

/// So that every run of Latin letters and digits comes from a field, which is set apart.
TEST(Catalogue, ArabicTemplatesHaveNoLatinLettersAndNoDigits)
{
    for (auto [key, pattern] : catalogue(Language::arabic)) {
        for (const std::string& field : fields_in(pattern))
            for (std::size_t at = 0; (at = pattern.find('{' + field + '}')) != std::string::npos;)
                pattern.erase(at, field.size() + 2);
        for (const char c : pattern)
            EXPECT_FALSE(std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '%') << key;
    }
}

TEST(Catalogue, AFileIsReadByTableAndKey)
{
    EXPECT_EQ(read_catalogue("# A.\n[gap]\nline = \"{x}\"\n[now]\nfiring = 'f'\n"),
              (Catalogue{{"gap.line", "{x}"}, {"now.firing", "f"}}));
}

}  // namespace
}  // namespace gapwire::alerts
