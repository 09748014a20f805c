// What the operator says of products of futures: units and roll.
#pragma once

#include <map>
#include <string>

#include "core/types.hpp"
#include "strategies/settings.hpp"

namespace gapwire::strategies {

struct Product {
    /// Points are prices of the wire times this, in 1e-9: where definitions do not say. none: not
    /// known.
    std::int64_t display_factor = Price::none().units;
    /// Days before its last trading day on which a contract is the front month no longer. 8 is the
    /// Thursday of the week before a third Friday.
    std::int32_t roll_days = 8;
};

using Products = std::map<std::string, Product, std::less<>>;  // by name: NQ

/// Reads the tables [product.NAME]. Throws OperatorError(config) for the first thing that is wrong.
Products read_products(const Setting& tables);

}  // namespace gapwire::strategies
