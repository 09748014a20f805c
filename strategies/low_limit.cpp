// The low limit of a future by the exchange's rule.
#include "strategies/low_limit.hpp"

namespace gapwire::strategies {

LowLimit low_limit_by_rule(const Product& product, Date trade_date, Timestamp time)
{
    if (!product.limits || trade_date.is_none()) return {};
    const LimitBase& base = *product.limits;
    const std::int32_t age = day_number(trade_date) - day_number(base.date);
    if (age <= 0 || age > limit_base_days_max) return {};
    const CmeLimits limits = cme_limits({.previous = base.reference,
                                         .tick = base.tick,
                                         .trade_date = trade_date,
                                         .time = time_of_day(time, "America/Chicago")});
    if (limits.status != LimitsStatus::ok || limits.lower.is_none()) return {};
    return {limits.lower, LimitSource::rule};
}

}  // namespace gapwire::strategies
