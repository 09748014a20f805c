// The rule blind: what is watched cannot be seen, or may not be what it seems.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "strategies/condition.hpp"
#include "strategies/explain.hpp"
#include "strategies/listing.hpp"
#include "strategies/rule.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::strategies {

struct BlindSettings {
    std::string name = "blind";
    std::vector<std::string> symbols;      // empty: every instrument that has a reference price
    std::int64_t stale_ns = 0;             // one instrument alone, in regular hours; 0: not watched
    std::int64_t lost_ns = 2 * second_ns;  // books incomplete after a loss
    std::int64_t line_ns = 10 * second_ns;       // one redundant line of several is heard
    std::int64_t clock_step_ns = 2 * second_ns;  // receive time against exchange time
    std::int64_t calm_ns = 30 * second_ns;       // nothing merged, no step: it is over
    Severity severity = Severity::critical;
};

/// Freshness, not liveness: per market, whether its feed is heard, whether books are whole, whether
/// both lines are there, whether clocks and the way to the rules hold; per instrument, whether it
/// is told anything while its market is.
///
/// A feed is silent as its feed handler says (live: silence_ms of the feed; in captures: silence of
/// [replay]). That and staleness are told only while the market's calendar says it is open (always
/// where no calendar is known). One alert for each market or instrument and cause of a trading
/// date: over and back are its revisions. When a market falls silent, all rules lose sight of it
/// (Rule::on_blind).
class Blind final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters.
    explicit Blind(BlindSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    Sentences explain() const override;
    std::vector<std::string> why(InstrumentId instrument, const MarketUpdate* last) const override;
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;
    void on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept override;

 private:
    static constexpr std::size_t causes = 8;  // of BlindCause

    struct Trouble {
        std::uint32_t revision = 0;
        bool is_on = false;
        Timestamp since = Timestamp::none();  // it began, told or not
        Timestamp timer = Timestamp::none();
    };
    struct Market {
        Text<4> venue{};
        std::array<Trouble, causes> troubles{};
        Timestamp heard = Timestamp::none();
        std::uint32_t lost = 0;       // watched instruments whose books are incomplete
        std::uint8_t lines_most = 0;  // heard at once
        bool is_silent = false;
        std::int64_t offset_ns = 0;  // receive time after exchange time, as it was
        bool has_offset = false;
        std::uint8_t odd_offsets = 0;  // in a row, and alike: as this one, received since
        std::int64_t odd_offset_ns = 0;
        Timestamp odd_since = Timestamp::none();
        MarketUpdate last{};
    };
    struct Place {
        Listing listing{};
        std::uint32_t market = 0;
        bool is_lost = false;
        bool is_stopped = false;  // halted or paused
        Timestamp heard = Timestamp::none();
        Trouble stale{};
    };

    std::uint32_t market_of(const Text<4>& venue);
    void hear(Market& market, std::uint32_t index, Place& place, const MarketUpdate& update,
              AlertWriter& out) noexcept;
    void follow_silence(std::uint32_t index, const MarketUpdate& update, AlertWriter& out) noexcept;
    void follow_loss(std::uint32_t index, Place& place, const MarketUpdate& update,
                     AlertWriter& out) noexcept;
    void follow_lines(std::uint32_t index, const MarketUpdate& update, AlertWriter& out) noexcept;
    void follow_clock(std::uint32_t index, const MarketUpdate& update, AlertWriter& out) noexcept;
    void begin_trouble(std::uint32_t index, BlindCause cause, Timestamp since) noexcept;
    std::int64_t patience(BlindCause cause) const noexcept;
    void end_trouble(std::uint32_t index, BlindCause cause, Timestamp time,
                     AlertWriter& out) noexcept;
    void wake_market(std::uint32_t index, BlindCause cause, Timestamp due,
                     AlertWriter& out) noexcept;
    void wake_place(std::uint32_t index, Timestamp due, AlertWriter& out) noexcept;
    void set(Trouble& trouble, Timestamp due, std::uint64_t what) noexcept;
    void tell(const Market& market, const Listing& listing, Trouble& trouble, BlindCause cause,
              Timestamp time, AlertWriter& out) noexcept;

    BlindSettings settings_;
    Selection selection_;
    TradingDay day_;
    Watchlist<Place> places_;
    std::vector<Market> markets_;
};

/// Reads a `[[rule]]` table of kind blind; keys that are left out keep their defaults. Throws
/// OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml documents the keys.
BlindSettings read_blind(const Setting& table);

}  // namespace gapwire::strategies
