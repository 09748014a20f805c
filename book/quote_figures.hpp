// What a feed of quotes tells of an instrument beside its book: prints and figures of the day.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "core/futures_event.hpp"
#include "core/quote_event.hpp"

namespace gapwire::book {

/// A trade, or the value of an index.
struct QuotePrint {
    Price price = Price::none();
    std::uint64_t quantity = quantity_none;  // none for an index
    Timestamp time = Timestamp::none();
    Decimal net_change = Decimal::none();
    friend constexpr bool operator==(const QuotePrint&, const QuotePrint&) = default;
};

/// The last that was told of one kind.
struct QuoteFigure {
    char type = '\0';  // MDEntryType
    char settle_flag = '\0';
    Price price = Price::none();
    std::uint64_t quantity = quantity_none;
    Decimal net_change = Decimal::none();
    Timestamp time = Timestamp::none();
    friend constexpr bool operator==(const QuoteFigure&, const QuoteFigure&) = default;
};

/// One instrument's prints and figures. None stands in for another.
///
/// Memory   none but its own: prints_max prints, figures_max kinds; the oldest print makes room, a
///          kind more is refused.
/// Threads  one.
/// Source   FIX 5.0 SP2, MDEntryType.
class QuoteFigures {
 public:
    static constexpr std::size_t prints_max = 8;
    static constexpr std::size_t figures_max = 16;
    static constexpr std::size_t id_max = 40;  // characters

    /// A trade or an index value, with the id by which it may be taken back ("": none).
    void print(std::string_view id, const QuotePrint& print) noexcept;
    /// Changes what is given of the print with this id. False when there is none.
    bool correct(std::string_view id, const QuotePrint& to) noexcept;
    /// Takes back the print with this id. False when there is none.
    bool take_back(std::string_view id) noexcept;

    /// The print with this id, while it stands; nullptr when there is none.
    const QuotePrint* standing(std::string_view id) noexcept
    {
        const Entry* const entry = find_print(id);
        return entry == nullptr ? nullptr : &entry->print;
    }

    /// False where there is no room for one more kind.
    bool tell(const QuoteFigure& figure) noexcept;
    /// Forgets a kind. False when nothing was told of it.
    bool remove(char type) noexcept;

    /// The newest print that stands; nullptr when there is none, or no longer. Until the next call.
    const QuotePrint* last() const noexcept;
    /// nullptr when nothing was told.
    const QuoteFigure* find(char type) const noexcept;
    std::span<const QuoteFigure> all() const noexcept { return {figures_.data(), count_}; }

 private:
    struct Entry {
        std::array<char, id_max> id{};
        QuotePrint print{};
        bool stands = false;
    };

    Entry* find_print(std::string_view id) noexcept;

    std::array<Entry, prints_max> prints_{};
    std::uint64_t printed_ = 0;
    std::array<QuoteFigure, figures_max> figures_{};
    std::size_t count_ = 0;
};

}  // namespace gapwire::book
