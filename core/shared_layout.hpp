// The layout of published books: what writer and readers, of whatever process, agree on.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <initializer_list>

namespace gapwire::shared {

// Standard library only, C++17, no other header of the project: gapwire/reader.hpp is made of it.

constexpr std::uint64_t magic = 0x3242'4F54'5041'4720;  // " GAPTOB2"
constexpr std::uint32_t layout_version = 2;
constexpr std::uint32_t byte_order = 0x0102'0304;  // as the writer's machine stores it
constexpr std::int64_t no_price = INT64_MIN;
constexpr std::uint64_t no_epoch = 0;  // of books that another writer has taken over
constexpr std::size_t levels = 10;

/// How long a depth is kept up to date for a reader who has asked, in seconds of the writer's
/// clock.
constexpr std::uint32_t request_seconds = 10;
/// A writer that has not beaten for so long is asked after.
constexpr std::int64_t heartbeat_age_max_ns = 1'000'000'000;

enum class BookState : std::uint8_t { unknown, recovering, valid, suspect, stale, halted };
enum class TradingState : std::uint8_t { unknown, halted, paused, quotation_only, trading };

/// Best bid and offer of one instrument, in units of the wire (Entry::display_factor).
struct Top {
    std::int64_t bid_price = no_price;  // 1e-9
    std::int64_t ask_price = no_price;
    std::uint64_t bid_quantity = 0;  // in units of 10^-Entry::quantity_digits
    std::uint64_t ask_quantity = 0;
    std::int64_t exchange_time = 0;  // ns since the Unix epoch
    std::uint32_t bid_orders = 0;    // 0 where the feed does not say
    std::uint32_t ask_orders = 0;
    std::uint32_t instrument = UINT32_MAX;
    BookState state = BookState::unknown;
    TradingState trading = TradingState::unknown;
    std::uint16_t reserved = 0;
};
static_assert(sizeof(Top) == 56, "with its sequence, one cache line");

struct Level {
    std::int64_t price = no_price;  // 1e-9
    std::uint64_t quantity = 0;
    std::uint32_t orders = 0;
    std::uint32_t reserved = 0;
};

/// The best ten levels of both sides, best first. An empty level has no price.
struct Depth {
    Level bids[levels];
    Level asks[levels];
    std::int64_t exchange_time = 0;
    std::uint32_t instrument = UINT32_MAX;
    BookState state = BookState::unknown;
    TradingState trading = TradingState::unknown;
    std::uint16_t reserved = 0;
};
static_assert(sizeof(Depth) == 496);

/// What an instrument is called, and what its numbers mean.
struct Entry {
    char symbol[20] = {};  // padded with NULs, not terminated
    char venue[4] = {};    // MIC
    std::int64_t display_factor =
        0;  // 1e-9: points = price of the wire times this; no_price: unknown
    std::uint32_t instrument = UINT32_MAX;
    std::uint8_t quantity_digits = 0;
    std::uint8_t is_test_issue = 0;
    std::uint8_t reserved[18] = {};
};
static_assert(sizeof(Entry) == 56);

enum class WriterState : std::uint32_t { starting, running, ended };

/// What stands at the front. The first line is written before `magic` and never again; the second
/// is the writer's while it runs.
struct Header {
    std::atomic<std::uint64_t> magic;  // shared::magic, written last
    std::uint32_t version;
    std::uint32_t byte_order;
    std::uint32_t instruments_max;
    std::uint32_t writer_process;  // as the writer's process namespace counts
    std::uint64_t bytes;           // of everything
    std::int64_t started;          // ns since the Unix epoch
    std::uint64_t reserved[3];

    std::atomic<std::uint64_t> epoch;        // of the writer: another one when a writer starts anew
    std::atomic<std::int64_t> heartbeat;     // ns of CLOCK_MONOTONIC
    std::atomic<std::uint32_t> instruments;  // those below have an entry
    std::atomic<WriterState> state;
    std::uint64_t reserved_too[5];
};
static_assert(sizeof(Header) == 128);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free);

/// What readers ask for; the only part that they write.
struct Requests {
    std::atomic<std::uint32_t> until;  // the last second in which any depth is wanted
    std::atomic<std::uint32_t> count;  // of requests, new ones and those made again
    std::uint64_t reserved[7];
};
static_assert(sizeof(Requests) == 64);

/// Asks for a depth, in `now`, a second of the writer's heartbeat. Words are written only where
/// less than half of the time is left, so that readers who ask all the time share them in peace.
/// Never takes back what another reader has asked for.
inline void want(Requests& requests, std::atomic<std::uint32_t>& wanted, std::uint32_t now) noexcept
{
    if (wanted.load(std::memory_order_relaxed) > now + request_seconds / 2) return;
    const std::uint32_t until = now + request_seconds;
    for (std::atomic<std::uint32_t>* word : {&wanted, &requests.until}) {
        std::uint32_t before = word->load(std::memory_order_relaxed);
        while (before < until &&
               !word->compare_exchange_weak(before, until, std::memory_order_relaxed)) {
        }
    }
    // Pairs with the writer's look at the count: who sees it sees the words.
    requests.count.fetch_add(1, std::memory_order_release);
}

/// Where the parts lie, in bytes from the front.
///
///     | Header | Requests | wanted[n] | entry[n] | kept[n] | top[n] | depth[n] |
///       4096     64         4 each      64 each    1 each    64       512 each
///                           (*)                    (**)
///
/// (*) up to the next multiple of 4096, so that readers can map the rest read-only; (**) up to the
/// next multiple of 64. Entries, tops and depths are seqlocks (core/seqlock.hpp): a sequence of
/// eight bytes, odd while a store is going on, then the value; the rest of a depth's place is not
/// used. wanted: the last second (of the heartbeat) in which a depth is wanted. kept: 1 while the
/// stored depth is up to date.
struct Layout {
    std::size_t requests, wanted, entries, kept, tops, depths, end;
};

constexpr std::size_t page = 4096;
constexpr std::size_t depth_bytes = 512;

constexpr std::size_t rounded_up(std::size_t bytes, std::size_t to) noexcept
{
    return (bytes + to - 1) / to * to;
}

constexpr Layout layout_for(std::size_t instruments_max) noexcept
{
    const std::size_t requests = page;
    const std::size_t wanted = requests + sizeof(Requests);
    const std::size_t entries = rounded_up(wanted + instruments_max * 4, page);
    const std::size_t kept = entries + instruments_max * 64;
    const std::size_t tops = rounded_up(kept + instruments_max, 64);
    const std::size_t depths = tops + instruments_max * 64;
    return {requests, wanted, entries, kept, tops, depths, depths + instruments_max * depth_bytes};
}

}  // namespace gapwire::shared
