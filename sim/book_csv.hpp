// The generator's final books as text, to compare a feed handler's books with.
#pragma once

#include <string>

#include "sim/exchange.hpp"
#include "sim/feed_state.hpp"
#include "sim/mdp3_channel.hpp"

namespace gapwire::sim {

/// Every level: header `symbol,side,price,quantity,orders`, symbols in byte order, B before S, best
/// price first, prices as exact decimals.
std::string book_csv(const Exchange& exchange);

/// The same of the books that a stream of messages has led to: what `book --all --csv` prints.
/// Symbols are quoted where CSV demands it; an instrument without one is "#<locate>".
std::string book_csv(const FeedState& state);

/// The same of the futures of a channel as it is now: outright levels, prices as on the wire.
std::string book_csv(const Mdp3Channel& channel);

}  // namespace gapwire::sim
