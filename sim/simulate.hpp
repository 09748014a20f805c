// Scenarios and days into files: what `gapwire simulate` does, for the command and for tests.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/redundant_lines.hpp"
#include "sim/scenario.hpp"

namespace gapwire::sim {

enum class CaptureKind { pcapng, binary_file };

/// By the extension: `.pcapng` or `.itch`; nothing for any other.
std::optional<CaptureKind> capture_kind(const std::filesystem::path& file);

/// Where a scenario goes.
struct ScenarioFiles {
    std::filesystem::path capture;  // its extension says of which kind
    std::optional<std::filesystem::path> references{};
    std::optional<std::filesystem::path> truth{};
    std::array<bool, 2> lines{true, true};  // heard by the capturing machine; pcapng only
};

struct ScenarioReport {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    std::array<RedundantLines::LineCount, 2> lines{};  // zeros for a BinaryFILE
};

/// Plays `scenario` into a capture and, if asked, writes the previous closes
/// (`symbol,date,close`) and the final books (book_csv.hpp). A line that is not heard changes
/// nothing on the other. The same scenario gives the same bytes on every machine.
///
/// Errors   OperatorError(io) when a file cannot be written.
/// REQUIRES: capture_kind(files.capture).
ScenarioReport simulate(const Scenario& scenario, const ScenarioFiles& files);

/// What the section header of the capture says: that it is synthetic, and of what.
std::string capture_comment(const Scenario& scenario);

}  // namespace gapwire::sim
