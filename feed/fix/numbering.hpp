// What the numbers of a FIX session say to somebody who only overhears it.
#pragma once

#include <cstdint>

namespace gapwire::fix {

/// Follows the numbers of one side of a session, or of one application stream (ApplID), that was
/// captured or logged. Nothing can be asked for again: what is missing is lost.
///
/// Input    the number of each message, in the order of the capture; 0: it has none.
/// Output   what to do with the message, and what was lost before it.
/// Threads  one.
/// Source   FIX session protocol: MsgSeqNum, PossDupFlag, SequenceReset; ApplSeqNum.
class Numbering {
 public:
    struct Verdict {
        bool is_duplicate = false;  // delivered before: drop it
        bool is_restart = false;    // numbers began anew: what is known of before is over
        std::uint64_t lost = 0;     // messages before this one

        friend bool operator==(const Verdict&, const Verdict&) = default;
    };

    /// `is_resent`: it says itself that it may be a duplicate (PossDupFlag).
    Verdict on_message(std::uint64_t number, bool is_resent) noexcept
    {
        Verdict verdict;
        if (number == 0) return verdict;
        if (next_ != 0 && number < next_) {
            if (is_resent || number + 1 == next_) return {.is_duplicate = true};
            verdict.is_restart = true;
        } else if (next_ != 0) {
            verdict.lost = number - next_;
        }
        next_ = number + 1;
        return verdict;
    }

    /// A SequenceReset of number `number` says that `next` is the next one. How many messages will
    /// never come: they were skipped, or there is no telling what they were.
    std::uint64_t on_reset(std::uint64_t number, std::uint64_t next, bool is_gap_fill) noexcept
    {
        if (is_gap_fill && next <= next_) return 0;  // of what was delivered long ago
        const std::uint64_t from = next_ != 0 ? next_ : number;
        next_ = next;
        return next > from ? next - from : 0;
    }

    /// A session begins: its numbers may begin anew.
    void forget() noexcept { next_ = 0; }
    /// The number that should come next; 0: not known.
    std::uint64_t next() const noexcept { return next_; }

 private:
    std::uint64_t next_ = 0;
};

}  // namespace gapwire::fix
