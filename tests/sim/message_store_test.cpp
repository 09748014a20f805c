// What was sent can be read again by its number, and nothing else can.
#include "sim/message_store.hpp"

#include <gtest/gtest.h>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

using test::hex;

TEST(MessageStore, MessagesAreNumberedFromOneAndEmptyOnesCount)
{
    MessageStore store("S");
    EXPECT_EQ(store.next(), 1u);
    ASSERT_TRUE(store.append(ByteVector{0xA1}));
    ASSERT_TRUE(store.append(Bytes{}));
    ASSERT_TRUE(store.append(ByteVector{0xB1, 0xB2}));

    EXPECT_EQ(store.next(), 4u);
    EXPECT_EQ(hex(store[1]), "a1");
    EXPECT_EQ(hex(store[2]), "");
    EXPECT_EQ(hex(store[3]), "b1b2");
}

TEST(MessageStore, OnlySentNumbersAreThere)
{
    MessageStore store("S");
    ASSERT_TRUE(store.prepare(ByteVector{1}));
    ASSERT_TRUE(store.prepare(ByteVector{2}));
    EXPECT_FALSE(store.has(0));
    EXPECT_FALSE(store.has(1));
    store.send();
    EXPECT_TRUE(store.has(1));
    EXPECT_FALSE(store.has(2));
    EXPECT_EQ(store.prepared(), 2u);
    EXPECT_EQ(store.sent(), 1u);
}

TEST(MessageStore, AMessageBeyondALimitIsRefusedAndChangesNothing)
{
    MessageStore store("S", {.messages_max = 3, .bytes_max = 4});
    ASSERT_TRUE(store.append(ByteVector(3)));
    EXPECT_FALSE(store.append(ByteVector(2)));
    EXPECT_TRUE(store.append(ByteVector(1)));
    EXPECT_TRUE(store.append(Bytes{}));
    EXPECT_FALSE(store.append(Bytes{}));
    EXPECT_EQ(store.sent(), 3u);
}

TEST(MessageStore, AMessageThatNoCarrierHoldsIsRefused)
{
    MessageStore store("S");
    EXPECT_FALSE(store.append(ByteVector(MessageStore::message_bytes_max + 1)));
    EXPECT_TRUE(store.append(ByteVector(MessageStore::message_bytes_max)));
}

TEST(MessageStore, NothingComesAfterTheEnd)
{
    MessageStore store("S");
    ASSERT_TRUE(store.append(ByteVector{1}));
    store.end();
    EXPECT_TRUE(store.ended());
    EXPECT_FALSE(store.append(ByteVector{2}));
    EXPECT_EQ(store.next(), 2u);
}

}  // namespace
}  // namespace gapwire::sim
