// Values of FIX fields, read exactly or refused.
#include "feed/fix/values.hpp"

namespace gapwire::fix {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

/// `size` digits at `at` as a number, or -1. REQUIRES: that many characters.
int digits_at(std::string_view text, std::size_t at, std::size_t size) noexcept
{
    int value = 0;
    for (std::size_t i = at; i < at + size; ++i) {
        if (!is_digit(text[i])) return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/// The same of three digits: milliseconds, as most venues have them.
int three_digits(const char* text) noexcept
{
    const unsigned a = static_cast<unsigned>(text[0] - '0');
    const unsigned b = static_cast<unsigned>(text[1] - '0');
    const unsigned c = static_cast<unsigned>(text[2] - '0');
    return a > 9 || b > 9 || c > 9 ? -1 : static_cast<int>(a * 100 + b * 10 + c);
}

constexpr bool is_leap(int year) noexcept
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/// Days from 1970-01-01 to the first of March of `year` and on: March begins the year, so that the
/// leap day ends it.
constexpr std::int32_t days_since_1970(int year, int month, int day) noexcept
{
    const int from_march = (month + 9) % 12;
    const int years = month < 3 ? year - 1 : year;
    const int leap_days = years / 4 - years / 100 + years / 400;
    constexpr int at_1970_01_01 = 719'468;  // days from 0000-03-01
    return years * 365 + leap_days + (from_march * 306 + 5) / 10 + day - 1 - at_1970_01_01;
}
static_assert(days_since_1970(1970, 1, 1) == 0);
static_assert(days_since_1970(2024, 2, 29) == 19'782);

}  // namespace

bool parse_decimal(std::string_view text, Decimal& to) noexcept
{
    const bool is_negative = !text.empty() && text.front() == '-';
    if (is_negative) text.remove_prefix(1);
    std::int64_t mantissa = 0;
    int fraction = 0;
    int counting = 0;  // digits that count
    bool has_digit = false;
    bool has_point = false;
    int zeros = 0;  // behind the point, that count only if a digit follows
    for (const char c : text) {
        if (c == '.') {
            if (has_point) return false;
            has_point = true;
            continue;
        }
        if (!is_digit(c)) return false;
        has_digit = true;
        // What cannot be kept may still be nothing.
        if (has_point && c == '0' && counting + zeros >= Decimal::digits_max) {
            ++zeros;
            continue;
        }
        if (zeros > 0) return false;
        if (counting > 0 || c != '0') {
            if (counting == Decimal::digits_max) return false;
            ++counting;
        }
        if (has_point && ++fraction > 100) return false;
        mantissa = mantissa * 10 + (c - '0');
    }
    if (!has_digit) return false;
    to = {is_negative ? -mantissa : mantissa, static_cast<std::int8_t>(-fraction)};
    return true;
}

bool parse_unsigned(std::string_view text, std::uint64_t& to) noexcept
{
    if (text.empty()) return false;
    std::uint64_t value = 0;
    for (const char c : text) {
        if (!is_digit(c)) return false;
        const auto digit = static_cast<std::uint64_t>(c - '0');
        if (value > (UINT64_MAX - digit) / 10) return false;
        value = value * 10 + digit;
    }
    to = value;
    return true;
}

bool parse_date(std::string_view text, std::int32_t& to) noexcept
{
    constexpr int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (text.size() != 8) return false;
    const int year = digits_at(text, 0, 4);
    const int month = digits_at(text, 4, 2);
    const int day = digits_at(text, 6, 2);
    if (year < 1 || month < 1 || month > 12 || day < 1 || day > month_days[month - 1]) return false;
    if (month == 2 && day == 29 && !is_leap(year)) return false;
    to = days_since_1970(year, month, day);
    return true;
}

bool parse_time_of_day(std::string_view text, std::int64_t& to) noexcept
{
    constexpr std::uint64_t colons = 0x0000'3A00'003A'0000;
    constexpr std::uint64_t colon_bytes = 0x0000'FF00'00FF'0000;
    static constexpr std::int64_t to_nine[] = {
        1'000'000'000, 100'000'000, 10'000'000, 1'000'000, 100'000, 10'000, 1'000, 100, 10, 1};
    if (text.size() < 8) return false;
    const std::uint64_t word = load<std::uint64_t>(text.data());
    if ((word & colon_bytes) != colons) return false;
    // Digits, and 0 where the colons were.
    const std::uint64_t digits = (word ^ 0x3030'3A30'303A'3030) & ~colon_bytes;
    if (((digits | (digits + 0x0606'0606'0606'0606)) & 0xF0F0'F0F0'F0F0'F0F0) != 0) return false;
    const std::uint64_t pairs = digits * 10 + (digits >> 8);
    const auto hour = static_cast<std::int64_t>(pairs & 0xFF);
    const auto minute = static_cast<std::int64_t>(pairs >> 24 & 0xFF);
    const auto second = static_cast<std::int64_t>(pairs >> 48 & 0xFF);
    if (hour > 23 || minute > 59 || second > 60) return false;
    std::int64_t fraction = 0;
    if (text.size() > 8) {
        const std::size_t size = text.size() - 9;
        if (text[8] != '.' || size == 0 || size > 9) return false;
        fraction = size == 3 ? three_digits(text.data() + 9) : digits_at(text, 9, size);
        if (fraction < 0) return false;
        fraction *= to_nine[size];
    }
    const std::int64_t seconds = (hour * 60 + minute) * 60 + second;
    to = second == 60 ? seconds * second_ns - 1 : seconds * second_ns + fraction;
    return true;
}

bool parse_timestamp(std::string_view text, Timestamp& to) noexcept
{
    std::int32_t day = 0;
    std::int64_t of_day = 0;
    if (text.size() < 17 || text[8] != '-') return false;
    if (!parse_date(text.substr(0, 8), day) || !parse_time_of_day(text.substr(9), of_day))
        return false;
    // 2262-04-11 and later do not fit.
    if (day < 0 || day > 106'750) return false;
    to = {day * 86'400 * second_ns + of_day};
    return true;
}

}  // namespace gapwire::fix
