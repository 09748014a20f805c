// What the rules thread tells those who look at it.
#include "app/live/rules_teller.hpp"

#include <algorithm>

#include "alerts/rule_text.hpp"
#include "strategies/gap.hpp"
#include "strategies/listing.hpp"

namespace gapwire::app {
namespace {

Price rung_price(Price reference, BasisPoints rung, Direction direction)
{
    const std::int64_t part =
        direction == Direction::down ? 10'000 - rung.value : 10'000 + rung.value;
    const Wide price = wide(reference.units) * part / 10'000;
    if (price > INT64_MAX || price < INT64_MIN + 1) return Price::none();
    return {static_cast<std::int64_t>(price)};
}

/// Where the rungs of a rule lie for an instrument; nothing where it has no ladder, or does not
/// watch it.
void add_rungs(const strategies::Rule& rule, const strategies::TradingDay& day,
               const Instrument& instrument, std::vector<Price>& rungs)
{
    const auto* const gap = dynamic_cast<const strategies::Gap*>(&rule);
    if (gap == nullptr) return;
    const strategies::GapSettings& settings = gap->settings();
    if (!strategies::Selection(settings.symbols).concerns(instrument)) return;
    const strategies::Listing listing = look_up(day, instrument, settings.reference);
    if (!listing.is_measured()) return;
    for (const BasisPoints rung : settings.ladder)
        if (const Price price = rung_price(listing.reference.price, rung, settings.direction);
            !price.is_none())
            rungs.push_back(price);
}

}  // namespace

void RulesTeller::on_rules(Date trading_date)
{
    view_.trading_date = trading_date;
    view_.language = config_.language;
    const auto language =
        alerts::parse_language(config_.language).value_or(alerts::Language::english);
    view_.rules.clear();
    for (const auto& rule : config_.rules) {
        std::string name(rule->name());
        std::string kind = boards_.kind_of(name);
        view_.rules.push_back(
            {std::move(name), std::move(kind), alerts::rule_text(rule->explain(), language)});
    }
    has_changed_ = true;
}

std::shared_ptr<const http::WatchedInstrument> RulesTeller::describe(
    const Instrument& instrument) const
{
    const strategies::TradingDay day{.date = view_.trading_date,
                                     .references = &config_.references,
                                     .products = &config_.products,
                                     .corporate_actions = &config_.corporate_actions,
                                     .calendars = config_.calendars ? &*config_.calendars : nullptr,
                                     .history = &config_.history};
    auto watched = std::make_shared<http::WatchedInstrument>();
    watched->instrument = instrument;
    const strategies::Listing listing =
        look_up(day, instrument, strategies::ReferenceChoice::automatic);
    if (listing.is_measured()) watched->reference = listing.reference;
    watched->references = listing.references;
    if (watched->reference.price.is_none()) watched->reference.price = Price::none();
    const strategies::LowLimit limit = limit_of(
        listing,
        {.exchange_time = wall_time(listing.date, 12 * 3'600'000'000'000, config_.time_zone)});
    watched->low_limit = limit.price;
    watched->limit_source = limit.source;
    for (const auto& rule : config_.rules) add_rungs(*rule, day, instrument, watched->rungs);
    std::sort(watched->rungs.begin(), watched->rungs.end(), std::greater<>());
    watched->rungs.erase(std::unique(watched->rungs.begin(), watched->rungs.end()),
                         watched->rungs.end());
    return watched;
}

void RulesTeller::on_instrument(const Instrument& instrument, std::uint8_t kinds)
{
    const std::size_t id = instrument.id.value;
    if (id >= view_.instruments.size()) {
        view_.instruments.resize(id + 1);
        view_.watched.resize(id + 1);
    }
    view_.instruments[id] = instrument;
    // One that is known by its number alone is no name on a wall; a definition may yet give it one.
    const bool is_named = !instrument.symbol.view().starts_with('#');
    view_.watched[id] = kinds == 0 || !is_named ? nullptr : describe(instrument);
    has_changed_ = true;
}

void RulesTeller::turn(std::int64_t now)
{
    if (!has_changed_ || (published_ != 0 && now - published_ < interval_ns)) return;
    has_changed_ = false;
    published_ = now;
    boards_.rules.publish(std::make_shared<const http::RulesView>(view_));
}

}  // namespace gapwire::app
