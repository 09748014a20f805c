// The rule halt: trading stops, why, and where it goes on.
#pragma once

#include <string>
#include <vector>

#include "strategies/explain.hpp"
#include "strategies/listing.hpp"
#include "strategies/rule.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::strategies {

struct HaltSettings {
    std::string name = "halt";
    std::vector<std::string> symbols;  // empty: everything; of futures, the front months
    Severity severity = Severity::warning;
};

/// One alert for each halt or pause of a listing and trading date (its rung counts them), with the
/// exchange's reason; revised when the reason changes, over when trading resumes, and then with
/// the price of the first trade and how far it lies from the last one before.
///
/// A halt of the whole market (MWC0 to MWC3) is one alert of no symbol for each level, not one a
/// stock.
class Halt final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters.
    explicit Halt(HaltSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    Sentences explain() const override;
    std::vector<std::string> why(InstrumentId instrument, const MarketUpdate* last) const override;
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;

 private:
    struct Place {
        Listing listing{};
        TradingState state = TradingState::unknown;
        Text<4> reason{};
        std::int32_t halts = 0;
        std::uint32_t revision = 0;  // of the latest
        Timestamp since = Timestamp::none();
        Price before = Price::none();  // the last eligible trade before it
        Price last = Price::none();
        bool awaits_reopening = false;
        bool is_of_market = false;
    };

    void stop(Place& place, const MarketUpdate& update, AlertWriter& out) noexcept;
    void stop_market(const MarketUpdate& update, AlertWriter& out) noexcept;
    void resume(Place& place, const MarketUpdate& update, AlertWriter& out) noexcept;
    void reopen(Place& place, const MarketUpdate& update, AlertWriter& out) noexcept;
    Alert describe(const Place& place, const MarketUpdate& update) const noexcept;

    HaltSettings settings_;
    Selection selection_;
    TradingDay day_;
    Watchlist<Place> places_;
    std::uint8_t market_levels_ = 0;  // told: a bit each
};

/// Reads a `[[rule]]` table of kind halt; keys that are left out keep their defaults. Throws
/// OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml documents the keys.
HaltSettings read_halt(const Setting& table);

}  // namespace gapwire::strategies
