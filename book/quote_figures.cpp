// Prints and figures of one instrument of a feed of quotes.
#include "book/quote_figures.hpp"

#include <algorithm>

namespace gapwire::book {

void QuoteFigures::print(std::string_view id, const QuotePrint& print) noexcept
{
    Entry& entry = prints_[printed_++ % prints_max];
    entry = {.print = print, .stands = true};
    // One that is too long to be kept cannot be taken back.
    if (id.size() <= id_max) std::copy(id.begin(), id.end(), entry.id.begin());
}

bool QuoteFigures::correct(std::string_view id, const QuotePrint& to) noexcept
{
    Entry* const entry = find_print(id);
    if (entry == nullptr) return false;
    if (!to.price.is_none()) entry->print.price = to.price;
    if (to.quantity != quantity_none) entry->print.quantity = to.quantity;
    return true;
}

bool QuoteFigures::take_back(std::string_view id) noexcept
{
    Entry* const entry = find_print(id);
    if (entry == nullptr) return false;
    entry->stands = false;
    return true;
}

bool QuoteFigures::tell(const QuoteFigure& figure) noexcept
{
    for (std::size_t i = 0; i < count_; ++i) {
        if (figures_[i].type != figure.type) continue;
        figures_[i] = figure;
        return true;
    }
    if (count_ == figures_max) return false;
    figures_[count_++] = figure;
    return true;
}

bool QuoteFigures::remove(char type) noexcept
{
    const auto end = figures_.begin() + static_cast<std::ptrdiff_t>(count_);
    const auto kept =
        std::remove_if(figures_.begin(), end, [&](const auto& f) { return f.type == type; });
    const bool is_gone = kept != end;
    count_ = static_cast<std::size_t>(kept - figures_.begin());
    return is_gone;
}

const QuotePrint* QuoteFigures::last() const noexcept
{
    for (std::uint64_t number = printed_; number > 0 && printed_ - number < prints_max; --number) {
        const Entry& entry = prints_[(number - 1) % prints_max];
        if (entry.stands) return &entry.print;
    }
    return nullptr;
}

const QuoteFigure* QuoteFigures::find(char type) const noexcept
{
    for (const QuoteFigure& figure : all())
        if (figure.type == type) return &figure;
    return nullptr;
}

QuoteFigures::Entry* QuoteFigures::find_print(std::string_view id) noexcept
{
    if (id.empty() || id.size() > id_max) return nullptr;
    std::array<char, id_max> key{};
    std::copy(id.begin(), id.end(), key.begin());
    for (std::uint64_t number = printed_; number > 0 && printed_ - number < prints_max; --number) {
        Entry& entry = prints_[(number - 1) % prints_max];
        if (entry.stands && entry.id == key) return &entry;
    }
    return nullptr;
}

}  // namespace gapwire::book
