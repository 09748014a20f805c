// The condition state of one alert: from the first sight of a price to recovery, on event time.
#pragma once

#include <cstdint>
#include <limits>

#include "core/alert.hpp"
#include "core/types.hpp"
#include "strategies/timers.hpp"

namespace gapwire::strategies {

inline constexpr std::int64_t second_ns = 1'000'000'000;
inline constexpr std::int64_t minute_ns = 60 * second_ns;

/// When a condition fires, and when it is over.
struct ConditionSettings {
    std::int64_t hold_ns = 0;                    // reached without a break for so long
    std::uint32_t prints_min = 1;                // seen there so often in a row
    std::uint64_t volume_min = 0;                // and so much traded there
    std::int64_t recovery_ns = 5 * minute_ns;    // back without a break for so long
    std::int64_t cool_down_ns = 15 * minute_ns;  // before it is said to have returned
    std::int64_t unseen_ns = second_ns;          // nothing to judge for so long after a loss
    friend constexpr bool operator==(const ConditionSettings&, const ConditionSettings&) = default;
};

/// Where a price lies: at the threshold or beyond, back beyond the hysteresis, or in the band
/// between, where nothing changes.
enum class Zone : std::uint8_t { reached, between, cleared };

/// Of a price `move` beyond what it is measured from, out of a `whole`: at `at` of it or beyond, or
/// back by `hysteresis`. Multiplied out, so that exactly 4.00 % is exact. REQUIRES: whole > 0.
constexpr Zone zone_of(Wide move, Wide whole, BasisPoints at, BasisPoints hysteresis) noexcept
{
    if (move * 10'000 >= whole * at.value) return Zone::reached;
    return move * 10'000 <= whole * (at.value - hysteresis.value) ? Zone::cleared : Zone::between;
}

/// One price that was judged.
struct Sighting {
    Zone zone = Zone::between;
    bool corroborated = false;  // another print or quote says so too
    std::uint64_t quantity = 0;
    Timestamp time{0};
};

/// One condition of one trading date. Fires once; what becomes of it later is a revision of that.
///
/// Each call says what to raise, if anything: `state()` and `revision()` are then those of the
/// alert. The order of calls and their times decide alone, so a replay decides as the live run did.
/// Memory  inside.  Threads  one.
class Condition {
 public:
    struct News {
        bool is_any = false;
        AlertReason reason = AlertReason::fired;
        explicit operator bool() const noexcept { return is_any; }
    };

    /// A price was judged.
    News see(const Sighting& sighting, const ConditionSettings& settings) noexcept;
    /// Time passes: `now` is not before any time of before.
    News expire(Timestamp now, const ConditionSettings& settings) noexcept;
    /// What it watches may not be as it was told: messages are missing, or nothing is heard.
    void lose_sight(Timestamp time) noexcept;
    /// Nothing is heard any more, and was not for long enough: out of sight at once.
    News go_blind(Timestamp time, const ConditionSettings& settings) noexcept
    {
        lose_sight({time.ns - settings.unseen_ns});
        return expire(time, settings);
    }
    /// It can be seen again; `zone`: where its price lies.
    News regain(Zone zone, Timestamp time) noexcept;
    /// A trade was broken; `was_reached`: its price had reached the threshold.
    News take_back(bool was_reached) noexcept;
    /// What it rested on does not hold any more.
    News withdraw(AlertReason reason) noexcept;
    /// What it tells has changed while it fires.
    News change() noexcept;

    /// The next moment at which expire() may have news; none: never.
    Timestamp due(const ConditionSettings& settings) const noexcept;

    bool has_fired() const noexcept { return revision_ > 0; }
    /// Neither waiting nor fired: nothing but a price that reaches the threshold changes it.
    bool is_idle() const noexcept
    {
        return state_ == AlertState::pending && seen_ == 0 && !has_fired();
    }
    /// Fired, and not over: what is told of it now holds.
    bool speaks() const noexcept
    {
        return state_ == AlertState::firing || state_ == AlertState::unknown;
    }
    bool is_confirmed() const noexcept { return is_confirmed_; }
    AlertState state() const noexcept { return state_; }
    std::uint32_t revision() const noexcept { return revision_; }
    /// While it waits: how often in a row, and how much was traded there.
    std::uint32_t seen() const noexcept { return seen_; }
    std::uint64_t volume() const noexcept { return volume_; }

 private:
    News say(AlertState state, AlertReason reason) noexcept;
    News wait(const Sighting& sighting, const ConditionSettings& settings) noexcept;
    News fire_if_due(Timestamp now, const ConditionSettings& settings) noexcept;
    News watch(const Sighting& sighting, const ConditionSettings& settings) noexcept;
    bool may_return(const Sighting& sighting, const ConditionSettings& settings) const noexcept;

    AlertState state_ = AlertState::pending;
    bool is_confirmed_ = false;
    bool next_is_confirmed_ = false;  // pending: the last sighting was
    std::uint32_t revision_ = 0;
    std::uint32_t seen_ = 0;  // pending: in a row; then: what bears it out and was not taken back
    std::uint64_t volume_ = 0;
    Timestamp since_ = Timestamp::none();  // pending: reached; firing, unknown: cleared
    Timestamp fired_at_ = Timestamp::none();
    Timestamp unseen_since_ = Timestamp::none();
};

/// Of the rungs of one incident, the furthest that speaks is told to be out of sight for all.
/// `condition_of(i)`: of a rung; `lose(i)`: takes its sight away.
template <class ConditionOf, class Lose>
void lose_sight_of_ladder(std::size_t rungs, ConditionOf&& condition_of, Lose&& lose)
{
    for (std::size_t i = rungs; i-- > 0;) {
        const bool speaks = condition_of(i).speaks();
        lose(i);
        if (speaks) return;
    }
}

/// A condition and the timer it waits for.
struct TimedCondition {
    Condition condition{};
    Timestamp timer = Timestamp::none();  // the next that is set

    /// Sets the timer it needs next. `what` comes back with Rule::on_timer.
    void arm(Timers& timers, Rule* rule, std::uint64_t what, const ConditionSettings& settings)
    {
        const Timestamp due = condition.due(settings);
        if (due.is_none() || (!timer.is_none() && timer <= due)) return;
        timer = due;
        timers.set(due, rule, what);
    }
    /// Whether a timer that is due is the one that is waited for; then it is no more.
    bool takes(Timestamp due) noexcept
    {
        if (timer != due) return false;  // of a former trading date, or set anew since
        timer = Timestamp::none();
        return true;
    }
};

}  // namespace gapwire::strategies
