// The rule blind.
#include "strategies/blind.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/why.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::uint64_t of_place = std::uint64_t{1} << 63;  // in a timer: of an instrument
constexpr std::uint8_t odd_offsets_min = 3;
constexpr std::int64_t odd_offsets_last = second_ns;

constexpr std::size_t index_of(BlindCause cause) noexcept
{
    return static_cast<std::size_t>(cause);
}

/// Nothing says that it is over but that it does not happen again.
constexpr bool ends_by_itself(BlindCause cause) noexcept
{
    return cause == BlindCause::ring_overflow || cause == BlindCause::clock_step;
}

constexpr bool is_incomplete(BookState state) noexcept
{
    return state == BookState::stale || state == BookState::recovering;
}

}  // namespace

Blind::Blind(BlindSettings settings) : settings_(std::move(settings)), selection_(settings_.symbols)
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= Alert{}.rule.raw.size());
}

Sentences Blind::explain() const
{
    Sentences out{{"rule.blind",
                   {{"name", settings_.name},
                    {"symbols", symbols_said(settings_.symbols)},
                    {"lost", Length{settings_.lost_ns}},
                    {"line", Length{settings_.line_ns}},
                    {"clock_step", Length{settings_.clock_step_ns}}}}};
    if (settings_.stale_ns > 0)
        out.push_back({"rule_clause.stale", {{"time", Length{settings_.stale_ns}}}});
    return out;
}

std::vector<std::string> Blind::why(InstrumentId instrument, const MarketUpdate* last) const
{
    const auto* const source = places_.source(instrument);
    if (source == nullptr) return {"the rule does not watch it"};
    const Place& place = places_[source->place];
    const Market& market = markets_[place.market];
    static_cast<void>(last);
    Clauses out;
    for (std::size_t cause = 1; cause < causes; ++cause)
        if (market.troubles[cause].is_on)
            out.push_back(fmt::format("{}: {}", market.venue.view(),
                                      to_text(static_cast<BlindCause>(cause))));
    if (place.stale.is_on) out.emplace_back("it is stale while its peers trade");
    if (out.empty()) out.emplace_back("nothing is wrong with what is seen");
    return out;
}

void Blind::begin(const TradingDay& day)
{
    day_ = day;
    places_.clear();
    markets_.clear();
}

std::uint32_t Blind::market_of(const Text<4>& venue)
{
    const auto found = std::find_if(markets_.begin(), markets_.end(),
                                    [&](const Market& market) { return market.venue == venue; });
    if (found != markets_.end()) return static_cast<std::uint32_t>(found - markets_.begin());
    markets_.push_back({.venue = venue});
    return static_cast<std::uint32_t>(markets_.size() - 1);
}

Interest Blind::on_instrument(const Instrument& instrument)
{
    places_.forget(instrument.id);
    if (!selection_.concerns(instrument) || instrument.test_issue) return {};
    const Listing listing = look_up(day_, instrument, ReferenceChoice::automatic);
    if (selection_.is_all() && !listing.has_reference()) return {};
    const std::uint32_t index = places_.place_of(listing_name(instrument)).first;
    Place& place = places_[index];
    if (place.listing.date != listing.date) place = {.listing = listing};
    place.listing = listing;
    place.market = market_of(instrument.venue);
    places_.watch(instrument, index);
    return {update_trade | update_quote | update_status};
}

// ---- what updates say

void Blind::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const auto* const source = places_.source(update.instrument);
    if (source == nullptr) return;
    Place& place = places_[source->place];
    Market& market = markets_[place.market];
    market.last = update;
    follow_silence(place.market, update, out);
    const bool is_stopped = update.trading_state == TradingState::halted ||
                            update.trading_state == TradingState::paused;
    const bool goes_on = std::exchange(place.is_stopped, is_stopped) && !is_stopped;
    if (goes_on) place.heard = update.exchange_time;
    hear(market, source->place, place, update, out);
    follow_loss(place.market, place, update, out);
    follow_lines(place.market, update, out);
    follow_clock(place.market, update, out);
    if (update.merged == 0) return;
    begin_trouble(place.market, BlindCause::ring_overflow, update.exchange_time);
}

/// No line of a feed that had some is heard, and its books say so.
void Blind::follow_silence(std::uint32_t index, const MarketUpdate& update,
                           AlertWriter& out) noexcept
{
    Market& market = markets_[index];
    const bool is_silent =
        update.lines == 0 && market.lines_most > 0 && update.book_state == BookState::stale;
    if (std::exchange(market.is_silent, is_silent) == is_silent) return;
    if (is_silent && market_is_open(day_, market.venue, update.exchange_time, false))
        begin_trouble(index, BlindCause::lines_silent, update.exchange_time);
    if (!is_silent) end_trouble(index, BlindCause::lines_silent, update.exchange_time, out);
}

/// A status alone is no news of the market: it may be that nothing is heard.
void Blind::hear(Market& market, std::uint32_t index, Place& place, const MarketUpdate& update,
                 AlertWriter& out) noexcept
{
    const bool is_heard = (update.kinds & (update_trade | update_quote)) != 0;
    if (!is_heard) return;
    market.heard = place.heard = update.exchange_time;
    if (std::exchange(place.stale.is_on, false)) {
        ++place.stale.revision;
        tell(market, place.listing, place.stale, BlindCause::instrument_stale, update.exchange_time,
             out);
    }
    if (settings_.stale_ns > 0 && place.stale.timer.is_none())
        set(place.stale, {place.heard.ns + settings_.stale_ns}, of_place | index);
}

void Blind::follow_loss(std::uint32_t index, Place& place, const MarketUpdate& update,
                        AlertWriter& out) noexcept
{
    const bool is_open = market_is_open(day_, markets_[index].venue, update.exchange_time, false);
    const bool is_lost = is_incomplete(update.book_state) && !markets_[index].is_silent && is_open;
    if (std::exchange(place.is_lost, is_lost) == is_lost) return;
    Market& market = markets_[index];
    market.lost += is_lost ? 1u : ~0u;
    if (is_lost && market.lost == 1)
        begin_trouble(index, BlindCause::messages_lost, update.exchange_time);
    if (market.lost == 0) end_trouble(index, BlindCause::messages_lost, update.exchange_time, out);
}

void Blind::follow_lines(std::uint32_t index, const MarketUpdate& update, AlertWriter& out) noexcept
{
    Market& market = markets_[index];
    market.lines_most = std::max(market.lines_most, update.lines);
    if (market.lines_most < 2 || market.is_silent) return;
    if (update.lines < market.lines_most)
        begin_trouble(index, BlindCause::line_silent, update.exchange_time);
    else
        end_trouble(index, BlindCause::line_silent, update.exchange_time, out);
}

/// Receive time after exchange time changes slowly; one and the same jump of three prints in a row,
/// received over a second, is a clock that was set. What was missed and is brought late comes at
/// once, each print less late than the one before.
void Blind::follow_clock(std::uint32_t index, const MarketUpdate& update, AlertWriter&) noexcept
{
    const bool is_print = (update.kinds & update_trade) != 0;  // all else may tell of before
    if (!is_print || update.capture_time.is_none() || settings_.clock_step_ns == 0) return;
    Market& market = markets_[index];
    const std::int64_t offset = update.capture_time.ns - update.exchange_time.ns;
    const std::int64_t step = offset - market.offset_ns;
    const bool is_odd =
        market.has_offset && (step > settings_.clock_step_ns || step < -settings_.clock_step_ns);
    const std::int64_t apart = offset - market.odd_offset_ns;
    const bool is_other = apart > settings_.clock_step_ns || apart < -settings_.clock_step_ns;
    if (is_odd && (market.odd_offsets == 0 || is_other)) {
        market.odd_offset_ns = offset;
        market.odd_since = update.capture_time;
        market.odd_offsets = 0;
    }
    if (is_odd && (++market.odd_offsets < odd_offsets_min ||
                   update.capture_time.ns - market.odd_since.ns < odd_offsets_last))
        return;
    if (is_odd) begin_trouble(index, BlindCause::clock_step, update.exchange_time);
    market.odd_offsets = 0;
    market.offset_ns = offset;
    market.has_offset = true;
}

// ---- troubles of a market

/// How long it lasts before it is told.
std::int64_t Blind::patience(BlindCause cause) const noexcept
{
    if (cause == BlindCause::messages_lost) return settings_.lost_ns;
    return cause == BlindCause::line_silent ? settings_.line_ns : 0;
}

void Blind::begin_trouble(std::uint32_t index, BlindCause cause, Timestamp since) noexcept
{
    Trouble& trouble = markets_[index].troubles[index_of(cause)];
    if (trouble.since.is_none() || ends_by_itself(cause)) trouble.since = since;
    if (!trouble.is_on && trouble.timer.is_none())
        set(trouble, {since.ns + patience(cause)}, index * causes + index_of(cause));
}

void Blind::end_trouble(std::uint32_t index, BlindCause cause, Timestamp time,
                        AlertWriter& out) noexcept
{
    Market& market = markets_[index];
    Trouble& trouble = market.troubles[index_of(cause)];
    if (std::exchange(trouble.is_on, false)) {
        ++trouble.revision;
        tell(market, Listing{}, trouble, cause, time, out);
    }
    trouble.since = Timestamp::none();
}

void Blind::on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept
{
    if ((what & of_place) != 0)
        wake_place(static_cast<std::uint32_t>(what & ~of_place), due, out);
    else
        wake_market(static_cast<std::uint32_t>(what / causes),
                    static_cast<BlindCause>(what % causes), due, out);
}

void Blind::wake_market(std::uint32_t index, BlindCause cause, Timestamp due,
                        AlertWriter& out) noexcept
{
    if (index >= markets_.size()) return;
    Market& market = markets_[index];
    Trouble& trouble = market.troubles[index_of(cause)];
    if (trouble.timer != due) return;
    trouble.timer = Timestamp::none();
    const std::uint64_t what = index * causes + index_of(cause);
    if (trouble.since.is_none()) return;
    if (trouble.is_on && ends_by_itself(cause)) {
        const Timestamp calm{trouble.since.ns + settings_.calm_ns};
        if (calm > due) return set(trouble, calm, what);
        return end_trouble(index, cause, due, out);
    }
    const Timestamp told{trouble.since.ns + patience(cause)};
    if (told > due) return set(trouble, told, what);  // it was over, and began again
    trouble.is_on = true;
    ++trouble.revision;
    tell(market, Listing{}, trouble, cause, due, out);
    if (ends_by_itself(cause)) set(trouble, {due.ns + settings_.calm_ns}, what);
}

/// An instrument is stale when its market is not, and trading is not stopped.
void Blind::wake_place(std::uint32_t index, Timestamp due, AlertWriter& out) noexcept
{
    if (index >= places_.size()) return;
    Place& place = places_[index];
    if (place.stale.timer != due) return;
    place.stale.timer = Timestamp::none();
    if (place.is_stopped) return set(place.stale, {due.ns + settings_.stale_ns}, of_place | index);
    const Timestamp ends{place.heard.ns + settings_.stale_ns};
    if (ends > due) return set(place.stale, ends, of_place | index);
    const Market& market = markets_[place.market];
    const bool peers_trade = due.ns - market.heard.ns < settings_.stale_ns / 2;
    if (!peers_trade || !market_is_open(day_, market.venue, due, true)) return;
    place.stale.since = place.heard;
    place.stale.is_on = true;
    ++place.stale.revision;
    tell(market, place.listing, place.stale, BlindCause::instrument_stale, due, out);
}

void Blind::set(Trouble& trouble, Timestamp due, std::uint64_t what) noexcept
{
    trouble.timer = due;
    day_.timers->set(due, this, what);
}

void Blind::tell(const Market& market, const Listing& listing, Trouble& trouble, BlindCause cause,
                 Timestamp time, AlertWriter& out) noexcept
{
    Listing subject = listing;
    if (subject.date.is_none()) {
        subject.date = day_.date;
        subject.venue = market.venue;
        market.venue.view().copy(subject.symbol.raw.data(), subject.symbol.raw.size());
    }
    subject.reference = {};
    subject.references = {};
    const auto rung = static_cast<std::int32_t>(index_of(cause));
    Alert alert = draft_alert({settings_.name, AlertKind::blind, Direction::down, {rung}}, subject,
                              market.last);
    alert.low_limit = Price::none();
    alert.limit_source = LimitSource::none;
    alert.cause = cause;
    alert.severity = settings_.severity;
    alert.revision = trouble.revision;
    alert.state = trouble.is_on ? AlertState::firing : AlertState::recovering;
    alert.reason = !trouble.is_on          ? AlertReason::over
                   : trouble.revision == 1 ? AlertReason::fired
                                           : AlertReason::returned;
    alert.exchange_time = time;
    alert.capture_time = Timestamp::none();
    alert.window_ns = trouble.since.is_none() ? 0 : time.ns - trouble.since.ns;
    out.raise(alert);
}

}  // namespace gapwire::strategies
