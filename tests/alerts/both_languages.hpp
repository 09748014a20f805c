// Compares the text of an alert in both languages with what is expected.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "alerts/alert_text.hpp"
#include "samples.hpp"

namespace gapwire::alerts {

inline std::string replaced(std::string text, std::string_view from, std::string_view to)
{
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size())
        text.replace(at, from.size(), to);
    return text;
}

/// Isolates as ⟦ and ⟧, which can be seen.
inline std::string visible(std::string text)
{
    return replaced(replaced(std::move(text), "\u2066", "⟦"), "\u2069", "⟧");
}

/// Both as they follow the clock, which is that of sample().
inline void expect_texts(const Alert& alert, const std::string& english, const std::string& arabic)
{
    constexpr std::string_view zone = "America/New_York";
    EXPECT_EQ(alert_text(alert, zone), "09:12:33.123456789 EST  " + english);
    EXPECT_EQ(visible(alert_text(alert, zone, Language::arabic)),
              "\u200f⟦09:12:33.123456789 EST⟧  " + arabic);
}

}  // namespace gapwire::alerts
