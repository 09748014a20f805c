// Typed, checked access to TOML keys.
#include "sim/toml_section.hpp"

#include <fmt/format.h>

#include "core/decimal.hpp"
#include "core/error.hpp"

namespace gapwire::sim {
namespace {

Date date_of(const toml::date& date)
{
    return {static_cast<std::int16_t>(date.year), static_cast<std::int8_t>(date.month),
            static_cast<std::int8_t>(date.day)};
}

std::uint64_t ns_of(const toml::time& time)
{
    const std::uint64_t seconds = (time.hour * 60u + time.minute) * 60u + time.second;
    return seconds * 1'000'000'000 + time.nanosecond;
}

}  // namespace

TomlSection::TomlSection(const toml::table& table, std::string file, std::string name)
    : table_(table), file_(std::move(file)), name_(std::move(name))
{}

std::string TomlSection::text(std::string_view key, std::size_t bytes_max)
{
    auto value = required_as<std::string>(key, "text in quotes");
    if (value.empty() || value.size() > bytes_max)
        fail(key, fmt::format("must have 1 to {} characters", bytes_max));
    return value;
}

std::uint64_t TomlSection::integer(std::string_view key, std::uint64_t low, std::uint64_t high)
{
    const auto value = required_as<std::int64_t>(key, "a whole number");
    if (value < 0 || static_cast<std::uint64_t>(value) < low ||
        static_cast<std::uint64_t>(value) > high)
        fail(key, fmt::format("{} is not between {} and {}", value, low, high));
    return static_cast<std::uint64_t>(value);
}

std::uint64_t TomlSection::integer_or(std::string_view key, std::uint64_t low, std::uint64_t high,
                                      std::uint64_t otherwise)
{
    return has(key) ? integer(key, low, high) : otherwise;
}

bool TomlSection::flag_or(std::string_view key, bool otherwise)
{
    return has(key) ? required_as<bool>(key, "true or false") : otherwise;
}

Date TomlSection::date(std::string_view key)
{
    return date_of(required_as<toml::date>(key, "a date such as 2025-01-27"));
}

std::uint64_t TomlSection::time_of_day(std::string_view key)
{
    return ns_of(required_as<toml::time>(key, "a time of day such as 04:00:00"));
}

std::uint64_t TomlSection::moment(std::string_view key, std::string_view zone)
{
    constexpr std::string_view expected = "a date and time such as 2025-01-26T18:00:00";
    const auto value = required_as<toml::date_time>(key, expected);
    const bool is_possible = !value.offset && value.date.year >= 1971;
    if (!is_possible) fail(key, fmt::format("must be {}, without an offset", expected));
    const auto of_day = static_cast<std::int64_t>(ns_of(value.time));
    return static_cast<std::uint64_t>(wall_time(date_of(value.date), of_day, zone).ns);
}

std::uint64_t TomlSection::decimal(std::string_view key, int digits, std::uint64_t low,
                                   std::uint64_t high)
{
    const auto text = required_as<std::string>(key, "a decimal in quotes");
    const auto value = parse_decimal(text, digits);
    if (!value) fail(key, fmt::format("\"{}\" is not a decimal of {} places", text, digits));
    if (*value < static_cast<std::int64_t>(low) || *value > static_cast<std::int64_t>(high))
        fail(key, fmt::format("{} is not between {} and {}", text,
                              gapwire::decimal(static_cast<std::int64_t>(low), digits),
                              gapwire::decimal(static_cast<std::int64_t>(high), digits)));
    return static_cast<std::uint64_t>(*value);
}

TomlSection TomlSection::section(std::string_view key)
{
    const toml::table* const table = required(key, "a table").as_table();
    if (table == nullptr) fail(key, "must be a table");
    return {*table, file_, full(key)};
}

std::vector<TomlSection> TomlSection::sections(std::string_view key)
{
    const toml::array* const array = required(key, "a list of tables").as_array();
    if (array == nullptr || array->empty() || !array->is_homogeneous<toml::table>())
        fail(key, "must be a list of one or more tables");
    std::vector<TomlSection> all;
    for (const toml::node& node : *array)
        all.emplace_back(*node.as_table(), file_, fmt::format("{}[{}]", full(key), all.size()));
    return all;
}

void TomlSection::refuse_unknown_keys() const
{
    for (const auto& [key, node] : table_)
        if (!read_.contains(key.str())) fail(key.str(), "unknown key");
}

void TomlSection::fail(std::string_view key, const std::string& reason) const
{
    const toml::node* const node = table_.get(key);
    const toml::source_region& where = node != nullptr ? node->source() : table_.source();
    throw OperatorError(ExitCode::config,
                        fmt::format("{}:{}: {}: {}", file_, where.begin.line, full(key), reason));
}

const toml::node& TomlSection::required(std::string_view key, std::string_view expected)
{
    read_.emplace(key);
    const toml::node* const node = table_.get(key);
    if (node == nullptr) fail(key, fmt::format("missing; expected {}", expected));
    return *node;
}

template <class T>
T TomlSection::required_as(std::string_view key, std::string_view expected)
{
    const auto value = required(key, expected).value_exact<T>();
    if (!value) fail(key, fmt::format("must be {}", expected));
    return *value;
}

std::string TomlSection::full(std::string_view key) const
{
    return name_.empty() ? std::string(key) : fmt::format("{}.{}", name_, key);
}

}  // namespace gapwire::sim
