// The rules of the project on a generated day, by each way in; and all that they raised.
#pragma once

#include <vector>

#include "core/alert.hpp"
#include "core/time.hpp"
#include "core/update.hpp"
#include "strategies/config.hpp"
#include "tests/truth/classes.hpp"

namespace gapwire::truth {

/// The rules, references, calendars and actions of a day.
strategies::Config configure(const Day& day);

/// Every alert that the day raised, in order.
std::vector<Alert> run(const Day& day, Way way);

std::vector<Alert> run_wire(const Day& day);
std::vector<Alert> run_live(const Day& day);

/// Midnight of the day in New York.
Timestamp midnight(const Day& day);

inline Price price_of(Units units) noexcept
{
    return units == 0 ? Price::none() : Price{units * (Price::scale / 10'000)};
}

}  // namespace gapwire::truth
