// FIX values: what is read, exactly, and what is refused; the short way agrees with the plain one.
#include "feed/fix/values.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/fix/messages.hpp"

namespace gapwire::test {
namespace {

/// As both ways read it; they must agree.
std::string decimal_text(const std::string& text)
{
    Decimal plain;
    Decimal inside;
    const std::string padded = text + std::string(8, '\x01');
    const bool is_plain = fix::parse_decimal(text, plain);
    const bool is_inside =
        fix::parse_decimal_inside(std::string_view(padded).substr(0, text.size()), inside);
    EXPECT_EQ(is_plain, is_inside) << text;
    EXPECT_EQ(plain, inside) << text;
    return is_plain ? shown(plain) : "bad";
}

TEST(FixDecimal, IsExactAsItIsWritten)
{
    EXPECT_EQ(decimal_text("0"), "0e0");
    EXPECT_EQ(decimal_text("76.79"), "7679e-2");
    EXPECT_EQ(decimal_text("0.689999999999"), "689999999999e-12");
    EXPECT_EQ(decimal_text("-23.8"), "-238e-1");
    EXPECT_EQ(decimal_text("-0"), "0e0");
    EXPECT_EQ(decimal_text(".5"), "5e-1");
    EXPECT_EQ(decimal_text("5."), "5e0");
    EXPECT_EQ(decimal_text("12345678"), "12345678e0");
    EXPECT_EQ(decimal_text("1234567."), "1234567e0");
    EXPECT_EQ(decimal_text(".1234567"), "1234567e-7");
    EXPECT_EQ(decimal_text("000000000000000000000042"), "42e0");
    EXPECT_EQ(decimal_text("123456789012345.678"), "123456789012345678e-3");
    EXPECT_EQ(decimal_text("999999999999999999"), "999999999999999999e0");
    EXPECT_EQ(decimal_text("1.00000000000000000000"), "100000000000000000e-17");
}

TEST(FixDecimal, WhatIsNoneIsRefused)
{
    for (const char* bad : {"",
                            "-",
                            ".",
                            "-.",
                            "+1",
                            "1e5",
                            "--1",
                            "1.2.3",
                            "NaN",
                            " 1",
                            "1 ",
                            "1,5",
                            "0x1",
                            "1-",
                            "..",
                            "1234567890123456789",
                            "0.1234567890123456789",
                            "1.000000000000000000001",
                            "/",
                            ":",
                            "\xB1",
                            "1\x01"})
        EXPECT_EQ(decimal_text(bad), "bad") << bad;
}

TEST(FixDecimal, TheShortWayAgreesWithThePlainOneOnAnyText)
{
    std::mt19937_64 random(7);
    constexpr std::string_view letters = "0123456789012345678901234567890123456789.-+/:e";
    for (int i = 0; i < 200'000; ++i) {
        std::string text(random() % 12, '0');
        for (char& c : text)
            c = random() % 50 == 0 ? static_cast<char>(random())
                                   : letters[random() % letters.size()];
        decimal_text(text);
    }
}

TEST(FixDecimal, IsRoundedHalfAwayFromZeroAndSaysSo)
{
    EXPECT_EQ(rounded({689'999'999'999, -12}, 9), (Rounded{690'000'000, false}));
    EXPECT_EQ(rounded({5, -10}, 9), (Rounded{1, false}));
    EXPECT_EQ(rounded({-5, -10}, 9), (Rounded{-1, false}));
    EXPECT_EQ(rounded({4, -10}, 9), (Rounded{0, false}));
    EXPECT_EQ(rounded({7679, -2}, 9), (Rounded{76'790'000'000, true}));
    EXPECT_EQ(rounded({1, -100}, 9), (Rounded{0, false}));
    EXPECT_EQ(rounded({0, -100}, 9), (Rounded{0, true}));
    EXPECT_EQ(rounded({9'223'372'036, 0}, 9), (Rounded{9'223'372'036'000'000'000, true}));
    EXPECT_EQ(rounded({9'223'372'037, 0}, 9), std::nullopt);
    EXPECT_EQ(rounded(Decimal::none(), 9), std::nullopt);
}

TEST(FixUnsigned, IsDigitsThatFit)
{
    std::uint64_t value = 0;
    EXPECT_TRUE(fix::parse_unsigned("18446744073709551615", value));
    EXPECT_EQ(value, UINT64_MAX);
    for (const char* bad : {"", "-1", "+1", "18446744073709551616", "1.0", "x"})
        EXPECT_FALSE(fix::parse_unsigned(bad, value)) << bad;
}

TEST(FixUnsigned, TheShortWayAgreesWithThePlainOneOnAnyText)
{
    std::mt19937_64 random(9);
    for (int i = 0; i < 200'000; ++i) {
        std::string text(random() % 12, '0');
        for (char& c : text)
            c = random() % 20 == 0 ? static_cast<char>(random())
                                   : static_cast<char>('0' + random() % 10);
        const std::string padded = text + std::string(8, '\x01');
        std::uint64_t plain = 1;
        std::uint64_t inside = 1;
        ASSERT_EQ(
            fix::parse_unsigned(text, plain),
            fix::parse_unsigned_inside(std::string_view(padded).substr(0, text.size()), inside))
            << text;
        ASSERT_EQ(plain, inside) << text;
    }
}

std::string time_text(const char* text)
{
    Timestamp time;
    return fix::parse_timestamp(text, time) ? rfc3339(time) : "bad";
}

TEST(FixTimestamp, HasUpToNineDigits)
{
    EXPECT_EQ(time_text("20111124-06:28:56.151"), "2011-11-24T06:28:56.151000000Z");
    EXPECT_EQ(time_text("20111124-06:28:56"), "2011-11-24T06:28:56.000000000Z");
    EXPECT_EQ(time_text("20240229-23:59:59.123456789"), "2024-02-29T23:59:59.123456789Z");
    EXPECT_EQ(time_text("20161231-23:59:60"), "2016-12-31T23:59:59.999999999Z");
    EXPECT_EQ(time_text("19700101-00:00:00"), "1970-01-01T00:00:00.000000000Z");
    for (const char* bad :
         {"", "20111124", "20111124-", "20111124 06:28:56", "20111124-06:28", "20111324-06:28:56",
          "20230229-06:28:56", "19000229-00:00:00", "20111124-24:00:00", "20111124-06:60:56",
          "20111124-06:28:61", "20111124-06:28:56.", "20111124-06:28:56.1234567890",
          "20111124-06:28:56Z", "20111124-0a:28:56", "00000101-00:00:00", "19691231-23:59:59",
          "22620412-00:00:00"})
        EXPECT_EQ(time_text(bad), "bad") << bad;
}

TEST(FixTimestamp, DaysAgreeWithTheCalendar)
{
    for (std::int32_t day = 0; day < 106'750; day += 1) {
        const Date date = date_of_day(day);
        std::int32_t parsed = 0;
        ASSERT_TRUE(fix::parse_date(fmt::format("{:04}{:02}{:02}", date.year, date.month, date.day),
                                    parsed));
        ASSERT_EQ(parsed, day);
    }
}

}  // namespace
}  // namespace gapwire::test
