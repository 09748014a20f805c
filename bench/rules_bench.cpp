// Rules: what an update costs that somebody watches, with 10,000 ladders over 5,000 instruments.
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "alerts/sink.hpp"
#include "app/pipeline/rule_runner.hpp"
#include "strategies/gap.hpp"

namespace gapwire::bench {
namespace {

constexpr std::uint32_t instruments = 5'000;
constexpr std::int64_t cent = Price::scale / 100;

class NoSink final : public alerts::Sink {
 public:
    std::string_view name() const noexcept override { return "none"; }
    alerts::SinkStatus deliver(const Alert&) override { return alerts::SinkStatus::ok; }
    alerts::SinkStatus flush() override { return alerts::SinkStatus::ok; }
    std::string_view failure() const noexcept override { return {}; }
};

std::string symbol_of_number(std::uint32_t number)
{
    return "S" + std::to_string(number);
}

/// A rule for falls and one for rises on each instrument: as two rules of 5,000 each, or as
/// 10,000 rules of one.
strategies::Config ladders(bool one_a_rule)
{
    strategies::Config config;
    for (std::uint32_t i = 0; i < instruments; ++i)
        config.references.set_fixed(symbol_of_number(i), {100 * Price::scale});
    const auto add = [&](Direction direction, std::vector<std::string> symbols, std::string name) {
        strategies::GapSettings settings;
        settings.direction = direction;
        settings.symbols = std::move(symbols);
        settings.name = std::move(name);
        settings.prices.trigger = strategies::Trigger::both;
        config.rules.push_back(std::make_unique<strategies::Gap>(settings));
    };
    for (const Direction direction : {Direction::down, Direction::up}) {
        const std::string letter(1, static_cast<char>(direction));
        for (std::uint32_t i = 0; one_a_rule && i < instruments; ++i)
            add(direction, {symbol_of_number(i)}, letter + std::to_string(i));
        if (!one_a_rule) add(direction, {}, letter);
    }
    return config;
}

/// Trades and quotes around 99.50, in an order that no cache foresees: 100 waits for 98.
std::vector<MarketUpdate> quiet_updates()
{
    std::mt19937_64 random(20250127);
    std::vector<MarketUpdate> updates(1 << 16);
    std::int64_t now = 1'737'968'400'000'000'000;
    for (MarketUpdate& update : updates) {
        const auto around = [&] {
            return Price{9'900 * cent + static_cast<std::int64_t>(random() % 100) * cent};
        };
        update.instrument = {static_cast<std::uint32_t>(random() % instruments)};
        update.kinds = random() % 2 == 0 ? update_trade : update_quote;
        update.book_state = BookState::valid;
        update.trading_state = TradingState::trading;
        update.lines = 2;
        update.exchange_time = {now += 10'000};
        update.trade_price = around();
        update.trade_quantity = 100;
        update.bid = around();
        update.ask = {update.bid.units + cent};
    }
    return updates;
}

void judge(benchmark::State& state, bool one_a_rule)
{
    strategies::Config config = ladders(one_a_rule);
    NoSink sink;
    Counters counters;
    pipeline::RuleRunner runner(config, sink, counters);
    runner.begin_on({2025, 1, 27});
    for (std::uint32_t i = 0; i < instruments; ++i) {
        Instrument instrument{.id = {i}};
        symbol_of_number(i).copy(instrument.symbol.raw.data(), instrument.symbol.raw.size());
        runner.on_instrument(instrument);
    }
    const std::vector<MarketUpdate> updates = quiet_updates();
    for (auto _ : state)
        for (const MarketUpdate& update : updates) runner.on_update(update);
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(updates.size()));
    state.counters["ns_per_update"] = benchmark::Counter(
        static_cast<double>(updates.size()) * static_cast<double>(state.iterations()) / 1e9,
        benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["alerts"] = static_cast<double>(runner.alert_count());
}

void two_rules_of_5000_ladders(benchmark::State& state)
{
    judge(state, false);
}

void ten_thousand_rules_of_one_ladder(benchmark::State& state)
{
    judge(state, true);
}

BENCHMARK(two_rules_of_5000_ladders)->Unit(benchmark::kMillisecond);
BENCHMARK(ten_thousand_rules_of_one_ladder)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gapwire::bench
