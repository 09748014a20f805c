// Where readers find the tops and depths of all instruments: seqlocked plain data in one region.
#pragma once

#include <bit>
#include <cstddef>
#include <span>

#include "core/assert.hpp"
#include "core/seqlock.hpp"
#include "core/update.hpp"

namespace gapwire::book {

/// What stands at the front of a published region.
struct PublicationHeader {
    std::atomic<std::uint64_t> magic;  // publication_magic, written last
    std::uint32_t version;
    std::uint32_t instruments_max;
    std::atomic<std::uint64_t> epoch;          // of the writer: changes when a writer starts anew
    std::atomic<std::uint64_t> depths_wanted;  // sum of all want_depth
    std::uint64_t reserved[4];
};
static_assert(sizeof(PublicationHeader) == 64);

inline constexpr std::uint64_t publication_magic = 0x3142'4F54'5041'4720;  // " GAPTOB1"
inline constexpr std::uint32_t publication_version = 1;

/// The published state of every instrument, by InstrumentId.
///
///     | header | top[instruments_max] | depth_wanted[instruments_max] | depth[instruments_max] |
///       64        64 each (one line)     4 each, padded to 64             512 each
///
/// Offsets only, no pointers: the region may be private memory or /dev/shm, and the same class
/// reads it in another process. A top is stored when it changed; a depth at the end of a batch, and
/// only while somebody wants it.
/// Threads  one writer (create, tops, depths); any number of readers (attach, top, depth, want).
class Publication {
 public:
    static std::size_t bytes_for(std::size_t instruments_max) noexcept
    {
        return layout(instruments_max).end;
    }

    /// The writer's view of a zeroed region of at least bytes_for(instruments_max) bytes, 64-byte
    /// aligned, which outlives it.
    static Publication create(std::span<std::byte> region, std::size_t instruments_max,
                              std::uint64_t epoch) noexcept
    {
        GAPWIRE_ASSERT(region.size() >= bytes_for(instruments_max));
        Publication made(region.data(), instruments_max);
        PublicationHeader& header = *made.header_;
        header.version = publication_version;
        header.instruments_max = static_cast<std::uint32_t>(instruments_max);
        header.epoch.store(epoch, std::memory_order_relaxed);
        header.magic.store(publication_magic, std::memory_order_release);  // pairs with attach()
        return made;
    }

    /// A reader's view; nothing when the region is not a publication of this version and size.
    static std::optional<Publication> attach(std::span<std::byte> region) noexcept
    {
        if (region.size() < sizeof(PublicationHeader)) return std::nullopt;
        const auto& header = *reinterpret_cast<const PublicationHeader*>(region.data());
        if (header.magic.load(std::memory_order_acquire) != publication_magic ||  // with create()
            header.version != publication_version ||
            region.size() < bytes_for(header.instruments_max))
            return std::nullopt;
        return Publication(region.data(), header.instruments_max);
    }

    std::size_t instruments_max() const noexcept { return instruments_max_; }
    /// Whether there is room for this instrument: what the calls below require. Not for `none`.
    bool holds(InstrumentId id) const noexcept { return id.value < instruments_max_; }
    std::uint64_t epoch() const noexcept { return header_->epoch.load(std::memory_order_relaxed); }

    // Writer.
    void store_top(InstrumentId id, const TopOfBook& top) noexcept { tops_[id.value].store(top); }
    /// Changes one side of the stored top, and its time.
    void store_side(InstrumentId id, Side side, const Level& best,
                    std::int64_t exchange_time) noexcept
    {
        constexpr auto word_of = [](std::size_t offset) { return offset / 8; };
        static_assert(offsetof(TopOfBook, ask_price) == offsetof(TopOfBook, bid_price) + 8 &&
                      offsetof(TopOfBook, ask_quantity) == offsetof(TopOfBook, bid_quantity) + 8 &&
                      offsetof(TopOfBook, bid_orders) % 8 == 0 &&
                      offsetof(TopOfBook, ask_orders) == offsetof(TopOfBook, bid_orders) + 4);
        static_assert(std::endian::native == std::endian::little);
        const std::size_t which = index_of(side);
        const int half = static_cast<int>(which) * 32;
        tops_[id.value].change([&](auto words) {
            words.set(word_of(offsetof(TopOfBook, bid_price)) + which,
                      static_cast<std::uint64_t>(best.price.units));
            words.set(word_of(offsetof(TopOfBook, bid_quantity)) + which, best.quantity);
            words.set(word_of(offsetof(TopOfBook, exchange_time)),
                      static_cast<std::uint64_t>(exchange_time));
            constexpr std::size_t orders = word_of(offsetof(TopOfBook, bid_orders));
            const std::uint64_t other = words.get(orders) & ~(std::uint64_t{0xFFFF'FFFF} << half);
            words.set(orders, other | std::uint64_t{best.orders} << half);
        });
    }
    void store_depth(InstrumentId id, const Depth& depth) noexcept
    {
        depths_[id.value].store(depth);
    }
    bool depth_wanted(InstrumentId id) const noexcept
    {
        return wanted_[id.value].load(std::memory_order_relaxed) != 0;
    }
    bool any_depth_wanted() const noexcept
    {
        return header_->depths_wanted.load(std::memory_order_relaxed) != 0;
    }
    void prefetch_top(InstrumentId id) const noexcept { __builtin_prefetch(&tops_[id.value], 1); }

    // Readers. Nothing when the writer was met storing every time; see Seqlock.
    std::optional<TopOfBook> top(InstrumentId id) const noexcept { return tops_[id.value].load(); }
    std::optional<Depth> depth(InstrumentId id) const noexcept { return depths_[id.value].load(); }
    /// Asks for depths of an instrument; each want_depth() needs its unwant_depth().
    void want_depth(InstrumentId id) noexcept
    {
        wanted_[id.value].fetch_add(1, std::memory_order_relaxed);
        header_->depths_wanted.fetch_add(1, std::memory_order_relaxed);
    }
    void unwant_depth(InstrumentId id) noexcept
    {
        wanted_[id.value].fetch_sub(1, std::memory_order_relaxed);
        header_->depths_wanted.fetch_sub(1, std::memory_order_relaxed);
    }

 private:
    struct alignas(64) Top : Seqlock<TopOfBook> {};
    struct alignas(64) DepthSlot : Seqlock<Depth> {};
    static_assert(sizeof(Top) == 64, "a top of book is one cache line");

    struct Layout {
        std::size_t tops, wanted, depths, end;
    };
    static constexpr Layout layout(std::size_t n) noexcept
    {
        const std::size_t tops = sizeof(PublicationHeader);
        const std::size_t wanted = tops + n * sizeof(Top);
        const std::size_t depths = wanted + (n * sizeof(std::uint32_t) + 63) / 64 * 64;
        return {tops, wanted, depths, depths + n * sizeof(DepthSlot)};
    }

    Publication(std::byte* base, std::size_t instruments_max) noexcept
        : header_(reinterpret_cast<PublicationHeader*>(base)),
          tops_(reinterpret_cast<Top*>(base + layout(instruments_max).tops)),
          wanted_(
              reinterpret_cast<std::atomic<std::uint32_t>*>(base + layout(instruments_max).wanted)),
          depths_(reinterpret_cast<DepthSlot*>(base + layout(instruments_max).depths)),
          instruments_max_(instruments_max)
    {}

    PublicationHeader* header_;
    Top* tops_;
    std::atomic<std::uint32_t>* wanted_;
    DepthSlot* depths_;
    std::size_t instruments_max_;
};

}  // namespace gapwire::book
