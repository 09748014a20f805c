// The book of one simulated future, as its channel has told it: simple, so that it is right.
#pragma once

#include <array>
#include <vector>

#include "core/futures_event.hpp"
#include "core/update.hpp"

namespace gapwire::sim {

/// One order in line. Lines are sorted: the best price first, in it the lowest priority.
struct MdpOrder {
    std::uint64_t order = 0;
    std::uint64_t priority = 0;
    std::int64_t price = 0;
    std::uint64_t quantity = 0;
    friend bool operator==(const MdpOrder&, const MdpOrder&) = default;
};

using MdpLevels = std::vector<Level>;  // the best first
using MdpLine = std::vector<MdpOrder>;

/// Levels and orders of one future. Events must fit: a channel never contradicts itself.
struct MdpBook {
    std::array<std::array<MdpLevels, 2>, 2> levels{};  // [Side][0 outright, 1 implied]
    std::array<MdpLine, 2> orders{};                   // [Side]
    std::uint32_t sequence = 0;                        // RptSeq of the last entry
    std::uint8_t status = 255;                         // SecurityTradingStatus

    void apply(const LevelEvent& event, std::size_t depth);
    void apply(const QueuedOrderEvent& event);
    /// Forgets levels and orders.
    void clear();
    friend bool operator==(const MdpBook&, const MdpBook&) = default;
};

/// Puts an order where it belongs in its line.
void insert_in_line(MdpLine& line, const MdpOrder& order, Side side);
/// The levels of the best `depth` prices.
MdpLevels levels_of(const MdpLine& line, std::size_t depth);

/// Appends the events that make `after` of `before`, in the order of a book of positions: removals,
/// inserts (in a full book the worst level drops out untold), changes. A level that only moves, in
/// its place, is an overlay if `may_overlay`. The events have neither instrument nor number.
void append_difference(const MdpLevels& before, const MdpLevels& after, std::size_t depth,
                       bool may_overlay, LevelEvent form, std::vector<LevelEvent>& out);

}  // namespace gapwire::sim
