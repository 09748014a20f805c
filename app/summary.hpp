// What a replay has seen and how fast, for people and as JSON.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "app/pipeline/player.hpp"
#include "core/time.hpp"

namespace gapwire::app {

struct Summary {
    std::vector<pipeline::FileReport> files;
    Date trading_date{};
    std::map<std::string, std::uint64_t> messages_by_type;
    std::map<std::string, std::uint64_t> counters;        // those that are not zero
    std::map<std::string, std::uint64_t> books_by_state;  // of known instruments
    std::uint64_t packets = 0;
    std::uint64_t messages = 0;
    std::uint64_t duplicates = 0;
    std::uint64_t losses = 0;
    std::uint64_t lost = 0;
    std::uint64_t instruments = 0;
    std::uint64_t live_orders = 0;
    std::uint64_t live_orders_peak = 0;
    std::uint64_t alerts = 0;
    std::uint64_t peak_memory_bytes = 0;
    std::uint64_t elapsed_ns = 0;
    std::uint64_t lateness_ns_p99 = 0;
    std::uint64_t lateness_ns_worst = 0;
    Timestamp first_captured = Timestamp::none();
    Timestamp last_captured = Timestamp::none();

    double ns_per_message() const noexcept
    {
        return messages == 0 ? 0.0
                             : static_cast<double>(elapsed_ns) / static_cast<double>(messages);
    }
};

Summary summarise(const pipeline::Player& player, const Counters& counters,
                  const pipeline::Instruments& instruments, Date trading_date, std::uint64_t alerts,
                  std::int64_t elapsed_ns);

std::string summary_text(const Summary& summary);

/// Throws OperatorError(io).
void write_summary_json(const Summary& summary, const std::string& path);

}  // namespace gapwire::app
