// Where readers find the tops and depths of all instruments: seqlocked plain data in one region.
#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <span>

#include "core/assert.hpp"
#include "core/seqlock.hpp"
#include "core/shared_layout.hpp"
#include "core/update.hpp"

namespace gapwire::book {

/// The published state of every instrument, by InstrumentId, laid out as core/shared_layout.hpp
/// draws it: private memory or /dev/shm. A top is stored when it changed; a depth at the end of a
/// batch, and only while somebody wants it.
///
/// A reader asks for depths by a second of the writer's clock until which it wants them, and holds
/// nothing: one that dies is forgotten when that is over. The writer marks a depth as kept when it
/// stores it, and takes the mark away when it first leaves a change out. So a reader knows whether
/// what is stored is up to date, and a request that has lapsed costs one look.
///
/// Memory orders   those of Seqlock for values. `kept` is stored with release behind the depth and
///                 loaded with acquire before it: who sees the mark sees that depth or a later one.
///                 `wanted` is relaxed: when the writer sees a request is nobody's promise; the
///                 count of requests, with release and acquire, tells it to look for new ones.
/// Threads  one writer (create, beat, tops, depths); any number of readers (attach, top, depth,
///          want_depth).
class Publication {
 public:
    static std::size_t bytes_for(std::size_t instruments_max) noexcept
    {
        return shared::layout_for(instruments_max).end;
    }

    /// The writer's view of a zeroed region of at least bytes_for(instruments_max) bytes, 64-byte
    /// aligned, which outlives it. `about`: process and start of the writer.
    static Publication create(std::span<std::byte> region, std::size_t instruments_max,
                              std::uint64_t epoch, std::uint32_t process = 0,
                              std::int64_t started = 0) noexcept
    {
        GAPWIRE_ASSERT(region.size() >= bytes_for(instruments_max));
        Publication made(region.data(), instruments_max);
        shared::Header& header = *made.header_;
        header.version = shared::layout_version;
        header.byte_order = shared::byte_order;
        header.instruments_max = static_cast<std::uint32_t>(instruments_max);
        header.writer_process = process;
        header.bytes = bytes_for(instruments_max);
        header.started = started;
        header.epoch.store(epoch, std::memory_order_relaxed);
        header.state.store(shared::WriterState::running, std::memory_order_relaxed);
        header.magic.store(shared::magic, std::memory_order_release);  // pairs with attach()
        return made;
    }

    /// A reader's view; nothing when the region is not a publication of this version and size.
    static std::optional<Publication> attach(std::span<std::byte> region) noexcept
    {
        if (region.size() < sizeof(shared::Header)) return std::nullopt;
        const auto& header = *reinterpret_cast<const shared::Header*>(region.data());
        if (header.magic.load(std::memory_order_acquire) != shared::magic ||  // with create()
            header.version != shared::layout_version || header.byte_order != shared::byte_order ||
            region.size() < bytes_for(header.instruments_max))
            return std::nullopt;
        return Publication(region.data(), header.instruments_max);
    }

    std::size_t instruments_max() const noexcept { return instruments_max_; }
    /// Whether there is room for this instrument: what the calls below require. Not for `none`.
    bool holds(InstrumentId id) const noexcept { return id.value < instruments_max_; }
    std::uint64_t epoch() const noexcept { return header_->epoch.load(std::memory_order_relaxed); }

    // Writer.
    /// Says that the writer is there, and lets requests lapse. `now`: ns of CLOCK_MONOTONIC.
    void beat(std::int64_t now) noexcept
    {
        if (now == header_->heartbeat.load(std::memory_order_relaxed)) return;
        header_->heartbeat.store(now, std::memory_order_relaxed);
        second_ = static_cast<std::uint32_t>(now / 1'000'000'000);
    }
    /// The last word: nothing is stored any more.
    void end() noexcept
    {
        header_->state.store(shared::WriterState::ended, std::memory_order_relaxed);
    }
    /// Tells what an instrument is called, or is called now. Readers find it when all before it
    /// have been told, too.
    void tell(const Instrument& instrument) noexcept;

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
    /// Stores a depth, which is kept up to date from now on.
    void store_depth(InstrumentId id, const Depth& depth) noexcept
    {
        depths_[id.value].store(depth);
        if (is_kept(id)) return;
        kept_[id.value].store(1, std::memory_order_release);  // pairs with depth_is_kept()
        ++kept_count_;
    }
    /// Whether a depth that has changed must be stored. Where nobody wants it any more it is marked
    /// as out of date.
    bool depth_wanted(InstrumentId id) noexcept
    {
        if (wanted_[id.value].load(std::memory_order_relaxed) > second_) return true;
        if (is_kept(id)) [[unlikely]] {
            kept_[id.value].store(0, std::memory_order_relaxed);
            --kept_count_;
        }
        return false;
    }
    /// Whether depth_wanted() may have something to say of any instrument.
    bool any_depth_wanted() const noexcept
    {
        return kept_count_ != 0 || requests_->until.load(std::memory_order_relaxed) > second_;
    }
    /// Whether a depth is wanted that is not kept yet.
    bool depth_is_due(InstrumentId id) const noexcept
    {
        return wanted_[id.value].load(std::memory_order_relaxed) > second_ && !is_kept(id);
    }
    /// Changes with every request for depths.
    std::uint32_t requests() const noexcept
    {
        return requests_->count.load(std::memory_order_acquire);  // pairs with want_depth()
    }
    void prefetch_top(InstrumentId id) const noexcept { __builtin_prefetch(&tops_[id.value], 1); }

    // Readers. Nothing when the writer was met storing every time; see Seqlock.
    std::optional<TopOfBook> top(InstrumentId id) const noexcept { return tops_[id.value].load(); }
    /// What was stored last, kept or not.
    std::optional<Depth> depth(InstrumentId id) const noexcept { return depths_[id.value].load(); }
    /// Whether depth() gives what is up to date, if it is called after this.
    bool depth_is_kept(InstrumentId id) const noexcept
    {
        return kept_[id.value].load(std::memory_order_acquire) != 0;  // pairs with store_depth()
    }
    /// Asks for depths of an instrument for shared::request_seconds from the last beat.
    void want_depth(InstrumentId id) noexcept
    {
        const auto now = static_cast<std::uint32_t>(
            header_->heartbeat.load(std::memory_order_relaxed) / 1'000'000'000);
        shared::want(*requests_, wanted_[id.value], now);
    }

 private:
    struct alignas(64) Name : Seqlock<shared::Entry> {};
    struct alignas(64) Top : Seqlock<TopOfBook> {};
    struct alignas(64) DepthSlot : Seqlock<Depth> {};
    static_assert(sizeof(Name) == 64 && sizeof(DepthSlot) == shared::depth_bytes);
    static_assert(sizeof(Top) == 64, "a top of book is one cache line");

    Publication(std::byte* base, std::size_t instruments_max) noexcept
        : instruments_max_(instruments_max)
    {
        const shared::Layout at = shared::layout_for(instruments_max);
        header_ = reinterpret_cast<shared::Header*>(base);
        requests_ = reinterpret_cast<shared::Requests*>(base + at.requests);
        wanted_ = reinterpret_cast<std::atomic<std::uint32_t>*>(base + at.wanted);
        names_ = reinterpret_cast<Name*>(base + at.entries);
        kept_ = reinterpret_cast<std::atomic<std::uint8_t>*>(base + at.kept);
        tops_ = reinterpret_cast<Top*>(base + at.tops);
        depths_ = reinterpret_cast<DepthSlot*>(base + at.depths);
    }

    bool is_kept(InstrumentId id) const noexcept
    {
        return kept_[id.value].load(std::memory_order_relaxed) != 0;
    }

    shared::Header* header_;
    shared::Requests* requests_;
    std::atomic<std::uint32_t>* wanted_;
    Name* names_;
    std::atomic<std::uint8_t>* kept_;
    Top* tops_;
    DepthSlot* depths_;
    std::size_t instruments_max_;
    std::uint32_t second_ = 0;      // the writer's: of the last beat
    std::uint32_t kept_count_ = 0;  // the writer's
};

}  // namespace gapwire::book
