// What goes wrong in one simulated run, drawn from its seed.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "app/simulation/fault_drawing.hpp"
#include "sim/server_faults.hpp"

namespace gapwire::app {

/// What a run is about; everything else of it is drawn at random.
enum class Situation : std::uint8_t {
    one_line_loses,       // line B brings what line A loses: nothing may be noticed
    both_lines_lose,      // request servers close the holes
    requests_unanswered,  // only a snapshot helps
    swizzle,              // A, B, request and snapshot servers stop, and come back in another order
    everything,           // all of it at once
    joined_late,          // the first packet heard is one of many
    last_packet_lost,     // and then nothing but heartbeats
    session_ends,         // another session follows an end of session
    session_breaks,       // another session follows a silence
    count_,
};
inline constexpr auto situations = static_cast<std::size_t>(Situation::count_);
std::string_view to_text(Situation situation) noexcept;

/// Times are those of the virtual clock; faults begin and end inside [faults_from, faults_until).
struct SimulationPlan {
    std::uint64_t seed = 0;
    Situation situation{};
    std::int64_t join_after = 0;  // ns after the start; packets before are not heard
    Timestamp faults_from{};
    Timestamp faults_until{};
    std::array<sim::LinkPlan, 2> lines{};
    sim::LinkPlan request_way{};  // to and from the request servers
    std::array<std::vector<sim::ServerFault>, 2> request_servers{};
    std::vector<sim::ServerFault> snapshot_server{};
    std::vector<sim::TimeWindow>
        snapshot_down{};  // connections are refused, and cut when it begins
    sim::StreamPlan stream{};
};

/// The same seed gives the same plan on every machine. Situations take turns.
SimulationPlan plan_of(std::uint64_t seed);

}  // namespace gapwire::app
