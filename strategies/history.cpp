// Daily bars by instrument, and the ranks of changes among them.
#include "strategies/history.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "strategies/csv_table.hpp"
#include "strategies/fall.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::strategies {
namespace {

constexpr std::string_view no_percentage = "the close before is not above 0";
constexpr std::array directions{Direction::down, Direction::up};

constexpr std::size_t index_of(Direction direction) noexcept
{
    return direction == Direction::down ? 0 : 1;
}

/// Whether `a` went further than `b`. Closes are multiplied crosswise, so that equal fractions are
/// equal. REQUIRES: both begin above 0.
constexpr bool is_larger(const DayChange& a, const DayChange& b, Direction direction) noexcept
{
    const Wide left = wide(a.to.units) * b.from.units;
    const Wide right = wide(b.to.units) * a.from.units;
    return direction == Direction::down ? left < right : left > right;
}

constexpr Wide floor_of(Wide value, Wide by) noexcept
{
    return value / by - (value % by < 0 ? 1 : 0);
}

/// The first price whose change from `reference` is larger than `change`, if there is one.
constexpr std::optional<Price> first_beyond(const DayChange& change, Price reference,
                                            Direction direction) noexcept
{
    const Wide product = wide(reference.units) * change.to.units;
    const Wide price = direction == Direction::down ? -floor_of(-product, change.from.units) - 1
                                                    : floor_of(product, change.from.units) + 1;
    if (price <= INT64_MIN || price > INT64_MAX) return std::nullopt;
    return Price{static_cast<std::int64_t>(price)};
}

DailyBar bar_of(const CsvRow& row)
{
    const DailyBar bar{row.date(1), row.price(2), row.price(3), row.price(4), row.price(5)};
    if (bar.high < std::max({bar.open, bar.low, bar.close}))
        row.refuse(3, fmt::format("{} is not the highest of the day", decimal(bar.high)));
    if (bar.low > std::min(bar.open, bar.close))
        row.refuse(4, fmt::format("{} is not the lowest of the day", decimal(bar.low)));
    return bar;
}

std::string text_of(const DailyBar& bar)
{
    return fmt::format("{},{},{},{}", decimal(bar.open), decimal(bar.high), decimal(bar.low),
                       decimal(bar.close));
}

/// Where `date` is, or belongs, among days.
template <class Days>
auto place_of(Days& days, Date date) noexcept
{
    return std::lower_bound(days.begin(), days.end(), date,
                            [](const auto& day, Date wanted) { return day.bar.date < wanted; });
}

}  // namespace

void DailyHistory::add_csv(std::string_view text, const std::string& file)
{
    files_.push_back(file);
    read_csv_table(text, file, "instrument,date,open,high,low,close",
                   [this](const CsvRow& row) { add_bar(row); });
    link_all();
}

void DailyHistory::add_bar(const CsvRow& row)
{
    const std::string& instrument = row.symbol(0);
    const DailyBar bar = bar_of(row);

    Days& days = days_[instrument];
    const auto at = place_of(days, bar.date);
    if (at == days.end() || at->bar.date != bar.date)
        days.insert(at, {bar, source_of(row)});
    else if (at->bar != bar)
        row.refuse(1, fmt::format("{} of {} is {}, but {} says {}", to_text(bar.date), instrument,
                                  text_of(bar), place(at->source), text_of(at->bar)));
}

void DailyHistory::load_csv(const std::filesystem::path& file)
{
    add_csv(read_text_file(file), file.string());
}

void DailyHistory::add_excluded_csv(std::string_view text, const std::string& file)
{
    files_.push_back(file);
    read_csv_table(text, file, "instrument,date,reason",
                   [this](const CsvRow& row) { add_excluded(row); });
    link_all();
}

void DailyHistory::add_excluded(const CsvRow& row)
{
    const std::string& instrument = row.symbol(0);
    const Date date = row.date(1);
    const std::string& reason = row.fields[2];
    if (reason.empty()) row.refuse(2, "there is none");

    const auto [at, is_new] =
        excluded_[instrument].try_emplace(date, Excluded{reason, source_of(row)});
    if (!is_new && at->second.reason != reason)
        row.refuse(2, fmt::format("\"{}\" for {} on {}, but {} says \"{}\"", reason, instrument,
                                  to_text(date), place(at->second.source), at->second.reason));
}

void DailyHistory::load_excluded_csv(const std::filesystem::path& file)
{
    add_excluded_csv(read_text_file(file), file.string());
}

DailyHistory::Source DailyHistory::source_of(const CsvRow& row) const
{
    return {static_cast<std::uint32_t>(files_.size() - 1), static_cast<std::uint32_t>(row.line)};
}

std::string DailyHistory::place(Source source) const
{
    return fmt::format("{}:{}", files_[source.file], source.line);
}

void DailyHistory::link_all()
{
    for (auto& [instrument, days] : days_) link(days, excluded_of(instrument));
}

void DailyHistory::link(Days& days, const ExcludedDays& excluded)
{
    for (std::uint32_t i = 1; i < days.size(); ++i) {
        Day& day = days[i];
        day.counts = days[i - 1].bar.close > Price{0} &&
                     excluded_in(excluded, days[i - 1].bar.date, day.bar.date) == nullptr;
        day.left_out = days[i - 1].left_out + !day.counts;
        for (const Direction direction : directions) {
            const std::size_t d = index_of(direction);
            std::uint32_t other = days[i - 1].counts ? i - 1 : days[i - 1].larger[d];
            while (day.counts && other != 0 &&
                   !is_larger(change_of(days, other), change_of(days, i), direction))
                other = days[other].larger[d];
            day.larger[d] = other;
        }
    }
}

DayChange DailyHistory::change_of(const Days& days, std::size_t day) noexcept
{
    GAPWIRE_ASSERT(day > 0 && day < days.size());
    return {days[day].bar.date, days[day - 1].bar.close, days[day].bar.close};
}

std::optional<DailyBar> DailyHistory::find(std::string_view instrument, Date date) const noexcept
{
    const auto days = days_.find(instrument);
    if (days == days_.end()) return std::nullopt;
    const auto at = place_of(days->second, date);
    if (at == days->second.end() || at->bar.date != date) return std::nullopt;
    return at->bar;
}

const DailyHistory::ExcludedDays& DailyHistory::excluded_of(
    std::string_view instrument) const noexcept
{
    static const ExcludedDays none;
    const auto excluded = excluded_.find(instrument);
    return excluded == excluded_.end() ? none : excluded->second;
}

const DailyHistory::Excluded* DailyHistory::excluded_in(const ExcludedDays& excluded, Date before,
                                                        Date date) noexcept
{
    const auto next = excluded.upper_bound(before);
    return next == excluded.end() || next->first > date ? nullptr : &next->second;
}

std::vector<std::string> DailyHistory::instruments() const
{
    std::vector<std::string> names;
    names.reserve(days_.size());
    for (const auto& [name, days] : days_) names.push_back(name);
    return names;
}

std::pair<Date, Date> DailyHistory::span_of(std::string_view instrument) const noexcept
{
    const auto known = days_.find(instrument);
    if (known == days_.end() || known->second.empty()) return {};
    return {known->second.front().bar.date, known->second.back().bar.date};
}

std::pair<Date, Date> DailyHistory::span() const noexcept
{
    std::pair<Date, Date> span{};
    for (const auto& [name, days] : days_) {
        if (days.empty()) continue;
        const Date first = days.front().bar.date;
        if (span.first.is_none() || first < span.first) span.first = first;
        span.second = std::max(span.second, days.back().bar.date);
    }
    return span;
}

std::vector<DailyStep> DailyHistory::steps(std::string_view instrument, Date from, Date to) const
{
    std::vector<DailyStep> steps;
    const auto known = days_.find(instrument);
    if (known == days_.end()) return steps;
    const Days& days = known->second;
    const ExcludedDays& excluded = excluded_of(instrument);
    const auto first = static_cast<std::size_t>(place_of(days, from) - days.begin());
    for (std::size_t i = std::max<std::size_t>(first, 1); i < days.size(); ++i) {
        const DailyBar& bar = days[i].bar;
        if (bar.date > to) break;
        const Excluded* const day = excluded_in(excluded, days[i - 1].bar.date, bar.date);
        const std::string_view reason = day != nullptr   ? std::string_view(day->reason)
                                        : days[i].counts ? std::string_view()
                                                         : no_percentage;
        steps.push_back({bar, days[i - 1].bar.close, reason});
    }
    return steps;
}

Falls DailyHistory::falls(std::string_view instrument, Date from, Date to,
                          BasisPoints at_least) const
{
    GAPWIRE_ASSERT(at_least.value > 0);
    Falls found;
    for (const DailyStep& step : steps(instrument, from, to)) {
        const DayChange change{step.bar.date, step.before, step.bar.close};
        if (!step.left_out.empty())
            found.left_out.push_back({change, step.left_out});
        else if (fell_at_least(exact(change.from), exact(change.to), at_least))
            found.days.push_back(change);
    }
    return found;
}

/// The newest day up to `last` whose change counts and is as large as `today`; 0: none.
std::uint32_t DailyHistory::newest_as_large(const Days& days, std::uint32_t last,
                                            const DayChange& today, Direction direction) noexcept
{
    std::uint32_t day = last;
    while (day != 0 && !(days[day].counts && !is_larger(today, change_of(days, day), direction)))
        day = days[day].larger[index_of(direction)];
    return day;
}

std::optional<LargestSince> DailyHistory::largest_since(std::string_view instrument,
                                                        Date trading_date, Price reference,
                                                        Price price,
                                                        Direction direction) const noexcept
{
    if (reference <= Price{0} || price.is_none()) return std::nullopt;
    if (direction == Direction::down ? price >= reference : price <= reference) return std::nullopt;
    const auto known = days_.find(instrument);
    if (known == days_.end()) return std::nullopt;
    const Days& days = known->second;
    const auto before = static_cast<std::uint32_t>(place_of(days, trading_date) - days.begin());
    if (before < 2 || days[before - 1].left_out == before - 1) return std::nullopt;

    const std::uint32_t last = before - 1;
    DayChange today{trading_date, reference, price};
    const std::uint32_t day = newest_as_large(days, last, today, direction);
    LargestSince said{days.front().bar.date, days[last].bar.date};
    said.left_out = days[last].left_out - days[day].left_out;
    if (day == 0) return said;
    said.day = change_of(days, day);
    said.record = first_beyond(*said.day, reference, direction);
    if (!said.record) return said;
    today.to = *said.record;
    const std::uint32_t older = newest_as_large(days, day, today, direction);
    if (older != 0) said.older = change_of(days, older);
    return said;
}

}  // namespace gapwire::strategies
