// The rule record.
#include "strategies/record.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/rule_settings.hpp"
#include "strategies/why.hpp"

namespace gapwire::strategies {
namespace {

/// A history that ends earlier before the trading date says nothing of "since".
constexpr std::int32_t history_age_max_days = 7;

/// Which of two records says more: the one that goes further back.
bool goes_further(const RecordLine& a, const RecordLine& b) noexcept
{
    if (b.since.is_none()) return false;
    return a.since.is_none() || a.since < b.since;
}

BasisPoints fall_of(const DayChange& change) noexcept
{
    return fall_between(exact(change.from), exact(change.to));
}

}  // namespace

Record::Record(RecordSettings settings)
    : settings_(std::move(settings)), selection_({settings_.symbol})
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= Alert{}.rule.raw.size());
    GAPWIRE_ASSERT(!settings_.symbol.empty() && !settings_.series.empty());
}

Sentences Record::explain() const
{
    Sentences out{{directed("rule_record", settings_.direction),
                   {{"name", settings_.name},
                    {"symbol", settings_.symbol},
                    {"series", settings_.series},
                    {"move", settings_.move},
                    {"days", static_cast<std::uint64_t>(settings_.age_min_days)},
                    {"reference", reference_said(settings_.reference)},
                    {"hold", Length{settings_.hold_ns}}}}};
    explain_prices(settings_.prices, out);
    return out;
}

std::vector<std::string> Record::why(InstrumentId instrument, const MarketUpdate* last) const
{
    if (std::find(ids_.begin(), ids_.end(), instrument) == ids_.end())
        return {"the rule does not watch it, or it has no reference price"};
    Clauses out;
    why_listing(listing_, out);
    why_prices(settings_.prices, last, out);
    const auto span = day_.history->span_of(settings_.series);
    if (span.second.is_none() ||
        day_number(listing_.date) - day_number(span.second) > history_age_max_days)
        out.push_back(fmt::format("the history of {} ends on {}: too early to say since when",
                                  settings_.series, to_text(span.second)));
    if (!told_.is_any)
        out.push_back(fmt::format("no fall of {} % that is the largest for {} days",
                                  decimal(settings_.move.value, 2), settings_.age_min_days));
    else
        out.push_back(fmt::format("told: the largest since {}", told_.line.since.is_none()
                                                                    ? to_text(told_.line.from)
                                                                    : to_text(told_.line.since)));
    return out;
}

void Record::begin(const TradingDay& day)
{
    day_ = day;
    listing_ = {};
    ids_.clear();
    last_print_ = Price::none();
    told_ = smaller_ = {};
    revision_ = 0;
    smaller_since_ = unseen_due_ = Timestamp::none();
    is_unknown_ = false;
}

Interest Record::on_instrument(const Instrument& instrument)
{
    std::erase(ids_, instrument.id);
    if (!selection_.concerns(instrument) || instrument.test_issue) return {};
    if (day_.history == nullptr) return {};
    Listing listing = look_up(day_, instrument, settings_.reference);
    if (!listing.has_reference()) {
        if (ids_.empty()) day_.counters->add(Counter::rule_no_reference);
        return {};
    }
    if (listing_.date != listing.date || listing_.symbol != listing.symbol) {
        const TradingDay day = day_;
        begin(day);
    }
    listing_ = listing;
    ids_.push_back(instrument.id);
    return {kinds_of(settings_.prices.trigger)};
}

void Record::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    if (std::find(ids_.begin(), ids_.end(), update.instrument) == ids_.end()) return;
    if (!listing_.is_measured()) return;
    for_each_judged(update, settings_.prices, settings_.direction,
                    [&](const Observation& seen) { judge(seen, update, out); });
    if ((update.kinds & (update_trade | update_trade_broken)) != 0)
        last_print_ = update.trade_price;
    if ((update.kinds & update_status) != 0) follow_status(update, out);
}

/// A smaller record that cannot be seen to last does not replace the one that was told.
void Record::follow_status(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const Sight sight = sight_of(day_, listing_.venue, update);
    if (!told_.is_any || sight == Sight::closed) return;
    last_ = update;
    if (sight == Sight::seen) {
        unseen_due_ = Timestamp::none();
        if (is_unknown_) tell(told_, AlertReason::seen_again, out);
        return;
    }
    smaller_since_ = Timestamp::none();
    if (is_unknown_ || !unseen_due_.is_none()) return;
    unseen_due_ = {update.exchange_time.ns + ConditionSettings{}.unseen_ns};
    day_.timers->set(unseen_due_, this, sight_timer);
}

void Record::on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept
{
    if (!told_.is_any || is_unknown_ || listing_.venue != market) return;
    smaller_since_ = unseen_due_ = Timestamp::none();
    tell(told_, AlertReason::sight_lost, out, time);
}

/// How far prices have gone that do not rest on one print: a print counts as far as the print
/// before it, or the mid, has gone too.
std::optional<HalfUnits> Record::borne_out(const Observation& seen,
                                           const MarketUpdate& update) const noexcept
{
    if (!seen.is_print) return seen.price;
    const auto is_further = [&](HalfUnits a, HalfUnits b) {
        return moved(settings_.direction, b, a) > 0;
    };
    const Market market = market_of(update, settings_.prices.mid_spread_max);
    auto witness = market.mid;
    const bool is_lone = is_far_off(seen.price, exact(listing_.reference.price), market);
    if (!last_print_.is_none() && !is_lone)
        if (const HalfUnits before = exact(last_print_); !witness || is_further(before, *witness))
            witness = before;
    if (!witness) return std::nullopt;
    return is_further(seen.price, *witness) ? witness : seen.price;
}

Record::Line Record::line_at(HalfUnits price) const noexcept
{
    const HalfUnits from = exact(listing_.reference.price);
    Line found{.price = price};
    if (!moved_at_least(settings_.direction, from, price, settings_.move)) return found;
    const bool is_down = settings_.direction == Direction::down;
    const auto since = day_.history->largest_since(
        settings_.series, listing_.date, listing_.reference.price,
        is_down ? price_at_or_below(price) : price_at_or_above(price), settings_.direction);
    if (!since || day_number(listing_.date) - day_number(since->ends) > history_age_max_days)
        return found;
    RecordLine& line = found.line;
    line.from = since->begins;
    settings_.series.copy(line.series.raw.data(), line.series.raw.size());
    if (since->day) {
        line.since = since->day->date;
        line.since_fall = fall_of(*since->day);
        if (since->record) line.next_price = *since->record;
        if (since->older) line.next_since = since->older->date;
    }
    const Date oldest = line.since.is_none() ? line.from : line.since;
    found.is_any = day_number(listing_.date) - day_number(oldest) >= settings_.age_min_days;
    return found;
}

void Record::judge(const Observation& seen, const MarketUpdate& update, AlertWriter& out) noexcept
{
    const auto price = borne_out(seen, update);
    if (!price) return;
    const Line line = line_at(*price);
    if (!line.is_any && !told_.is_any) return;
    last_ = update;
    unseen_due_ = Timestamp::none();
    const bool is_larger = line.is_any && (!told_.is_any || goes_further(line.line, told_.line));
    if (is_larger) {
        smaller_since_ = Timestamp::none();
        const AlertReason reason = told_.is_any     ? AlertReason::changed
                                   : revision_ == 0 ? AlertReason::fired
                                                    : AlertReason::returned;
        tell(line, reason, out);
    } else if (line.is_any && line.line.since == told_.line.since) {
        smaller_since_ = Timestamp::none();
        told_ = line;
        if (is_unknown_) tell(line, AlertReason::seen_again, out);
    } else {
        const bool is_first = smaller_since_.is_none();
        smaller_ = line;
        if (!is_first) return;
        smaller_since_ = update.exchange_time;
        day_.timers->set({smaller_since_.ns + settings_.hold_ns}, this,
                         static_cast<std::uint64_t>(smaller_since_.ns));
    }
}

void Record::on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept
{
    if (what == sight_timer) {
        if (unseen_due_ != due) return;
        unseen_due_ = Timestamp::none();
        return tell(told_, AlertReason::sight_lost, out, due);
    }
    if (smaller_since_.is_none() || static_cast<std::uint64_t>(smaller_since_.ns) != what) return;
    smaller_since_ = Timestamp::none();
    tell(smaller_, smaller_.is_any ? AlertReason::changed : AlertReason::recovered, out, due);
}

void Record::tell(const Line& line, AlertReason reason, AlertWriter& out, Timestamp timed) noexcept
{
    told_ = line;
    is_unknown_ = reason == AlertReason::sight_lost;
    ++revision_;
    Alert alert = draft_alert({settings_.name, AlertKind::record, settings_.direction, {}},
                              listing_, line.price, last_);
    alert.revision = revision_;
    alert.state = is_unknown_   ? AlertState::unknown
                  : line.is_any ? AlertState::firing
                                : AlertState::withdrawn;
    alert.reason = reason;
    alert.severity = settings_.severity;
    alert.record = line.line;
    alert.confidence = confidence_of({.book_state = last_.book_state,
                                      .lines = last_.lines,
                                      .corroborated = true,
                                      .merged = last_.merged > 0});
    if (!timed.is_none()) {
        alert.exchange_time = timed;
        alert.capture_time = Timestamp::none();
    }
    out.raise(alert);
}

RecordSettings read_record(const Setting& table)
{
    allow_keys(table, {"kind", "name", "symbol", "series", "direction", "move", "age_min_days",
                       "reference", "severity", "trigger", "mid_spread_max", "print_size_min",
                       "quote_size_min", "hold"});
    RecordSettings settings;
    read_name(table, settings.name);
    settings.symbol = read_listing(table, "symbol");
    settings.series = settings.symbol;
    if (table.find("series") != nullptr) settings.series = read_listing(table, "series");
    read_direction(table, settings.direction);
    read_percent(table, "move", settings.move);
    if (const auto* age = table.find("age_min_days"))
        settings.age_min_days = static_cast<std::int32_t>(read_count(*age, 1, 36'500));
    read_reference(table, settings.reference);
    read_severity(table, settings.severity);
    std::uint32_t in_a_row = 1;
    read_prices(table, settings.prices, in_a_row);
    read_duration(table, "hold", settings.hold_ns);
    return settings;
}

}  // namespace gapwire::strategies
