// A sentence before it is said: a key of the message catalogues, and what goes into it.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "core/types.hpp"

namespace gapwire {

/// A length of time in ns.
struct Length {
    std::int64_t ns = 0;
    friend constexpr bool operator==(Length, Length) = default;
};

/// The key of another message, which stands in this place.
struct PhraseKey {
    std::string key;
    friend bool operator==(const PhraseKey&, const PhraseKey&) = default;
};

/// Names are said as they are, whatever the language; percents without a sign.
using SentenceValue = std::variant<std::string, std::vector<std::string>, BasisPoints,
                                   std::vector<BasisPoints>, std::uint64_t, Length, PhraseKey>;

struct SentenceField {
    const char* name = "";
    SentenceValue value{};
    friend bool operator==(const SentenceField& a, const SentenceField& b)
    {
        return std::string_view(a.name) == b.name && a.value == b.value;
    }
};

/// What to say, in whatever language: `key` names a template of config/locale that has these
/// fields.
struct Sentence {
    std::string key;
    std::vector<SentenceField> fields{};
    friend bool operator==(const Sentence&, const Sentence&) = default;
};

}  // namespace gapwire
