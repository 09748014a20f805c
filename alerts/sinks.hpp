// THE LIST of sinks: from the name in a configuration to the sink. A new one is one line.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "alerts/language.hpp"
#include "alerts/sink.hpp"

namespace gapwire::alerts {

enum class AlertFormat : std::uint8_t { text, json };

struct SinkSettings {
    AlertFormat format = AlertFormat::text;
    std::string zone = "America/New_York";  // IANA; the wall clock that text shows
    Language language = Language::english;  // of text
};

struct SinkKind {
    std::string_view name;
    std::unique_ptr<Sink> (*make)(const SinkSettings& settings);
};

std::span<const SinkKind> sink_kinds() noexcept;

/// The sink of that name, or null when the list has none.
std::unique_ptr<Sink> make_sink(std::string_view name, const SinkSettings& settings);

}  // namespace gapwire::alerts
