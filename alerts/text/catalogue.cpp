// The catalogues of what alerts say.
#include "alerts/text/catalogue.hpp"

#include <toml++/toml.h>

#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

Catalogue read_embedded(Language language)
{
    for (const EmbeddedText& file : embedded_locales())
        if (file.name == to_text(language)) return read_catalogue(file.text);
    return {};
}

}  // namespace

Catalogue read_catalogue(std::string_view text)
{
    Catalogue found;
    for (const auto& [table, entries] : toml::parse(text)) {
        GAPWIRE_ASSERT(entries.is_table());
        for (const auto& [key, value] : *entries.as_table()) {
            GAPWIRE_ASSERT(value.is_string());
            found.emplace(std::string(table.str()) + '.' + std::string(key.str()),
                          **value.as_string());
        }
    }
    return found;
}

const Catalogue& catalogue(Language language)
{
    static const std::array<Catalogue, language_names.size()> all{read_embedded(Language::english),
                                                                  read_embedded(Language::arabic)};
    return all[static_cast<std::size_t>(language)];
}

}  // namespace gapwire::alerts
