// Batches of ITCH messages: each event is what the message alone would have given.
#include "feed/itch50/batch.hpp"

#include <gtest/gtest.h>

#include <random>

#include "tests/itch50/event_text.hpp"
#include "tests/itch50/vectors.hpp"

namespace gapwire::itch50 {
namespace {

using test::text_of;

/// Messages of every type, some of them damaged: cut, made longer, or with bytes changed.
std::vector<std::vector<std::uint8_t>> random_messages(std::mt19937_64& random, std::size_t count)
{
    std::vector<std::vector<std::uint8_t>> messages;
    for (std::size_t i = 0; i < count; ++i) {
        auto bytes = test::bytes_of(test::vectors[random() % std::size(test::vectors)]);
        for (std::size_t field = random() % 8; field > 0; --field)
            bytes[1 + random() % (bytes.size() - 1)] = static_cast<std::uint8_t>(random());
        if (random() % 16 == 0) bytes.resize(random() % (bytes.size() + 8));
        bytes.shrink_to_fit();  // so that the address sanitizer sees any read beyond it
        messages.push_back(std::move(bytes));
    }
    return messages;
}

TEST(Batch, GivesTheEventsOfItsMessages)
{
    std::mt19937_64 random(7);
    std::size_t orders = 0;
    for (std::size_t size = 0; size < 200; ++size) {
        const auto messages = random_messages(random, size);
        const std::vector<Bytes> spans(messages.begin(), messages.end());
        std::vector<OrderEvent> events(size), alone(size);
        decode_orders(spans, events);
        decode_orders_baseline(spans, alone);
        for (std::size_t i = 0; i < size; ++i) {
            ASSERT_EQ(text_of(events[i]), text_of(alone[i])) << "size " << size << ", " << i;
            orders += alone[i].action != OrderAction::none;
        }
    }
    EXPECT_GT(orders, 1000u);
}

TEST(Batch, OverwritesWhatTheEventsHeldBefore)
{
    const auto message = test::bytes_of(test::vectors[0]);  // no order message
    const Bytes bytes(message);
    OrderEvent event{.action = OrderAction::add};
    decode_orders(std::span(&bytes, 1), std::span(&event, 1));
    EXPECT_EQ(event.action, OrderAction::none);
    event.action = OrderAction::add;
    const Bytes empty;
    decode_orders(std::span(&empty, 1), std::span(&event, 1));
    EXPECT_EQ(event.action, OrderAction::none);
}

}  // namespace
}  // namespace gapwire::itch50
