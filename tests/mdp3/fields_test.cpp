// Values of MDP 3.0 as people read them.
#include <gtest/gtest.h>

#include "feed/mdp3/tables/types.hpp"
#include "tests/mdp3/field_text.hpp"
#include "tests/mdp3/message_builder.hpp"

namespace gapwire::mdp3 {
namespace {

using test::bytes_from;
using test::MessageBuilder;

std::string shown(const Type& type, std::string_view hex)
{
    static constexpr std::string_view kinds[] = {"none", "number", "text"};
    const Value value = value_of(type, bytes_from(hex));
    return std::string(kinds[static_cast<std::size_t>(value.kind)]) + ' ' + value.text;
}

TEST(MdpFields, NumbersAreLittleEndian)
{
    EXPECT_EQ(shown(tables::uint64, "feffffff ffffffff"), "number 18446744073709551614");
    EXPECT_EQ(shown(tables::uint64, "ffffffff ffffffff"), "number 18446744073709551615");
    EXPECT_EQ(shown(tables::uint64_null, "ffffffff ffffffff"), "none ");
    EXPECT_EQ(shown(tables::uint32, "01020000"), "number 513");
    EXPECT_EQ(shown(tables::int32, "ffffffff"), "number -1");
    EXPECT_EQ(shown(tables::int32, "ffffff7f"), "number 2147483647");
    EXPECT_EQ(shown(tables::int32_null, "ffffff7f"), "none ");
    EXPECT_EQ(shown(tables::int16, "0080"), "number -32768");
    EXPECT_EQ(shown(tables::int8_null, "7f"), "none ");
    EXPECT_EQ(shown(tables::int8_null, "80"), "number -128");
    EXPECT_EQ(shown(tables::uint8_null, "ff"), "none ");
    EXPECT_EQ(shown(tables::uint8, "ff"), "number 255");
}

TEST(MdpFields, DecimalsAreExact)
{
    EXPECT_EQ(shown(tables::price_9_null, "00da7c17 3f910700"), "text 2130025");
    EXPECT_EQ(shown(tables::price_9_null, "ffffffff ffffffff"), "text -0.000000001");
    EXPECT_EQ(shown(tables::price_9_null, "ffffffff ffffff7f"), "none ");
    EXPECT_EQ(shown(tables::price_9, "ffffffff ffffff7f"), "text 9223372036.854775807");
    EXPECT_EQ(shown(tables::price_9, "00000000 00000080"), "text -9223372036.854775808");
    EXPECT_EQ(shown(tables::price_7, "88f3ab00 00000000"), "text 1.1269");
    EXPECT_EQ(shown(tables::decimal_qty, "18fcffff"), "text -0.1");
    EXPECT_EQ(shown(tables::decimal_qty, "ffffff7f"), "none ");
}

TEST(MdpFields, DatesAreCalendarDays)
{
    EXPECT_EQ(shown(tables::local_mkt_date, "0000"), "text 1970-01-01");
    EXPECT_EQ(shown(tables::local_mkt_date, "904e"), "text 2025-01-24");
    EXPECT_EQ(shown(tables::local_mkt_date, "feff"), "text 2149-06-05");
    EXPECT_EQ(shown(tables::local_mkt_date, "ffff"), "none ");
}

TEST(MdpFields, PartsOfAMaturityMayBeNone)
{
    EXPECT_EQ(shown(tables::maturity_month_year, "e907 03 ff ff"), "text 2025-03");
    EXPECT_EQ(shown(tables::maturity_month_year, "e907 0c 15 ff"), "text 2025-12-21");
    EXPECT_EQ(shown(tables::maturity_month_year, "e907 03 ff 02"), "text 2025-03w2");
    EXPECT_EQ(shown(tables::maturity_month_year, "e907 ff ff ff"), "text 2025");
    EXPECT_EQ(shown(tables::maturity_month_year, "ffff 03 ff ff"), "none ");
}

TEST(MdpFields, TextLosesItsPadding)
{
    EXPECT_EQ(shown(tables::security_group, "4e5100000000"), "text NQ");
    EXPECT_EQ(shown(tables::security_group, "4e5120202020"), "text NQ");
    EXPECT_EQ(shown(tables::security_group, "4e5120002000"), "text NQ");
    EXPECT_EQ(shown(tables::security_group, "000000000000"), "text ");
    EXPECT_EQ(shown(tables::character, "46"), "text F");
}

TEST(MdpFields, ValuesHaveNamesElseTheyAreThemselves)
{
    EXPECT_EQ(shown(tables::md_update_action, "05"), "text Overlay");
    EXPECT_EQ(shown(tables::md_update_action, "06"), "number 6");
    EXPECT_EQ(shown(tables::md_entry_type_book, "45"), "text ImpliedBid");
    EXPECT_EQ(shown(tables::md_entry_type_book, "5a"), "text Z");
    EXPECT_EQ(shown(tables::security_trading_status, "ff"), "none ");
    EXPECT_EQ(shown(tables::halt_reason, "ff"), "number 255");
    EXPECT_EQ(shown(tables::md_entry_type_limits, ""), "text g");
}

TEST(MdpFields, BitsAreListedFromTheLowest)
{
    EXPECT_EQ(shown(tables::match_event_indicator, "84"), "text LastQuoteMsg|EndOfEvent");
    EXPECT_EQ(shown(tables::match_event_indicator, "00"), "text ");
    EXPECT_EQ(shown(tables::settl_price_type, "03"), "text FinalDaily|Actual");
    EXPECT_EQ(shown(tables::settl_price_type, "80"), "text NullValue");
    EXPECT_EQ(shown(tables::inst_attrib_value, "01000090"),
              "text ElectronicMatchEligible|bit28|bit31");
}

TEST(MdpFields, MessageIsAboutTheInstrumentsThatItNames)
{
    test::ByteVector two = MessageBuilder(46).root().group(32, 2).block(test::bid(), 32).bytes();
    two.resize(two.size() + 32);
    two[0] = static_cast<std::uint8_t>(two.size());
    EXPECT_TRUE(names_security(two, 42));
    EXPECT_TRUE(names_security(two, 0));
    EXPECT_FALSE(names_security(two, 5));
    EXPECT_FALSE(names_security(MessageBuilder(12).bytes(), 0));
    EXPECT_FALSE(names_security(MessageBuilder(46, 0, 2).bytes(), 0));
    EXPECT_FALSE(names_security(MessageBuilder(45).bytes(), 0));
}

TEST(MdpFields, SymbolIsThatOfTheDefinition)
{
    test::ByteVector root(224, ' ');
    std::copy_n("NQH5", 4, root.begin() + 35);
    struct Root {
        std::uint8_t raw[224];
    } block;
    std::copy_n(root.begin(), 224, block.raw);
    const test::ByteVector message = MessageBuilder(54).root(block).bytes();
    EXPECT_EQ(symbol_in(message), "NQH5");
    EXPECT_EQ(symbol_in(MessageBuilder(46).root().bytes()), "");
    EXPECT_EQ(symbol_in(MessageBuilder(45).root().bytes()), "");
}

}  // namespace
}  // namespace gapwire::mdp3
