// A day of heavy order flow as a BinaryFILE, for measuring speed.
#pragma once

#include <filesystem>
#include <optional>

#include "core/types.hpp"

namespace gapwire::sim {

struct DayPlan {
    std::uint64_t messages = 20'000'000;  // in all, but for the last three
    std::uint16_t symbols = 8'371;
    std::uint32_t resting = 1'500'000;  // orders that stand before the open
    std::uint64_t seed = 42;
    std::uint32_t reference_streams = 1;  // 1 or 4
};

/// The fewest messages such a day has: the opening spin, the resting orders and the system events.
std::uint64_t day_messages_min(const DayPlan& plan) noexcept;

struct DayReport {
    std::uint64_t messages = 0;
    std::uint64_t bytes = 0;
    std::uint64_t live_orders = 0;      // at the end
    std::uint64_t live_orders_max = 0;  // at any time
};

/// Writes the day: adds 47 %, deletes 40 %, replaces 8 %, executions 2 %, partial cancels 1 %, some
/// hidden trades and imbalances; a few symbols get most of it, a third of the changes is at the
/// best level, most orders live briefly and a few all day. The same plan gives the same bytes on
/// every machine. `truth`, if given, gets the final books (book_csv.hpp).
///
/// Memory   the live orders; the file is streamed.
/// Errors   OperatorError(io) when a file cannot be written.
/// REQUIRES: symbols > 0, messages >= day_messages_min(plan), reference_streams 1 or 4.
DayReport write_day(const DayPlan& plan, const std::filesystem::path& file,
                    const std::optional<std::filesystem::path>& truth = std::nullopt);

}  // namespace gapwire::sim
