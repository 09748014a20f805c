// The rule velocity: an instrument has moved so many percent within so many minutes.
#pragma once

#include <string>
#include <vector>

#include "strategies/condition.hpp"
#include "strategies/evidence.hpp"
#include "strategies/explain.hpp"
#include "strategies/listing.hpp"
#include "strategies/price_trail.hpp"
#include "strategies/rule.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::strategies {

struct VelocitySettings {
    std::string name = "velocity";
    std::vector<std::string> symbols;  // empty: everything; of futures, the front months
    Direction direction = Direction::down;
    BasisPoints move{100};
    std::int64_t within_ns = 10 * minute_ns;
    Severity severity = Severity::warning;
    PriceChoice prices{};
    BasisPoints hysteresis{25};
    ConditionSettings condition{.recovery_ns = minute_ns};
};

/// A move from the high (rise: the low) of the last `within`, which is the alert's reference: of
/// kind minutes_ago, with the trading date. One condition per listing and trading date; a second
/// fast move later that day is a revision (returned), not before `cool_down`.
///
/// It measures from prices of its own, so it needs no reference and a split does not touch it: from
/// mids, and where there are none from prints. A price far off its neighbours is no high and no low
/// (price_trail.hpp), nor is a print far off its quotes.
class Velocity final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters, a move and a time above 0.
    explicit Velocity(VelocitySettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    Sentences explain() const override;
    std::vector<std::string> why(InstrumentId instrument, const MarketUpdate* last) const override;
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;
    void on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept override;
    void on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept override;

 private:
    struct Place {
        Listing listing{};
        PriceTrail trail{};
        TimedCondition timed{};
        PricePoint from{};  // what the last judged price was measured from
        HalfUnits seen{};
        Price last_print = Price::none();
        MarketUpdate last{};
    };

    void judge(std::uint32_t place, const Observation& seen, const MarketUpdate& update,
               AlertWriter& out) noexcept;
    void take_back(std::uint32_t place, const MarketUpdate& update, AlertWriter& out) noexcept;
    void follow_status(std::uint32_t place, const MarketUpdate& update, AlertWriter& out) noexcept;
    void remember(Place& place, const Observation& seen, const MarketUpdate& update) const noexcept;
    Zone zone(Price from, HalfUnits price) const noexcept;
    bool corroborated(const Place& place, const Observation& seen,
                      const MarketUpdate& update) const noexcept;
    void settle(std::uint32_t place, Condition::News news, AlertWriter& out,
                Timestamp timed = Timestamp::none()) noexcept;

    VelocitySettings settings_;
    Selection selection_;
    TradingDay day_;
    Watchlist<Place> places_;
};

/// Reads a `[[rule]]` table of kind velocity; keys that are left out keep their defaults. Throws
/// OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml documents the keys.
VelocitySettings read_velocity(const Setting& table);

}  // namespace gapwire::strategies
