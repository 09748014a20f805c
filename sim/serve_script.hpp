// A session that is known from the start: its messages, and when each is to be sent.
#pragma once

#include <vector>

#include "sim/message_store.hpp"
#include "sim/scenario.hpp"
#include "sim/time_window.hpp"

namespace gapwire::sim {

/// Messages with times from any origin.
struct Script {
    explicit Script(std::string_view session) : store(session) {}

    /// A time before that of the message before counts as the same. Throws OperatorError(bad_input)
    /// for a message that fits into no packet, and for more than the store takes.
    void add(Bytes message, std::int64_t time_ns);

    static constexpr std::size_t message_bytes_max = 1'450;  // alone in a packet of 1,472 bytes

    MessageStore store;                 // all prepared, none sent
    std::vector<std::int64_t> times{};  // [number - 1]
};

/// The whole market of a scenario.
Script script_of(const Scenario& scenario, std::string_view session);

/// How fast a script passes.
struct Pace {
    std::int64_t units = scale;  // its own time times `units` / 10^9; 0: as fast as possible
    std::uint64_t rate = 0;      // messages a second instead, evenly; 0: by the times

    static constexpr std::int64_t scale = 1'000'000'000;
};

/// When message `number` is sent, counted from the first. REQUIRES: 1 <= number <= prepared.
Timestamp due_time(const Script& script, const Pace& pace, std::uint64_t number);

}  // namespace gapwire::sim
