// Two days of LOBSTER through the line: the book after every event is the one LOBSTER shows.
#include <gtest/gtest.h>

#include "app/pipeline/itch_stream.hpp"
#include "tests/oracles/lobster_encoder.hpp"

namespace gapwire::test {
namespace {

using lobster::Book;
using lobster::Event;
using lobster::Kind;
using lobster::Shown;

constexpr std::uint16_t locate = 13;

/// One stream and what it needs.
struct Line {
    void feed(const std::vector<sim::ByteVector>& messages)
    {
        for (const sim::ByteVector& message : messages) {
            const Bytes view = message;
            stream.on_messages(++sequence, {&view, 1}, Timestamp::none());
        }
    }

    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{.instruments = &instruments, .counters = &counters};
    pipeline::ItchStream stream{context, 0, "lobster"};
    std::uint64_t sequence = 0;
};

/// What can be known. LOBSTER shows N levels a side, all of them taken on these days, and lists
/// only events that change those. Of what stands behind them nothing is told, so when a visible
/// level ends, another comes into sight in the last place, with any size. It is recognised by this:
/// its price was not among those shown before, and the event is not the add that put it there. Such
/// a level cannot be known in that one row and is taken over from it; from the next row on it is
/// compared like any other, for as long as it stays in sight.
class Comparison {
 public:
    Comparison(std::size_t levels_shown, std::string_view stock)
        : shown_(levels_shown), encoder_(locate, stock)
    {}

    void open(const Book& opening)
    {
        line_.feed(encoder_.open(opening));
        previous_ = opening;
    }

    void row(const Event& event, const Book& book)
    {
        const auto messages = encoder_.encode(event);
        ASSERT_EQ(messages.size(), 1u) << "the event contradicts those before";
        line_.feed(messages);
        for (const Side side : {Side::buy, Side::sell}) compare(side, event, book[index_of(side)]);
        if (testing::Test::HasFatalFailure()) return;
        for (const Side side : {Side::buy, Side::sell})
            take_over(side, event, book[index_of(side)]);
        previous_ = book;
        ++rows;
        if (event.kind == Kind::execute || event.kind == Kind::execute_hidden) {
            volume += event.size;
            last_price = event.price;
        }
    }

    const Line& line() const { return line_; }

    std::uint64_t rows = 0;
    std::uint64_t known = 0;    // levels compared
    std::uint64_t unknown = 0;  // levels that had just come into sight
    std::uint64_t volume = 0;
    std::uint32_t last_price = 0;

 private:
    bool came_into_sight(Side side, const Event& event, const std::vector<Shown>& levels) const
    {
        const auto& before = previous_[index_of(side)];
        const std::uint32_t last = levels.back().price;
        const bool was_there = std::any_of(before.begin(), before.end(),
                                           [&](const Shown& level) { return level.price == last; });
        const bool just_added =
            event.kind == Kind::add && event.side == side && event.price == last;
        return !was_there && !just_added;
    }

    void compare(Side side, const Event& event, const std::vector<Shown>& levels)
    {
        ASSERT_EQ(levels.size(), shown_);
        const bool last_unknown = came_into_sight(side, event, levels);
        const std::size_t to_compare = levels.size() - last_unknown;
        for (std::size_t rank = 0; rank < to_compare; ++rank) {
            const auto ours = line_.stream.books().level(locate, side, rank);
            ASSERT_EQ(ours.price, levels[rank].price) << "rank " << rank;
            ASSERT_EQ(ours.quantity, levels[rank].size) << "rank " << rank;
        }
        known += to_compare;
        unknown += last_unknown;
    }

    void take_over(Side side, const Event& event, const std::vector<Shown>& levels)
    {
        if (came_into_sight(side, event, levels))
            line_.feed(encoder_.show_again(side, shown_ - 1, levels.back()));
    }

    std::size_t shown_;
    lobster::Encoder encoder_;
    Line line_;
    Book previous_;
};

void compare_day(const std::filesystem::path& zip, Comparison& day)
{
    lobster::Lines events(zip, "*message*");
    lobster::Lines books(zip, "*orderbook*");
    while (const auto event_line = events.next()) {
        const auto book_line = books.next();
        ASSERT_TRUE(book_line);
        const Event event = lobster::event_of(*event_line);
        const Book book = lobster::book_of(*book_line);
        if (day.rows == 0) {
            ASSERT_NE(event.kind, Kind::add);
            day.open(lobster::before(book, event));
        }
        day.row(event, book);
        if (testing::Test::HasFatalFailure()) {
            ADD_FAILURE() << "in row " << day.rows << " of " << zip << ": " << *event_line;
            return;
        }
    }
    EXPECT_FALSE(books.next());
}

/// The feed was never contradicted, and the trades add up.
void expect_clean(const Comparison& day)
{
    const pipeline::ItchStream& stream = day.line().stream;
    EXPECT_EQ(stream.state(locate), BookState::valid);
    EXPECT_EQ(stream.statistics(locate).volume, day.volume);
    EXPECT_EQ(stream.statistics(locate).last->price, day.last_price);
}

TEST(Lobster, GoogleHasTheBookShownAfterEachEventOnTenLevels)
{
    const auto zip = shared_data() / "lobster" / "GOOG_2012-06-21_10.zip";
    GAPWIRE_NEEDS(zip);
    Comparison day(10, "GOOG");
    compare_day(zip, day);
    EXPECT_EQ(day.rows, 147'916u);
    EXPECT_EQ(day.known, 147'916u * 20 - 44'451);
    EXPECT_EQ(day.unknown, 44'451u);
    expect_clean(day);
}

TEST(Lobster, AmazonHasTheBookShownAfterEachEventOnFiveLevels)
{
    const auto zip = shared_data() / "lobster" / "AMZN_2012-06-21_5.zip";
    GAPWIRE_NEEDS(zip);
    Comparison day(5, "AMZN");
    compare_day(zip, day);
    EXPECT_EQ(day.rows, 155'935u);
    EXPECT_EQ(day.known, 155'935u * 10 - 33'840);
    EXPECT_EQ(day.unknown, 33'840u);
    expect_clean(day);
}

}  // namespace
}  // namespace gapwire::test
