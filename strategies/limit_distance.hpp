// The rule limit_distance: how much of the way to the next mechanical stop is gone.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "strategies/condition.hpp"
#include "strategies/evidence.hpp"
#include "strategies/explain.hpp"
#include "strategies/listing.hpp"
#include "strategies/market_limits.hpp"
#include "strategies/price_trail.hpp"
#include "strategies/rolling_mean.hpp"
#include "strategies/rule.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::strategies {

/// What stops trading.
enum class StopKind : std::uint8_t {
    price_limit,  // of a future: as its feed tells it, else by CME's rule
    dynamic,      // CME's dynamic circuit breaker: 3.5 % within an hour
    luld,         // a stock's band: an estimate from prints of our own
    mwcb,         // the market-wide levels: an estimate from the fall of one symbol (SPY)
};

inline constexpr std::size_t stop_rungs_max = 8;

struct LimitDistanceSettings {
    std::string name = "limit_distance";
    std::vector<std::string> symbols;  // empty: everything; of futures, the front months
    StopKind stop = StopKind::price_limit;
    Direction direction = Direction::down;
    std::vector<BasisPoints> ladder{{5000}, {7500}, {9000}};  // of the way that is gone
    std::vector<Severity> severity{Severity::warning, Severity::critical, Severity::emergency};
    LuldTier tier = LuldTier::tier_1;
    PriceChoice prices{};
    BasisPoints hysteresis{1000};
    ConditionSettings condition{};
};

/// A ladder on the way from where a stop is measured from to where it is: the settlement and the
/// limit, the high of the hour and the breaker, the mean of five minutes and the band, the close
/// and the next market-wide level. The alert's rung and fall are of that way, in basis points; its
/// low_limit is the stop, whichever way it lies.
///
/// LULD and market-wide levels come from feeds that are not read here: they are estimates, judged
/// in regular hours only, and say so (LimitSource::estimate). Those end early where the calendar
/// says so.
class LimitDistance final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters, 1 to stop_rungs_max rising rungs, a severity.
    explicit LimitDistance(LimitDistanceSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    Sentences explain() const override;
    std::vector<std::string> why(InstrumentId instrument, const MarketUpdate* last) const override;
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;
    void on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept override;
    void on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept override;

 private:
    /// The way to a stop.
    struct Way {
        Price from = Price::none();
        Price stop = Price::none();
        LimitSource source = LimitSource::unknown;
    };
    struct Place {
        Listing listing{};
        bool closes_early = false;
        PriceTrail hour{};
        RollingMean mean{};
        Price luld_reference = Price::none();
        Price last_print = Price::none();
        std::array<TimedCondition, stop_rungs_max> rungs{};
        bool is_active = false;
        Way way{};
        HalfUnits seen{};
        MarketUpdate last{};
    };

    std::optional<Way> way(Place& place, const MarketUpdate& update) const noexcept;
    std::optional<Way> way_to_limit(const Place& place, const MarketUpdate& update) const noexcept;
    std::optional<Way> way_to_breaker(Place& place, const MarketUpdate& update) const noexcept;
    std::optional<Way> way_to_band(Place& place, const MarketUpdate& update) const noexcept;
    std::optional<Way> way_to_level(const Place& place, const MarketUpdate& update) const noexcept;
    void follow_status(std::uint32_t place, const MarketUpdate& update, AlertWriter& out) noexcept;
    void remember(Place& place, const MarketUpdate& update) const noexcept;
    Zone zone(const Way& way, std::size_t rung, HalfUnits price) const noexcept;
    void judge(std::uint32_t index, const Observation& seen, const MarketUpdate& update,
               AlertWriter& out) noexcept;
    void settle(std::uint32_t index, std::size_t rung, Condition::News news, AlertWriter& out,
                Timestamp timed = Timestamp::none()) noexcept;

    LimitDistanceSettings settings_;
    Selection selection_;
    TradingDay day_;
    Watchlist<Place> places_;
};

/// Reads a `[[rule]]` table of kind limit_distance; keys that are left out keep their defaults.
/// Throws OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml documents the
/// keys.
LimitDistanceSettings read_limit_distance(const Setting& table);

}  // namespace gapwire::strategies
