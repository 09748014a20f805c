// The generator's final books as text, to compare a feed handler's books with.
#pragma once

#include <string>

#include "sim/exchange.hpp"

namespace gapwire::sim {

/// Every level: header `symbol,side,price,quantity,orders`, symbols in byte order, B before S, best
/// price first, prices as exact decimals.
std::string book_csv(const Exchange& exchange);

}  // namespace gapwire::sim
