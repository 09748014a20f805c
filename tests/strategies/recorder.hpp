// What the tests of rules share: a rule on one trading date, its updates, and all that it raised.
#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "strategies/corporate_actions.hpp"
#include "strategies/gap.hpp"
#include "strategies/history.hpp"
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

/// The same with a time in seconds after the first of all.
inline MarketUpdate later(std::int64_t seconds, MarketUpdate update)
{
    update.exchange_time.ns += seconds * second_ns;
    return update;
}

/// An update that says nothing but the states.
inline MarketUpdate status(BookState state, std::int64_t seconds,
                           TradingState trading = TradingState::trading)
{
    MarketUpdate update = later(seconds, trade("1"));
    update.kinds = update_status;
    update.trade_price = Price::none();
    update.book_state = state;
    update.trading_state = trading;
    return update;
}

/// A rule on 2025-01-27 with its timers and references, and every alert in the order it was raised.
struct RuleDesk {
    References references;
    CorporateActions actions;
    DailyHistory history;
    Products products;
    const Calendars* calendars = nullptr;
    Counters counters;
    Timers timers;
    std::unique_ptr<Rule> rule;
    std::vector<Alert> alerts;
    AlertWriter out = AlertWriter::to(*this);

    explicit RuleDesk(std::unique_ptr<Rule> judged) : rule(std::move(judged)) {}

    void on_alert(const Alert& alert) noexcept { alerts.push_back(alert); }

    void begin(Date date = {2025, 1, 27})
    {
        timers.clear();
        rule->begin({.date = date,
                     .references = &references,
                     .products = &products,
                     .counters = &counters,
                     .timers = &timers,
                     .corporate_actions = &actions,
                     .calendars = calendars,
                     .history = &history});
    }

    Interest know(std::string_view symbol, std::uint32_t id = 1, bool test_issue = false)
    {
        return rule->on_instrument({{id}, symbol_of(symbol), test_issue});
    }

    /// Begins with one instrument, id 1, at a fixed reference price.
    void watch(std::string_view symbol, std::string_view reference)
    {
        references.set_fixed(symbol, price(reference));
        begin();
        know(symbol);
    }

    /// A market falls silent, so many seconds after the first of all.
    void go_blind(std::string_view market, std::int64_t seconds)
    {
        Text<4> mic{};
        market.copy(mic.raw.data(), mic.raw.size());
        alerts.clear();
        rule->on_blind(mic, later(seconds, trade("1")).exchange_time, out);
    }

    /// Time goes on to that of `update`, and it is handed over.
    void give(const MarketUpdate& update)
    {
        pass(update.exchange_time);
        rule->on_update(update, out);
    }
    void pass(Timestamp now)
    {
        while (timers.is_due(now)) {
            const auto timer = timers.take();
            timer.rule->on_timer(timer.due, timer.what, out);
        }
    }

    /// Hands the updates over and returns what they fired: "200@98 CLEAN, 300@96.5 UNCONFIRMED".
    /// Later revisions are left out.
    std::string fired(const std::vector<MarketUpdate>& updates)
    {
        alerts.clear();
        for (const MarketUpdate& update : updates) give(update);
        std::string text;
        for (const Alert& alert : alerts)
            if (alert.reason == AlertReason::fired)
                text += fmt::format("{}{}@{} {}", text.empty() ? "" : ", ", alert.rung.value,
                                    decimal(alert.price), to_text(alert.confidence));
        return text;
    }

    /// Hands the updates over and returns all that was raised, revisions too:
    /// "200.1 firing fired @98".
    std::string raised(const std::vector<MarketUpdate>& updates)
    {
        alerts.clear();
        for (const MarketUpdate& update : updates) give(update);
        return raised_text();
    }
    std::string raised_text() const
    {
        std::string text;
        for (const Alert& alert : alerts)
            text += fmt::format("{}{}.{} {} {} @{}", text.empty() ? "" : ", ", alert.rung.value,
                                alert.revision, to_text(alert.state), to_text(alert.reason),
                                decimal(alert.price));
        return text;
    }
};

/// The same of gap_down.
struct Desk : RuleDesk {
    explicit Desk(GapSettings settings = {}) : RuleDesk(std::make_unique<Gap>(std::move(settings)))
    {}
};

}  // namespace gapwire::strategies
