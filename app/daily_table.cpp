// `gapwire rules backtest` on daily bars.
#include "app/daily_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/commands.hpp"
#include "core/decimal.hpp"
#include "strategies/config.hpp"
#include "strategies/daily_backtest.hpp"
#include "strategies/why.hpp"

namespace gapwire::app {
namespace {

using strategies::DailyBacktest;
using strategies::DailyFire;
using strategies::DailyPrice;

DailyPrice judged_by(const std::string& name)
{
    if (name == "open") return DailyPrice::open;
    return name == "extreme" ? DailyPrice::extreme : DailyPrice::close;
}

Date date_or(const std::string& text, const char* option, Date otherwise)
{
    if (text.empty()) return otherwise;
    const auto date = parse_date(text);
    if (!date) usage_error(fmt::format("{} {}: want YYYY-MM-DD", option, text));
    return *date;
}

DailyBacktest run_on_bars(const DailyBacktestOptions& options, const std::string& rules)
{
    strategies::Config config =
        rules.empty() ? strategies::default_config() : strategies::load_config(rules);
    std::vector<strategies::GapSettings> ladders;
    for (const auto& rule : config.rules)
        if (const auto* gap = dynamic_cast<const strategies::Gap*>(rule.get()))
            ladders.push_back(gap->settings());
    if (ladders.empty())
        throw OperatorError(ExitCode::config,
                            fmt::format("{}: daily bars can be judged by gap_down and gap_up only, "
                                        "and there is none",
                                        rules));
    // The bars given stand in for those of the configuration; its excluded days hold.
    strategies::DailyHistory history = config.history.without_bars();
    for (const std::string& file : options.bars) history.load_csv(file);
    const auto [first, last] = history.span();
    return strategies::backtest_daily(ladders, history, date_or(options.from, "--from", first),
                                      date_or(options.to, "--to", last), judged_by(options.by));
}

void print_fire(const DailyFire& fire, bool json, std::string_view mark)
{
    if (json)
        fmt::print(R"({{"rule":"{}","instrument":"{}","date":"{}","rung_bp":{},"fall_bp":{},)"
                   R"("reference":"{}","price":"{}"}})"
                   "\n",
                   fire.rule, fire.instrument, to_text(fire.date), fire.rung.value, fire.fall.value,
                   decimal(fire.reference), decimal(fire.price));
    else
        fmt::print("{}{}  {:<10}  {:<16}  rung {:>6} %  {:>9}  at {}, from {}\n", mark,
                   to_text(fire.date), fire.instrument, fire.rule, decimal(fire.rung.value, 2),
                   strategies::signed_percent(fire.fall), decimal(fire.price),
                   decimal(fire.reference));
}

void print_left_out(const DailyBacktest& result, bool json)
{
    for (const auto& day : result.left_out) {
        if (json)
            fmt::print(R"({{"left_out":"{}","date":"{}","reason":"{}"}})"
                       "\n",
                       day.instrument, to_text(day.date), day.reason);
        else
            fmt::print("{}  {:<10}  left out: {}\n", to_text(day.date), day.instrument, day.reason);
    }
}

void print_sum(const DailyBacktest& result)
{
    const std::int64_t pages = result.pages_per_month_hundredths();
    fmt::print(stderr, "{} rungs in {} days, {}.{:02} pages a month\n", result.fires.size(),
               result.days, pages / 100, pages % 100);
}

}  // namespace

int backtest_daily_bars(const DailyBacktestOptions& options)
{
    const DailyBacktest first = run_on_bars(options, options.rules);
    if (options.against.empty()) {
        for (const DailyFire& fire : first.fires) print_fire(fire, options.json, "");
        print_left_out(first, options.json);
        print_sum(first);
        return 0;
    }
    const DailyBacktest second = run_on_bars(options, options.against);
    const auto print_missing = [&](const DailyBacktest& from, const DailyBacktest& in,
                                   std::string_view mark) {
        for (const DailyFire& fire : from.fires)
            if (std::find(in.fires.begin(), in.fires.end(), fire) == in.fires.end())
                print_fire(fire, options.json, mark);
    };
    print_missing(first, second, "- ");
    print_missing(second, first, "+ ");
    print_sum(first);
    print_sum(second);
    return 0;
}

}  // namespace gapwire::app
