// The feed thread: sockets to books, and what the rules want to hear on its way to them.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/live/live_feeds.hpp"
#include "app/live/trading_days.hpp"
#include "app/pipeline/shared_books.hpp"
#include "app/pipeline/update_lane.hpp"
#include "core/interest.hpp"
#include "core/spsc_ring.hpp"

namespace gapwire::app {

/// An official closing or settlement price, as the feed told it.
struct OfficialClose {
    Instrument instrument{};
    ReferencePrice close{};
};

/// What feed and rules threads share: instruments, updates and closes one way, interest the other.
struct FeedToRules {
    explicit FeedToRules(Counters& feed_counters)
        : updates(std::size_t{1} << 14, pipeline::Instruments::instruments_max, feed_counters)
    {}
    SpscRing<Instrument> instruments{std::size_t{1} << 14};
    SpscRing<OfficialClose> closes{std::size_t{1} << 14};  // one an instrument and day
    pipeline::UpdateLane updates;
    InterestTable interest{pipeline::Instruments::instruments_max};
    std::atomic<bool> feed_is_over{false};  // nothing more is pushed
};

/// Runs all feeds. Made on the starting thread, run on its own.
/// Errors   OperatorError from the constructor: a socket or shared memory that cannot be had.
/// Threads  run() on the feed thread; stop() and counters from any; all else before and after.
class FeedThread {
 public:
    FeedThread(const ServeConfig& config, const TradingDays& days);
    FeedThread(const FeedThread&) = delete;

    void run();
    void stop() noexcept { loop_.stop(); }

    FeedToRules& to_rules() noexcept { return to_rules_; }
    const Counters& counters() const noexcept { return counters_; }
    const LiveFeeds& feeds() const noexcept { return feeds_; }
    LiveFeeds& feeds() noexcept { return feeds_; }
    /// Where the books are for other processes; empty: nowhere.
    std::string shared_path() const { return shared_ ? shared_->path() : ""; }
    /// What readers of books read; depths only of a thread that was made with readers.
    book::Publication& publication() noexcept { return *publication_; }
    /// Changes with every turn. From any thread.
    std::uint64_t progress() const noexcept { return progress_.load(std::memory_order_relaxed); }
    /// Whether every session had ended at the last turn.
    bool all_ended() const noexcept { return all_ended_.load(std::memory_order_relaxed); }

    // For the loop.
    std::int64_t turn(transport::TurnTime time) noexcept;

 private:
    pipeline::StreamContext context(const ServeConfig& config);
    book::Publication* make_publication(const SharedConfig& shared);
    void count_unshared(const Instrument& instrument) noexcept;
    void announce(const Instrument& instrument) noexcept;
    void flush() noexcept;

    ThreadConfig threads_;
    const TradingDays& days_;
    Counters counters_;
    bool has_readers_;  // of books
    FeedToRules to_rules_;
    std::vector<Instrument> unannounced_;  // the ring was full
    pipeline::Instruments instruments_;
    std::unique_ptr<pipeline::SharedBooks> shared_;  // or
    Region tops_;
    std::optional<book::Publication> own_publication_;
    book::Publication* publication_ = nullptr;  // one of them
    transport::EventLoop loop_;
    LiveFeeds feeds_;
    std::optional<pipeline::DepthRequests> requests_;  // of readers, where there may be any
    std::uint32_t unshared_from_ = 0;                  // ids from here on were not counted yet
    std::atomic<bool> all_ended_{false};
    std::atomic<std::uint64_t> progress_{0};
};

}  // namespace gapwire::app
