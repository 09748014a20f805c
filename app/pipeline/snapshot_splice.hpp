// A snapshot loaded beside the live stream, and spliced into it at the right message.
#pragma once

#include <array>
#include <span>

#include "book/order_books.hpp"
#include "core/counters.hpp"
#include "core/region.hpp"

namespace gapwire::pipeline {

struct SpliceLimits {
    std::size_t live_bytes_max = std::size_t{256} << 20;  // messages kept while a snapshot loads
    std::size_t messages_a_step_max = 4'096;              // of them worked off at once
};

/// Books and trading states built from a snapshot, while the live books go on as they can.
///
/// begin() starts to keep the live messages. The snapshot's messages build these books; at its end
/// it says from which number on the live messages continue it. step() then works off the kept
/// ones, a few at a time so that the feed is never held up, and finds the splice ready when it has
/// caught up with the live stream.
///
/// Memory   the limits and those of the books, touched when used; no allocation after construction.
/// Errors   see Status; a failed splice keeps nothing. A refused event makes its book suspect here
///          as it would live.
/// Threads  one.
/// Source   GLIMPSE 5.0: messages of ITCH 5.0, then the number of the first one not contained.
class SnapshotSplice {
 public:
    enum class Status : std::uint8_t {
        idle,
        loading,  // from begin() to the snapshot's end
        catching_up,
        ready,        // the books are those of the live stream
        behind_live,  // failed: the snapshot ends before the messages that were kept
        full,         // failed: live_bytes_max is used up
    };

    /// What the messages say of one stock locate, apart from its orders.
    struct Locate {
        TradingState traded = TradingState::unknown;
        bool has_traded = false;  // `traded` is from the snapshot or after it
        bool market_halted = false;
        bool is_suspect = false;
    };

    SnapshotSplice(const SpliceLimits& limits, const book::OrderBooksLimits& books,
                   Counters& counters);

    /// A snapshot is about to be asked for; the next live message will be `next_live`.
    void begin(std::uint64_t next_live);
    void abandon() noexcept;

    // The live stream, as its session delivers it.
    void on_live(std::uint64_t first_sequence, std::span<const Bytes> messages) noexcept;
    void on_live_loss(std::uint64_t first_sequence, std::uint64_t count) noexcept;

    // The snapshot.
    void on_snapshot(std::span<const Bytes> messages) noexcept;
    /// The live messages from `next` on are not contained in it.
    void on_snapshot_end(std::uint64_t next) noexcept;

    /// Works off kept messages. Call it once a turn.
    Status step() noexcept;

    Status status() const noexcept { return status_; }
    bool is_active() const noexcept
    {
        return status_ == Status::loading || status_ == Status::catching_up;
    }
    book::OrderBooks& books() noexcept { return books_; }
    const Locate& locate(std::uint32_t locate) const noexcept { return locates_[locate]; }

    // What itch50::decode_other delivers; only these matter here.
    void on(const SystemEvent& event) noexcept;
    void on(const TradingStatus& event) noexcept;
    void on(const MarketCenterHalt& event) noexcept;
    template <class Event>
    void on(const Event&) noexcept
    {}

 private:
    static constexpr std::size_t batch_max = 256;

    void apply(std::span<const Bytes> messages) noexcept;
    void apply_order(const OrderEvent& event) noexcept;
    void apply_other(Bytes message) noexcept;
    std::size_t take_kept(std::span<Bytes> messages) noexcept;
    void forget_kept(std::uint64_t next_live) noexcept;
    void fail(Status status) noexcept;

    SpliceLimits limits_;
    Counters* counters_;
    book::OrderBooks books_;
    LargeArray<Locate> locates_;
    std::array<OrderEvent, batch_max> events_{};

    Status status_ = Status::idle;
    std::uint64_t next_live_ = 0;  // what the live stream delivers next
    std::uint64_t next_ = 0;       // what these books need next, once the snapshot has ended

    // Kept live messages: u16 length and bytes, one behind the other.
    LargeArray<std::uint8_t> kept_;
    std::uint64_t kept_first_ = 0;  // number of the message at kept_begin_
    std::size_t kept_begin_ = 0;
    std::size_t kept_end_ = 0;
};

}  // namespace gapwire::pipeline
