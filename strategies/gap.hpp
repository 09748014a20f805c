// The rules gap_down and gap_up: an instrument lies so many percent from its reference price.
#pragma once

#include <memory>
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

inline constexpr std::size_t ladder_rungs_max = 32;

struct GapSettings {
    std::string name = "gap_down";
    Direction direction = Direction::down;
    std::vector<std::string> symbols;  // empty: every instrument that has a reference price
    std::vector<BasisPoints> ladder{{200}, {300}, {400}, {500}, {700}, {800}, {1000}};  // rising
    /// Of the first rung, the second, ...; the last one goes for all that follow.
    std::vector<Severity> severity{Severity::warning, Severity::warning, Severity::critical};
    ReferenceChoice reference = ReferenceChoice::automatic;
    std::int64_t ago_ns = 15 * minute_ns;  // with minutes_ago
    PriceChoice prices{};
    BasisPoints hysteresis{75};  // how far back from a rung is recovered
    bool say_no_reference = false;
    ConditionSettings condition{};
};

/// A ladder of moves away from a reference price.
///
/// One condition per listing, rung and trading date; rungs fire in rising order, all with the price
/// that was seen when one event goes through several. Judged per event: every price that the
/// choice of prices admits (evidence.hpp). Recovery, return, loss of sight, broken trades and
/// corrected references are revisions (condition.hpp); of several rungs that fired, only the
/// furthest is told to be out of sight.
///
/// A symbol of the settings may be a product of futures: then its front month is meant, and
/// measured from its own reference. Each instrument goes by its own trading date where it has one.
///
/// A symbol without a reference price above 0 never fires; when the settings name it, that is
/// counted once (rule_no_reference), and told once it trades where the settings ask for it. Where a
/// split or the like lies between the reference and today, the alert is withheld and that is told.
/// Test issues are judged, but their alerts withheld and counted.
class Gap final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters; 1 to ladder_rungs_max rungs, above 0 and rising; a
    /// severity.
    explicit Gap(GapSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    Sentences explain() const override;
    std::vector<std::string> why(InstrumentId instrument, const MarketUpdate* last) const override;
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;
    void on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept override;
    void on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept override;

    const GapSettings& settings() const noexcept { return settings_; }

 private:
    struct Rung {
        TimedCondition timed{};
        Price price = Price::none();  // what it was raised with
        bool is_far_off = false;      // on a print that nothing can bear out
    };
    /// What an update that fires nothing looks at comes first, in one cache line.
    struct alignas(64) Incident {
        bool is_active = false;               // a rung is not idle
        bool is_corrected = false;            // the reference has changed since the last look
        bool is_told = false;                 // that it cannot be judged
        std::unique_ptr<PriceTrail> trail{};  // with minutes_ago
        Price last_print = Price::none();
        Listing listing{};
        Timestamp seen_at = Timestamp::none();
        HalfUnits seen{};     // the last price judged while a rung is not idle
        MarketUpdate last{};  // and its update
    };
    using Places = Watchlist<Incident>;

    const Rung* rungs(std::uint32_t place) const noexcept
    {
        return &rungs_[place * settings_.ladder.size()];
    }
    Rung* rungs(std::uint32_t place) noexcept { return &rungs_[place * settings_.ladder.size()]; }
    void look_back(Incident& incident, const MarketUpdate& update) noexcept;
    void refresh(std::uint32_t place, const Listing& listing);
    Zone zone(const Incident& incident, std::size_t rung, HalfUnits price) const noexcept;
    void judge(std::uint32_t place, const Observation& seen, const MarketUpdate& update,
               AlertWriter& out) noexcept;
    void tell_why_not(Incident& incident, const MarketUpdate& update, AlertWriter& out) noexcept;
    void follow_status(std::uint32_t place, const MarketUpdate& update, AlertWriter& out) noexcept;
    void take_back(std::uint32_t place, const MarketUpdate& update, AlertWriter& out) noexcept;
    void correct(std::uint32_t place, AlertWriter& out) noexcept;
    void settle(std::uint32_t place, std::size_t rung, Condition::News news, AlertWriter& out,
                Timestamp timed = Timestamp::none()) noexcept;
    Alert describe(const Incident& incident, BasisPoints rung, HalfUnits price,
                   const MarketUpdate& update) const;
    Severity severity(std::size_t rung, const Alert& alert) const noexcept;
    bool is_lone(const Incident& incident, const Observation& seen,
                 const MarketUpdate& update) const noexcept;
    bool corroborated(const Incident& incident, BasisPoints rung, const Observation& seen,
                      const MarketUpdate& update) const noexcept;

    GapSettings settings_;
    Selection selection_;
    TradingDay day_;
    Places places_;
    std::vector<Rung> rungs_;  // [place][rung]
};

}  // namespace gapwire::strategies
