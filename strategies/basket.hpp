// The rules basket and contagion: so many of a list have fallen, and who went first.
#pragma once

#include <string>
#include <vector>

#include "strategies/condition.hpp"
#include "strategies/evidence.hpp"
#include "strategies/explain.hpp"
#include "strategies/listing.hpp"
#include "strategies/rule.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::strategies {

/// One member of a basket, or one market of a theme: it has crossed as soon as one of its symbols
/// has.
struct BasketGroup {
    std::string name;
    std::vector<std::string> symbols;
    std::uint32_t weight = 1;
};

struct BasketSettings {
    std::string name = "basket";
    AlertKind kind = AlertKind::basket;  // or contagion
    Direction direction = Direction::down;
    std::vector<BasketGroup> groups;
    std::uint64_t at_least = 2;  // of the weights
    BasisPoints move{300};
    BasisPoints hysteresis{75};
    ReferenceChoice reference = ReferenceChoice::automatic;
    PriceChoice prices{};
    Severity severity = Severity::critical;
    ConditionSettings condition{};
    std::int64_t wait_ns = 30 * second_ns;  // between two revisions that tell of a changed roster
};

/// Groups whose weights add up to `at_least` have moved so far, each from its own reference, on
/// whatever venue and in whatever currency.
///
/// A group crosses with a price that another one bears out; one bad print is no member. It is out
/// again when its price is back by the hysteresis. The alert's roster holds who is in, in the order
/// of crossing; its fall is the mean of theirs. A changed roster is a revision, every `wait` at
/// most.
class Basket final : public Rule {
 public:
    /// REQUIRES: a name of 1 to 16 characters, a group, at_least and a move above 0.
    explicit Basket(BasketSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    Sentences explain() const override;
    std::vector<std::string> why(InstrumentId instrument, const MarketUpdate* last) const override;
    void begin(const TradingDay& day) override;
    Interest on_instrument(const Instrument& instrument) override;
    void on_update(const MarketUpdate& update, AlertWriter& out) noexcept override;
    void on_timer(Timestamp due, std::uint64_t what, AlertWriter& out) noexcept override;
    void on_blind(const Text<4>& market, Timestamp time, AlertWriter& out) noexcept override;

    const BasketSettings& settings() const noexcept { return settings_; }

 private:
    struct Member {
        Listing listing{};
        std::uint32_t group = 0;
        Price last_print = Price::none();
        HalfUnits seen{};  // once it has crossed
        bool is_in = false;
    };
    struct Group {
        Timestamp crossed = Timestamp::none();  // none: it is not in
        std::uint32_t first = UINT32_MAX;       // the member that crossed first
        std::uint32_t in = 0;                   // members
    };

    Zone zone(const Member& member, HalfUnits price) const noexcept;
    void judge(Member& member, std::uint32_t place, const Observation& seen,
               const MarketUpdate& update) noexcept;
    void enter(Member& member, std::uint32_t place, Timestamp time) noexcept;
    void leave(Member& member) noexcept;
    bool corroborated(const Member& member, const Observation& seen,
                      const MarketUpdate& update) const noexcept;
    bool rests_on(const Member& member) const noexcept;
    void lose_sight(const MarketUpdate& update, AlertWriter& out) noexcept;
    void weigh(const MarketUpdate& update, AlertWriter& out) noexcept;
    void settle(Condition::News news, AlertWriter& out,
                Timestamp timed = Timestamp::none()) noexcept;
    Roster roster() const noexcept;

    static constexpr std::uint64_t condition_timer = 0;
    static constexpr std::uint64_t roster_timer = 1;

    BasketSettings settings_;
    Selection selection_;
    TradingDay day_;
    Watchlist<Member> members_;
    std::vector<Group> groups_;           // as in the settings
    std::vector<std::uint32_t> order_;    // groups that are in, in the order of crossing
    std::uint64_t weight_ = 0;            // of those
    bool is_changed_ = false;             // the roster, since it was told
    Timestamp told_ = Timestamp::none();  // when
    Timestamp roster_due_ = Timestamp::none();
    TimedCondition timed_{};
    MarketUpdate last_{};
};

/// Reads a `[[rule]]` table of kind basket or contagion; keys that are left out keep their
/// defaults. Throws OperatorError(config) `file:line: key: reason`. config/gapwire.example.toml
/// documents the keys.
BasketSettings read_basket(const Setting& table);
BasketSettings read_contagion(const Setting& table);

}  // namespace gapwire::strategies
