// Every field of every type by name, whole and cut.
#include "feed/itch50/fields.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/itch50/vectors.hpp"

namespace gapwire::itch50 {
namespace {

using test::Vector;

/// "name=value ..." of those fields that lie inside the message.
std::string fields_text(Bytes message, char type)
{
    std::string text;
    for (const Field& field : fields_of(type)) {
        if (std::size_t{field.offset} + field.size > message.size()) break;
        text +=
            fmt::format("{}{}={}", text.empty() ? "" : " ", field.name, value_text(field, message));
    }
    return text;
}

std::string all_fields(const Vector& vector)
{
    return fmt::format("{} {}", test::header_fields, vector.fields);
}

TEST(Fields, HaveTheValuesOfTheBytes)
{
    for (const Vector& vector : test::vectors) {
        const auto message = test::bytes_of(vector);
        EXPECT_EQ(fields_text(message, static_cast<char>(message[0])), all_fields(vector));
    }
}

TEST(Fields, CoverEachByteOfTheirTypeOnce)
{
    for (const Vector& vector : test::vectors) {
        const auto type = static_cast<char>(test::bytes_of(vector).front());
        std::size_t end = 1;
        for (const Field& field : fields_of(type)) {
            EXPECT_EQ(field.offset, end) << type << ' ' << field.name;
            end += field.size;
        }
        EXPECT_EQ(end, length_of(type)) << type;
    }
}

TEST(Fields, ReadNothingBehindTheMessage)
{
    for (const Vector& vector : test::vectors) {
        const auto whole = test::bytes_of(vector);
        const auto type = static_cast<char>(whole.front());
        const std::string text = all_fields(vector);
        for (std::size_t size = 1; size < whole.size(); ++size) {
            const auto cut = std::make_unique<std::uint8_t[]>(size);
            std::copy_n(whole.begin(), size, cut.get());
            EXPECT_TRUE(text.starts_with(fields_text({cut.get(), size}, type))) << vector.hex;
            EXPECT_EQ(stock_of({cut.get(), size}), "") << vector.hex << " cut to " << size;
        }
        EXPECT_EQ(stock_of({}), "");
    }
}

TEST(Fields, OfAnUnknownTypeThereAreNone)
{
    for (int type = 0; type < 256; ++type)
        EXPECT_EQ(fields_of(static_cast<char>(type)).empty(),
                  length_of(static_cast<char>(type)) == 0);
    const std::vector<std::uint8_t> message(64, 'z');
    EXPECT_EQ(stock_of(message), "");
}

TEST(Fields, TheStockIsTheFieldOfThatName)
{
    for (const Vector& vector : test::vectors) {
        const std::size_t at = vector.fields.find("stock=");
        const std::string_view named =
            at == std::string_view::npos ? "" : vector.fields.substr(at + 6);
        EXPECT_EQ(stock_of(test::bytes_of(vector)), named.substr(0, named.find(' ')));
    }
}

TEST(Fields, IntegersReachTheHighestOfTheirSize)
{
    std::vector<std::uint8_t> message(40, 0xFF);
    message[0] = 'Q';
    EXPECT_EQ(fields_text(Bytes(message).first(19), 'Q'),
              "stock_locate=65535 tracking_number=65535 timestamp=281474976710655 "
              "cross_shares=18446744073709551615");
}

TEST(Fields, PricesOfFourDecimalsReachTheHighest)
{
    std::vector<std::uint8_t> message(36, 0xFF);
    message[0] = 'A';
    EXPECT_EQ(value_text(fields_of('A').back(), message), "429496.7295");
}

}  // namespace
}  // namespace gapwire::itch50
