// Scenarios and days into files: what `gapwire simulate` does, for the command and for tests.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include "sim/fix_tape.hpp"
#include "sim/futures_tape.hpp"

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
    std::uint64_t messages = 0;  // of ITCH
    std::uint64_t bytes = 0;
    std::array<LineCount, 2> lines{};  // of ITCH; zeros for a BinaryFILE
    std::optional<FuturesReport> futures{};
    std::vector<VenueReport> venues{};
};

/// Plays `scenario` into a capture and, if asked, writes the previous closes (`symbol,date,close`;
/// of venues `symbol@MIC`) and the final books of ITCH (book_csv.hpp). A BinaryFILE has its ITCH
/// only. A line that is not heard changes nothing on the others. The same scenario gives the same
/// bytes on every machine.
///
/// Memory   the live orders, and the frames of futures and venues.
/// Errors   OperatorError(io) when a file cannot be written.
/// REQUIRES: capture_kind(files.capture).
ScenarioReport simulate(const Scenario& scenario, const ScenarioFiles& files);

/// What the section header of the capture says: that it is synthetic, and of what.
std::string capture_comment(const Scenario& scenario);

}  // namespace gapwire::sim
