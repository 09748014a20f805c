// The rules of the project on a generated day.
#include "tests/truth/desk.hpp"

#include <fmt/format.h>

#include "app/pipeline/rule_runner.hpp"
#include "core/decimal.hpp"
#include "tests/truth/judge.hpp"

namespace gapwire::truth {
namespace {

constexpr std::string_view rules_of_stocks = R"(
[[rule]]
kind = "gap_down"
name = "down"
trigger = "both"
[[rule]]
kind = "gap_down"
name = "down_trades"
[[rule]]
kind = "gap_up"
name = "up"
trigger = "both"
[[rule]]
kind = "velocity"
name = "fast"
trigger = "both"
move = "2"
within = "10m"
[[rule]]
kind = "velocity"
name = "fast_up"
direction = "up"
trigger = "both"
move = "2"
within = "10m"
[[rule]]
kind = "halt"
[[rule]]
kind = "blind"
stale = "5m"
)";

constexpr std::string_view more_rules_of_stocks = R"(
[[rule]]
kind = "basket"
trigger = "both"
members = ["QQQ", "NVDA", "ORCL", "PLTR", "ASML"]
at_least = 3
move = "3"
)";

constexpr std::string_view record_rule = R"(
[[rule]]
kind = "record"
trigger = "both"
symbol = "QQQ"
)";

constexpr std::string_view rules_of_futures = R"(
[[rule]]
kind = "limit_distance"
name = "limit"
trigger = "both"
[product.NQ]
display_factor = "1"
)";

/// Updates as a feed handler makes them of a whole book on two lines.
class Updates {
 public:
    Updates(const Day& day, pipeline::RuleRunner& runner) : day_(day), runner_(runner)
    {
        updates_.resize(day.names.size());
        trades_.resize(day.names.size());
    }

    void play()
    {
        announce(0);
        for (const Event& event : day_.events) {
            if (event.time >= day_.next_date && !is_next_) announce(1);
            tell(event);
        }
        runner_.on_time({midnight(day_).ns + day_.end});
    }

 private:
    /// Instruments on a trading date; of futures, with the settlement before it.
    void announce(std::size_t session)
    {
        is_next_ = session == 1;
        const Date date = *parse_date(is_next_ ? day_.after : day_.date);
        const Date before = *parse_date(is_next_ ? day_.date : day_.before);
        for (std::uint32_t i = 0; i < day_.names.size(); ++i) {
            const Name& name = day_.names[i];
            Instrument instrument{.id = {i}, .symbol = symbol_of(name.symbol)};
            if (!name.product.empty()) {
                instrument.product = symbol_of(name.product);
                instrument.venue = {{'X', 'C', 'M', 'E'}};
                instrument.is_front = name.is_front[session];
                instrument.day = day_number(date);
                runner_.on_close(instrument,
                                 {ReferenceKind::settlement, price_of(name.reference[session]),
                                  before, ReferenceSource::feed});
            }
            static_cast<void>(runner_.on_instrument(instrument));
            MarketUpdate& update = updates_[i];
            update.instrument = {i};
            update.book_state = BookState::valid;
            update.trading_state = TradingState::trading;
            update.lines = 2;
            update.day = day_number(date);
            update.low_limit = price_of(name.low_limit[session]);
        }
    }

    void tell(const Event& event)
    {
        MarketUpdate& update = updates_[event.name];
        update.kinds = 0;
        update.exchange_time = {midnight(day_).ns + event.time};
        update.capture_time = {update.exchange_time.ns + 50'000};
        update.broken_price = Price::none();
        switch (event.what) {
            case What::quote:
                update.kinds = update_quote;
                update.bid = price_of(event.bid);
                update.ask = price_of(event.ask);
                update.bid_quantity = update.ask_quantity = 1'000;
                break;
            case What::trade: trade(event, update); break;
            case What::broken: take_back(event, update); break;
            case What::halt:
            case What::resume: turn(event, update); break;
        }
        runner_.on_update(update);
    }

    void trade(const Event& event, MarketUpdate& update)
    {
        trades_[event.name].push_back(event);
        update.kinds = update_trade;
        update.trade_price = price_of(event.price);
        update.trade_quantity = event.quantity;
    }
    void take_back(const Event& event, MarketUpdate& update)
    {
        std::erase_if(trades_[event.name],
                      [&](const Event& trade) { return trade.match == event.match; });
        update.kinds = update_trade_broken;
        update.broken_price = price_of(event.price);
        const bool is_any = !trades_[event.name].empty();
        update.trade_price = is_any ? price_of(trades_[event.name].back().price) : Price::none();
    }
    static void turn(const Event& event, MarketUpdate& update)
    {
        const bool is_halt = event.what == What::halt;
        update.kinds = update_status;
        update.book_state = is_halt ? BookState::halted : BookState::valid;
        update.trading_state = is_halt ? TradingState::halted : TradingState::trading;
        update.halt_reason = {};
        event.reason.copy(update.halt_reason.raw.data(), update.halt_reason.raw.size());
    }

    const Day& day_;
    pipeline::RuleRunner& runner_;
    std::vector<MarketUpdate> updates_;       // [name], as it stands
    std::vector<std::vector<Event>> trades_;  // [name], that were not broken
    bool is_next_ = false;
};

}  // namespace

Timestamp midnight(const Day& day)
{
    return wall_time(*parse_date(day.date), 0, "America/New_York");
}

strategies::Config configure(const Day& day)
{
    const bool is_futures = !day.names.front().product.empty();
    std::string text = fmt::format("trading_date = {}\ncalendars = \"{}/config/calendars\"\n",
                                   day.date, GAPWIRE_SOURCE_DIR);
    text += rules_of_stocks;
    text += is_futures ? rules_of_futures : more_rules_of_stocks;
    if (!day.history.empty()) text += record_rule;
    strategies::Config config = strategies::parse_config(text, "generated", ".");
    std::string closes = "symbol,date,close\n";
    for (const Name& name : day.names)
        if (name.product.empty())
            closes += fmt::format("{},{},{}\n", name.symbol, day.before,
                                  decimal(price_of(name.reference[0])));
    if (!is_futures) config.references.add_csv(closes, "closes");
    config.corporate_actions.add_csv(
        "symbol,ex_date,kind,numerator,denominator,new_symbol,note\n" + day.actions, "actions");
    std::string bars = "instrument,date,open,high,low,close\n";
    for (const Bar& bar : day.history) {
        const std::string close = decimal(price_of(bar.close));
        bars += fmt::format("QQQ,{},{},{},{},{}\n", bar.date, close, close, close, close);
    }
    config.history.add_csv(bars, "bars");
    return config;
}

std::vector<Raised> run(const Day& day, Way way)
{
    if (way == Way::wire) return run_wire(day);
    if (way == Way::live) return run_live(day);
    strategies::Config config = configure(day);
    Raisings sink(midnight(day));
    Counters counters;
    pipeline::RuleRunner runner(config, sink, counters);
    static_cast<void>(runner.begin_on(*parse_date(day.date)));
    Updates(day, runner).play();
    return sink.kept;
}

}  // namespace gapwire::truth
