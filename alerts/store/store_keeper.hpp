// Keeps alerts on their way to sinks whether the store can be written or not.
#pragma once

#include <functional>

#include "alerts/store/alert_store.hpp"
#include "core/counters.hpp"

namespace gapwire::alerts {

struct KeeperOptions {
    StoreOptions store;
    RunInfo run;
    std::vector<std::string> sinks;   // names; each gets an outbox
    std::size_t held_max = 1u << 14;  // alerts in memory while the store fails
    std::int64_t retry_ns = 1'000'000'000;
    std::int64_t heartbeat_ns = 1'000'000'000;
};

/// An alert for one sink.
struct Outgoing {
    std::uint64_t ticket = 0;  // names it to settle()
    Alert alert;
    std::uint32_t attempts = 0;
    bool is_stored = true;  // false: say so where it is shown
    Timestamp since{};      // when it was stored, or held because it could not be
};

/// The store as `gapwire serve` uses it: take() what the rules raise, hand pending() to each sink,
/// settle() what became of it, and call turn() at least once a second, also when nothing happens.
///
/// An alert is stored first and handed out then. While the store fails, alerts are handed out at
/// once, `is_stored` false, and held in memory with what sinks did about them; every `retry_ns` the
/// store is tried again, and they are stored under the same keys in the same order. A damaged store
/// is set aside and a new one begun. Beyond `held_max` the oldest are held for the store and later
/// ones only for the sinks, never to be stored (`alerts_never_stored`); beyond twice that, an alert
/// is dropped (`alerts_dropped`). Each is told once an outage, and the sums when it ends.
///
/// Errors   the constructor throws OperatorError: config (78) for a file that is no store or of
///          another version or more sinks than sinks_max, feed_unavailable (69) when another
///          process owns it. All else is told and retried. No other call throws.
/// Output   tell(text): one line for the operator, on the calling thread.
/// Threads  one, which may block on the disk: never the feed's or the rules'.
class StoreKeeper {
 public:
    using Tell = std::function<void(std::string_view text)>;
    /// Every alert that is handed out, in the order of the store; `seq` is its row, 0 while it has
    /// none. What is stored late is told a second time, then with its row. What was stored before
    /// under the same key is not told.
    using Observe = std::function<void(const Alert& alert, std::int64_t seq)>;

    StoreKeeper(KeeperOptions options, Tell tell, Timestamp now);
    ~StoreKeeper();
    StoreKeeper(const StoreKeeper&) = delete;
    StoreKeeper& operator=(const StoreKeeper&) = delete;

    /// On the calling thread, from inside take() and turn(); it must not call this keeper.
    void observe(Observe observer);

    /// One transaction, for up to held_max of them. What was stored before under the same key is
    /// not handed out again.
    void take(std::span<const Alert> alerts, Timestamp now);

    /// Up to `limit` alerts for the sink, in the order in which they have to be delivered: after a
    /// failure leave the rest of that incident out. What was handed out and not settled comes
    /// again.
    std::vector<Outgoing> pending(std::string_view sink, std::size_t limit, Timestamp now);

    void delivered(std::string_view sink, std::uint64_t ticket);
    void failed(std::string_view sink, std::uint64_t ticket, std::string why, Timestamp next);
    /// Not meant for this sink; why.
    void skipped(std::string_view sink, std::uint64_t ticket, std::string why);
    /// Given up: a dead letter.
    void dead(std::string_view sink, std::uint64_t ticket, std::string why);

    /// Writes what was settled, retries, beats the heart.
    void turn(Timestamp now);
    /// The last turn, and the row that says that the run ended. False when something could not be
    /// stored: it is told.
    bool stop(Timestamp now);

    /// What somebody did about alerts, written with the next turn.
    void act(OperatorAction action);

    bool is_failing() const noexcept;
    std::size_t held() const noexcept;
    /// When nobody watched before this run; nothing at the first start, or while it is not known.
    const std::optional<BlindInterval>& downtime() const noexcept;
    /// replica_divergence, alerts_stored, store_failures, alerts_unstored, ...
    const Counters& counters() const noexcept;

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gapwire::alerts
