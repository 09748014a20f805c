// Numbers of an entry converted at once, each way beside the functions that read one.
#include "feed/fix/entry_numbers.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "feed/fix/values.hpp"

namespace gapwire::test {
namespace {

using fix::EntryNumbers;
using fix::NumberPlaces;

/// Four texts one after the other, with what may be read behind them; one that is "missing" is not
/// there.
struct Written {
    explicit Written(const std::array<std::string, 4>& numbers)
    {
        for (std::size_t i = 0; i < numbers.size(); ++i) {
            text += "270=";
            if (numbers[i] == missing) continue;
            places.begins[i] = static_cast<std::uint32_t>(text.size());
            text += numbers[i];
            places.ends[i] = static_cast<std::uint32_t>(text.size());
            text += '\x01';
        }
        text += "10=123\x01";
    }
    static constexpr const char* missing = "missing";
    std::string text;
    NumberPlaces places;
};

/// Whether it is so simple that it has to be read at once, and what it is.
bool is_simple(const std::string& number, bool may_have_point, Decimal& to)
{
    if (number == Written::missing) {
        to = {0, 0};
        return true;
    }
    if (number.size() > 8 || number.find('-') != number.npos) return false;
    if (!may_have_point && number.find('.') != number.npos) return false;
    return fix::parse_decimal(number, to);
}

void expect_right(const std::array<std::string, 4>& numbers)
{
    const Written written(numbers);
    std::array<Decimal, 4> wanted;
    bool is_right = true;
    for (std::size_t i = 0; i < 4; ++i) is_right &= is_simple(numbers[i], i < 2, wanted[i]);
    for (std::size_t way = 0; way < fix::numbers_ways(); ++way) {
        EntryNumbers found;
        found.fractions = {};
        const bool is_read = fix::numbers_way(way).read(written.text.data(), written.places, found);
        ASSERT_EQ(is_read, is_right) << fix::numbers_way(way).name << ": " << written.text;
        if (!is_read) continue;
        for (std::size_t i = 0; i < 4; ++i)
            ASSERT_EQ(found.values[i], wanted[i].mantissa)
                << fix::numbers_way(way).name << ": " << written.text;
        for (std::size_t i = 0; i < 2; ++i) {
            if (numbers[i] == Written::missing) continue;
            ASSERT_EQ(-found.fractions[i], wanted[i].exponent)
                << fix::numbers_way(way).name << ": " << written.text;
        }
    }
}

TEST(FixEntryNumbers, AreWhatEachIsByItself)
{
    expect_right({"21900.25", "3", "1", "20"});
    expect_right({"0.5", "1.5", "99999999", "0"});
    expect_right({".5", "5.", "1", "1"});
    expect_right({"00000001", "1.000000", "00000001", "7"});
    expect_right({"missing", "missing", "missing", "missing"});
    expect_right({"1", "missing", "2", "missing"});
}

TEST(FixEntryNumbers, WhatIsOddIsLeftToOthers)
{
    for (const char* odd : {"", ".", "..", "1..2", "1.2.3", "-1", "+1", "1e5", "123456789", "1 ",
                            "/", ":", "1\x01", "\xB0", "12345.78901"})
        for (std::size_t place = 0; place < 4; ++place) {
            std::array<std::string, 4> numbers{"1.5", "2", "3", "4"};
            numbers[place] = odd;
            expect_right(numbers);
        }
    expect_right({"1", "1", "1.5", "1"});
    expect_right({"1", "1", "1", "5."});
}

TEST(FixEntryNumbers, RandomOnesAreReadAlike)
{
    std::mt19937_64 random(20250127);
    constexpr std::string_view letters = "0123456789012345678901234567890123456789.-:";
    for (int i = 0; i < 100'000; ++i) {
        std::array<std::string, 4> numbers;
        for (std::string& number : numbers) {
            if (random() % 10 == 0) {
                number = Written::missing;
                continue;
            }
            for (std::size_t size = 1 + random() % 8; size > 0; --size)
                number += letters[random() % letters.size()];
        }
        expect_right(numbers);
    }
}

TEST(FixEntryNumbers, TimesOfTwelveCharactersAreReadAsOthersAre)
{
    std::mt19937_64 random(20250127);
    int right = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string text = "13:30:00.123";
        for (const std::size_t at : {0, 1, 3, 4, 6, 7, 9, 10, 11})
            if (random() % 3 == 0) text[at] = static_cast<char>('0' + random() % 10);
        if (random() % 4 == 0) text[random() % 12] = static_cast<char>(random());
        const std::string padded = text +
                                   "\x01"
                                   "10=123\x01";
        std::int64_t wanted = -1;
        std::int64_t found = -1;
        const bool is_right = fix::parse_time_of_day(text, wanted);
        ASSERT_EQ(fix::parse_time_of_day_inside({padded.data(), 12}, found), is_right) << text;
        ASSERT_EQ(found, wanted) << text;
        right += is_right ? 1 : 0;
    }
    EXPECT_GT(right, 20'000);
}

}  // namespace
}  // namespace gapwire::test
