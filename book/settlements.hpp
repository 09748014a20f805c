// Settlement prices of one contract by trade date, and which of them may serve as a reference.
#pragma once

#include <array>
#include <optional>

#include "core/futures_event.hpp"

namespace gapwire::book {

/// What a settlement is worth.
enum class SettlementGrade : std::uint8_t {
    final,        // final and actual: the official price of its date
    preliminary,  // actual, but to be replaced
    other,        // theoretical, intraday or untold: shown, and never a reference
};

inline SettlementGrade grade_of(SettlementType type) noexcept
{
    if (type.is_final()) return SettlementGrade::final;
    const bool counts = !type.is_none() && type.is_actual() && !type.is_intraday();
    return counts ? SettlementGrade::preliminary : SettlementGrade::other;
}

struct Settlement {
    Price price = Price::none();
    std::uint16_t date = date_none;  // the trade date that it ended
    SettlementType type{};

    SettlementGrade grade() const noexcept { return grade_of(type); }
    friend constexpr bool operator==(const Settlement&, const Settlement&) = default;
};

/// The settlements of the newest trade dates, one of each grade a date.
///
/// A settlement of trade date T is a reference from T + 1 only, and its date is told with it: how
/// old one may be is for the reader to say.
/// Memory   none but its own: `dates_max` dates; the oldest makes room.
/// Threads  one.
class Settlements {
 public:
    static constexpr std::size_t dates_max = 4;

    /// Takes one in, in place of one of its date and grade if `replaces`. False when it has no
    /// price or no date, or is older than all of a full table.
    bool take(const Settlement& settlement, bool replaces = true) noexcept;
    /// Forgets the one of this date and of the grade of `type`. False when there is none.
    bool take_back(std::uint16_t date, SettlementType type) noexcept;

    /// The newest final one of a date before `trade_date`; nothing for date_none.
    std::optional<Settlement> reference_for(std::uint16_t trade_date) const noexcept
    {
        return newest_before(trade_date, SettlementGrade::final);
    }
    /// The newest preliminary one of a date before it, whether or not there is a final one.
    std::optional<Settlement> preliminary_for(std::uint16_t trade_date) const noexcept
    {
        return newest_before(trade_date, SettlementGrade::preliminary);
    }
    std::optional<Settlement> find(std::uint16_t date, SettlementGrade grade) const noexcept;

 private:
    struct Day {
        std::uint16_t date = date_none;                 // date_none: free
        std::array<std::optional<Settlement>, 3> of{};  // [SettlementGrade]
    };

    Day* find_or_open(std::uint16_t date) noexcept;
    std::optional<Settlement> newest_before(std::uint16_t trade_date,
                                            SettlementGrade grade) const noexcept;

    std::array<Day, dates_max> days_{};
};

}  // namespace gapwire::book
