// THE LIST of sinks: from the name in a configuration to the sink. A new one is one line.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "alerts/sink.hpp"
#include "alerts/sink_settings.hpp"

namespace gapwire::alerts {

struct SinkKind {
    std::string_view name;
    std::unique_ptr<Sink> (*make)(const SinkSettings& settings);
};

std::span<const SinkKind> sink_kinds() noexcept;

/// The sink of that name, or null when the list has none. Throws OperatorError for settings that
/// it cannot work with.
std::unique_ptr<Sink> make_sink(std::string_view name, const SinkSettings& settings);

}  // namespace gapwire::alerts
