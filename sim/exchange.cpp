// Book changes and the messages that tell of them.
#include "sim/exchange.hpp"

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

constexpr char code_of(Side side) noexcept
{
    return side == Side::buy ? 'B' : 'S';
}
constexpr std::string_view market_maker = "GPWR";  // made up

}  // namespace

ReferenceSource::ReferenceSource(std::uint32_t streams, std::uint16_t instruments,
                                 std::uint64_t seed)
    : random_(seed), streams_(streams), instruments_(instruments)
{
    GAPWIRE_ASSERT(streams == 1 || streams == 4);
    for (auto& counter : counters_) counter = 1'000 + random_.below(250'000);
}

std::uint64_t ReferenceSource::next(std::uint16_t locate) noexcept
{
    GAPWIRE_ASSERT(locate >= 1 && locate <= instruments_);
    const std::uint32_t stream = (locate - 1u) * streams_ / instruments_;
    std::uint64_t& counter = counters_[stream];
    counter += 1;
    while (random_.chance(350'000)) counter += 1;
    return counter * streams_ + stream;
}

Exchange::Exchange(std::vector<Listing> listings, std::uint32_t reference_streams,
                   std::uint64_t seed, Output output)
    : listings_(std::move(listings)),
      books_(instruments()),
      references_(reference_streams, instruments(), seed),
      output_(std::move(output))
{
    GAPWIRE_ASSERT(listings_.size() <= UINT16_MAX);
}

void Exchange::opening_spin(std::uint64_t step_ns)
{
    const auto for_each = [&](auto message_for) {
        for (std::uint32_t locate = 1; locate <= listings_.size(); ++locate) {
            advance_by(step_ns);
            say(message_for(listings_[locate - 1], now(static_cast<std::uint16_t>(locate))));
        }
    };
    for_each([](const Listing& listing, itch::At at) {
        return itch::StockDirectory{
            .at = at, .stock = listing.symbol, .authenticity = listing.test_issue ? 'T' : 'P'};
    });
    for_each([](const Listing& listing, itch::At at) {
        return itch::StockTradingAction{.at = at, .stock = listing.symbol};
    });
    for_each([](const Listing& listing, itch::At at) {
        return itch::RegShoRestriction{.at = at, .stock = listing.symbol};
    });
    for_each([](const Listing& listing, itch::At at) {
        return itch::MarketParticipantPosition{
            .at = at, .mpid = market_maker, .stock = listing.symbol};
    });
}

Exchange::Slot Exchange::add(std::uint16_t locate, Side side, std::uint32_t price,
                             std::uint32_t quantity, std::string_view mpid)
{
    const std::uint64_t reference = references_.next(locate);
    const Slot slot = books_.add(locate, side, reference, price, quantity);
    if (mpid.empty())
        say(itch::AddOrder{.at = now(locate),
                           .reference = reference,
                           .side = code_of(side),
                           .shares = quantity,
                           .stock = symbol(locate),
                           .price = price});
    else
        say(itch::AddOrderWithMpid{.at = now(locate),
                                   .reference = reference,
                                   .side = code_of(side),
                                   .shares = quantity,
                                   .stock = symbol(locate),
                                   .price = price,
                                   .mpid = mpid});
    return slot;
}

void Exchange::execute(Slot slot, std::uint32_t quantity)
{
    const LiveBooks::Order order = books_[slot];
    books_.reduce(slot, quantity);
    say(itch::OrderExecuted{.at = now(order.locate),
                            .reference = order.reference,
                            .shares = quantity,
                            .match = ++last_match_});
}

void Exchange::execute_at(Slot slot, std::uint32_t quantity, std::uint32_t price, bool printable)
{
    const LiveBooks::Order order = books_[slot];
    books_.reduce(slot, quantity);
    say(itch::OrderExecutedWithPrice{.at = now(order.locate),
                                     .reference = order.reference,
                                     .shares = quantity,
                                     .match = ++last_match_,
                                     .printable = printable ? 'Y' : 'N',
                                     .price = price});
}

void Exchange::cancel(Slot slot, std::uint32_t quantity)
{
    const LiveBooks::Order order = books_[slot];
    GAPWIRE_ASSERT(quantity < order.quantity);
    books_.reduce(slot, quantity);
    say(itch::OrderCancel{
        .at = now(order.locate), .reference = order.reference, .shares = quantity});
}

void Exchange::remove(Slot slot)
{
    const LiveBooks::Order order = books_[slot];
    books_.remove(slot);
    say(itch::OrderDelete{.at = now(order.locate), .reference = order.reference});
}

Exchange::Slot Exchange::replace(Slot slot, std::uint32_t price, std::uint32_t quantity)
{
    const LiveBooks::Order order = books_[slot];
    const std::uint64_t reference = references_.next(order.locate);
    books_.remove(slot);
    const Slot replaced = books_.add(order.locate, order.side, reference, price, quantity);
    say(itch::OrderReplace{.at = now(order.locate),
                           .old_reference = order.reference,
                           .new_reference = reference,
                           .shares = quantity,
                           .price = price});
    return replaced;
}

std::uint64_t Exchange::trade_hidden(std::uint16_t locate, std::uint32_t price,
                                     std::uint32_t quantity)
{
    say(itch::Trade{.at = now(locate),
                    .shares = quantity,
                    .stock = symbol(locate),
                    .price = price,
                    .match = ++last_match_});
    return last_match_;
}

void Exchange::cross(std::uint16_t locate, std::uint32_t price, std::uint64_t shares,
                     char cross_type)
{
    say(itch::CrossTrade{.at = now(locate),
                         .shares = shares,
                         .stock = symbol(locate),
                         .price = price,
                         .match = ++last_match_,
                         .cross_type = cross_type});
}

}  // namespace gapwire::sim
