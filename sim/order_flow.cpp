// Lives and ends of orders.
#include "sim/order_flow.hpp"

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

// In a million. Figures of the mix: one replace, trade or cancel for so many ends.
constexpr std::uint32_t attributed_share = 10'000;
constexpr std::uint32_t replace_share = 160'000;
constexpr std::uint32_t trade_share = 37'000;
constexpr std::uint32_t cancel_share = 22'000;
constexpr std::uint32_t partial_fill_share = 300'000;
constexpr std::uint32_t other_price_share = 16'000;
constexpr std::uint32_t printable_share = 750'000;

constexpr std::string_view attribution = "GPWR";  // made up

}  // namespace

OrderFlow::OrderFlow(Exchange& exchange, Random& random, Figures figures, PriceFor price_for,
                     MayTrade may_trade)
    : exchange_(exchange),
      random_(random),
      figures_(figures),
      price_for_(std::move(price_for)),
      may_trade_(std::move(may_trade))
{}

void OrderFlow::add(std::uint16_t locate, Side side, std::uint64_t now, int patience)
{
    step();
    const std::string_view mpid =
        random_.chance(attributed_share) ? attribution : std::string_view{};
    const std::uint32_t price = price_for_(locate, side);
    schedule(exchange_.add(locate, side, price, draw_quantity(), mpid), now, patience);
}

bool OrderFlow::is_due(std::uint64_t now)
{
    const LiveBooks& books = exchange_.books();
    while (!ends_.empty() && !books.is_live(ends_.top().slot, ends_.top().generation)) ends_.pop();
    return !ends_.empty() && ends_.top().due <= now;
}

void OrderFlow::end_next(std::uint64_t now)
{
    GAPWIRE_ASSERT(is_due(now));
    const Slot slot = ends_.top().slot;
    ends_.pop();
    step();
    const std::uint32_t lot = random_.below(1'000'000);
    if (lot < replace_share) return replace(slot, now);
    if (lot < replace_share + trade_share) return trade_at_best(slot, now);
    if (lot < replace_share + trade_share + cancel_share && exchange_.books()[slot].quantity > 1)
        return cancel_some(slot, now);
    exchange_.remove(slot);
}

std::uint32_t OrderFlow::draw_quantity() noexcept
{
    const std::uint32_t lot = random_.below(100);
    if (lot < 55) return 100;
    if (lot < 78) return 100 * random_.between(1, 10);
    if (lot < 80) return 100 * random_.between(10, 99);
    return random_.between(1, 99);
}

void OrderFlow::schedule(Slot slot, std::uint64_t now, int patience)
{
    const std::int64_t median = figures_.lifetime_log2_median + std::int64_t{patience} * 65'536;
    const std::uint64_t lifetime = 1 + random_.log_normal(median, figures_.lifetime_log2_deviation);
    ends_.push({now + lifetime, slot, exchange_.books()[slot].generation});
}

void OrderFlow::replace(Slot slot, std::uint64_t now)
{
    const LiveBooks::Order& order = exchange_.books()[slot];
    const std::uint32_t price = price_for_(order.locate, order.side);
    schedule(exchange_.replace(slot, price, draw_quantity()), now);
}

/// The order whose time has come stands for the moment of the trade: who trades is first in line.
void OrderFlow::trade_at_best(Slot slot, std::uint64_t now)
{
    const LiveBooks& books = exchange_.books();
    const LiveBooks::Order order = books[slot];
    const Slot first = books.best(order.locate, order.side)->first;
    if (may_trade_ && !may_trade_(order.locate, books[first].price)) return exchange_.remove(slot);
    const std::uint32_t open = books[first].quantity;
    const bool partial = open > 1 && random_.chance(partial_fill_share);
    take(first, partial ? random_.between(1, open - 1) : open);
    if (books.is_live(slot, order.generation)) schedule(slot, now);
}

void OrderFlow::cancel_some(Slot slot, std::uint64_t now)
{
    exchange_.cancel(slot, random_.between(1, exchange_.books()[slot].quantity - 1));
    schedule(slot, now);
}

void OrderFlow::take(Slot slot, std::uint32_t quantity)
{
    if (!figures_.has_half_ticks || !random_.chance(other_price_share))
        return exchange_.execute(slot, quantity);
    const LiveBooks::Order& order = exchange_.books()[slot];
    const std::uint32_t half_tick = order.price >= 10'000 ? 50 : 0;
    const std::uint32_t price =
        order.side == Side::buy ? order.price - half_tick : order.price + half_tick;
    exchange_.execute_at(slot, quantity, price, random_.chance(printable_share));
}

}  // namespace gapwire::sim
