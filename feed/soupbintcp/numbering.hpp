// Numbers of one SoupBinTCP session over all its connections: duplicates and losses.
#pragma once

#include <algorithm>
#include <concepts>
#include <span>

#include "core/counters.hpp"
#include "core/types.hpp"

namespace gapwire::soupbintcp {

/// Receives messages in order; every call is noexcept.
template <class T>
concept MessageHandler = requires(T handler, std::uint64_t sequence, std::uint64_t count,
                                  std::span<const Bytes> messages, Timestamp received)
{
    handler.on_messages(sequence, messages, received);  // consecutive; sequence 0: not known
    handler.on_loss(sequence, count);                   // before what follows it; 0: how many is
                                                        // not known
    handler.on_joined(sequence);                        // the first message will be this one, not 1
};

/// Hands on each message of a session once. TCP keeps order, so a number ahead is a loss at once.
///
/// Input    runs of consecutive messages with the number of the first, whichever connection brings
///          them; 0 where it is not known (a capture that begins inside a connection).
/// Output   see MessageHandler.
/// Threads  one.
class Numbering {
 public:
    explicit Numbering(Counters& counters) noexcept : counters_(&counters) {}

    /// The number expected next; 0 where it is not known.
    std::uint64_t next() const noexcept { return next_; }

    /// Another session, of which `first` will be the first message. REQUIRES: first > 0.
    template <MessageHandler Handler>
    void begin(std::uint64_t first, Handler& handler) noexcept
    {
        begun_ = true;
        next_ = first;
        if (first != 1) handler.on_joined(first);
    }

    /// The session goes on with this number: what is missing before it will not come.
    template <MessageHandler Handler>
    void go_on(std::uint64_t sequence, Handler& handler) noexcept
    {
        if (!begun_) {
            begin(sequence, handler);
        } else if (next_ == 0) {
            next_ = sequence;
        } else if (sequence > next_) {
            counters_->add(Counter::losses);
            counters_->add(Counter::messages_lost, sequence - next_);
            handler.on_loss(next_, sequence - next_);
            next_ = sequence;
        }
    }

    /// Something was lost, and from here on numbers are not known.
    template <MessageHandler Handler>
    void lose_count(Handler& handler) noexcept
    {
        if (!begun_) return;
        counters_->add(Counter::losses);
        handler.on_loss(next_, 0);
        next_ = 0;
    }

    template <MessageHandler Handler>
    void deliver(std::uint64_t first, std::span<const Bytes> messages, Timestamp received,
                 Handler& handler) noexcept
    {
        if (first != 0) {
            go_on(first, handler);
            const std::size_t known = std::min<std::uint64_t>(next_ - first, messages.size());
            counters_->add(Counter::messages_duplicate, known);
            messages = messages.subspan(known);
            if (messages.empty()) return;
        } else if (!begun_) {
            begun_ = true;
            handler.on_joined(0);
        } else if (next_ != 0) {
            lose_count(handler);
        }
        handler.on_messages(next_, messages, received);
        counters_->add(Counter::messages_delivered, messages.size());
        if (next_ != 0) next_ += messages.size();
    }

 private:
    Counters* counters_;
    std::uint64_t next_ = 0;
    bool begun_ = false;
};

}  // namespace gapwire::soupbintcp
