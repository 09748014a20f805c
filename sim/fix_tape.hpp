// A venue of a scenario as captured: its market, told to one client in FIX over TCP.
#pragma once

#include "sim/scenario.hpp"
#include "sim/tape.hpp"

namespace gapwire::sim {

struct VenueReport {
    std::string mic{};
    std::uint64_t messages = 0;    // of both sides
    std::uint64_t refreshes = 0;   // W
    std::uint64_t increments = 0;  // X
};

/// Plays `scenario.venues[venue]` onto `tape`: a Market on the venue's own clock, whose messages
/// become levels and trades. The session logs on, subscribes, gets a full refresh of each
/// instrument (with SecurityExchange, Currency and the previous close), trading states, increments
/// for what happens, heartbeats, and logs out. The same scenario gives the same frames on every
/// machine.
///
/// Source   FIX 4.4 and 5.0 SP2: market data, session protocol.
/// REQUIRES: venue < scenario.venues.size().
VenueReport tell_venue(const Scenario& scenario, std::size_t venue, Tape& tape);

}  // namespace gapwire::sim
