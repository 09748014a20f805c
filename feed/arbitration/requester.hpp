// Asks request servers for missing messages: for which, of whom, when, and when to stop asking.
#pragma once

#include <algorithm>
#include <optional>

#include "core/counters.hpp"
#include "core/types.hpp"

namespace gapwire::arbitration {

struct RequestLimits {
    std::size_t servers = 0;                        // how many there are; 0: nobody to ask
    std::uint16_t messages_max = 1'024;             // of one request
    std::int64_t answer_wait_max = 250'000'000;     // ns until the next server is asked
    std::uint32_t tries_max = 4;                    // in a row that brought nothing
    std::uint32_t requests_per_second_max = 1'000;  // of this session
    std::uint64_t hole_messages_max = 1u << 16;     // more is quicker had by a snapshot
    std::int64_t hole_wait_max = 5'000'000'000;     // ns of asking for one hole, whatever comes
};

/// `count` messages from number `sequence` on, wanted of server number `server`.
struct Request {
    std::size_t server = 0;
    std::uint64_t sequence = 0;
    std::uint16_t count = 0;
    friend constexpr bool operator==(const Request&, const Request&) = default;
};

/// Decides about the requests of one session. One request is under way at a time; a server that
/// answers is asked again, one that does not makes room for the next. An answer is known by the
/// hole getting smaller, from wherever the messages came.
///
/// Time     only from `now`.
/// Memory   none.
/// Threads  one.
/// Source   MoldUDP64 Protocol Specification 1.00, "Request Packet"; limits of our own.
class Requester {
 public:
    enum class Verdict : std::uint8_t { wait, ask, give_up };

    Requester(const RequestLimits& limits, Counters& counters)
        : limits_(limits), counters_(&counters)
    {}

    bool has_servers() const noexcept { return limits_.servers > 0; }
    /// Whether a hole of so many messages may be asked for at all.
    bool may_close(std::uint64_t messages) const noexcept
    {
        return has_servers() && messages <= limits_.hole_messages_max;
    }

    /// What to do about the messages [sequence, sequence + count), which are missing now.
    /// `request` is set when the verdict is `ask`. REQUIRES: count > 0, and a `now`.
    Verdict on_hole(std::uint64_t sequence, std::uint64_t count, Timestamp now,
                    Request& request) noexcept
    {
        if (!may_close(count)) return Verdict::give_up;
        if (sequence + count > hole_end_) begin(sequence + count, now);
        if (now.ns - begun_.ns >= limits_.hole_wait_max) return fail();
        if (sequence != asked_) {
            tries_ = 0;
        } else if (!is_limited_) {
            if (now.ns - sent_.ns < limits_.answer_wait_max) return Verdict::wait;
            counters_->add(Counter::requests_unanswered);
            if (tries_ >= limits_.tries_max) return fail();
            server_ = (server_ + 1) % limits_.servers;
        }
        request = {.server = server_,
                   .sequence = sequence,
                   .count = static_cast<std::uint16_t>(
                       std::min<std::uint64_t>(count, limits_.messages_max))};
        return ask(request, now);
    }

    /// Another session begins: nothing is under way. Limits by time stay.
    void reset() noexcept
    {
        hole_end_ = 0;
        asked_ = 0;
        is_limited_ = false;
    }

 private:
    void begin(std::uint64_t end, Timestamp now) noexcept
    {
        hole_end_ = end;
        begun_ = now;
        asked_ = 0;
    }

    Verdict fail() noexcept
    {
        counters_->add(Counter::holes_given_up);
        asked_ = 0;
        is_limited_ = false;
        return Verdict::give_up;
    }

    Verdict ask(const Request& request, Timestamp now) noexcept
    {
        asked_ = request.sequence;
        if (now.ns - second_.ns >= 1'000'000'000) {
            second_ = now;
            sent_in_second_ = 0;
        }
        if (sent_in_second_ == limits_.requests_per_second_max) {
            if (!is_limited_) counters_->add(Counter::requests_held_back);
            is_limited_ = true;
            return Verdict::wait;
        }
        is_limited_ = false;
        ++sent_in_second_;
        ++tries_;
        sent_ = now;
        counters_->add(Counter::requests_sent);
        return Verdict::ask;
    }

    RequestLimits limits_;
    Counters* counters_;
    std::uint64_t hole_end_ = 0;  // of the hole asked about; beyond it another one begins
    Timestamp begun_{0};          // when it was first asked for
    std::uint64_t asked_ = 0;     // the first number of the request under way; 0: none is
    bool is_limited_ = false;     // it waits for requests_per_second_max
    Timestamp sent_{0};
    std::uint32_t tries_ = 0;
    std::size_t server_ = 0;
    Timestamp second_{INT64_MIN / 2};  // begin of the second in which requests are counted
    std::uint32_t sent_in_second_ = 0;
};

}  // namespace gapwire::arbitration
