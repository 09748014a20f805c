// Every type of message to its event: good ones, cut ones, longer ones, and every bad field.
#include "feed/itch50/decoder.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "tests/itch50/event_text.hpp"
#include "tests/itch50/vectors.hpp"

namespace gapwire::itch50 {
namespace {

using test::decode;
using test::Decoded;
using test::Vector;

constexpr std::size_t time_at = 5;
constexpr std::size_t side_at = 19;

std::vector<std::uint8_t> vector_of(char type)
{
    for (const Vector& vector : test::vectors) {
        std::vector<std::uint8_t> bytes = test::bytes_of(vector);
        if (bytes.front() == static_cast<std::uint8_t>(type)) return bytes;
    }
    return {};
}

/// What is expected of a good message.
Decoded good(const Vector& vector)
{
    const auto status = vector.event.empty() ? DecodeStatus::ignored_type : DecodeStatus::ok;
    return {status, std::string(vector.event)};
}

void set_time(std::vector<std::uint8_t>& message, std::uint64_t time_ns)
{
    const auto field = U48be::of(time_ns);
    std::copy(std::begin(field.raw), std::end(field.raw), message.begin() + time_at);
}

TEST(Decoder, EveryTypeBecomesItsEvent)
{
    std::string types;
    for (const Vector& vector : test::vectors) {
        const auto message = test::bytes_of(vector);
        types += static_cast<char>(message.front());
        EXPECT_EQ(decode(message), good(vector)) << vector.hex;
        EXPECT_EQ(length_of(types.back()), message.size()) << vector.hex;
    }
    EXPECT_EQ(types, "SRHYLVWKJhAFECXDUPQBINO");
}

TEST(Decoder, EveryTruncationIsTooShort)
{
    for (const Vector& vector : test::vectors) {
        const auto whole = test::bytes_of(vector);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            // Exactly sized, so that the address sanitizer sees any read beyond it.
            const auto cut = std::make_unique<std::uint8_t[]>(size);
            std::copy_n(whole.begin(), size, cut.get());
            EXPECT_EQ(decode({cut.get(), size}), (Decoded{DecodeStatus::too_short}))
                << vector.hex << " cut to " << size;
        }
    }
}

TEST(Decoder, ALongerMessageIsReadAsFarAsItIsKnown)
{
    for (const Vector& vector : test::vectors) {
        auto message = test::bytes_of(vector);
        message.insert(message.end(), 7, 0xFF);
        EXPECT_EQ(decode(message), good(vector)) << vector.hex;
    }
}

TEST(Decoder, EveryOtherTypeIsUnknown)
{
    for (int type = 0; type < 256; ++type) {
        if (length_of(static_cast<char>(type)) != 0) continue;
        const std::vector<std::uint8_t> message(64, static_cast<std::uint8_t>(type));
        EXPECT_EQ(decode(message), (Decoded{DecodeStatus::unknown_type})) << type;
        EXPECT_EQ(decode(Bytes(message).first(1)), (Decoded{DecodeStatus::unknown_type})) << type;
    }
}

TEST(Decoder, AnOrderHasOneOfTwoSides)
{
    for (const char type : {'A', 'F'}) {
        auto message = vector_of(type);
        for (int side = 0; side < 256; ++side) {
            message[side_at] = static_cast<std::uint8_t>(side);
            const auto status =
                side == 'B' || side == 'S' ? DecodeStatus::ok : DecodeStatus::bad_field;
            EXPECT_EQ(decode(message).status, status) << type << side;
        }
    }
}

TEST(Decoder, OtherOrderMessagesHaveNoSideToBeBad)
{
    for (const char type : {'E', 'C', 'X', 'U'}) {
        auto message = vector_of(type);
        message[side_at] = 'x';
        EXPECT_EQ(decode(message).status, DecodeStatus::ok) << type;
    }
}

TEST(Decoder, ATimeOfDayEndsAnHourAfterMidnight)
{
    for (const Vector& vector : test::vectors) {
        if (vector.event.empty()) continue;
        auto message = test::bytes_of(vector);
        set_time(message, 90'000'000'000'000);
        EXPECT_EQ(decode(message).status, DecodeStatus::ok) << vector.hex;
        for (const std::uint64_t late :
             {std::uint64_t{90'000'000'000'001}, (std::uint64_t{1} << 48) - 1}) {
            set_time(message, late);
            EXPECT_EQ(decode(message), (Decoded{DecodeStatus::bad_field})) << vector.hex;
        }
    }
}

TEST(Decoder, OnlyTheLetterNIsNotPrintable)
{
    auto message = vector_of('C');
    for (const char printable : {'Y', 'N', ' '}) {
        message[31] = static_cast<std::uint8_t>(printable);
        OrderEvent event;
        decode_order(message, event);
        EXPECT_EQ(event.printable, printable != 'N') << printable;
    }
}

TEST(Decoder, TradingStatesAreThoseOfTheSheet)
{
    auto message = vector_of('H');
    const auto state_of = [&](char code) {
        message[19] = static_cast<std::uint8_t>(code);
        return decode(message).event.substr(40, 7);
    };
    EXPECT_EQ(state_of('H'), "state=1");
    EXPECT_EQ(state_of('P'), "state=2");
    EXPECT_EQ(state_of('Q'), "state=3");
    EXPECT_EQ(state_of('T'), "state=4");
    EXPECT_EQ(state_of('?'), "state=0");
}

TEST(Decoder, OnlyAuthenticityTIsATestIssueAndOnlyActionHAHalt)
{
    auto directory = vector_of('R');
    directory[29] = 'P';
    EXPECT_EQ(decode(directory).event,
              "definition 258 at=34200000070226 symbol=NVDA lot=100 test=0");
    auto halt = vector_of('h');
    halt[20] = 'T';
    EXPECT_EQ(decode(halt).event, "halt 258 at=34200000070226 symbol=AMC market=X halted=0");
}

TEST(Decoder, AnEventLeftOverFromAnotherMessageIsTakenBack)
{
    OrderEvent event;
    decode_order(vector_of('A'), event);
    ASSERT_EQ(event.action, OrderAction::add);
    for (const auto& message :
         {std::vector<std::uint8_t>{}, vector_of('P'), std::vector<std::uint8_t>{'A'}}) {
        event.action = OrderAction::add;
        decode_order(message, event);
        EXPECT_EQ(event.action, OrderAction::none);
    }
}

TEST(Decoder, EachStatusHasItsCounter)
{
    EXPECT_EQ(counter_of(DecodeStatus::ignored_type), Counter::itch_ignored);
    EXPECT_EQ(counter_of(DecodeStatus::unknown_type), Counter::itch_unknown_type);
    EXPECT_EQ(counter_of(DecodeStatus::too_short), Counter::itch_too_short);
    EXPECT_EQ(counter_of(DecodeStatus::bad_field), Counter::itch_bad_field);
}

}  // namespace
}  // namespace gapwire::itch50
