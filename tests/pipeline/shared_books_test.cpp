// Books in shared memory: what readers are told, of what is there and of what has become of it.
#include <fstream>
#include <thread>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "tests/pipeline/shared_sample.hpp"

namespace gapwire::pipeline::test {
namespace {

using shared::Reader;
using shared::Status;

constexpr std::size_t room = 4;

class SharedBooksTest : public testing::Test {
 protected:
    void SetUp() override { writer.emplace(name, room); }
    book::Publication& publication() { return writer->publication(); }
    /// What the constructor of another writer of that name complains of; empty: nothing.
    std::string refusal() const
    {
        try {
            const SharedBooks another(name, room);
        } catch (const OperatorError& error) {
            EXPECT_EQ(error.code(), ExitCode::runtime);
            return error.what();
        }
        return "";
    }

    const std::string name = shared_name();
    std::optional<SharedBooks> writer;
    Reader reader;
    shared::Top top;
    shared::Depth depth;
};

TEST_F(SharedBooksTest, ReadersFindWhatTheWriterTellsAndStores)
{
    publication().tell({.id = {0}, .symbol = symbol_of("NVDA"), .test_issue = true});
    publication().tell({.id = {1},
                        .symbol = symbol_of("LONGEST-NAME-OF-ALL."),
                        .venue = {{'X', 'C', 'M', 'E'}},
                        .display_factor = {10'000'000},
                        .quantity_digits = 2});
    publication().store_top({1}, top_of(5, 1));
    ASSERT_EQ(reader.open(name), Status::ok);
    EXPECT_EQ(reader.instruments(), 2u);
    EXPECT_EQ(reader.find("NVDA"), 0u);
    EXPECT_EQ(reader.find("NVDA", "XNAS"), 0u);
    EXPECT_EQ(reader.find("NVDA", "XCME"), Reader::no_instrument);
    EXPECT_EQ(reader.find("NVD"), Reader::no_instrument);
    EXPECT_EQ(reader.find("LONGEST-NAME-OF-ALL.", "XCME"), 1u);

    shared::Entry entry;
    ASSERT_EQ(reader.entry(1, entry), Status::ok);
    EXPECT_EQ(entry.display_factor, 10'000'000);
    EXPECT_EQ(entry.quantity_digits, 2);
    EXPECT_EQ(entry.is_test_issue, 0);
    ASSERT_EQ(reader.entry(0, entry), Status::ok);
    EXPECT_EQ(entry.display_factor, Price::scale);
    EXPECT_EQ(entry.is_test_issue, 1);
    EXPECT_EQ(reader.entry(2, entry), Status::no_such_instrument);

    EXPECT_EQ(reader.top(1, top), Status::ok);
    EXPECT_TRUE(is_whole(top, 1));
    EXPECT_EQ(top.bid_price, 5);
    EXPECT_EQ(reader.top(0, top), Status::ok);
    EXPECT_EQ(top.bid_price, shared::no_price);  // never stored is not a price of 0
    EXPECT_EQ(top.state, shared::BookState::unknown);
    EXPECT_EQ(reader.top(2, top), Status::no_such_instrument);
    EXPECT_EQ(reader.depth(2, depth), Status::no_such_instrument);
    EXPECT_EQ(reader.top(UINT32_MAX, top), Status::no_such_instrument);
    EXPECT_EQ(reader.writer_process(), static_cast<std::uint32_t>(::getpid()));
}

TEST_F(SharedBooksTest, AnInstrumentGetsToBeKnownWhileReadersRead)
{
    ASSERT_EQ(reader.open(name), Status::ok);
    EXPECT_EQ(reader.find("S1"), Reader::no_instrument);
    tell_instruments(publication(), 2);
    EXPECT_EQ(reader.find("S1"), 1u);
}

TEST_F(SharedBooksTest, OfTwoWritersTheSecondIsRefused)
{
    EXPECT_EQ(refusal(),
              "shared memory " + writer->path() + ": another gapwire that runs writes it");
    ASSERT_EQ(reader.open(name), Status::ok);
    EXPECT_EQ(reader.writer(), Status::ok);
}

TEST_F(SharedBooksTest, AnOrderlyEndTakesTheFileAwayAndReadersKnow)
{
    tell_instruments(publication(), 1);
    publication().store_top({0}, top_of(5, 0));
    ASSERT_EQ(reader.open(name), Status::ok);
    writer.reset();
    EXPECT_EQ(reader.top(0, top), Status::writer_gone);
    EXPECT_TRUE(is_whole(top, 0));
    Reader another;
    EXPECT_EQ(another.open(name), Status::no_such_name);
}

TEST_F(SharedBooksTest, AWriterThatLivesAndSaysNothingIsSilent)
{
    tell_instruments(publication(), 1);
    publication().store_top({0}, top_of(5, 0));
    ASSERT_EQ(reader.open(name), Status::ok);
    publication().beat(clock_ns(CLOCK_MONOTONIC) - 2 * shared::heartbeat_age_max_ns);
    EXPECT_EQ(reader.top(0, top), Status::writer_silent);
    EXPECT_TRUE(is_whole(top, 0));
    writer->beat();
    EXPECT_EQ(reader.top(0, top), Status::ok);
}

TEST_F(SharedBooksTest, AWriterThatIsKilledIsGoneAndTheNextOneTakesOver)
{
    writer.reset();
    int ready[2];
    ASSERT_EQ(::pipe(ready), 0);
    Process process([&] {
        SharedBooks books(name, room);
        tell_instruments(books.publication(), 1);
        books.publication().store_top({0}, top_of(5, 0));
        books.publication().beat(1);  // long ago
        EXPECT_EQ(::write(ready[1], "!", 1), 1);
        for (;;) ::pause();
    });
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    ::close(ready[0]);
    ::close(ready[1]);
    ASSERT_EQ(reader.open(name), Status::ok);
    EXPECT_EQ(reader.top(0, top), Status::writer_silent);
    process.kill();
    EXPECT_EQ(reader.top(0, top), Status::writer_gone);
    EXPECT_TRUE(is_whole(top, 0));

    writer.emplace(name, room);
    EXPECT_EQ(reader.top(0, top), Status::writer_restarted);
    EXPECT_EQ(reader.writer(), Status::writer_restarted);
    const std::uint64_t before = reader.epoch();
    ASSERT_EQ(reader.open(name), Status::ok);
    EXPECT_NE(reader.epoch(), before);
    EXPECT_EQ(reader.top(0, top), Status::no_such_instrument);
    tell_instruments(publication(), 1);
    EXPECT_EQ(reader.top(0, top), Status::ok);
}

/// Makes the sequence of a top odd, as a writer leaves it that is killed inside a store.
void leave_inside_a_store(const std::string& path, std::uint32_t id)
{
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    const auto at = static_cast<std::streamoff>(shared::layout_for(room).tops + id * 64);
    const std::uint64_t odd = 77;
    file.seekp(at);
    file.write(reinterpret_cast<const char*>(&odd), sizeof odd);
    ASSERT_TRUE(file.good());
}

TEST_F(SharedBooksTest, InsideAStoreALivingWriterIsBusyAndADeadOneIsGone)
{
    tell_instruments(publication(), 2);
    ASSERT_EQ(reader.open(name), Status::ok);
    leave_inside_a_store(writer->path(), 1);
    EXPECT_EQ(reader.top(1, top), Status::busy);
    EXPECT_EQ(reader.top(0, top), Status::ok);
    writer.reset();
    EXPECT_EQ(reader.top(1, top), Status::writer_gone);
}

TEST_F(SharedBooksTest, ADepthComesWhenItWasAskedForAndStaysUpToDate)
{
    tell_instruments(publication(), 2);
    ASSERT_EQ(reader.open(name), Status::ok);
    publication().store_depth({1}, depth_of(3, 1));  // for others; this marks it as kept
    publication().beat(clock_ns(CLOCK_MONOTONIC));
    EXPECT_EQ(reader.depth(0, depth), Status::not_kept);
    EXPECT_TRUE(publication().depth_is_due({0}));
    publication().store_depth({0}, depth_of(4, 0));
    EXPECT_EQ(reader.depth(0, depth), Status::ok);
    EXPECT_TRUE(is_whole(depth, 0));
    EXPECT_EQ(reader.depth(1, depth), Status::ok);
    EXPECT_TRUE(is_whole(depth, 1));
}

TEST_F(SharedBooksTest, ADepthThatWasNotKeptHasNoLevelsWhenItsWriterIsGone)
{
    tell_instruments(publication(), 1);
    ASSERT_EQ(reader.open(name), Status::ok);
    depth.bids[0].price = 1;
    writer.reset();
    EXPECT_EQ(reader.depth(0, depth), Status::writer_gone);
    EXPECT_EQ(depth.bids[0].price, shared::no_price);
}

/// Two places, the second's instrument is number 2; what is asked for is written down.
struct FewBooks final : BookSource {
    std::string called = "few";
    std::uint32_t count = 2;
    bool settled = true;
    mutable std::vector<std::uint32_t> asked;

    const std::string& name() const noexcept override { return called; }
    std::uint32_t places() const noexcept override { return count; }
    InstrumentId instrument_of(std::uint32_t place) const noexcept override
    {
        asked.push_back(place);
        return place % DepthRequests::places_a_turn == 1 ? InstrumentId{2} : InstrumentId::none();
    }
    std::string symbol(std::uint32_t) const override { return "S2"; }
    BookState state(std::uint32_t) const noexcept override { return BookState::valid; }
    std::size_t level_count(std::uint32_t, Side) const noexcept override { return 0; }
    gapwire::Level level(std::uint32_t, Side, std::size_t) const noexcept override { return {}; }
    Depth depth(std::uint32_t place) const noexcept override { return depth_of(place, 2); }
    bool is_settled(std::uint32_t) const noexcept override { return settled; }
};

TEST_F(SharedBooksTest, AQuietInstrumentsDepthIsStoredWhenItIsAskedFor)
{
    Counters counters;
    const FewBooks empty, books;
    DepthRequests requests({&empty, &books}, publication(), counters);
    tell_instruments(publication(), 3);
    ASSERT_EQ(reader.open(name), Status::ok);
    requests.turn();
    EXPECT_TRUE(books.asked.empty());  // nobody has asked
    EXPECT_EQ(reader.depth(2, depth), Status::not_kept);
    requests.turn();
    EXPECT_EQ(reader.depth(2, depth), Status::ok);
    EXPECT_TRUE(is_whole(depth, 2));
    EXPECT_EQ(counters[Counter::depths_published], 1u);
    const std::size_t looks = books.asked.size();
    requests.turn();
    EXPECT_EQ(books.asked.size(), looks);
}

TEST_F(SharedBooksTest, ARequestIsLookedAfterAFewPlacesATurn)
{
    Counters counters;
    FewBooks books;
    books.count = 2 * DepthRequests::places_a_turn + 2;
    books.settled = false;  // inside an event
    DepthRequests requests({&books}, publication(), counters);
    tell_instruments(publication(), 3);
    ASSERT_EQ(reader.open(name), Status::ok);
    EXPECT_EQ(reader.depth(2, depth), Status::not_kept);
    for (std::size_t turn = 1; turn <= 2; ++turn) {
        requests.turn();
        EXPECT_EQ(books.asked.size(), turn * DepthRequests::places_a_turn);
    }
    EXPECT_EQ(reader.depth(2, depth), Status::not_kept);
    books.settled = true;
    requests.turn();
    EXPECT_EQ(books.asked.size(), books.count);
    EXPECT_EQ(reader.depth(2, depth), Status::ok);
}

TEST_F(SharedBooksTest, WhatNoGapwireHasMadeIsNeitherReadNorTakenAway)
{
    writer.reset();
    const std::string path = "/dev/shm/gapwire-" + name;
    for (const std::size_t size : {std::size_t{0}, shared::page, 3 * shared::page}) {
        std::ofstream(path, std::ios::binary) << std::string(size, 'x');
        EXPECT_EQ(refusal(), "shared memory " + path +
                                 ": is no book of gapwire; remove it if nobody needs it");
        EXPECT_EQ(reader.open(name), Status::unreadable);
    }
    ASSERT_EQ(::unlink(path.c_str()), 0);
    EXPECT_EQ(refusal(), "");
    ASSERT_EQ(::symlink("/tmp", path.c_str()), 0);
    EXPECT_NE(refusal().find(path + ": cannot be opened: "), std::string::npos);
    EXPECT_EQ(reader.open(name), Status::refused);
    ::unlink(path.c_str());
}

/// Found by killing writers: a reader that opened in the moment between a new writer's mark on the
/// old books and their removal took them for the new ones.
TEST_F(SharedBooksTest, BooksThatAreBeingTakenOverAreNotOpened)
{
    std::fstream file(writer->path(), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(offsetof(shared::Header, epoch));
    file.write(reinterpret_cast<const char*>(&shared::no_epoch), sizeof shared::no_epoch);
    file.close();
    EXPECT_EQ(reader.open(name), Status::no_such_name);
}

TEST_F(SharedBooksTest, AnotherLayoutIsNotRead)
{
    std::fstream file(writer->path(), std::ios::in | std::ios::out | std::ios::binary);
    const std::uint32_t another = shared::layout_version + 1;
    file.seekp(offsetof(shared::Header, version));
    file.write(reinterpret_cast<const char*>(&another), sizeof another);
    file.close();
    EXPECT_EQ(reader.open(name), Status::unreadable);
}

TEST(SharedName, IsShortAndPlain)
{
    for (const char* good : {"nasdaq", "A-1_b.c", "0"}) EXPECT_TRUE(is_shared_name(good));
    for (const char* bad : {"", "a/b", "a b", "\xC3\xA9"}) EXPECT_FALSE(is_shared_name(bad));
    EXPECT_TRUE(is_shared_name(std::string(64, 'a')));
    EXPECT_FALSE(is_shared_name(std::string(65, 'a')));
    Reader reader;
    EXPECT_EQ(reader.open(""), Status::no_such_name);
    EXPECT_EQ(reader.open(std::string(65, 'a')), Status::no_such_name);
}

#ifdef GAPWIRE_SANITIZED
constexpr std::uint64_t fresh_wanted = 50;
#else
constexpr std::uint64_t fresh_wanted = 500;
#endif

TEST_F(SharedBooksTest, TwoThreadsOnMappingsOfTheirOwnSeeWholeValuesOnly)
{
    tell_instruments(publication(), room);
    std::atomic<bool> is_over{false};
    std::thread readers([&] {
        Reader mine;
        ASSERT_EQ(mine.open(name), Status::ok);
        shared::Top my_top;
        shared::Depth my_depth;
        std::uint64_t fresh = 0, torn = 0;
        std::int64_t last = 0;
        constexpr std::uint64_t reads_max = 100'000'000;
        for (std::uint64_t i = 0; i < reads_max && fresh < fresh_wanted; ++i) {
            const auto id = static_cast<std::uint32_t>(i % room);
            if (mine.top(id, my_top) == Status::ok) {
                torn += !is_whole(my_top, id);
                fresh += my_top.bid_price > last;
                last = std::max(last, my_top.bid_price);
            }
            if (mine.depth(id, my_depth) == Status::ok) torn += !is_whole(my_depth, id);
            if (i % 64 == 0) std::this_thread::yield();
        }
        EXPECT_GE(fresh, fresh_wanted);
        EXPECT_EQ(torn, 0u);
        is_over.store(true);
    });
    for (std::int64_t version = 1; !is_over.load(std::memory_order_relaxed); ++version)
        for (std::uint32_t id = 0; id < room; ++id) {
            publication().store_top({id}, top_of(version, id));
            if (publication().depth_wanted({id}))
                publication().store_depth({id}, depth_of(version, id));
            writer->beat();
        }
    readers.join();
}

}  // namespace
}  // namespace gapwire::pipeline::test
