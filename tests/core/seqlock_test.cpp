// The seqlock: whole values only, readers that cannot touch the writer, and readers that give up.
#include "core/seqlock.hpp"

#include <gtest/gtest.h>

#include <cstring>
#include <thread>
#include <vector>

namespace gapwire::test {
namespace {

/// Seven words that follow from the first: a torn value gives itself away.
struct Value {
    std::array<std::uint64_t, 7> words{};

    static Value of(std::uint64_t version)
    {
        Value value;
        for (std::size_t i = 0; i < value.words.size(); ++i)
            value.words[i] = (version + i) * (2 * i + 1);
        return value;
    }
    friend bool operator==(const Value&, const Value&) = default;
};

TEST(Seqlock, ZeroedMemoryHoldsAZeroedValue)
{
    const Seqlock<Value> lock;
    EXPECT_EQ(lock.load(), Value{});
    EXPECT_EQ(lock.version(), 0u);
}

TEST(Seqlock, HoldsTheValueStoredLast)
{
    Seqlock<Value> lock;
    for (std::uint64_t version = 1; version <= 3; ++version) {
        lock.store(Value::of(version));
        EXPECT_EQ(lock.load(), Value::of(version));
        EXPECT_EQ(lock.value_of_writer(), Value::of(version));
        EXPECT_EQ(lock.version(), version);
    }
}

TEST(Seqlock, IsItsWordsAndOneMore)
{
    EXPECT_EQ(sizeof(Seqlock<Value>), 64u);
}

TEST(Seqlock, AReaderGivesUpOnAStoreThatNeverEnds)
{
    Seqlock<Value> lock;
    lock.store(Value::of(5));
    const std::uint64_t odd = 3;  // as a writer leaves it that dies half-way
    std::memcpy(static_cast<void*>(&lock), &odd, sizeof odd);
    EXPECT_EQ(lock.load(), std::nullopt);
}

#ifdef GAPWIRE_SANITIZED
constexpr std::uint64_t versions_wanted = 100;
#else
constexpr std::uint64_t versions_wanted = 300;
#endif
constexpr std::uint64_t loads_max = 500'000'000;

struct Seen {
    std::uint64_t versions = 0;
    std::uint64_t torn = 0;
    std::uint64_t backwards = 0;
};

/// Loads until it has met enough different versions.
Seen read_many(const Seqlock<Value>& lock)
{
    Seen seen;
    std::uint64_t last = 0;
    for (std::uint64_t loads = 0; loads < loads_max && seen.versions < versions_wanted; ++loads) {
        const auto value = lock.load();
        if (!value || value->words[0] == last) {
            if (loads % 256 == 0) std::this_thread::yield();
            continue;
        }
        seen.torn += *value != Value::of(value->words[0]);
        seen.backwards += value->words[0] < last;
        last = value->words[0];
        ++seen.versions;
    }
    return seen;
}

TEST(Seqlock, ReadersSeeWholeValuesInOrderWhileTheWriterStores)
{
    Seqlock<Value> lock;
    std::array<Seen, 3> seen;
    std::atomic<int> reading{3};
    std::vector<std::thread> readers;
    readers.reserve(seen.size());
    for (Seen& mine : seen)
        readers.emplace_back([&] {
            mine = read_many(lock);
            reading.fetch_sub(1);
        });
    std::uint64_t stores = 0;
    while (reading.load(std::memory_order_relaxed) > 0) lock.store(Value::of(++stores));
    for (std::thread& reader : readers) reader.join();

    for (const Seen& mine : seen) {
        EXPECT_EQ(mine.versions, versions_wanted);
        EXPECT_EQ(mine.torn, 0u);
        EXPECT_EQ(mine.backwards, 0u);
    }
    EXPECT_EQ(lock.version(), stores);
    EXPECT_EQ(lock.load(), Value::of(stores));
}

}  // namespace
}  // namespace gapwire::test
