// Books as CSV.
#include "sim/book_csv.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <numeric>

#include "core/decimal.hpp"

namespace gapwire::sim {
namespace {

constexpr int price_digits = 4;

void append_side(std::string& out, const Exchange& exchange, std::uint16_t locate, Side side)
{
    const auto& levels = exchange.books().levels(locate, side);
    for (auto level = levels.rbegin(); level != levels.rend(); ++level)
        fmt::format_to(std::back_inserter(out), "{},{},{},{},{}\n", exchange.symbol(locate),
                       side == Side::buy ? 'B' : 'S', decimal(level->price, price_digits),
                       level->quantity, level->orders);
}

}  // namespace

std::string book_csv(const Exchange& exchange)
{
    std::vector<std::uint16_t> locates(exchange.instruments());
    std::iota(locates.begin(), locates.end(), std::uint16_t{1});
    std::sort(locates.begin(), locates.end(), [&](std::uint16_t a, std::uint16_t b) {
        return exchange.symbol(a) < exchange.symbol(b);
    });
    std::string out = "symbol,side,price,quantity,orders\n";
    for (const std::uint16_t locate : locates) {
        append_side(out, exchange, locate, Side::buy);
        append_side(out, exchange, locate, Side::sell);
    }
    return out;
}

}  // namespace gapwire::sim
