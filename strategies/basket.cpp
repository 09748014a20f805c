// The rules basket and contagion.
#include "strategies/basket.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/alert_id.hpp"
#include "strategies/why.hpp"

namespace gapwire::strategies {
namespace {

std::vector<std::string> all_symbols(const std::vector<BasketGroup>& groups)
{
    std::vector<std::string> symbols;
    for (const BasketGroup& group : groups)
        symbols.insert(symbols.end(), group.symbols.begin(), group.symbols.end());
    return symbols;
}

}  // namespace

Basket::Basket(BasketSettings settings)
    : settings_(std::move(settings)), selection_(all_symbols(settings_.groups))
{
    GAPWIRE_ASSERT(!settings_.name.empty() && settings_.name.size() <= Alert{}.rule.raw.size());
    GAPWIRE_ASSERT(!selection_.is_all() && settings_.at_least > 0);
    GAPWIRE_ASSERT(settings_.move > BasisPoints{0});
}

Sentences Basket::explain() const
{
    std::vector<std::string> members;
    for (const BasketGroup& group : settings_.groups) {
        std::string text = group.name;
        if (group.weight != 1) text += fmt::format(" x{}", group.weight);
        const bool is_named = group.symbols.size() != 1 || group.symbols.front() != group.name;
        if (is_named) text += fmt::format(" ({})", fmt::join(group.symbols, ", "));
        members.push_back(text);
    }
    const bool is_basket = settings_.kind == AlertKind::basket;
    Sentences out{{directed(is_basket ? "rule_basket" : "rule_contagion", settings_.direction),
                   {{"name", settings_.name},
                    {"members", members},
                    {"at_least", settings_.at_least},
                    {"move", settings_.move},
                    {"reference", reference_said(settings_.reference)},
                    {"trigger", trigger_said(settings_.prices.trigger)}}}};
    explain_prices(settings_.prices, out);
    explain_condition(settings_.condition, settings_.hysteresis, out);
    return out;
}

std::vector<std::string> Basket::why(InstrumentId instrument, const MarketUpdate* last) const
{
    const auto* const source = members_.source(instrument);
    if (source == nullptr) return {"the rule does not watch it"};
    const Member& member = members_[source->place];
    Clauses out;
    why_listing(member.listing, out);
    why_prices(settings_.prices, last, out);
    out.push_back(member.is_in ? "it is in" : "it is not in");
    out.push_back(fmt::format("{} of {} are in: {}", weight_, settings_.at_least,
                              why_condition(timed_.condition, settings_.condition)));
    return out;
}

void Basket::begin(const TradingDay& day)
{
    day_ = day;
    members_.clear();
    groups_.assign(settings_.groups.size(), {});
    order_.clear();
    order_.reserve(groups_.size());
    weight_ = 0;
    is_changed_ = false;
    told_ = roster_due_ = Timestamp::none();
    timed_ = {};
}

Interest Basket::on_instrument(const Instrument& instrument)
{
    members_.forget(instrument.id);
    const std::string* const name = selection_.name_of(instrument);
    if (name == nullptr || instrument.test_issue) return {};
    const Listing listing = look_up(day_, instrument, settings_.reference);
    const auto [place, is_new] = members_.place_of(day_.references->key_of(instrument));
    Member& member = members_[place];
    if (is_new && !listing.has_reference()) day_.counters->add(Counter::rule_no_reference);
    if (member.is_in && member.listing.date != listing.date) leave(member);
    member.listing = listing;
    const auto has_it = [&](const BasketGroup& group) {
        return std::find(group.symbols.begin(), group.symbols.end(), *name) != group.symbols.end();
    };
    const auto group = std::find_if(settings_.groups.begin(), settings_.groups.end(), has_it);
    member.group = static_cast<std::uint32_t>(group - settings_.groups.begin());
    members_.watch(instrument, place);
    return {kinds_of(settings_.prices.trigger)};
}

Zone Basket::zone(const Member& member, HalfUnits price) const noexcept
{
    const HalfUnits from = exact(member.listing.reference.price);
    return zone_of(moved(settings_.direction, from, price), from.value, settings_.move,
                   settings_.hysteresis);
}

bool Basket::corroborated(const Member& member, const Observation& seen,
                          const MarketUpdate& update) const noexcept
{
    return is_borne_out(seen, exact(member.listing.reference.price), member.last_print,
                        market_of(update, settings_.prices.mid_spread_max),
                        [&](HalfUnits price) { return zone(member, price) == Zone::reached; });
}

void Basket::on_update(const MarketUpdate& update, AlertWriter& out) noexcept
{
    const auto* const source = members_.source(update.instrument);
    if (source == nullptr) return;
    Member& member = members_[source->place];
    if (!member.listing.is_measured()) return;
    const bool was_changed = is_changed_;
    for_each_judged(update, settings_.prices, settings_.direction,
                    [&](const Observation& seen) { judge(member, source->place, seen, update); });
    if ((update.kinds & (update_trade | update_trade_broken)) != 0)
        member.last_print = update.trade_price;
    const bool tells_status = (update.kinds & update_status) != 0;
    if (tells_status && sight_of(day_, member.listing.venue, update) == Sight::lost) {
        if (rests_on(member)) lose_sight(update, out);
    } else if (member.is_in || is_changed_ != was_changed || tells_status) {
        weigh(update, out);
    }
}

/// Whether what is told needs sight of a member: it is in, or that it is not may end it all.
bool Basket::rests_on(const Member& member) const noexcept
{
    return member.is_in || weight_ < settings_.at_least;
}

/// Until one of them is seen.
void Basket::lose_sight(const MarketUpdate& update, AlertWriter& out) noexcept
{
    last_ = update;
    timed_.condition.lose_sight(update.exchange_time);
    settle({}, out);
}

void Basket::judge(Member& member, std::uint32_t place, const Observation& seen,
                   const MarketUpdate& update) noexcept
{
    const Zone where = zone(member, seen.price);
    if (member.is_in) member.seen = seen.price;
    if (where == Zone::reached && !member.is_in && corroborated(member, seen, update)) {
        member.seen = seen.price;
        enter(member, place, update.exchange_time);
    } else if (where == Zone::cleared && member.is_in) {
        leave(member);
    }
}

void Basket::enter(Member& member, std::uint32_t place, Timestamp time) noexcept
{
    member.is_in = true;
    Group& group = groups_[member.group];
    if (++group.in > 1) return;
    group.crossed = time;
    group.first = place;
    order_.push_back(member.group);
    weight_ += settings_.groups[member.group].weight;
    is_changed_ = true;
}

void Basket::leave(Member& member) noexcept
{
    member.is_in = false;
    Group& group = groups_[member.group];
    if (--group.in > 0) return;
    group = {};
    order_.erase(std::find(order_.begin(), order_.end(), member.group));
    weight_ -= settings_.groups[member.group].weight;
    is_changed_ = true;
}

/// Whether enough are in, and whether there is a change to tell.
void Basket::weigh(const MarketUpdate& update, AlertWriter& out) noexcept
{
    last_ = update;
    const Zone where = weight_ >= settings_.at_least ? Zone::reached : Zone::cleared;
    if (where == Zone::reached || !timed_.condition.is_idle())
        settle(timed_.condition.see({where, is_clean_if_borne_out(update), 0, update.exchange_time},
                                    settings_.condition),
               out);
    const bool fires = timed_.condition.state() == AlertState::firing;
    if (!is_changed_ || !fires || !roster_due_.is_none()) return;
    const Timestamp due{std::max(told_.ns + settings_.wait_ns, update.exchange_time.ns)};
    roster_due_ = due;
    day_.timers->set(due, this, roster_timer);
}

void Basket::on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept
{
    if (what == condition_timer) {
        if (timed_.takes(due)) settle(timed_.condition.expire(due, settings_.condition), out, due);
        return;
    }
    if (roster_due_ != due) return;
    roster_due_ = Timestamp::none();
    if (is_changed_) settle(timed_.condition.change(), out, due);
}

void Basket::on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept
{
    const bool concerns = std::any_of(members_.begin(), members_.end(), [&](const Member& member) {
        return member.listing.venue == market && rests_on(member);
    });
    if (!concerns || timed_.condition.is_idle()) return;
    settle(timed_.condition.go_blind(time, settings_.condition), out, time);
}

void Basket::settle(Condition::News news, AlertWriter& out, Timestamp timed) noexcept
{
    timed_.arm(*day_.timers, this, condition_timer, settings_.condition);
    if (!news) return;
    is_changed_ = false;
    told_ = timed.is_none() ? last_.exchange_time : timed;
    Listing all;
    settings_.name.copy(all.symbol.raw.data(), all.symbol.raw.size());
    all.date = day_.date;
    Alert alert = draft_alert({settings_.name, settings_.kind, settings_.direction, settings_.move},
                              all, last_);
    alert.severity = settings_.severity;
    alert.low_limit = Price::none();
    alert.limit_source = LimitSource::none;
    alert.roster = roster();
    std::int64_t falls = 0;
    const std::size_t shown = std::min<std::size_t>(alert.roster.crossed, Roster::entries_max);
    for (std::size_t i = 0; i < shown; ++i) falls += alert.roster.entries[i].fall.value;
    if (shown > 0)
        alert.fall = {static_cast<std::int32_t>(falls / static_cast<std::int64_t>(shown))};
    say(alert, timed_.condition, news, last_, timed);
    out.raise(alert);
}

Roster Basket::roster() const noexcept
{
    Roster roster;
    roster.members = static_cast<std::uint16_t>(settings_.groups.size());
    for (const std::uint32_t index : order_) {
        if (roster.crossed < Roster::entries_max) {
            const Group& group = groups_[index];
            const Member& member = members_[group.first];
            roster.entries[roster.crossed] = {
                member.listing.symbol, member.listing.venue,
                fall_between(exact(member.listing.reference.price), member.seen), group.crossed};
        }
        ++roster.crossed;
    }
    return roster;
}

}  // namespace gapwire::strategies
