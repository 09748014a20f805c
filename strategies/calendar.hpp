// Trading calendars by market: trading dates, phases of the trading hours, and closes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace gapwire::strategies {

enum class TradingPhase : std::uint8_t {
    unknown,  // the calendar does not say: see Calendar
    closed,
    opening_auction,  // orders are collected for the opening
    pre_market,
    overnight,  // Globex, before the cash market opens
    regular,
    lunch,
    closing_auction,
    after_hours,
    holiday_halt  // Globex: stopped early on a holiday, in the middle of a trading date
};

/// "pre_market", as in the configuration.
std::string_view to_text(TradingPhase phase) noexcept;

/// What a market does at one time.
struct TradingTime {
    TradingPhase phase = TradingPhase::unknown;
    Date trading_date{};                  // closed: the next one; unknown: none
    Timestamp begin = Timestamp::none();  // of the phase; none: outside the table
    Timestamp end = Timestamp::none();  // of the phase, the first instant after it; none: as above
    friend constexpr bool operator==(const TradingTime&, const TradingTime&) = default;
};

enum class DayKind : std::uint8_t {
    unknown,       // outside the table, or to be checked
    closed,        // weekends too
    holiday_halt,  // open until noon or so, for the next trading date: without a settlement
    early_close,
    full
};

/// A day of the calendar as a trading date.
struct MarketDay {
    DayKind kind = DayKind::unknown;
    Timestamp close = Timestamp::none();  // official close or settlement; none: there is none

    /// Every trading date has a close, and no other day has one. False for an unknown day.
    constexpr bool has_close() const noexcept { return !close.is_none(); }
    friend constexpr bool operator==(const MarketDay&, const MarketDay&) = default;
};

struct MarketRules;

/// The calendar of one market.
///
/// It says what is in its table and never guesses: a day before or after the table, a day marked
/// `check`, and whatever follows from such a day (the trading date of the evening before a `check`
/// day, the trading date before it) is unknown, and is told so.
///
/// Hours    a phase is [begin, end) in UTC, by the time zone's rules of that day. What is between
///          two trading dates is `closed` and belongs to the later one; a closed phase lasts until
///          the next opening, over weekends and holidays. A `check` day is unknown from the end of
///          the trading date before it to when it would end on a full day.
/// Early    hours are cut and moved as docs/calendars.md says; the close is then the one of the
///          table. CME: when it stops, for when it settles on such days is not in the table.
/// Memory   24 bytes a phase, about 8,000 phases in six years; allocated by the constructor.
///          Queries allocate nothing, and take a binary search.
/// Threads  any, at the same time.
class Calendar {
 public:
    /// REQUIRES: `rules` as read_market_rules() gives them.
    explicit Calendar(const MarketRules& rules);

    /// The trading date and the phase at `time`. Unknown for Timestamp::none().
    TradingTime at(Timestamp time) const noexcept;

    /// Whether `date` is a trading date, and when its official close is made. Unknown for no date.
    MarketDay day(Date date) const noexcept;

    /// The newest trading date with a close before `date`, and the next one after it. `date` itself
    /// may be any day. No date where an unknown day comes first.
    Date previous_close(Date date) const noexcept;
    Date next_close(Date date) const noexcept;

    /// As in the configuration: "Tokyo", "Asia/Tokyo".
    const std::string& name() const noexcept { return name_; }
    const std::string& zone() const noexcept { return zone_; }

 private:
    /// Which trading date the hours of `date` belong to; none where that is not known.
    Date trading_date_of(Date date) const noexcept;
    Date nearest_close(Date date, std::int32_t step) const noexcept;

    std::string name_;
    std::string zone_;
    std::int32_t first_day_ = 0;
    std::vector<MarketDay> days_;      // from first_day_ on
    std::vector<TradingTime> phases_;  // in order, without a gap
};

/// The calendars of all markets, by MIC.
///
/// Memory   as said at Calendar, about 1 MB for the markets that are delivered.
/// Threads  any, at the same time.
class Calendars {
 public:
    explicit Calendars(const std::vector<MarketRules>& markets);

    /// The calendar of "XNAS". Null for a MIC that is not listed: nothing is known then. Valid as
    /// long as this lives.
    const Calendar* find(std::string_view mic) const noexcept;
    /// The time zones of all markets, by MIC.
    std::map<std::string, std::string, std::less<>> zones() const;

 private:
    std::vector<Calendar> calendars_;
    std::map<std::string, std::size_t, std::less<>> by_mic_;
};

/// Reads `markets.toml` and `exceptions.csv` in `folder`. Throws OperatorError(config)
/// `file:line: key: reason` for the first thing that is wrong, `file: cannot be read: reason` for a
/// file that is missing.
Calendars load_calendars(const std::filesystem::path& folder);

}  // namespace gapwire::strategies
