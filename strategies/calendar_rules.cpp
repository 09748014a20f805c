// The rules of trading calendars, read from markets.toml and exceptions.csv.
#include "strategies/calendar_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "strategies/csv_table.hpp"
#include "strategies/settings.hpp"

namespace gapwire::strategies {
namespace {

constexpr HoursNs day_ns = HoursNs{24} * 3600 * 1'000'000'000;

constexpr std::array phases_with_hours{TradingPhase::opening_auction, TradingPhase::pre_market,
                                       TradingPhase::overnight,       TradingPhase::regular,
                                       TradingPhase::lunch,           TradingPhase::closing_auction,
                                       TradingPhase::after_hours};

std::string read_text(const Setting& setting)
{
    expect_kind(setting, {SettingKind::text}, "text in quotes");
    if (setting.text.empty()) refuse(setting, "is empty");
    return setting.text;
}

std::optional<HoursNs> clock_in(std::string_view text)
{
    const auto clock = parse_clock(text);
    if (!clock || *clock > static_cast<std::uint64_t>(day_ns)) return std::nullopt;
    return static_cast<HoursNs>(*clock);
}

HoursNs read_clock(const Setting& setting)
{
    const auto clock = clock_in(read_text(setting));
    if (!clock) refuse(setting, fmt::format("\"{}\" is not a time of day", setting.text));
    return *clock;
}

/// "17:00-08:30". What begins later than it ends begins on the evening before.
PhaseHours read_phase(const Setting& setting, TradingPhase phase)
{
    const std::string text = read_text(setting);
    const std::size_t dash = std::min(text.find('-'), text.size());
    const auto begin = clock_in(text.substr(0, dash));
    const auto end = clock_in(text.substr(std::min(dash + 1, text.size())));
    if (!begin || !end || *begin == *end)
        refuse(setting, fmt::format("\"{}\" is not hours, such as \"09:30-16:00\"", text));
    return {phase, *begin < *end ? *begin : *begin - day_ns, *end};
}

std::vector<PhaseHours> read_phases(const Setting& table)
{
    std::vector<PhaseHours> phases;
    for (const TradingPhase phase : phases_with_hours) {
        const Setting* const setting = table.find(to_text(phase));
        if (setting == nullptr) continue;
        if (setting->kind == SettingKind::list)
            for (const Setting& part : setting->children) phases.push_back(read_phase(part, phase));
        else
            phases.push_back(read_phase(*setting, phase));
    }
    if (phases.empty()) refuse(table, "has no hours");
    std::sort(phases.begin(), phases.end(),
              [](const PhaseHours& a, const PhaseHours& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < phases.size(); ++i)
        if (phases[i - 1].end != phases[i].begin)
            refuse(table, fmt::format("{} does not begin when {} ends", to_text(phases[i].phase),
                                      to_text(phases[i - 1].phase)));
    return phases;
}

void read_moves(const Setting& list, std::vector<PhaseHours>& phases)
{
    expect_kind(list, {SettingKind::list}, "a list of phases");
    for (const Setting& name : list.children) {
        const std::string text = read_text(name);
        bool found = false;
        for (PhaseHours& phase : phases)
            if (to_text(phase.phase) == text) found = phase.moves_with_close = true;
        if (!found) refuse(name, fmt::format("\"{}\" has no hours here", text));
    }
    if (!std::is_partitioned(phases.begin(), phases.end(),
                             [](const PhaseHours& phase) { return !phase.moves_with_close; }))
        refuse(list, "they are not the last phases of the day");
}

DayHours read_day_hours(const Setting& table)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"since", "opening_auction", "pre_market", "overnight", "regular", "lunch",
                       "closing_auction", "after_hours", "close", "moves_with_close"});
    DayHours hours{read_date(required(table, "since")), read_phases(table),
                   read_clock(required(table, "close"))};
    if (std::none_of(hours.phases.begin(), hours.phases.end(),
                     [&](const PhaseHours& phase) { return phase.end == hours.close; }))
        refuse(*table.find("close"), "no phase ends then");
    if (const Setting* const list = table.find("moves_with_close")) read_moves(*list, hours.phases);
    return hours;
}

/// The hours of two trading dates, one after the other, must not meet.
void check_order(const Setting& table, const DayHours& before, const DayHours& after)
{
    if (before.since >= after.since) refuse(table, "since is not after the hours above");
    if (before.phases.back().end > after.phases.front().begin + day_ns)
        refuse(table, "begins before the hours above end");
}

std::vector<DayHours> read_hours(const Setting& list, Date first_day)
{
    expect_kind(list, {SettingKind::list}, "tables [[market.hours]]");
    std::vector<DayHours> all;
    for (const Setting& table : list.children) {
        DayHours hours = read_day_hours(table);
        if (!all.empty()) check_order(table, all.back(), hours);
        if (hours.phases.back().end > hours.phases.front().begin + day_ns)
            refuse(table, "lasts longer than a day");
        all.push_back(std::move(hours));
    }
    if (all.empty() || all.front().since > first_day)
        refuse(list, fmt::format("has no hours for first_day, {}", to_text(first_day)));
    return all;
}

std::string read_mic(const Setting& setting)
{
    std::string mic = read_text(setting);
    const auto fits = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
    if (mic.size() != 4 || !std::all_of(mic.begin(), mic.end(), fits))
        refuse(setting, fmt::format("\"{}\" is not a MIC, such as \"XNAS\"", mic));
    return mic;
}

/// Refuses a name and MICs that a market above has.
void check_new(const Setting& table, const MarketRules& market,
               const std::vector<MarketRules>& above)
{
    for (const MarketRules& other : above) {
        if (other.name == market.name) refuse(table, fmt::format("{} is there twice", market.name));
        for (const std::string& mic : market.mics)
            if (std::count(other.mics.begin(), other.mics.end(), mic) != 0)
                refuse(table, fmt::format("{} belongs to {}", mic, other.name));
    }
}

MarketRules read_market(const Setting& table, Date first_day, Date last_day)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"name", "mics", "zone", "hours"});
    MarketRules market;
    market.first_day = first_day;
    market.last_day = last_day;
    market.name = read_text(required(table, "name"));
    market.zone = read_zone(required(table, "zone"));
    const Setting& mics = required(table, "mics");
    expect_kind(mics, {SettingKind::list}, "a list of MICs");
    for (const Setting& mic : mics.children) market.mics.push_back(read_mic(mic));
    market.hours = read_hours(required(table, "hours"), first_day);
    return market;
}

std::vector<MarketRules> read_markets(const Setting& root)
{
    allow_keys(root, {"first_day", "last_day", "market"});
    const Date first_day = read_date(required(root, "first_day"));
    const Date last_day = read_date(required(root, "last_day"));
    if (last_day < first_day || last_day.year >= first_day.year + calendar_years_max)
        refuse(*root.find("last_day"),
               fmt::format("is not in the {} years from first_day on", calendar_years_max));
    const Setting& list = required(root, "market");
    expect_kind(list, {SettingKind::list}, "tables [[market]]");
    if (list.children.size() > markets_max)
        refuse(list, fmt::format("more than {} markets", markets_max));
    std::vector<MarketRules> markets;
    for (const Setting& table : list.children) {
        MarketRules market = read_market(table, first_day, last_day);
        check_new(table, market, markets);
        markets.push_back(std::move(market));
    }
    return markets;
}

enum Column : std::size_t { market_column, date_column, weekday_column, kind_column, close_column };

MarketRules& market_of(const CsvRow& row, std::vector<MarketRules>& markets)
{
    const std::string& name = row.fields[market_column];
    for (MarketRules& market : markets)
        if (market.name == name) return market;
    row.refuse(market_column, fmt::format("\"{}\" is not in markets.toml", name));
}

Date read_day(const CsvRow& row, const MarketRules& market)
{
    constexpr std::array<std::string_view, 7> names{"Thu", "Fri", "Sat", "Sun",
                                                    "Mon", "Tue", "Wed"};  // 1970-01-01 on
    const Date date = row.date(date_column);
    if (date < market.first_day || date > market.last_day)
        row.refuse(date_column, fmt::format("{} is not between first_day and last_day of "
                                            "markets.toml",
                                            to_text(date)));
    const std::int32_t day = day_number(date);
    if (is_weekend(day)) row.refuse(date_column, "is on a weekend: closed anyhow");
    const std::string_view weekday = names[static_cast<std::size_t>((day % 7 + 7) % 7)];
    if (row.fields[weekday_column] != weekday)
        row.refuse(weekday_column, fmt::format("{} is a {}", to_text(date), weekday));
    return date;
}

ExceptionKind read_kind(const CsvRow& row)
{
    const std::string& kind = row.fields[kind_column];
    if (kind == "closed") return ExceptionKind::closed;
    if (kind == "early close") return ExceptionKind::early_close;
    if (kind == "halt") return ExceptionKind::halt;
    if (kind == "check") return ExceptionKind::check;
    row.refuse(kind_column, fmt::format("\"{}\" is not closed, early close, halt or check", kind));
}

/// When a day of these hours stops early. What moves with the close can only move forward.
HoursNs read_local_close(const CsvRow& row, const DayHours& hours)
{
    const std::string& text = row.fields[close_column];
    const auto clock = clock_in(text);
    if (!clock) row.refuse(close_column, fmt::format("\"{}\" is not a time of day", text));
    const PhaseHours& last = hours.phases.back();
    if (*clock <= hours.phases.front().begin ||
        *clock > (last.moves_with_close ? hours.close : last.end))
        row.refuse(close_column, fmt::format("{} is outside the trading hours", text));
    return *clock;
}

void add_exception(const CsvRow& row, std::vector<MarketRules>& markets)
{
    MarketRules& market = market_of(row, markets);
    const Date date = read_day(row, market);
    DayException exception{read_kind(row), 0};
    if (exception.kind == ExceptionKind::early_close || exception.kind == ExceptionKind::halt)
        exception.local_close = read_local_close(row, market.hours_on(date));
    else if (exception.kind == ExceptionKind::closed && !row.fields[close_column].empty())
        row.refuse(close_column, "a closed day has none");
    if (!market.exceptions.emplace(date, exception).second)
        row.refuse(date_column,
                   fmt::format("{} is there twice for {}", to_text(date), market.name));
}

}  // namespace

const DayHours& MarketRules::hours_on(Date date) const noexcept
{
    const auto after =
        std::upper_bound(hours.begin() + 1, hours.end(), date,
                         [](Date wanted, const DayHours& entry) { return wanted < entry.since; });
    return *(after - 1);
}

std::vector<MarketRules> read_market_rules(const NamedText& markets, const NamedText& exceptions)
{
    auto all = read_markets(parse_toml(markets.text, markets.name));
    read_csv_table(exceptions.text, exceptions.name, "market,date,weekday,kind,local_close,note",
                   [&](const CsvRow& row) { add_exception(row, all); });
    return all;
}

}  // namespace gapwire::strategies
