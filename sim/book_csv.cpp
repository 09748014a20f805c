// Books as CSV.
#include "sim/book_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>
#include <vector>

#include "core/decimal.hpp"

namespace gapwire::sim {
namespace {

constexpr int price_digits = 4;

constexpr std::string_view header = "symbol,side,price,quantity,orders\n";

void append_level(std::string& out, std::string_view symbol, Side side, std::uint32_t price,
                  const auto& level)
{
    fmt::format_to(std::back_inserter(out), "{},{},{},{},{}\n", symbol,
                   side == Side::buy ? 'B' : 'S', decimal(price, price_digits), level.quantity,
                   level.orders);
}

void append_side(std::string& out, const Exchange& exchange, std::uint16_t locate, Side side)
{
    const auto& levels = exchange.books().levels(locate, side);
    for (auto level = levels.rbegin(); level != levels.rend(); ++level)
        append_level(out, exchange.symbol(locate), side, level->price, *level);
}

std::string quoted_field(std::string text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2)
        text.insert(at, 1, '"');
    return '"' + text + '"';
}

/// An instrument of a FeedState under the name it is listed by.
struct Named {
    std::string name;
    const FeedState::Instrument* instrument;
};

void append_book(std::string& out, const Named& book)
{
    const std::string symbol = quoted_field(book.name);
    const FeedState::Levels& bids = book.instrument->sides[index_of(Side::buy)];
    for (auto level = bids.rbegin(); level != bids.rend(); ++level)
        append_level(out, symbol, Side::buy, level->first, level->second);
    for (const auto& [price, level] : book.instrument->sides[index_of(Side::sell)])
        append_level(out, symbol, Side::sell, price, level);
}

}  // namespace

std::string book_csv(const Exchange& exchange)
{
    std::vector<std::uint16_t> locates(exchange.instruments());
    std::iota(locates.begin(), locates.end(), std::uint16_t{1});
    std::sort(locates.begin(), locates.end(), [&](std::uint16_t a, std::uint16_t b) {
        return exchange.symbol(a) < exchange.symbol(b);
    });
    std::string out(header);
    for (const std::uint16_t locate : locates) {
        append_side(out, exchange, locate, Side::buy);
        append_side(out, exchange, locate, Side::sell);
    }
    return out;
}

std::string book_csv(const FeedState& state)
{
    std::vector<Named> books;
    for (const auto& [locate, instrument] : state.instruments()) {
        const std::string_view symbol = instrument.symbol.view();
        books.push_back(
            {symbol.empty() ? fmt::format("#{}", locate) : std::string(symbol), &instrument});
    }
    std::stable_sort(books.begin(), books.end(),
                     [](const Named& a, const Named& b) { return a.name < b.name; });
    std::string out(header);
    for (const Named& book : books) append_book(out, book);
    return out;
}

std::string book_csv(const Mdp3Channel& channel)
{
    std::vector<std::size_t> futures(channel.instruments());
    std::iota(futures.begin(), futures.end(), std::size_t{0});
    std::ranges::stable_sort(futures, {}, [&](std::size_t i) { return channel.symbol(i); });
    std::string out(header);
    for (const std::size_t future : futures) {
        const MdpBook& book = channel.book_at(future, channel.now());
        const std::string symbol = quoted_field(std::string(channel.symbol(future)));
        for (const Side side : {Side::buy, Side::sell})
            for (const Level& level : book.levels[index_of(side)][0])
                fmt::format_to(std::back_inserter(out), "{},{},{},{},{}\n", symbol,
                               side == Side::buy ? 'B' : 'S', decimal(level.price), level.quantity,
                               level.orders);
    }
    return out;
}

}  // namespace gapwire::sim
