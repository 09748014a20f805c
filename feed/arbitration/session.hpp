// Arbitration: redundant lines in, every message once and in order out, losses exact.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>

#include "core/assert.hpp"
#include "core/counters.hpp"
#include "feed/arbitration/line_compare.hpp"
#include "feed/arbitration/packet.hpp"
#include "feed/arbitration/reorder_buffer.hpp"
#include "feed/arbitration/requester.hpp"
#include "feed/arbitration/session_handler.hpp"

namespace gapwire::arbitration {

/// Delivers every message of one numbered session exactly once and in order.
///
/// Give it the packets of all redundant lines in the order they arrive. It drops duplicates, holds
/// early packets back, and when a hole stays open longer than `reorder_wait_max` after the first
/// packet that shows it, or the memory for early packets is used up, it reports the exact loss and
/// goes on.
///
/// Where there are request servers, that hole is declared first and asked for: after each call,
/// send what next_request() gives, and hand the answers in like any other packet. It is a loss when
/// nobody could close it (see RequestLimits).
///
/// It never guesses: a number more than `reorder_messages_max` ahead (another feed, a damaged
/// packet) is held, believed when `jump_packets_min` packets agree on that place, and dropped when
/// the session goes on from where it was. No single packet can so end a session, however long the
/// silence after it.
///
/// Where the first packet seen is not number 1, the session was joined late: packets are held for
/// `reorder_wait_max`, so that the lowest number of any line begins it; what came before is asked
/// for where a request server may be asked for so much.
///
/// Input    packets that were checked whole, all of this session, and when each was received.
/// Output   see SessionHandler; messages live until the call returns.
/// Time     only from `now`, so a replay decides exactly as the live run did. A `now` of none (a
///          capture without times) leaves only the memory as a limit.
/// Memory   fixed at construction.
/// Threads  one.
template <Framing Protocol>
class Session {
 public:
    static constexpr std::size_t batch_max = 64;
    /// Packets, on any line, that make a jump beyond `reorder_messages_max` real.
    static constexpr std::size_t jump_packets_min = 4;
    /// More messages than the longest session has: a million a second for 19 hours.
    static constexpr std::uint64_t session_messages_max = std::uint64_t{1} << 36;
    /// More than UDP can carry: what `reorder_bytes_max` must be at least.
    static constexpr std::size_t datagram_bytes_max = 65'535;

    Session(const SessionLimits& limits, Counters& counters)
        : limits_(limits),
          counters_(&counters),
          early_(limits.reorder_packets_max, limits.reorder_bytes_max),
          requester_(limits.requests, counters)
    {
        GAPWIRE_ASSERT(limits.reorder_packets_max > 0);
        GAPWIRE_ASSERT(limits.reorder_bytes_max >= datagram_bytes_max);
    }

    /// A packet at its time: everything that was received before it has been handed in.
    template <SessionHandler Handler>
    void on_packet(const Packet& packet, Timestamp now, Handler& handler) noexcept
    {
        on_time(now, handler);
        add(packet, now, handler);
    }

    /// A packet of a line that may be read before another one: `received` tells nothing about what
    /// the others have brought by then, and no wait ends by it.
    template <SessionHandler Handler>
    void add(const Packet& packet, Timestamp received, Handler& handler) noexcept
    {
        counters_->add(Protocol::packets);
        if (packet.count == 0) {
            counters_->add(packet.end_of_session ? Protocol::ends_of_session
                                                 : Protocol::heartbeats);
            if (packet.sequence == 0) return;  // anonymised: it tells nothing
            if (packet.end_of_session && packet.sequence >= next_) end_ = packet.sequence;
        }
        if (is_held_back_) {
            if (early_.push(packet, received) == ReorderBuffer::PushStatus::full)
                count_too_far(packet);
            return;
        }
        arbitrate(packet, received, handler);
        report_state(received, handler);
    }

    /// Lets time pass. Everything that was received before `now` has been handed in.
    template <SessionHandler Handler>
    void on_time(Timestamp now, Handler& handler) noexcept
    {
        if (is_held_back_) return;
        while (is_hole_due(now) && !ask(now, handler)) give_up(handler);
        report_state(now, handler);
    }

    /// The request that has to be sent now, once.
    std::optional<Request> next_request() noexcept { return std::exchange(request_, {}); }

    /// Only collects packets until release(): another session has to end before this one begins.
    void hold_back() noexcept { is_held_back_ = true; }
    template <SessionHandler Handler>
    void release(Timestamp now, Handler& handler) noexcept
    {
        is_held_back_ = false;
        if (!early_.empty() && early_.front().sequence <= 1) next_ = 1;
        drain(handler);
        on_time(now, handler);
    }

    /// Forgets everything, to begin another session.
    void reset() noexcept
    {
        while (!early_.empty()) early_.pop();
        compare_.forget();
        requester_.reset();
        request_.reset();
        next_ = end_ = hole_end_ = 0;
        end_reported_ = is_hole_open_ = is_held_back_ = false;
    }

    /// Nothing will come any more: every hole is a loss, also a far one that nothing contradicted
    /// (an excerpt of a capture), unless no session could be so long.
    template <SessionHandler Handler>
    void finish(Handler& handler) noexcept
    {
        while (!early_.empty()) {
            if (early_.front().sequence - next_ <= session_messages_max)
                give_up(handler);
            else
                settle(handler);
        }
        report_end(handler);
        close_hole(handler);
    }

    /// The number expected next; 0 before the first message is known.
    std::uint64_t next_sequence() const noexcept { return next_; }
    /// Whether packets wait for what is missing before them.
    bool is_waiting() const noexcept { return !early_.empty(); }
    /// How many lines have been heard; more than one switches the comparison of lines on.
    void set_line_count(std::size_t lines) noexcept { compare_.enable(lines > 1); }

 private:
    /// Whether the wait for the first hole is over.
    bool is_over(Timestamp now) const noexcept
    {
        const Timestamp since = early_.front().since;
        return !now.is_none() && !since.is_none() &&
               wide(now.ns) - since.ns >= limits_.reorder_wait_max;
    }

    bool is_hole_due(Timestamp now) const noexcept
    {
        return !early_.empty() && !is_far(early_.front().sequence) && is_over(now);
    }

    bool is_far(std::uint64_t sequence) const noexcept
    {
        return next_ != 0 && sequence > next_ && sequence - next_ > limits_.reorder_messages_max;
    }

    /// Whether the session starts here at once, or the packet waits for lower numbers of others.
    bool is_beginning(std::uint64_t sequence) const noexcept
    {
        return sequence <= 1 &&
               (early_.empty() || early_.front().sequence <= limits_.reorder_messages_max);
    }

    /// Whether the packet tells that the session is still where it was.
    bool goes_on(const Packet& packet) const noexcept
    {
        return packet.count == 0 ? packet.sequence >= next_
                                 : packet.sequence + packet.count > next_;
    }

    template <SessionHandler Handler>
    void arbitrate(const Packet& packet, Timestamp now, Handler& handler) noexcept
    {
        if (next_ == 0 && is_beginning(packet.sequence)) next_ = 1;
        if (is_far(packet.sequence)) {
            hold(packet, now, handler);
            believe_jump(handler);
            return;
        }
        if (goes_on(packet)) drop_far();
        if (next_ != 0 && packet.sequence <= next_)
            deliver(packet.sequence, packet.count, packet.blocks, now, handler);
        else
            hold(packet, now, handler);
        drain(handler);
    }

    /// Keeps an early packet; one without messages, too, tells by its number what must come.
    template <SessionHandler Handler>
    void hold(const Packet& packet, Timestamp now, Handler& handler) noexcept
    {
        for (;;) {
            if (next_ != 0 && packet.sequence <= next_) {  // giving up has caught up with it
                deliver(packet.sequence, packet.count, packet.blocks, now, handler);
                return;
            }
            switch (early_.push(packet, now)) {
                case ReorderBuffer::PushStatus::held:
                    if (next_ != 0) counters_->add(Counter::messages_reordered, packet.count);
                    return;
                case ReorderBuffer::PushStatus::duplicate:
                    counters_->add(Counter::messages_duplicate, packet.count);
                    return;
                case ReorderBuffer::PushStatus::full:
                    GAPWIRE_ASSERT(!early_.empty());  // the memory takes any one datagram
                    settle(handler);
            }
        }
    }

    /// Decides about the first packet that waits, without further waiting.
    template <SessionHandler Handler>
    void settle(Handler& handler) noexcept
    {
        if (!is_far(early_.front().sequence)) {
            give_up(handler);
        } else if (!believe_jump(handler)) {
            count_too_far(early_.front());
            early_.pop();
        }
    }

    /// Declares the first hole and sees to its being asked for. False when nobody can be asked, or
    /// not any more.
    template <SessionHandler Handler>
    bool ask(Timestamp now, Handler& handler) noexcept
    {
        const std::uint64_t end = early_.front().sequence;
        if (next_ == 0 && end > 1 && end - 1 <= limits_.reorder_messages_max &&
            requester_.may_close(end - 1))
            next_ = 1;
        if (next_ == 0 || !requester_.may_close(end - next_)) return false;
        hole_end_ = std::max(hole_end_, end);
        if (!is_hole_open_) {
            is_hole_open_ = true;
            counters_->add(Counter::holes_declared);
            handler.on_hole(next_);
        }
        Request request;
        const auto verdict = requester_.on_hole(next_, end - next_, now, request);
        if (verdict == Requester::Verdict::ask) request_ = request;
        return verdict != Requester::Verdict::give_up;
    }

    /// Closes the first hole as a loss and delivers what waited behind it.
    template <SessionHandler Handler>
    void give_up(Handler& handler) noexcept
    {
        lose_until(early_.front().sequence, handler);
        drain(handler);
    }

    /// Goes on from where several far packets agree that the session is. False where none do.
    template <SessionHandler Handler>
    bool believe_jump(Handler& handler) noexcept
    {
        const std::uint64_t span = limits_.reorder_messages_max;
        const std::uint64_t near_end = next_ + std::min(span, UINT64_MAX - next_);
        const auto first = early_.first_group(near_end, span, jump_packets_min);
        if (!first) return false;
        while (!early_.empty() && early_.front().sequence < *first) {
            if (!is_far(early_.front().sequence)) {
                give_up(handler);
                continue;
            }
            count_too_far(early_.front());
            early_.pop();
        }
        lose_until(*first, handler);
        drain(handler);
        return true;
    }

    void drop_far() noexcept
    {
        for (; !early_.empty() && is_far(early_.back().sequence); early_.pop_back())
            count_too_far(early_.back());
    }

    template <class AnyPacket>
    void count_too_far(const AnyPacket& packet) noexcept
    {
        counters_->add(Protocol::packets_too_far);
        counters_->add(Counter::messages_too_far, packet.count);
    }

    template <SessionHandler Handler>
    void lose_until(std::uint64_t sequence, Handler& handler) noexcept
    {
        if (next_ == 0) {
            handler.on_joined(sequence);
        } else if (sequence > next_) {
            counters_->add(Counter::losses);
            counters_->add(Counter::messages_lost, sequence - next_);
            handler.on_loss(next_, sequence - next_);
        }
        next_ = std::max(next_, sequence);
    }

    template <SessionHandler Handler>
    void drain(Handler& handler) noexcept
    {
        while (next_ != 0 && !early_.empty() && early_.front().sequence <= next_) {
            const HeldPacket& held = early_.front();
            deliver(held.sequence, held.count, held.blocks, held.received, handler);
            early_.pop();
        }
    }

    /// Delivers the messages of [sequence, sequence + count) that are new.
    /// REQUIRES: sequence <= next_.
    template <SessionHandler Handler>
    void deliver(std::uint64_t sequence, std::uint16_t count, Bytes blocks, Timestamp received,
                 Handler& handler) noexcept
    {
        const std::uint64_t known = std::min<std::uint64_t>(next_ - sequence, count);
        for (std::uint64_t i = 0; i < known; ++i) {
            const Bytes again = Protocol::take(blocks);
            if (const auto delivered = compare_.differs(sequence + i, again)) {
                counters_->add(Counter::line_disagreements);
                handler.on_disagreement(*delivered, again);
            }
        }
        counters_->add(Counter::messages_duplicate, known);
        for (std::uint64_t left = count - known; left > 0;) {
            const std::size_t size = std::min<std::uint64_t>(left, batch_max);
            for (std::size_t i = 0; i < size; ++i) {
                batch_[i] = Protocol::take(blocks);
                compare_.remember(next_ + i, batch_[i]);
            }
            handler.on_messages(next_, std::span<const Bytes>(batch_.data(), size), received);
            counters_->add(Counter::messages_delivered, size);
            next_ += size;
            left -= size;
        }
    }

    template <SessionHandler Handler>
    void report_state(Timestamp now, Handler& handler) noexcept
    {
        report_end(handler);
        if (next_ >= hole_end_ && !is_hole_due(now)) close_hole(handler);
    }

    template <SessionHandler Handler>
    void close_hole(Handler& handler) noexcept
    {
        if (!is_hole_open_) return;
        is_hole_open_ = false;
        handler.on_hole_closed();
    }

    template <SessionHandler Handler>
    void report_end(Handler& handler) noexcept
    {
        if (end_ == 0 || end_reported_ || next_ != end_) return;
        end_reported_ = true;
        handler.on_end_of_session(end_);
    }

    SessionLimits limits_;
    Counters* counters_;
    std::uint64_t next_ = 0;  // the first number not delivered; 0: not known yet
    std::uint64_t end_ = 0;   // what the last end of session said; 0: none
    bool end_reported_ = false;
    bool is_held_back_ = false;
    bool is_hole_open_ = false;   // declared, and asked for
    std::uint64_t hole_end_ = 0;  // of the hole asked for last: what comes before it fills it
    ReorderBuffer early_;
    Requester requester_;
    std::optional<Request> request_;  // to be sent
    LineCompare compare_;
    std::array<Bytes, batch_max> batch_{};
};

}  // namespace gapwire::arbitration
