// The low limit of a future where its feed does not tell it: by the exchange's rule.
#pragma once

#include "core/alert.hpp"
#include "strategies/products.hpp"

namespace gapwire::strategies {

struct LowLimit {
    Price price = Price::none();
    LimitSource source = LimitSource::unknown;
    friend constexpr bool operator==(const LowLimit&, const LowLimit&) = default;
};

/// Where trading of a US equity index future stops, by cme_limits(), at `time` of `trade_date`.
///
/// Input    what the configuration says of its product; `limits` of a trading day before, at most
///          limit_base_days_max days.
/// Output   unknown without limits, with those of another day, and where the rule sets none.
/// Threads  any.
LowLimit low_limit_by_rule(const Product& product, Date trade_date, Timestamp time);

/// Over a weekend with a holiday on either side of it.
inline constexpr std::int32_t limit_base_days_max = 5;

}  // namespace gapwire::strategies
