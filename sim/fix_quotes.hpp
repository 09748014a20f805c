// What a stream of ITCH messages means to a venue that quotes in FIX: levels, trades, states.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/feed_state.hpp"

namespace gapwire::sim {

/// Tags and values, in order.
using FixText = std::vector<std::pair<int, std::string>>;

/// One change of the market, as FIX tells it.
struct FixChange {
    std::uint16_t locate = 0;
    char action = '0';        // MDUpdateAction: 0 new, 1 change, 2 delete
    char type = '0';          // MDEntryType: 0 bid, 1 offer, 2 trade
    std::uint32_t price = 0;  // 1e-4
    std::uint64_t quantity = 0;
    std::uint32_t orders = 0;  // 0: not told
};

/// Applies `message` to `state` and appends what changed of levels and trades to `changes`.
void apply_and_tell(FeedState& state, Bytes message, std::vector<FixChange>& changes);

/// An entry of an incremental refresh (X): its action first, then what the venue says of it.
void append_entry(FixText& out, const FixChange& change, std::string_view symbol);
/// The levels of an instrument as entries of a full refresh (W). Returns how many.
std::size_t append_book(FixText& out, const FeedState::Instrument& instrument);
/// A trade as an entry of a full refresh. Returns 1; 0 for a change that is none.
std::size_t append_trade(FixText& out, const FixChange& change);
/// SecurityTradingStatus (326) of what the directory of an instrument says last.
std::string trading_status_of(const FeedState::Instrument& instrument);

}  // namespace gapwire::sim
