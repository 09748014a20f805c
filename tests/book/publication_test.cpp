// Published tops and depths: layout, who may attach, and readers that never see a torn value.
#include "book/publication.hpp"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>
#include <thread>
#include <vector>

#include "core/region.hpp"

namespace gapwire::test {
namespace {

using book::Publication;

constexpr std::size_t room = 5;

std::span<std::byte> span_of(const Region& region)
{
    return {region.data(), region.size()};
}

TopOfBook top_of(std::int64_t version)
{
    return {.bid_price = version,
            .ask_price = version * 3,
            .bid_quantity = static_cast<std::uint64_t>(version) * 5,
            .ask_quantity = static_cast<std::uint64_t>(version) * 7,
            .exchange_time = version * 11,
            .bid_orders = static_cast<std::uint32_t>(version),
            .ask_orders = static_cast<std::uint32_t>(version + 1),
            .instrument = 1};
}

Depth depth_of(std::int64_t version)
{
    Depth depth{.exchange_time = version, .instrument = 1};
    for (auto& side : depth.sides)
        for (Level& level : side)
            level = {{++version},
                     static_cast<std::uint64_t>(version) * 3,
                     static_cast<std::uint32_t>(version)};
    return depth;
}

class PublicationTest : public testing::Test {
 protected:
    Region region{Publication::bytes_for(room)};
    Publication publication = Publication::create(span_of(region), room, 42);
    const InstrumentId first{0}, second{1}, last{room - 1};
};

TEST_F(PublicationTest, LiesAsItsDrawingSays)
{
    EXPECT_EQ(Publication::bytes_for(0), 8192u);
    EXPECT_EQ(Publication::bytes_for(room), 8192 + room * 64 + 64 + room * 64 + room * 512);
    // 1,009 words of requests no longer fit beside their head in one page.
    EXPECT_EQ(Publication::bytes_for(1009), 12'288 + 1009 * 64 + 1024 + 1009 * 64 + 1009 * 512);

    publication.store_top(second, top_of(9));
    TopOfBook raw;
    const std::size_t tops = 8192 + room * 64 + 64;
    std::memcpy(&raw, region.data() + tops + 64 + 8, sizeof raw);  // behind its sequence
    EXPECT_EQ(raw, top_of(9));
}

TEST_F(PublicationTest, GivesReadersWhatTheWriterStored)
{
    const auto reader = Publication::attach(span_of(region));
    ASSERT_TRUE(reader);
    EXPECT_EQ(reader->instruments_max(), room);
    EXPECT_EQ(reader->epoch(), 42u);
    publication.store_top(first, top_of(1));
    publication.store_top(last, top_of(2));
    publication.store_depth(last, depth_of(3));
    EXPECT_EQ(reader->top(first), top_of(1));
    EXPECT_EQ(reader->top(last), top_of(2));
    EXPECT_EQ(reader->depth(last), depth_of(3));
    EXPECT_EQ(reader->top(second)->bid_price, 0);  // never stored
}

TEST_F(PublicationTest, StoresOneSideAndLeavesTheOther)
{
    TopOfBook expected = top_of(1);
    publication.store_top(first, expected);
    publication.store_side(first, Side::buy, {.price = {77}, .quantity = 7, .orders = 70}, 700);
    expected.bid_price = 77;
    expected.bid_quantity = 7;
    expected.bid_orders = 70;
    expected.exchange_time = 700;
    EXPECT_EQ(publication.top(first), expected);

    publication.store_side(first, Side::sell, {.price = {88}, .quantity = 8, .orders = 80}, 800);
    expected.ask_price = 88;
    expected.ask_quantity = 8;
    expected.ask_orders = 80;
    expected.exchange_time = 800;
    EXPECT_EQ(publication.top(first), expected);
}

TEST_F(PublicationTest, HoldsItsInstrumentsOnly)
{
    EXPECT_TRUE(publication.holds(last));
    EXPECT_FALSE(publication.holds({room}));
    EXPECT_FALSE(publication.holds(InstrumentId::none()));
}

TEST_F(PublicationTest, RefusesToAttachToWhatIsNone)
{
    const auto bytes = span_of(region);
    EXPECT_TRUE(Publication::attach(bytes));
    EXPECT_FALSE(Publication::attach(bytes.first(bytes.size() - 1)));
    EXPECT_FALSE(Publication::attach(bytes.first(sizeof(shared::Header))));
    EXPECT_FALSE(Publication::attach(bytes.first(sizeof(shared::Header) - 1)));
    EXPECT_FALSE(Publication::attach({}));

    const Region zeroed(Publication::bytes_for(room));
    EXPECT_FALSE(Publication::attach(span_of(zeroed)));
}

TEST_F(PublicationTest, RefusesAnotherVersionAndAnotherMagic)
{
    auto& header = *reinterpret_cast<shared::Header*>(region.data());
    header.version += 1;
    EXPECT_FALSE(Publication::attach(span_of(region)));
    header.version -= 1;
    header.magic.fetch_xor(1);
    EXPECT_FALSE(Publication::attach(span_of(region)));
    header.magic.fetch_xor(1);
    header.instruments_max = UINT32_MAX;
    EXPECT_FALSE(Publication::attach(span_of(region)));
}

constexpr std::int64_t second_ns = 1'000'000'000;

TEST_F(PublicationTest, ARequestForDepthsLapses)
{
    auto reader = *Publication::attach(span_of(region));
    publication.beat(100 * second_ns);
    EXPECT_FALSE(publication.any_depth_wanted());
    const std::uint32_t before = publication.requests();
    reader.want_depth(first);
    EXPECT_NE(publication.requests(), before);
    EXPECT_TRUE(publication.any_depth_wanted());
    EXPECT_TRUE(publication.depth_wanted(first));
    EXPECT_FALSE(publication.depth_wanted(second));

    publication.beat(109 * second_ns);
    EXPECT_TRUE(publication.depth_wanted(first));
    publication.beat(110 * second_ns);
    EXPECT_FALSE(publication.depth_wanted(first));
    EXPECT_FALSE(publication.any_depth_wanted());
}

TEST_F(PublicationTest, ARequestIsRenewedWhenHalfOfItIsOverAndNeverTakenBack)
{
    auto reader = *Publication::attach(span_of(region));
    publication.beat(100 * second_ns);
    reader.want_depth(first);
    const std::uint32_t asked = publication.requests();
    publication.beat(104 * second_ns);
    reader.want_depth(first);
    EXPECT_EQ(publication.requests(), asked);
    publication.beat(105 * second_ns);
    reader.want_depth(first);
    EXPECT_NE(publication.requests(), asked);

    publication.beat(101 * second_ns);  // as a reader sees it that was held up
    reader.want_depth(second);
    reader.want_depth(first);
    publication.beat(114 * second_ns);
    EXPECT_TRUE(publication.any_depth_wanted());
    EXPECT_TRUE(publication.depth_wanted(first));
    EXPECT_FALSE(publication.depth_wanted(second));
}

TEST_F(PublicationTest, ADepthIsKeptUntilAChangeIsLeftOut)
{
    auto reader = *Publication::attach(span_of(region));
    publication.beat(100 * second_ns);
    EXPECT_FALSE(reader.depth_is_kept(first));
    reader.want_depth(first);
    EXPECT_TRUE(publication.depth_is_due(first));
    EXPECT_FALSE(publication.depth_is_due(second));
    publication.store_depth(first, depth_of(1));
    EXPECT_FALSE(publication.depth_is_due(first));
    EXPECT_TRUE(reader.depth_is_kept(first));

    publication.beat(120 * second_ns);
    EXPECT_TRUE(publication.any_depth_wanted());  // it must be said that it is kept no more
    EXPECT_TRUE(reader.depth_is_kept(first));     // nothing has changed
    EXPECT_FALSE(publication.depth_wanted(first));
    EXPECT_FALSE(reader.depth_is_kept(first));
    EXPECT_FALSE(publication.any_depth_wanted());
    EXPECT_EQ(reader.depth(first), depth_of(1));
}

TEST_F(PublicationTest, TellsNamesAndGivesTheInstrumentAnEmptyTop)
{
    publication.tell({.id = second, .symbol = symbol_of("NQH5"), .venue = {{'X', 'C', 'M', 'E'}}});
    const auto& header = *reinterpret_cast<const shared::Header*>(region.data());
    EXPECT_EQ(header.instruments.load(), 2u);
    const TopOfBook empty{.instrument = second.value};
    EXPECT_EQ(publication.top(second), empty);

    publication.store_top(second, top_of(3));
    publication.tell({.id = first, .symbol = symbol_of("ACME")});
    publication.tell({.id = second, .symbol = symbol_of("NQH5")});
    EXPECT_EQ(header.instruments.load(), 2u);
    EXPECT_EQ(publication.top(second), top_of(3));
    publication.tell({.id = {room}});  // no room
    EXPECT_EQ(header.instruments.load(), 2u);
}

/// Memory that is mapped twice: once to write, once to read only.
class TwoViews {
 public:
    explicit TwoViews(std::size_t size) : size_(size)
    {
        const int file = ::memfd_create("publication", 0);
        EXPECT_EQ(::ftruncate(file, static_cast<off_t>(size)), 0);
        writer_ = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        reader_ = ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
        ::close(file);
    }
    ~TwoViews()
    {
        ::munmap(writer_, size_);
        ::munmap(reader_, size_);
    }
    std::span<std::byte> writer() const { return {static_cast<std::byte*>(writer_), size_}; }
    std::span<std::byte> reader() const { return {static_cast<std::byte*>(reader_), size_}; }

 private:
    std::size_t size_;
    void* writer_;
    void* reader_;
};

TEST(Publication, ReadersWriteNothingThatTheWriterCouldWaitFor)
{
    const TwoViews memory(Publication::bytes_for(room));
    Publication writer = Publication::create(memory.writer(), room, 1);
    const auto reader = Publication::attach(memory.reader());
    ASSERT_TRUE(reader);
    writer.store_top({1}, top_of(5));
    writer.store_depth({1}, depth_of(6));
    EXPECT_EQ(reader->top({1}), top_of(5));
    EXPECT_EQ(reader->depth({1}), depth_of(6));
}

#ifdef GAPWIRE_SANITIZED
constexpr std::uint64_t versions_wanted = 50;
#else
constexpr std::uint64_t versions_wanted = 150;
#endif
constexpr std::uint64_t loads_max = 100'000'000;

struct Seen {
    std::uint64_t tops = 0;  // fresh ones
    std::uint64_t depths = 0;
    std::uint64_t torn = 0;
};

/// Reads one instrument until it has met enough fresh tops and depths.
Seen read_many(Publication publication, InstrumentId id)
{
    Seen seen;
    std::int64_t last_top = 0, last_depth = 0;
    publication.want_depth(id);
    for (std::uint64_t i = 0; i < loads_max; ++i) {
        const auto top = publication.top(id);
        const auto depth = publication.depth(id);
        if (top && top->bid_price != last_top) {
            last_top = top->bid_price;
            ++seen.tops;
            seen.torn += *top != top_of(last_top);
        }
        if (depth && depth->exchange_time != last_depth) {
            last_depth = depth->exchange_time;
            ++seen.depths;
            seen.torn += *depth != depth_of(last_depth);
        }
        if (seen.tops >= versions_wanted && seen.depths >= versions_wanted) break;
        if (i % 64 == 0) std::this_thread::yield();
    }
    return seen;
}

TEST_F(PublicationTest, ThreeReadersMeetFreshWholeValuesWhileTheWriterStores)
{
    std::array<Seen, 3> seen;
    std::atomic<int> reading{3};
    std::vector<std::thread> readers;
    for (std::uint32_t i = 0; i < seen.size(); ++i)
        readers.emplace_back([&, i] {
            seen[i] = read_many(*Publication::attach(span_of(region)), {i});
            reading.fetch_sub(1);
        });
    for (std::int64_t version = 1; reading.load(std::memory_order_relaxed) > 0; ++version)
        for (std::uint32_t i = 0; i < seen.size(); ++i) {
            publication.store_top({i}, top_of(version));
            if (publication.depth_wanted({i})) publication.store_depth({i}, depth_of(version));
        }
    for (std::thread& reader : readers) reader.join();

    for (const Seen& mine : seen) {
        EXPECT_GE(mine.tops, versions_wanted);
        EXPECT_GE(mine.depths, versions_wanted);
        EXPECT_EQ(mine.torn, 0u);
    }
}

}  // namespace
}  // namespace gapwire::test
