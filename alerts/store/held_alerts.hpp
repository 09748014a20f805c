// What waits in memory for a store that cannot be written: alerts, and what sinks did about them.
#pragma once

#include <deque>
#include <functional>
#include <map>

#include "alerts/store/alert_store.hpp"

namespace gapwire::alerts {

/// An alert that has no row.
struct HeldAlert {
    std::uint64_t ticket = 0;
    Alert alert;
    bool to_store = true;  // false: only for the sinks
    Timestamp since{};     // when it was held
};

/// What a sink did about an alert, not written yet.
struct Unwritten {
    SettleKind kind = SettleKind::delivered;
    std::string why{};
    Timestamp next = Timestamp::none();
    std::uint32_t attempts = 0;  // that failed since it was last written
};
using UnwrittenOfSink = std::map<std::uint64_t, Unwritten>;  // by ticket

/// Tickets name alerts to sinks: file and row of a stored one, else a number above all of those.
/// Memory  up to twice `held_max` alerts, and one entry each for those that a sink settled.
/// Threads  one.
class HeldAlerts {
 public:
    HeldAlerts(std::size_t held_max, std::span<const std::string> sinks);

    enum class Room : std::uint8_t { to_store, only_for_sinks, none };
    /// The first held_max are to be stored, as many again only for the sinks.
    Room add(const Alert& alert, Timestamp now);

    /// Of an alert that has a row in the file that is written now.
    std::uint64_t ticket_of(std::int64_t seq) const;
    /// Another file takes the place of this one: what is not written about its rows is forgotten,
    /// and its tickets are not known any more.
    void forget_rows();

    /// Oldest first.
    const std::deque<HeldAlert>& all() const noexcept { return held_; }
    std::size_t to_store() const noexcept { return to_store_; }
    std::vector<Alert> alerts_to_store() const;
    /// They have rows now, as many as alerts_to_store() gave. With `are_seen`, sinks may know them
    /// by their tickets.
    void stored(std::span<const Appended> rows, bool are_seen);

    /// What became of an attempt; a later one takes the place of an earlier one. An alert that is
    /// only for the sinks is forgotten when each has settled it. Unknown tickets are passed over.
    void settle(std::string_view sink, std::uint64_t ticket, Unwritten settled);
    /// REQUIRES: a sink of the constructor.
    const UnwrittenOfSink& unwritten(std::string_view sink) const;
    bool has_unwritten() const;
    /// Those of alerts that have rows.
    std::vector<Settlement> settlements() const;
    void settlements_written();

 private:
    bool is_known(std::uint64_t ticket) const;
    void release(std::uint64_t ticket);

    std::size_t held_max_;
    std::uint64_t file_ = 0;      // how many there were before
    std::deque<HeldAlert> held_;  // by ticket
    std::size_t to_store_ = 0;
    std::uint64_t next_ticket_;
    std::map<std::uint64_t, std::uint64_t> rows_;  // of tickets that were held
    std::map<std::string, UnwrittenOfSink, std::less<>> unwritten_;
};

}  // namespace gapwire::alerts
