// The condition state of one alert.
#include "strategies/condition.hpp"

#include <algorithm>

namespace gapwire::strategies {
namespace {

bool lasts(Timestamp since, Timestamp now, std::int64_t how_long) noexcept
{
    return !since.is_none() && now.ns - since.ns >= how_long;
}

Timestamp after(Timestamp since, std::int64_t how_long) noexcept
{
    return since.is_none() ? since : Timestamp{since.ns + how_long};
}

Timestamp earlier(Timestamp a, Timestamp b) noexcept
{
    if (a.is_none()) return b;
    if (b.is_none()) return a;
    return std::min(a, b);
}

}  // namespace

Condition::News Condition::say(AlertState state, AlertReason reason) noexcept
{
    state_ = state;
    ++revision_;
    return {true, reason};
}

Condition::News Condition::see(const Sighting& sighting, const ConditionSettings& settings) noexcept
{
    unseen_since_ = Timestamp::none();
    switch (state_) {
        case AlertState::pending:
        case AlertState::withdrawn: return wait(sighting, settings);
        case AlertState::firing:
        case AlertState::unknown: return watch(sighting, settings);
        case AlertState::recovering:
            if (sighting.zone != Zone::reached) return {};
            if (!may_return(sighting, settings)) return {};
            fired_at_ = sighting.time;
            since_ = Timestamp::none();
            ++seen_;
            is_confirmed_ = sighting.corroborated;
            return say(AlertState::firing, AlertReason::returned);
    }
    return {};
}

/// What nothing bore out has been no alarm yet: one that is borne out need not wait.
bool Condition::may_return(const Sighting& sighting,
                           const ConditionSettings& settings) const noexcept
{
    return lasts(fired_at_, sighting.time, settings.cool_down_ns) ||
           (sighting.corroborated && !is_confirmed_);
}

/// Not fired, or withdrawn: a break in what was reached starts the wait anew.
Condition::News Condition::wait(const Sighting& sighting,
                                const ConditionSettings& settings) noexcept
{
    if (sighting.zone != Zone::reached) {
        seen_ = 0;
        volume_ = 0;
        since_ = Timestamp::none();
        return {};
    }
    if (since_.is_none()) since_ = sighting.time;
    ++seen_;
    volume_ += sighting.quantity;
    next_is_confirmed_ = sighting.corroborated;
    return fire_if_due(sighting.time, settings);
}

Condition::News Condition::fire_if_due(Timestamp now, const ConditionSettings& settings) noexcept
{
    if (seen_ == 0 || seen_ < settings.prints_min || volume_ < settings.volume_min) return {};
    if (!lasts(since_, now, settings.hold_ns)) return {};
    is_confirmed_ = next_is_confirmed_;
    since_ = Timestamp::none();
    fired_at_ = now;
    return say(AlertState::firing, AlertReason::fired);
}

/// Fired, and perhaps out of sight.
Condition::News Condition::watch(const Sighting& sighting,
                                 const ConditionSettings& settings) noexcept
{
    if (sighting.zone == Zone::cleared) {
        if (since_.is_none()) since_ = sighting.time;
        return expire(sighting.time, settings);
    }
    since_ = Timestamp::none();
    const bool is_reached = sighting.zone == Zone::reached;
    if (is_reached) ++seen_;
    const bool was_confirmed = is_confirmed_;
    is_confirmed_ |= is_reached && sighting.corroborated;
    if (state_ == AlertState::unknown) return say(AlertState::firing, AlertReason::seen_again);
    if (is_confirmed_ && !was_confirmed) return say(AlertState::firing, AlertReason::confirmed);
    return {};
}

Condition::News Condition::expire(Timestamp now, const ConditionSettings& settings) noexcept
{
    const bool is_waiting = state_ == AlertState::pending || state_ == AlertState::withdrawn;
    if (is_waiting) return fire_if_due(now, settings);
    if (state_ == AlertState::recovering) return {};
    if (lasts(since_, now, settings.recovery_ns)) {
        since_ = Timestamp::none();
        return say(AlertState::recovering, AlertReason::recovered);
    }
    if (state_ == AlertState::firing && lasts(unseen_since_, now, settings.unseen_ns)) {
        unseen_since_ = since_ = Timestamp::none();
        return say(AlertState::unknown, AlertReason::sight_lost);
    }
    return {};
}

void Condition::lose_sight(Timestamp time) noexcept
{
    const bool is_waiting = state_ == AlertState::pending || state_ == AlertState::withdrawn;
    if (is_waiting) {
        seen_ = 0;
        volume_ = 0;
        since_ = Timestamp::none();
    } else if (state_ == AlertState::firing && unseen_since_.is_none()) {
        unseen_since_ = time;
    }
}

Condition::News Condition::regain(Zone zone, Timestamp time) noexcept
{
    unseen_since_ = Timestamp::none();
    if (state_ != AlertState::unknown) return {};
    if (zone != Zone::cleared) return say(AlertState::firing, AlertReason::seen_again);
    if (since_.is_none()) since_ = time;
    return {};
}

Condition::News Condition::take_back(bool was_reached) noexcept
{
    if (!was_reached || seen_ == 0) return {};
    --seen_;
    const bool is_waiting = state_ == AlertState::pending || state_ == AlertState::withdrawn;
    if (is_waiting) {
        if (seen_ == 0) since_ = Timestamp::none();
        return {};
    }
    if (seen_ > 0) return {};
    return withdraw(AlertReason::trade_broken);
}

Condition::News Condition::withdraw(AlertReason reason) noexcept
{
    if (!has_fired() || state_ == AlertState::withdrawn) return {};
    seen_ = 0;
    volume_ = 0;
    is_confirmed_ = false;
    since_ = unseen_since_ = Timestamp::none();
    return say(AlertState::withdrawn, reason);
}

Condition::News Condition::change() noexcept
{
    if (state_ != AlertState::firing) return {};
    return say(AlertState::firing, AlertReason::changed);
}

Timestamp Condition::due(const ConditionSettings& settings) const noexcept
{
    const bool is_waiting = state_ == AlertState::pending || state_ == AlertState::withdrawn;
    if (is_waiting) return settings.hold_ns > 0 ? after(since_, settings.hold_ns) : since_.none();
    const Timestamp recovered = after(since_, settings.recovery_ns);
    if (state_ != AlertState::firing) return recovered;
    return earlier(recovered, after(unseen_since_, settings.unseen_ns));
}

}  // namespace gapwire::strategies
