// The true books at any message, and how a stream's books differ from them.
#pragma once

#include <string>

#include "app/pipeline/itch_stream.hpp"
#include "sim/feed_state.hpp"

namespace gapwire::app {

/// Follows a stream message by message with books of its own.
class Truth {
 public:
    /// Begins with message 1 of `store`, which must outlive this.
    explicit Truth(const sim::MessageStore& store) : store_(store) {}

    /// Applies all messages before `next`.
    void advance_to(std::uint64_t next);

    /// What is wrong with the books of `stream` that say they are valid, or with their published
    /// tops; empty when nothing is. Both are compared whole: levels, orders, and their queues.
    std::string difference(const pipeline::ItchStream& stream,
                           const book::Publication& publication) const;
    /// Instruments of the truth whose book in `stream` is not valid; "NVDA stale, ...".
    std::string not_valid(const pipeline::ItchStream& stream) const;

 private:
    const sim::MessageStore& store_;
    sim::FeedState state_;
};

}  // namespace gapwire::app
