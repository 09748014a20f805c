// What readers are told of instruments; the nouns of the core lie as the published layout says.
#include "book/publication.hpp"

namespace gapwire::book {
namespace {

template <class A, class B>
constexpr bool are_same(A of_core, B of_layout) noexcept
{
    return static_cast<int>(of_core) == static_cast<int>(of_layout);
}

static_assert(sizeof(TopOfBook) == sizeof(shared::Top) && sizeof(Depth) == sizeof(shared::Depth) &&
              sizeof(Level) == sizeof(shared::Level) && depth_levels == shared::levels);
static_assert(offsetof(TopOfBook, bid_price) == offsetof(shared::Top, bid_price) &&
              offsetof(TopOfBook, ask_price) == offsetof(shared::Top, ask_price) &&
              offsetof(TopOfBook, bid_quantity) == offsetof(shared::Top, bid_quantity) &&
              offsetof(TopOfBook, ask_quantity) == offsetof(shared::Top, ask_quantity) &&
              offsetof(TopOfBook, exchange_time) == offsetof(shared::Top, exchange_time) &&
              offsetof(TopOfBook, bid_orders) == offsetof(shared::Top, bid_orders) &&
              offsetof(TopOfBook, ask_orders) == offsetof(shared::Top, ask_orders) &&
              offsetof(TopOfBook, instrument) == offsetof(shared::Top, instrument) &&
              offsetof(TopOfBook, state) == offsetof(shared::Top, state) &&
              offsetof(TopOfBook, trading) == offsetof(shared::Top, trading));
static_assert(offsetof(Level, price) == offsetof(shared::Level, price) &&
              offsetof(Level, quantity) == offsetof(shared::Level, quantity) &&
              offsetof(Level, orders) == offsetof(shared::Level, orders));
static_assert(offsetof(Depth, sides) == offsetof(shared::Depth, bids) &&
              offsetof(Depth, exchange_time) == offsetof(shared::Depth, exchange_time) &&
              offsetof(Depth, instrument) == offsetof(shared::Depth, instrument) &&
              offsetof(Depth, state) == offsetof(shared::Depth, state) &&
              offsetof(Depth, trading) == offsetof(shared::Depth, trading));
static_assert(are_same(BookState::unknown, shared::BookState::unknown) &&
              are_same(BookState::recovering, shared::BookState::recovering) &&
              are_same(BookState::valid, shared::BookState::valid) &&
              are_same(BookState::suspect, shared::BookState::suspect) &&
              are_same(BookState::stale, shared::BookState::stale) &&
              are_same(BookState::halted, shared::BookState::halted));
static_assert(are_same(TradingState::unknown, shared::TradingState::unknown) &&
              are_same(TradingState::halted, shared::TradingState::halted) &&
              are_same(TradingState::paused, shared::TradingState::paused) &&
              are_same(TradingState::quotation_only, shared::TradingState::quotation_only) &&
              are_same(TradingState::trading, shared::TradingState::trading));
static_assert(Price::none().units == shared::no_price);

template <std::size_t N>
void copy_text(const Text<N>& from, char (&to)[N]) noexcept
{
    const std::string_view text = from.view();
    std::copy(text.begin(), text.end(), to);
}

}  // namespace

void Publication::tell(const Instrument& instrument) noexcept
{
    if (!holds(instrument.id)) return;
    shared::Entry entry;
    copy_text(instrument.symbol, entry.symbol);
    copy_text(instrument.venue, entry.venue);
    entry.display_factor = instrument.display_factor.units;
    entry.quantity_digits = instrument.quantity_digits;
    entry.is_test_issue = instrument.test_issue;
    entry.instrument = instrument.id.value;
    const std::uint32_t id = instrument.id.value;
    names_[id].store(entry);
    if (tops_[id].version() == 0) store_top(instrument.id, {.instrument = id});
    // Pairs with the readers' look at the number: who sees it sees the entries.
    if (id >= header_->instruments.load(std::memory_order_relaxed))
        header_->instruments.store(id + 1, std::memory_order_release);
}

}  // namespace gapwire::book
