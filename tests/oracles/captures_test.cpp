// Real Nasdaq captures through the whole line: final books, counts, and no contradiction.
#include <gtest/gtest.h>

#include <map>

#include "app/pipeline/player.hpp"
#include "tests/oracles/command.hpp"

namespace gapwire::test {
namespace {

const std::filesystem::path captures = shared_data() / "itch50";

/// A capture played through the line, with a look at each book after every event.
struct Played {
    explicit Played(const std::filesystem::path& capture)
    {
        context.observer = {.context = this, .on_order = &Played::on_order};
        player.play({capture});
    }

    static void on_order(void* self, const pipeline::ItchStream& stream, const OrderEvent& event)
    {
        auto& mine = *static_cast<Played*>(self);
        const auto bid = stream.books().best(event.instrument, Side::buy);
        const auto ask = stream.books().best(event.instrument, Side::sell);
        ++mine.order_events;
        mine.two_sided += bid.orders > 0 && ask.orders > 0;
        mine.crossed += bid.orders > 0 && ask.orders > 0 && bid.price >= ask.price;
    }

    std::map<char, std::uint64_t> counts_by_type() const
    {
        std::map<char, std::uint64_t> counts;
        const auto& all = player.streams().at(0)->itch()->messages_by_type();
        for (std::size_t type = 0; type < all.size(); ++type)
            if (all[type] != 0) counts[static_cast<char>(type)] = all[type];
        return counts;
    }
    std::uint64_t refused_orders() const
    {
        std::uint64_t sum = 0;
        for (const Counter counter :
             {Counter::order_unknown, Counter::order_duplicate, Counter::order_over_executed,
              Counter::order_over_cancelled, Counter::order_zero_quantity,
              Counter::order_wrong_instrument, Counter::order_table_full, Counter::level_table_full,
              Counter::books_suspect})
            sum += counters[counter];
        return sum;
    }

    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{.instruments = &instruments, .counters = &counters};
    pipeline::Player player{context, {}};
    std::uint64_t order_events = 0;
    std::uint64_t two_sided = 0;
    std::uint64_t crossed = 0;
};

TEST(RealCaptures, TheFirstMessagesOfADayOfAllSymbols)
{
    const auto capture = captures / "20191230-prefix.itch.gz";
    GAPWIRE_NEEDS(capture);
    const Played day(capture);
    const std::map<char, std::uint64_t> expected = {
        {'L', 215036}, {'R', 8906}, {'H', 8897}, {'Y', 8893}, {'A', 5609}, {'D', 2658},
        {'X', 1453},   {'U', 331},  {'F', 36},   {'E', 13},   {'P', 3},    {'S', 2}};
    EXPECT_EQ(day.counts_by_type(), expected);
    EXPECT_EQ(day.player.streams().at(0)->itch()->messages(), 251'837u);
    EXPECT_EQ(day.instruments.size(), 8'906u);
    EXPECT_EQ(day.refused_orders(), 0u);
    EXPECT_EQ(day.order_events, 5609u + 2658 + 1453 + 331 + 36 + 13);
    EXPECT_EQ(day.player.streams().at(0)->itch()->books().live_orders(), 2'982u);
}

TEST(RealCaptures, TenThousandMessagesOfOneStock)
{
    const auto capture = captures / "20200130-aapl-10000.itch";
    GAPWIRE_NEEDS(capture);
    const Played day(capture);
    const std::map<char, std::uint64_t> expected = {
        {'A', 4758}, {'D', 4083}, {'E', 849}, {'P', 240}, {'L', 52}, {'U', 7},
        {'X', 6},    {'F', 2},    {'R', 1},   {'H', 1},   {'Y', 1}};
    EXPECT_EQ(day.counts_by_type(), expected);
    EXPECT_EQ(day.refused_orders(), 0u);
    EXPECT_EQ(day.order_events, 4758u + 4083 + 849 + 7 + 6 + 2);
    EXPECT_GT(day.two_sided, 9'000u);
    EXPECT_EQ(day.crossed, 0u);
    EXPECT_EQ(day.player.streams().at(0)->itch()->books().live_orders(), 215u);
}

TEST(RealCaptures, FinalBooksAreThoseOfANaiveReference)
{
    const auto prefix = captures / "20191230-prefix.itch.gz";
    const auto aapl = captures / "20200130-aapl-10000.itch";
    GAPWIRE_NEEDS(prefix);
    GAPWIRE_NEEDS(aapl);
    EXPECT_EQ(sha256_of(gapwire_books(prefix)),
              "3e6f213fe13cd49115fa147f6c98219e391ce5674c82bd88c133f44024b8b6b5");
    EXPECT_EQ(sha256_of(gapwire_books(aapl)),
              "f0ea13d6a963c63844e060150ca42a21031e32186094bc1988b2515677b6f4af");
}

TEST(RealCaptures, ACutOffTailGivesTheWholeMessagesBeforeIt)
{
    const auto capture = captures / "cut-off-tail.itch";
    GAPWIRE_NEEDS(capture);
    const Played day(capture);
    EXPECT_EQ(day.player.used(), 101u);
    EXPECT_EQ(day.player.files().at(0).end.status, transport::ReadStatus::truncated);
    EXPECT_EQ(day.counters[Counter::binaryfile_short_tail], 1u);
}

}  // namespace
}  // namespace gapwire::test
