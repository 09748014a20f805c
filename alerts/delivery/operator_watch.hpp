// What operators did about alerts in other processes, read from the store while it is written.
#pragma once

#include "alerts/store/store_reader.hpp"

namespace gapwire::alerts {

/// Threads  one. Errors  none: while the store cannot be read, what was known still holds.
class OperatorWatch {
 public:
    static constexpr std::int64_t poll_ns = 250'000'000;

    explicit OperatorWatch(StoreOptions options) : options_(std::move(options)) {}

    /// Reads what is new, at most every poll_ns of the monotonic clock. `files` rises when another
    /// file has taken the store's place: then all is read anew. True when something was new.
    bool look(Timestamp now, std::int64_t now_ns, std::uint64_t files);
    const OperatorState& state() const noexcept { return state_; }

    /// The highest revision stored of an alert, and since when: nothing when there is none or it
    /// cannot be read.
    std::optional<StoredAlert> newest_of(std::uint64_t id);

 private:
    bool open();

    StoreOptions options_;
    std::optional<StoreReader> reader_;
    OperatorState state_;
    std::int64_t seen_ = 0;  // the newest row that was read
    std::int64_t look_at_ns_ = 0;
    std::uint64_t files_ = 0;
};

}  // namespace gapwire::alerts
