// What goes wrong in one simulated run of a futures channel, drawn from its seed.
#pragma once

#include <array>
#include <string_view>

#include "app/simulation/fault_drawing.hpp"
#include "sim/mdp3_publisher.hpp"

namespace gapwire::app {

/// What a run is about; everything else of it is drawn at random.
enum class MdpSituation : std::uint8_t {
    one_line_loses,    // line B brings what line A loses: nothing may be noticed
    both_lines_lose,   // only the loops help
    loops_lose,        // and they lose packets, too
    swizzle,           // lines and loops stop, and come back in another order
    everything,        // all of it at once
    joined_late,       // the first packet heard is one of many
    last_packet_lost,  // and then nothing but heartbeats
    week_begins,       // numbers begin with 1 again
    channel_resets,    // and all is told again
    count_,
};
inline constexpr auto mdp_situations = static_cast<std::size_t>(MdpSituation::count_);
std::string_view to_text(MdpSituation situation) noexcept;

inline constexpr std::size_t mdp_loops = sim::mdp_feed_kinds - 1;

/// Times are those of the virtual clock; faults begin and end inside [faults_from, faults_until).
struct MdpSimulationPlan {
    MdpSituation situation{};
    sim::MdpChannelOptions market{};
    sim::MdpPublisherOptions publisher{};
    Timestamp events_until{};
    std::int64_t join_after = 0;  // ns after the start; packets before are not heard
    Timestamp week_ends = sim::never;
    std::int64_t weekend_ns = 0;
    Timestamp faults_from{};
    Timestamp faults_until{};
    std::array<sim::LinkPlan, 2> lines{};
    std::array<sim::LinkPlan, mdp_loops> loops{};  // books, orders, definitions
};

/// The same seed gives the same plan on every machine. Situations take turns.
MdpSimulationPlan mdp_plan_of(std::uint64_t seed);

}  // namespace gapwire::app
