// A MoldUDP64 session: redundant lines in, every message once and in order out, losses exact.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <span>

#include "core/assert.hpp"
#include "core/counters.hpp"
#include "feed/moldudp64/line_compare.hpp"
#include "feed/moldudp64/packet.hpp"
#include "feed/moldudp64/reorder_buffer.hpp"

namespace gapwire::moldudp64 {

/// Receives what a session delivers, in this order of events; every call is noexcept.
template <class T>
concept SessionHandler = requires(T handler, std::uint64_t sequence, std::uint64_t count,
                                  std::span<const Bytes> messages, Timestamp received,
                                  LinePrefix delivered, Bytes other)
{
    handler.on_messages(sequence, messages, received);  // up to batch_max, consecutive
    handler.on_loss(sequence, count);                   // once a hole, before what follows it
    handler.on_joined(sequence);                        // the first message will be this one, not 1
    handler.on_disagreement(delivered, other);          // another line has other bytes
    handler.on_end_of_session(sequence);                // once; the next number never sent
};

struct SessionLimits {
    std::int64_t reorder_wait_max = 100'000'000;  // ns that a hole may stay open
    std::uint64_t reorder_messages_max = 1u << 20;  // farther ahead is not believed at once
    std::size_t reorder_packets_max = 1u << 14;
    std::size_t reorder_bytes_max = std::size_t{16} << 20;
};

/// Delivers every message of one MoldUDP64 session exactly once and in order.
///
/// Give it the packets of all redundant lines in the order they arrive. It drops duplicates, holds
/// early packets back, and when a hole stays open longer than `reorder_wait_max`, or the memory for
/// early packets is used up, it reports the exact loss and goes on. It never guesses: a packet that
/// is absurdly far ahead (another feed, a damaged number) is held, and believed when others follow
/// on it or nothing contradicts it for as long as a hole may stay open; it is dropped when the
/// session goes on from where it was.
///
/// Where the first packet seen is not number 1, the session was joined late: packets are held for
/// `reorder_wait_max`, so that the lowest number of any line begins it.
///
/// Input    packets accepted by parse_packet, all of this session, and when each was received.
/// Output   see SessionHandler; messages live until the call returns.
/// Time     only from `now`, so a replay decides exactly as the live run did. A `now` of none (a
///          capture without times) leaves only the memory as a limit.
/// Memory   fixed at construction.
/// Threads  one.
/// Source   MoldUDP64 Protocol Specification 1.00, "Downstream Packet".
class Session {
 public:
    static constexpr std::size_t batch_max = 64;
    /// Packets in a row that make a jump beyond `reorder_messages_max` real.
    static constexpr int jump_packets_min = 4;

    Session(const SessionLimits& limits, Counters& counters)
        : limits_(limits),
          counters_(&counters),
          early_(limits.reorder_packets_max, limits.reorder_bytes_max)
    {
    }

    template <SessionHandler Handler>
    void on_packet(const Packet& packet, Timestamp now, Handler& handler) noexcept
    {
        on_time(now, handler);
        counters_->add(Counter::mold_packets);
        if (packet.count == 0) counters_->add(packet.end_of_session ? Counter::mold_end_of_session
                                                                    : Counter::mold_heartbeats);
        const bool believed = next_ != 0 || packet.sequence <= 1 ? arbitrate(packet, now, handler)
                                                                 : join(packet, now, handler);
        if (believed && packet.end_of_session) end_ = std::max(end_, packet.sequence);
        drain(handler);
        report_end(handler);
    }

    /// Lets time pass without a packet.
    template <SessionHandler Handler>
    void on_time(Timestamp now, Handler& handler) noexcept
    {
        while (hole_is_open() && !now.is_none() && !hole_since().is_none() &&
               now.ns - hole_since().ns >= limits_.reorder_wait_max)
            settle(handler);
        report_end(handler);
    }

    /// Nothing will come any more: every hole is a loss.
    template <SessionHandler Handler>
    void finish(Handler& handler) noexcept
    {
        while (hole_is_open()) settle(handler);
        report_end(handler);
    }

    /// The number expected next; 0 before the first packet.
    std::uint64_t next_sequence() const noexcept { return next_; }
    /// How many lines have been heard; more than one switches the comparison of lines on.
    void set_line_count(std::size_t lines) noexcept { compare_.enable(lines > 1); }

 private:
    bool hole_is_open() const noexcept { return !early_.empty() || announced_ > next_; }
    Timestamp hole_since() const noexcept
    {
        return early_.empty() ? announced_at_ : early_.front().received;
    }

    /// The first packets of a session that was joined late wait for lower numbers of other lines.
    template <SessionHandler Handler>
    bool join(const Packet& packet, Timestamp now, Handler& handler) noexcept
    {
        if (packet.count > 0) {
            hold(packet, now, handler);
        } else if (early_.empty()) {  // an idle session: what comes next is what was announced
            next_ = packet.sequence;
            handler.on_joined(next_);
        } else {
            announce(packet.sequence, now);
        }
        return true;
    }

    /// False for a packet too far ahead to be believed.
    template <SessionHandler Handler>
    bool arbitrate(const Packet& packet, Timestamp now, Handler& handler) noexcept
    {
        if (next_ == 0) next_ = 1;
        if (is_far(packet.sequence)) {
            if (packet.count > 0) hold(packet, now, handler);
            if (jump_is_real(packet)) believe_jump(handler);
            return !is_far(packet.sequence);
        }
        ++near_packets_;
        if (packet.count == 0)
            announce(packet.sequence, now);
        else if (packet.sequence <= next_)
            deliver(packet.sequence, packet.count, packet.blocks, now, handler);
        else
            hold(packet, now, handler);
        return true;
    }

    bool is_far(std::uint64_t sequence) const noexcept
    {
        return next_ != 0 && sequence > next_ && sequence - next_ > limits_.reorder_messages_max;
    }

    /// A heartbeat tells how far the session is: what is missing before that is a hole.
    void announce(std::uint64_t sequence, Timestamp now) noexcept
    {
        if (sequence <= next_ || sequence <= announced_) return;
        if (announced_ <= next_) announced_at_ = now;
        announced_ = sequence;
    }

    bool jump_is_real(const Packet& packet) noexcept
    {
        const std::uint64_t end = packet.sequence + packet.count;
        const bool repeats = packet.sequence >= jump_first_ && end <= jump_next_;
        if (repeats && packet.count > 0) return false;  // the same packet on another line
        if (packet.sequence != jump_next_) {
            jump_packets_ = 0;
            jump_first_ = packet.sequence;
        }
        jump_next_ = end;
        if (++jump_packets_ < jump_packets_min) return false;
        jump_packets_ = 0;
        return true;
    }

    template <SessionHandler Handler>
    void believe_jump(Handler& handler) noexcept
    {
        while (!early_.empty() && early_.front().sequence < jump_first_) give_up(handler);
        lose_until(jump_first_, handler);
        drain(handler);
    }

    template <SessionHandler Handler>
    void hold(const Packet& packet, Timestamp now, Handler& handler) noexcept
    {
        for (;;) {
            if (next_ != 0 && packet.sequence <= next_) {  // giving up has caught up with it
                deliver(packet.sequence, packet.count, packet.blocks, now, handler);
                return;
            }
            switch (early_.push(packet, now, near_packets_)) {
                case ReorderBuffer::PushStatus::held:
                    counters_->add(Counter::messages_reordered, packet.count);
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

    /// Ends the wait for the first hole: what waits behind it is delivered, unless it is far ahead
    /// and the session has gone on from where it was.
    template <SessionHandler Handler>
    void settle(Handler& handler) noexcept
    {
        if (!early_.empty() && is_far(early_.front().sequence) &&
            early_.front().mark != near_packets_) {
            counters_->add(Counter::messages_too_far, early_.front().count);
            early_.pop();
            return;
        }
        give_up(handler);
    }

    /// Closes the first hole as a loss and delivers what waited behind it.
    template <SessionHandler Handler>
    void give_up(Handler& handler) noexcept
    {
        lose_until(early_.empty() ? announced_ : early_.front().sequence, handler);
        drain(handler);
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
            const Bytes again = take_block(blocks);
            if (const auto delivered = compare_.differs(sequence + i, again)) {
                counters_->add(Counter::line_disagreements);
                handler.on_disagreement(*delivered, again);
            }
        }
        counters_->add(Counter::messages_duplicate, known);
        for (std::uint64_t left = count - known; left > 0;) {
            const std::size_t size = std::min<std::uint64_t>(left, batch_max);
            for (std::size_t i = 0; i < size; ++i) {
                batch_[i] = take_block(blocks);
                compare_.remember(next_ + i, batch_[i]);
            }
            handler.on_messages(next_, std::span<const Bytes>(batch_.data(), size), received);
            counters_->add(Counter::messages_delivered, size);
            next_ += size;
            left -= size;
        }
    }

    template <SessionHandler Handler>
    void report_end(Handler& handler) noexcept
    {
        if (end_ == 0 || end_reported_ || next_ < end_) return;
        end_reported_ = true;
        handler.on_end_of_session(end_);
    }

    SessionLimits limits_;
    Counters* counters_;
    std::uint64_t next_ = 0;       // the first number not delivered; 0: nothing seen yet
    std::uint64_t announced_ = 0;  // the highest "next" of a packet without messages
    Timestamp announced_at_ = Timestamp::none();
    std::uint64_t end_ = 0;
    bool end_reported_ = false;
    std::uint64_t near_packets_ = 0;  // packets that fit where the session is
    std::uint64_t jump_first_ = 0;  // far packets that follow on each other: [first, next)
    std::uint64_t jump_next_ = 0;
    int jump_packets_ = 0;
    ReorderBuffer early_;
    LineCompare compare_;
    std::array<Bytes, batch_max> batch_{};
};

}  // namespace gapwire::moldudp64
