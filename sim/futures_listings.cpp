// Which futures a simulated channel lists.
#include "sim/futures_listings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/error.hpp"
#include "core/time.hpp"

namespace gapwire::sim {
namespace {

/// Prices in hundredths of a point, which is how they are sent.
struct Product {
    std::string_view name;
    std::int64_t price;  // about that of January 2025
    std::int64_t tick;
};

constexpr std::array<Product, 4> known_products{{
    {"ES", 613'000, 25},
    {"MES", 613'000, 25},
    {"MNQ", 2'191'125, 25},
    {"NQ", 2'191'125, 25},
}};

const Product& product_of(std::string_view name)
{
    const auto found = std::ranges::find(known_products, name, &Product::name);
    if (found != known_products.end()) return *found;
    std::string names;
    for (const Product& product : known_products) names += fmt::format(" {}", product.name);
    throw OperatorError(ExitCode::usage, fmt::format("--products {}: is none of{}", name, names));
}

bool is_weekend(std::int32_t day) noexcept
{
    return (day + 3) % 7 >= 5;  // 1970-01-01 was a Thursday
}

/// The third Friday of a month, in days since 1970-01-01.
std::int32_t third_friday(std::int16_t year, std::int8_t month)
{
    const std::int32_t first = day_number({year, month, 1});
    return first + (8 - first % 7) % 7 + 14;
}

struct Month {
    std::int16_t year;
    std::int8_t month;
    std::int32_t last_day() const { return third_friday(year, month); }
    Month next() const
    {
        const bool is_last = month == 12;
        return {static_cast<std::int16_t>(year + is_last),
                static_cast<std::int8_t>(is_last ? 3 : month + 3)};
    }
    char letter() const { return "HMUZ"[month / 3 - 1]; }
};

}  // namespace

std::vector<MdpListing> listings_of(const std::vector<std::string>& products, std::uint32_t months,
                                    std::uint32_t fall_ppm, Timestamp now)
{
    const Date date = date_in_zone(now, "UTC");
    const std::int32_t today = day_number(date);
    std::int32_t settled = today - 1;
    while (is_weekend(settled)) --settled;
    Month nearest{date.year, 3};
    while (nearest.last_day() <= today + 1) nearest = nearest.next();

    std::vector<MdpListing> listings;
    for (const std::string& name : products) {
        const Product& product = product_of(name);
        Month month = nearest;
        for (std::uint32_t i = 0; i < months; ++i, month = month.next()) {
            // Later months are a little dearer.
            const std::int64_t price = product.price + i * 200 * product.tick;
            const std::int64_t fallen = price * (1'000'000 - std::int64_t{fall_ppm}) / 1'000'000;
            listings.push_back(
                {.symbol = fmt::format("{}{}{}", name, month.letter(), month.year % 10),
                 .product = name,
                 .last_trade_ns =
                     static_cast<std::uint64_t>(wall_time(date_of_day(month.last_day()),
                                                          34'200'000'000'000, "America/New_York")
                                                    .ns),
                 .tick = product.tick * Price::scale,
                 .settlement = price * Price::scale,
                 .last_price = fallen / product.tick * product.tick * Price::scale,
                 .settlement_date = static_cast<std::uint16_t>(settled)});
        }
    }
    return listings;
}

}  // namespace gapwire::sim
