// Daily bars by instrument, and what they say of a fall of today: the largest since when.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/alert.hpp"
#include "core/time.hpp"
#include "core/types.hpp"

namespace gapwire::strategies {

struct CsvRow;

struct DailyBar {
    Date date{};
    Price open{};
    Price high{};
    Price low{};
    Price close{};
    friend constexpr bool operator==(const DailyBar&, const DailyBar&) = default;
};

/// The change of one day: from the close before to the close. `from` is above 0 wherever the change
/// counts; percentages are for `fall_between`.
struct DayChange {
    Date date{};
    Price from{};
    Price to{};
    friend constexpr bool operator==(const DayChange&, const DayChange&) = default;
};

/// A change that must not count, and why. `reason` lives as long as the history.
struct LeftOut {
    DayChange change{};
    std::string_view reason;
    friend constexpr bool operator==(const LeftOut&, const LeftOut&) = default;
};

/// One bar beside the close before it; `left_out`: why that may not be compared, else empty. It
/// lives as long as the history.
struct DailyStep {
    DailyBar bar{};
    Price before{};
    std::string_view left_out;
};

struct Falls {
    std::vector<DayChange> days;
    std::vector<LeftOut> left_out;
    friend bool operator==(const Falls&, const Falls&) = default;
};

/// How a change of today ranks among the days before it.
struct LargestSince {
    Date begins{};                     // the first day of the series
    Date ends{};                       // the newest day that was compared
    std::optional<DayChange> day{};    // the newest one as large; none: largest since `begins`
    std::uint32_t left_out = 0;        // changes after `day`, or all of them, that do not count
    std::optional<Price> record{};     // the first price beyond `day`; none: no `day`, or no price
    std::optional<DayChange> older{};  // `day` at `record`; none: largest since `begins`
    friend constexpr bool operator==(const LargestSince&, const LargestSince&) = default;
};

/// Daily bars by instrument, of which only changes from close to close are compared, exactly: in
/// integers, and as fractions, never as rounded percentages.
///
/// A change runs from the bar before, whichever day that is: a day missing from the file is not
/// noticed, and neither is a split in a series that is not adjusted. It does not count when a day
/// of it is excluded (of a continuous series of futures: where it compares two contracts), nor from
/// a close that is not above 0. Memory grows with what is read. After a throw only destruction is
/// left. Threads: one, or many that only read.
class DailyHistory {
 public:
    /// Adds the rows of a CSV with the header `instrument,date,open,high,low,close`, in any order.
    /// The same bar twice is one. Throws OperatorError(config) `file:line: key: reason` for the
    /// first bad line, and for a second, different bar of one day.
    void add_csv(std::string_view text, const std::string& file);
    void load_csv(const std::filesystem::path& file);

    /// The same for days that do not count, `instrument,date,reason`. Of a day without a bar, the
    /// change that runs over it does not count.
    void add_excluded_csv(std::string_view text, const std::string& file);
    void load_excluded_csv(const std::filesystem::path& file);

    /// The excluded days alone.
    DailyHistory without_bars() const
    {
        DailyHistory history = *this;
        history.days_.clear();
        return history;
    }

    /// The bar of a day, or nothing.
    std::optional<DailyBar> find(std::string_view instrument, Date date) const noexcept;

    bool has(std::string_view instrument) const noexcept { return days_.contains(instrument); }
    /// By name.
    std::vector<std::string> instruments() const;
    /// The bars of [from, to] that have one before them, oldest first.
    std::vector<DailyStep> steps(std::string_view instrument, Date from, Date to) const;
    /// The first and the last day, of one instrument or of all; no dates without any.
    std::pair<Date, Date> span_of(std::string_view instrument) const noexcept;
    std::pair<Date, Date> span() const noexcept;

    /// The days of [from, to] that closed at least so much lower than the close before, and those
    /// of [from, to] that do not count, however they closed. Oldest first. REQUIRES: at_least > 0.
    Falls falls(std::string_view instrument, Date from, Date to, BasisPoints at_least) const;

    /// What `price` would be as today's close, measured from `reference`: the largest fall of one
    /// day (`Direction::down`; else rise) since when, of the days strictly before `trading_date`.
    /// `record` is the next price (in 1e-9) at which `day` changes: today's fall would be larger
    /// than that of `day`, and `older` would be the newest as large.
    /// Nothing where there is nothing to say: no change that counts before `trading_date`, no
    /// reference above 0, no price, or a price that has not moved that way. Whether `ends` is near
    /// enough to today to say "since" is for the caller to judge.
    /// Time: O(log days), plus the records (days larger than all later ones) that are passed.
    std::optional<LargestSince> largest_since(std::string_view instrument, Date trading_date,
                                              Price reference, Price price,
                                              Direction direction = Direction::down) const noexcept;

 private:
    struct Source {
        std::uint32_t file = 0;  // in files_
        std::uint32_t line = 0;
    };
    struct Day {
        DailyBar bar{};
        Source source{};
        bool counts = false;
        std::uint32_t left_out = 0;  // changes up to this one that do not count
        /// By direction: the newest earlier change that is larger; of a change that does not count,
        /// the newest that does. 0: none, as the first day has no change.
        std::array<std::uint32_t, 2> larger{};
    };
    using Days = std::vector<Day>;  // by date, each once
    struct Excluded {
        std::string reason;
        Source source{};
    };
    using ExcludedDays = std::map<Date, Excluded>;

    void add_bar(const CsvRow& row);
    void add_excluded(const CsvRow& row);
    Source source_of(const CsvRow& row) const;
    std::string place(Source source) const;
    void link_all();
    static void link(Days& days, const ExcludedDays& excluded);
    static std::uint32_t newest_as_large(const Days& days, std::uint32_t last,
                                         const DayChange& today, Direction direction) noexcept;
    static DayChange change_of(const Days& days, std::size_t day) noexcept;
    /// The first excluded day after `before` and up to `date`, or nullptr.
    static const Excluded* excluded_in(const ExcludedDays& excluded, Date before,
                                       Date date) noexcept;
    const ExcludedDays& excluded_of(std::string_view instrument) const noexcept;

    std::map<std::string, Days, std::less<>> days_;
    std::map<std::string, ExcludedDays, std::less<>> excluded_;
    std::vector<std::string> files_;
};

}  // namespace gapwire::strategies
