// The tables of products.
#include "strategies/products.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"

namespace gapwire::strategies {
namespace {

std::int64_t read_factor(const Setting& setting)
{
    expect_kind(setting, {SettingKind::text, SettingKind::integer},
                "a factor in quotes, such as \"0.01\"");
    const auto factor = parse_decimal(setting.text, 9);
    if (!factor || *factor <= 0)
        refuse(setting, fmt::format("\"{}\" is not a decimal above 0 with at most nine decimals",
                                    setting.text));
    return *factor;
}

std::int32_t read_days(const Setting& setting)
{
    expect_kind(setting, {SettingKind::integer}, "a number of days");
    const auto days = parse_decimal(setting.text, 0);
    constexpr std::int64_t days_max = 366;
    if (!days || *days < 0 || *days > days_max)
        refuse(setting,
               fmt::format("{} is not a number of days from 0 to {}", setting.text, days_max));
    return static_cast<std::int32_t>(*days);
}

Price read_points(const Setting& table, std::string_view key)
{
    const Setting& setting = required(table, key);
    expect_kind(setting, {SettingKind::text, SettingKind::integer},
                "points in quotes, such as \"21911.25\"");
    const auto price = parse_price(setting.text);
    if (!price || *price <= Price{0} || *price > limits_price_max)
        refuse(setting, fmt::format("\"{}\" is not a price above 0", setting.text));
    return *price;
}

LimitBase read_limits(const Setting& table)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"date", "future", "index", "tick"});
    return {read_date(required(table, "date")),
            {read_points(table, "future"), read_points(table, "index")},
            read_points(table, "tick")};
}

}  // namespace

Products read_products(const Setting& tables)
{
    Products products;
    expect_kind(tables, {SettingKind::table}, "tables [product.NAME]");
    for (const Setting& table : tables.children) {
        expect_kind(table, {SettingKind::table}, "a table");
        allow_keys(table, {"display_factor", "roll_days", "limits"});
        constexpr std::size_t name_max = 6;
        if (table.key.empty() || table.key.size() > name_max)
            refuse(table,
                   fmt::format("\"{}\" is no product of 1 to {} characters", table.key, name_max));
        Product& product = products[table.key];
        if (const auto* factor = table.find("display_factor"))
            product.display_factor = read_factor(*factor);
        if (const auto* days = table.find("roll_days")) product.roll_days = read_days(*days);
        if (const auto* limits = table.find("limits")) product.limits = read_limits(*limits);
    }
    return products;
}

}  // namespace gapwire::strategies
