// The alert that the tests of formats and sinks start from.
#pragma once

#include <algorithm>

#include "core/alert.hpp"

namespace gapwire::alerts {

inline Alert sample()
{
    Alert alert;
    alert.id = 0x00c0ffee12345678;
    std::copy_n("gap_down", 8, alert.rule.raw.begin());
    alert.symbol = symbol_of("NVDA");
    alert.venue = {{'X', 'N', 'A', 'S'}};
    alert.book_state = BookState::valid;
    alert.trading_date = {2025, 1, 27};
    alert.rung = {1000};
    alert.fall = {1000};
    alert.reference = {ReferenceKind::official_close, {142'620'000'000}, {2025, 1, 24}};
    alert.price = {128'350'000'000};
    alert.exchange_time = {1'737'987'153'123'456'789};
    alert.capture_time = {1'737'987'153'123'499'000};
    return alert;
}

}  // namespace gapwire::alerts
