// What the operator says of products of futures: units, roll, and what limits are measured from.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/types.hpp"
#include "strategies/market_limits.hpp"
#include "strategies/settings.hpp"

namespace gapwire::strategies {

/// What CME's price limits of a US equity index are measured from, in points.
struct LimitBase {
    Date date{};  // the trading day whose afternoon it is of
    CmeReference reference{};
    Price tick = Price::none();
};

struct Product {
    /// Points are prices of the wire times this, in 1e-9: where definitions do not say. none: not
    /// known.
    std::int64_t display_factor = Price::none().units;
    /// Days before its last trading day on which a contract is the front month no longer. 8 is the
    /// Thursday of the week before a third Friday.
    std::int32_t roll_days = 8;
    std::optional<LimitBase> limits{};
};

using Products = std::map<std::string, Product, std::less<>>;  // by name: NQ

/// Reads the tables [product.NAME]. Throws OperatorError(config) for the first thing that is wrong.
Products read_products(const Setting& tables);

}  // namespace gapwire::strategies
