// Price limits and halts by rule and date: LULD bands, market-wide circuit breakers, CME limits.
#pragma once

#include <array>
#include <cstdint>

#include "core/time.hpp"
#include "core/types.hpp"

namespace gapwire::strategies {

/// Nanoseconds since local midnight of the market's own clock, in [0, 24 h).
using ClockNs = std::int64_t;

/// Prices go up to a billion, so that no limit can overflow.
inline constexpr Price limits_price_max{1'000'000'000 * Price::scale};
/// Ten times.
inline constexpr std::int32_t leverage_hundredths_max = 1000;

enum class LimitsStatus : std::uint8_t {
    ok,
    unknown_date,   // the table has no rule for that day: before its first, or between two
    outside_hours,  // the rule sets nothing at that time of day
    no_reference,   // the price that the rule measures from was not given
    bad_input       // a price that is not in (0, limits_price_max], or as the function says
};

enum class LuldTier : std::uint8_t { tier_1, tier_2 };

struct LuldQuestion {
    Price reference = Price::none();       // the mean of five minutes, as the SIP takes it
    Price previous_close = Price::none();  // of the primary exchange: decides the price class
    LuldTier tier = LuldTier::tier_1;
    Date date{};
    ClockNs time = 0;                        // New York
    bool early_close = false;                // 13:00 instead of 16:00
    std::int32_t leverage_hundredths = 100;  // of an ETP, without its sign: -2x is 200
};

struct LuldBand {
    LimitsStatus status = LimitsStatus::ok;
    Price lower = Price::none();  // none also when there is no price above 0 that is too low
    Price upper = Price::none();
    friend constexpr bool operator==(const LuldBand&, const LuldBand&) = default;
};

/// The prices between which a stock may trade, by the rule. To explain, simulate and cross-check:
/// where a feed tells the bands (the SIP's LULD messages), the feed's are in force, not these.
///
/// Input    dollars. Leverage from 100 to leverage_hundredths_max; above 100 only in Tier 2 (its
///          percentages are multiplied; the rule has no such thing for Tier 1).
/// Output   the reference plus and minus its percentage, to the nearest cent, half a cent up.
/// Errors   unknown_date before 2017-04-21; outside_hours before 09:30 and from the close on;
///          bad_input. Both prices are none then.
/// Not here rights, warrants and auctions (exempt), limit and straddle states, reopening collars.
/// Threads  any. Memory none.
/// Source   Plan to Address Extraordinary Market Volatility (LULD), Appendix A; Amendment 18.
LuldBand luld_band(const LuldQuestion& question) noexcept;

enum class MwcbAction : std::uint8_t { none, halt_15_minutes, close_for_the_day };

struct MwcbLevel {
    Price price = Price::none();
    MwcbAction action = MwcbAction::none;  // if the index is at or below `price` now
    friend constexpr bool operator==(const MwcbLevel&, const MwcbLevel&) = default;
};

struct MwcbQuestion {
    Price index_close = Price::none();  // of the S&P 500 on the trading day before
    Date date{};
    ClockNs time = 0;  // New York
    bool early_close = false;
    std::uint8_t level_reached = 0;  // the highest that has halted today, 0 to 3
};

struct MwcbLevels {
    LimitsStatus status = LimitsStatus::ok;
    std::array<MwcbLevel, 3> level{};
    friend constexpr bool operator==(const MwcbLevels&, const MwcbLevels&) = default;
};

/// The levels of the market-wide circuit breaker, and what each does at that time, by the rule. To
/// explain, simulate and cross-check: where a feed tells them (ITCH: `V` and `W`), the feed wins.
///
/// Output   index points: 7, 13 and 20 % below the close, exact for closes of up to five decimals,
///          else rounded down to 1e-9. Outside trading hours the levels stand and do nothing.
///          Levels 1 and 2 halt up to and including 15:25:00 (12:25:00 before an early close);
///          level 3 until the close. No level does anything once it or a higher one was reached.
/// Errors   unknown_date before 2013-04-08; bad_input also for level_reached above 3.
/// Threads  any. Memory none.
/// Source   NYSE Rule 7.12 (before: 80B), Nasdaq Rule 4121.
MwcbLevels mwcb_levels(const MwcbQuestion& question) noexcept;

/// What CME's limits are measured from: the lead month's average price of 14:59:30-15:00:00 in
/// Chicago (not the last trade), and the cash index at 15:00:00.
struct CmeReference {
    Price future = Price::none();
    Price index = Price::none();
};

struct CmeQuestion {
    CmeReference previous{};  // of the trading day before
    CmeReference today{};     // of the trade date itself; needed from 15:00 to 16:00, else ignored
    Price tick = Price::none();
    Date trade_date{};               // an evening belongs to the next one
    ClockNs time = 0;                // Chicago
    std::uint8_t level_reached = 0;  // of the market-wide circuit breaker today, 0 to 3
};

enum class CmePhase : std::uint8_t {
    closed,     // 16:00-17:00
    overnight,  // 17:00-08:30
    day,        // 08:30-14:25
    late_day,   // 14:25-15:00
    after_cash  // 15:00-16:00
};

struct CmeLimits {
    LimitsStatus status = LimitsStatus::ok;
    CmePhase phase = CmePhase::closed;
    Price lower = Price::none();  // in force
    Price upper = Price::none();  // in force; none: there is none
    std::array<Price, 3> level{Price::none(), Price::none(), Price::none()};  // 7, 13, 20 %
    BasisPoints dynamic{};  // width of the dynamic circuit breaker; 0: not in force
    friend constexpr bool operator==(const CmeLimits&, const CmeLimits&) = default;
};

/// The limits of a CME future on a US equity index (NQ, ES and their micros).
///
/// limit(p) = future - floor_tick(p x index): the percentage is of the cash index. Upper limits
/// are as far above as the lower ones of the same percentage are below. To explain, simulate and
/// cross-check: the limits in force are those of MDP 3.0 (template 50), which win over these.
///
/// Input    all prices in one unit: index points, or all in wire form.
/// Output   the limits in force at that time and the levels of the day. In the day phase the lower
///          limit is the level after the one reached; an upper one exists only overnight and
///          after the cash close.
/// Errors   unknown_date before trade date 2020-03-09; outside_hours from 16:00 to 17:00;
///          no_reference from 15:00 to 16:00 without `today` (levels are told still); bad_input.
/// Not here shortened sessions around holidays, expiry days, the steps of a halt itself.
/// Threads  any. Memory none.
/// Source   CME, price limits of US equity index futures; the width is proven on the published NQ
///          limits of 2025-04-04 and 2025-04-07.
CmeLimits cme_limits(const CmeQuestion& question) noexcept;

/// What the dynamic circuit breaker measures: the hour before.
struct HourRange {
    Price high = Price::none();
    Price low = Price::none();
};

struct DynamicBand {
    LimitsStatus status = LimitsStatus::ok;
    Price lower = Price::none();
    Price upper = Price::none();
    friend constexpr bool operator==(const DynamicBand&, const DynamicBand&) = default;
};

/// The prices beyond which the dynamic circuit breaker pauses a product for two minutes: `width` of
/// the previous settlement, rounded down to the tick, below the high and above the low of the last
/// 60 minutes.
///
/// Input    `width` as cme_limits() says, in (0, 100 %]. Prices in one unit, high >= low.
/// Errors   bad_input.
/// Source   CME, dynamic circuit breakers. The rounding is that of the limits: not published.
DynamicBand dynamic_band(HourRange hour, Price settlement, BasisPoints width, Price tick) noexcept;

}  // namespace gapwire::strategies
