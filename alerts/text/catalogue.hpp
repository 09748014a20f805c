// The catalogues of what alerts say: one a language, written in config/locale, part of the program.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include "alerts/language.hpp"

namespace gapwire::alerts {

/// A file that is part of the program: its name without what follows the dot, and what it holds.
struct EmbeddedText {
    std::string_view name;
    std::string_view text;
};

/// The files of config/locale, as they were when the program was built.
std::span<const EmbeddedText> embedded_locales() noexcept;

/// fmt templates by their keys: "gap.line" is `line` in the table [gap].
using Catalogue = std::map<std::string, std::string, std::less<>>;

/// Reads what a file of config/locale holds: tables of strings. REQUIRES: such a file (the
/// program's own).
Catalogue read_catalogue(std::string_view text);

/// That of a language: read once, then any thread may use it.
const Catalogue& catalogue(Language language);

}  // namespace gapwire::alerts
