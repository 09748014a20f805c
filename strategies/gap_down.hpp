// The rule gap_down: an instrument has fallen by so many percent from its reference price.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <string>
#include <vector>

#include "strategies/evidence.hpp"
#include "strategies/low_limit.hpp"
#include "strategies/rule.hpp"

namespace gapwire::strategies {

enum class GapTrigger : std::uint8_t { trade, mid, both };

inline constexpr std::size_t ladder_rungs_max = 32;

struct GapDownSettings {
    std::string name = "gap_down";
    std::vector<std::string> symbols;  // empty: every instrument that has a reference price
    std::vector<BasisPoints> ladder{{200}, {300}, {400}, {500}, {700}, {800}, {1000}};  // rising
    GapTrigger trigger = GapTrigger::trade;
    BasisPoints mid_spread_max{50};  // of the mid; a wider quote is neither judged nor a witness
};

/// A ladder of falls below a reference price.
///
/// One incident per symbol and trading date; each rung of the ladder fires once in it, in rising
/// order, all with the price that was seen when one event falls through several. Judged per event:
/// every eligible trade, whatever the state of its book, and (`mid`, `both`) every mid that
/// judged_mid() admits. Within one event the trade comes first. evidence.hpp says how sure an alert
/// is. A trade that is broken later no longer bears out other prints; what it fired stays fired.
///
/// A symbol of the settings may be a product of futures: then its front month is meant, and
/// measured from its own reference. Each instrument goes by its own trading date where it has one.
///
/// A symbol without a reference price above 0 never fires; when the settings name it, it is counted
/// once (rule_no_reference). Test issues are judged, but their alerts withheld and counted.
class GapDown final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters; 1 to ladder_rungs_max rungs, above 0 and rising.
    explicit GapDown(GapDownSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;

 private:
    struct Incident {
        Symbol symbol{};
        Text<4> venue{};
        Date date{};  // trading date
        ReferencePrice reference{};
        Price last_print = Price::none();
        std::uint8_t fired = 0;  // rungs: always the lowest ones
        bool test_issue = false;
        bool is_future = false;
        const Product* product = nullptr;  // of a future: what the configuration says
    };
    /// A price that is judged; `is_print` when another witness is needed to bear it out.
    struct Observation {
        HalfUnits price;
        bool is_print = false;
    };

    bool names(std::string_view symbol) const noexcept;
    Incident& incident_of(const Instrument& instrument);
    Date date_of(const Instrument& instrument) const noexcept;
    bool concerns(const Instrument& instrument) const noexcept;
    void judge(Incident& incident, const Observation& seen, const MarketUpdate& update,
               AlertWriter& out) noexcept;
    void raise(const Incident& incident, BasisPoints rung, const Observation& seen,
               const MarketUpdate& update, AlertWriter& out) noexcept;
    LowLimit low_limit(const Incident& incident, const MarketUpdate& update) const;
    bool corroborated(const Incident& incident, BasisPoints rung,
                      const MarketUpdate& update) const noexcept;

    GapDownSettings settings_;
    Text<16> rule_{};
    TradingDay day_;
    // A symbol may come under several ids (another session, another feed): one incident for all.
    absl::flat_hash_map<std::string, std::uint32_t> by_symbol_;  // -> incident
    struct Source {
        std::uint32_t incident = UINT32_MAX;  // none
        Text<4> venue{};
    };
    std::vector<Source> by_instrument_;  // InstrumentId
    std::vector<Incident> incidents_;
};

}  // namespace gapwire::strategies
