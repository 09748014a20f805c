// The exchange's own books and the messages that go with every change.
#include "sim/exchange.hpp"

#include <gtest/gtest.h>

#include <set>

#include "sim/book_csv.hpp"
#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

class ExchangeTest : public testing::Test {
 protected:
    std::string books() const { return book_csv(exchange_); }
    /// The types of all messages so far.
    std::string said_;
    Exchange exchange_{{{"BBB"}, {"AAA", true}}, 1, 5, [this](std::uint64_t, Bytes message) {
                           said_ += static_cast<char>(message[0]);
                       }};
};

TEST_F(ExchangeTest, BooksArePrintedBySymbolSideAndBestPriceFirst)
{
    exchange_.add(1, Side::buy, 999'900, 10);
    exchange_.add(1, Side::buy, 1'000'000, 20);
    exchange_.add(1, Side::buy, 1'000'000, 5, "GPWR");
    exchange_.add(1, Side::sell, 1'000'200, 7);
    exchange_.add(1, Side::sell, 1'000'150, 8);
    exchange_.add(2, Side::sell, 1, 300);
    EXPECT_EQ(books(),
              "symbol,side,price,quantity,orders\n"
              "AAA,S,0.0001,300,1\n"
              "BBB,B,100,25,2\n"
              "BBB,B,99.99,10,1\n"
              "BBB,S,100.015,8,1\n"
              "BBB,S,100.02,7,1\n");
    EXPECT_EQ(said_, "AAFAAA");
}

TEST_F(ExchangeTest, EveryChangeIsOneMessageAndOneChangeOfTheBook)
{
    const Exchange::Slot slot = exchange_.add(1, Side::buy, 10'000, 100);
    exchange_.execute(slot, 10);
    exchange_.execute_at(slot, 20, 9'950, false);
    exchange_.cancel(slot, 30);
    EXPECT_EQ(books(), "symbol,side,price,quantity,orders\nBBB,B,1,40,1\n");
    const Exchange::Slot replaced = exchange_.replace(slot, 9'000, 55);
    EXPECT_EQ(books(), "symbol,side,price,quantity,orders\nBBB,B,0.9,55,1\n");
    exchange_.trade_hidden(1, 9'500, 100);
    exchange_.cross(1, 9'500, 100, 'O');
    exchange_.remove(replaced);
    EXPECT_EQ(books(), "symbol,side,price,quantity,orders\n");
    EXPECT_EQ(said_, "AECXUPQD");
}

TEST_F(ExchangeTest, TheFirstInLineIsTheOldestOrderOfTheBestLevel)
{
    exchange_.add(1, Side::sell, 30'000, 1);
    const Exchange::Slot first = exchange_.add(1, Side::sell, 20'000, 1);
    const Exchange::Slot second = exchange_.add(1, Side::sell, 20'000, 2);
    const Exchange::Slot third = exchange_.add(1, Side::sell, 20'000, 3);
    EXPECT_EQ(exchange_.books().best(1, Side::sell)->first, first);
    exchange_.remove(second);
    exchange_.execute(first, 1);
    EXPECT_EQ(exchange_.books().best(1, Side::sell)->first, third);
    exchange_.remove(third);
    EXPECT_EQ(exchange_.books().best(1, Side::sell)->price, 30'000u);
    EXPECT_EQ(exchange_.books().best(1, Side::buy), nullptr);
    EXPECT_EQ(exchange_.books().live_orders(), 1u);
}

TEST_F(ExchangeTest, ASlotThatIsUsedAgainIsAnotherOrder)
{
    const Exchange::Slot slot = exchange_.add(1, Side::buy, 10'000, 100);
    const std::uint32_t generation = exchange_.books()[slot].generation;
    EXPECT_TRUE(exchange_.books().is_live(slot, generation));
    exchange_.remove(slot);
    EXPECT_FALSE(exchange_.books().is_live(slot, generation));
    EXPECT_EQ(exchange_.add(1, Side::buy, 10'000, 100), slot);
    EXPECT_FALSE(exchange_.books().is_live(slot, generation));
}

TEST_F(ExchangeTest, ACrossingOrderIsOurOwnFault)
{
    exchange_.add(1, Side::sell, 10'000, 1);
    EXPECT_DEATH(exchange_.add(1, Side::buy, 10'000, 1), "worse");
}

TEST_F(ExchangeTest, TheSpinTellsOfEveryInstrumentOneKindAfterTheOther)
{
    exchange_.advance_to(1'000);
    exchange_.opening_spin(10);
    EXPECT_EQ(said_, "RRHHYYLL");
    EXPECT_EQ(exchange_.time_ns(), 1'080u);
}

TEST(ReferenceSource, OneStreamRisesWithGaps)
{
    ReferenceSource references(1, 8, 1);
    std::uint64_t last = references.next(1);
    std::uint64_t gaps = 0;
    for (std::uint16_t i = 0; i < 1'000; ++i) {
        const std::uint64_t next = references.next(static_cast<std::uint16_t>(1 + i % 8));
        ASSERT_GT(next, last);
        gaps += next > last + 1;
        last = next;
    }
    EXPECT_NEAR(static_cast<double>(gaps), 350, 60);
}

TEST(ReferenceSource, FourStreamsShareTheLocatesAndNeverAReference)
{
    ReferenceSource references(4, 8, 1);
    std::set<std::uint64_t> seen;
    for (int round = 0; round < 1'000; ++round)
        for (std::uint16_t locate = 1; locate <= 8; ++locate) {
            const std::uint64_t reference = references.next(locate);
            EXPECT_EQ(reference & 3, (locate - 1u) / 2);
            EXPECT_TRUE(seen.insert(reference).second);
        }
}

}  // namespace
}  // namespace gapwire::sim
