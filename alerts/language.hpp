// The languages alerts are told in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace gapwire::alerts {

enum class Language : std::uint8_t { english, arabic };

/// THE LIST of languages, by the names of their files in config/locale.
inline constexpr std::array<std::string_view, 2> language_names{"en", "ar"};

constexpr std::string_view to_text(Language language) noexcept
{
    return language_names[static_cast<std::size_t>(language)];
}

/// Reads "en"; nothing for a language that is not in the list.
constexpr std::optional<Language> parse_language(std::string_view name) noexcept
{
    for (std::size_t i = 0; i < language_names.size(); ++i)
        if (language_names[i] == name) return static_cast<Language>(i);
    return std::nullopt;
}

}  // namespace gapwire::alerts
