// The true books at any message, and how a stream's books differ from them.
#include "app/simulation/truth.hpp"

#include <fmt/format.h>

namespace gapwire::app {
namespace {

using sim::FeedState;

bool is_trusted(BookState state) noexcept
{
    return state == BookState::valid || state == BookState::halted;
}

/// One line of text of a level: price, orders in their queue.
std::string text_of(std::uint32_t price, const FeedState::Level& level)
{
    std::string text = fmt::format("{}:", price);
    for (const FeedState::Order* order = level.first; order != nullptr; order = order->after)
        text += fmt::format(" {}x{}", order->reference, order->quantity);
    return text;
}

std::string text_of(const book::OrderBooks& books, std::uint32_t locate, Side side,
                    std::size_t rank)
{
    std::string text = fmt::format("{}:", books.level(locate, side, rank).price);
    books.for_each_order(locate, side, rank, [&](std::uint64_t reference, std::uint32_t quantity) {
        text += fmt::format(" {}x{}", reference, quantity);
    });
    return text;
}

bool is_same(const book::OrderBooks& books, std::uint32_t locate, Side side, std::size_t rank,
             std::uint32_t price, const FeedState::Level& level)
{
    const auto shown = books.level(locate, side, rank);
    if (shown.price != price || shown.quantity != level.quantity || shown.orders != level.orders)
        return false;
    const FeedState::Order* order = level.first;
    bool same = true;
    books.for_each_order(locate, side, rank, [&](std::uint64_t reference, std::uint32_t quantity) {
        same = same && order != nullptr && order->reference == reference &&
               order->quantity == quantity;
        if (same) order = order->after;
    });
    return same && order == nullptr;
}

std::string side_difference(const book::OrderBooks& books, std::uint32_t locate, Side side,
                            const FeedState::Levels& levels)
{
    if (books.level_count(locate, side) != levels.size())
        return fmt::format("{} levels instead of {}", books.level_count(locate, side),
                           levels.size());
    std::size_t rank = 0;
    const auto check = [&](const auto& entry) -> std::string {
        const auto& [price, level] = entry;
        if (is_same(books, locate, side, rank, price, level)) return {};
        return fmt::format("level {} is \"{}\" instead of \"{}\"", rank,
                           text_of(books, locate, side, rank), text_of(price, level));
    };
    std::string wrong;
    if (side == Side::sell)
        for (auto at = levels.begin(); at != levels.end() && wrong.empty(); ++at, ++rank)
            wrong = check(*at);
    else
        for (auto at = levels.rbegin(); at != levels.rend() && wrong.empty(); ++at, ++rank)
            wrong = check(*at);
    return wrong;
}

/// The best level of one side.
struct Best {
    std::int64_t price = Price::none().units;
    std::uint64_t quantity = 0;
    std::uint32_t orders = 0;
    friend bool operator==(const Best&, const Best&) = default;
};

Best published(const TopOfBook& top, Side side)
{
    if (side == Side::buy) return {top.bid_price, top.bid_quantity, top.bid_orders};
    return {top.ask_price, top.ask_quantity, top.ask_orders};
}

Best best_of(const FeedState::Levels& levels, Side side)
{
    if (levels.empty()) return {};
    const auto& [price, level] = side == Side::buy ? *levels.rbegin() : *levels.begin();
    return {itch50::price_of(price).units, level.quantity, level.orders};
}

std::string top_difference(const TopOfBook& top, Side side, const FeedState::Levels& levels)
{
    const Best shown = published(top, side);
    const Best truth = best_of(levels, side);
    if (shown == truth) return {};
    return fmt::format("the published top is {} x{} ({}) instead of {} x{} ({})", shown.price,
                       shown.quantity, shown.orders, truth.price, truth.quantity, truth.orders);
}

}  // namespace

void Truth::advance_to(std::uint64_t next)
{
    while (state_.next() < next) state_.apply(store_[state_.next()]);
}

std::string Truth::difference(const pipeline::ItchStream& stream,
                              const book::Publication& publication) const
{
    for (const auto& [locate, instrument] : state_.instruments()) {
        const InstrumentId id = stream.instrument_of(locate);
        const auto top = id.is_none() ? std::nullopt : publication.top(id);
        for (const Side side : {Side::buy, Side::sell}) {
            const auto& levels = instrument.sides[index_of(side)];
            std::string wrong;
            if (is_trusted(stream.state(locate)))
                wrong = side_difference(stream.books(), locate, side, levels);
            if (wrong.empty() && top && is_trusted(top->state))
                wrong = top_difference(*top, side, levels);
            if (!wrong.empty())
                return fmt::format("{} {}, before message {}: {}", stream.symbol(locate),
                                   side == Side::buy ? "bids" : "asks", state_.next(), wrong);
        }
    }
    return {};
}

std::string Truth::not_valid(const pipeline::ItchStream& stream) const
{
    std::string text;
    for (const auto& [locate, instrument] : state_.instruments())
        if (!is_trusted(stream.state(locate)))
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", stream.symbol(locate),
                                to_text(stream.state(locate)));
    return text;
}

}  // namespace gapwire::app
