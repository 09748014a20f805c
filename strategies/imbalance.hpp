// The rule imbalance: what an auction would do now, against the reference price.
#pragma once

#include <string>
#include <vector>

#include "strategies/condition.hpp"
#include "strategies/explain.hpp"
#include "strategies/listing.hpp"
#include "strategies/rule.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::strategies {

struct ImbalanceSettings {
    std::string name = "imbalance";
    std::vector<std::string> symbols;  // empty: every instrument that has a reference price
    BasisPoints gap{200};              // of the indicative price from the reference, either way
    std::uint64_t swing_min = 0;       // shares: a change of sides by so many; 0: not watched
    std::uint64_t shares_min = 1000;   // fewer shares matched or left over say nothing
    ReferenceChoice reference = ReferenceChoice::automatic;
    Severity severity = Severity::info;
    BasisPoints hysteresis{75};
    ConditionSettings condition{.recovery_ns = 30 * second_ns};
};

/// From the messages about an auction to come (ITCH: NOII): the price it would have now lies `gap`
/// from the reference, or its imbalance has changed sides by `swing_min` shares.
///
/// An indicative price is no trade: no other rule ever compares it. Always UNCONFIRMED: the auction
/// has not run. One condition a listing, trading date, auction and direction.
class Imbalance final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters and a gap above 0.
    explicit Imbalance(ImbalanceSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    Sentences explain() const override;
    std::vector<std::string> why(InstrumentId instrument, const MarketUpdate* last) const override;
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;
    void on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept override;

 private:
    static constexpr std::size_t crosses = 3;  // opening, closing, after a halt

    struct Place {
        Listing listing{};
        std::array<std::array<TimedCondition, 2>, crosses> gaps{};  // [cross][direction]
        std::array<std::array<Condition, 2>, crosses> swings{};     // [cross][direction]
        std::array<std::int64_t, crosses> furthest{};  // of the side it was on; buy above 0
        MarketUpdate last{};
    };

    void judge_gap(std::uint32_t index, std::size_t cross, AlertWriter& out) noexcept;
    void judge_swing(Place& place, std::size_t cross, AlertWriter& out) noexcept;
    void settle(std::uint32_t index, std::size_t cross, Direction direction, Condition::News news,
                AlertWriter& out, Timestamp timed = Timestamp::none()) noexcept;
    Alert describe(const Place& place, std::size_t cross, Direction direction,
                   BasisPoints rung) const noexcept;

    ImbalanceSettings settings_;
    Selection selection_;
    TradingDay day_;
    Watchlist<Place> places_;
};

/// Reads a `[[rule]]` table of kind imbalance; keys that are left out keep their defaults. Throws
/// OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml documents the keys.
ImbalanceSettings read_imbalance(const Setting& table);

}  // namespace gapwire::strategies
