// Settlements taken in and back, and looked up by trade date.
#include "book/settlements.hpp"

#include <algorithm>

namespace gapwire::book {
namespace {

constexpr std::size_t index_of(SettlementGrade grade) noexcept
{
    return static_cast<std::size_t>(grade);
}

}  // namespace

bool Settlements::take(const Settlement& settlement, bool replaces) noexcept
{
    if (settlement.price.is_none() || settlement.date == date_none) return false;
    Day* const day = find_or_open(settlement.date);
    if (day == nullptr) return false;
    std::optional<Settlement>& place = day->of[index_of(settlement.grade())];
    if (replaces || !place) place = settlement;
    return true;
}

bool Settlements::take_back(std::uint16_t date, SettlementType type) noexcept
{
    if (date == date_none) return false;
    for (Day& day : days_)
        if (day.date == date) {
            std::optional<Settlement>& place = day.of[index_of(grade_of(type))];
            const bool was_there = place.has_value();
            place.reset();
            return was_there;
        }
    return false;
}

std::optional<Settlement> Settlements::find(std::uint16_t date,
                                            SettlementGrade grade) const noexcept
{
    if (date == date_none) return std::nullopt;
    for (const Day& day : days_)
        if (day.date == date) return day.of[index_of(grade)];
    return std::nullopt;
}

/// The day of `date`: known, or opened in a free place or in that of the oldest.
Settlements::Day* Settlements::find_or_open(std::uint16_t date) noexcept
{
    Day* place = &days_.front();
    for (Day& day : days_) {
        if (day.date == date) return &day;
        const bool is_free = day.date == date_none;
        if (place->date != date_none && (is_free || day.date < place->date)) place = &day;
    }
    if (place->date != date_none && place->date > date) return nullptr;
    *place = {date, {}};
    return place;
}

std::optional<Settlement> Settlements::newest_before(std::uint16_t trade_date,
                                                     SettlementGrade grade) const noexcept
{
    if (trade_date == date_none) return std::nullopt;
    std::optional<Settlement> newest;
    for (const Day& day : days_) {
        const std::optional<Settlement>& settlement = day.of[index_of(grade)];
        if (settlement && day.date < trade_date && (!newest || day.date > newest->date))
            newest = settlement;
    }
    return newest;
}

}  // namespace gapwire::book
