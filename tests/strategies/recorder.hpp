// What the tests of rules share: a rule on one trading date, its updates, and all that it raised.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "strategies/gap_down.hpp"
#include "strategies/references.hpp"

namespace gapwire::strategies {

inline Price price(std::string_view text)
{
    return parse_price(text).value();
}

/// A trade update of a valid book on two lines.
inline MarketUpdate trade(std::string_view at, std::uint32_t instrument = 1)
{
    MarketUpdate update;
    update.instrument = {instrument};
    update.kinds = update_trade;
    update.book_state = BookState::valid;
    update.trading_state = TradingState::trading;
    update.lines = 2;
    update.exchange_time = {1'737'968'400'000'000'000};
    update.trade_price = price(at);
    return update;
}

/// A quote update of a valid book on two lines; an empty text is an empty side.
inline MarketUpdate quote(std::string_view bid, std::string_view ask, std::uint32_t instrument = 1)
{
    MarketUpdate update = trade("1", instrument);
    update.kinds = update_quote;
    update.trade_price = Price::none();
    if (!bid.empty()) update.bid = price(bid);
    if (!ask.empty()) update.ask = price(ask);
    return update;
}

/// gap_down on 2025-01-27, its references, and every alert in the order it was raised.
struct Desk {
    References references;
    Counters counters;
    GapDown rule;
    std::vector<Alert> alerts;
    AlertWriter out = AlertWriter::to(*this);

    explicit Desk(GapDownSettings settings = {}) : rule(std::move(settings)) {}

    void on_alert(const Alert& alert) noexcept { alerts.push_back(alert); }

    void begin() { rule.begin({{2025, 1, 27}, &references, nullptr, &counters}); }

    Interest know(std::string_view symbol, std::uint32_t id = 1, bool test_issue = false)
    {
        return rule.on_instrument({{id}, symbol_of(symbol), test_issue});
    }

    /// Begins with one instrument, id 1, at a fixed reference price.
    void watch(std::string_view symbol, std::string_view reference)
    {
        references.set_fixed(symbol, price(reference));
        begin();
        know(symbol);
    }

    /// Hands the updates over and returns what they raised: "200@98 CLEAN, 300@96.5 UNCONFIRMED".
    std::string fired(const std::vector<MarketUpdate>& updates)
    {
        alerts.clear();
        for (const MarketUpdate& update : updates) rule.on_update(update, out);
        std::string text;
        for (const Alert& alert : alerts)
            text += fmt::format("{}{}@{} {}", text.empty() ? "" : ", ", alert.rung.value,
                                decimal(alert.price), to_text(alert.confidence));
        return text;
    }
};

}  // namespace gapwire::strategies
