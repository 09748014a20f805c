// What the clock brings to a simulated exchange: its day, and what a scenario puts into it.
#pragma once

#include <vector>

#include "sim/scenario.hpp"

namespace gapwire::sim {

struct Phase {
    enum class Kind {
        system_event,
        announce,        // what a cross would be (NOII)
        cross,           // of all instruments
        print_low,       // of `which` instrument
        print,           // `which` of the faults
        break_print,     // the same
        pause,           // `which` of the pauses
        announce_pause,  // the cross that will end it
        resume,
    };

    std::uint64_t time_ns = 0;
    Kind kind = Kind::system_event;
    char code = '\0';  // of the event, or the cross type
    std::size_t which = 0;
};

/// The day in order; after the sheet's "Day cycle".
std::vector<Phase> day_cycle(const Scenario& scenario);

}  // namespace gapwire::sim
