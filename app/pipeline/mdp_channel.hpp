// One channel of MDP 3.0: arbitration, its stream, its snapshots.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "app/pipeline/mdp_snapshots.hpp"
#include "app/pipeline/mdp_stream.hpp"
#include "feed/mdp3/session.hpp"

namespace gapwire::pipeline {

/// Input    packets that were checked, by the kind of their feed.
/// Time     see arbitration::Session.
/// Threads  one.
struct MdpChannel {
    static constexpr std::size_t recent_max = 4'096;
    /// Farther ahead a single packet is not believed: packets are lost by the dozen, not by the
    /// thousand, and a damaged number must not end a channel.
    static constexpr std::uint64_t numbers_ahead_max = 64;
    /// A lower number that is sent so much later than all before is of another week.
    static constexpr std::uint64_t anew_after_ns = 1'000'000'000;

    MdpChannel(std::string name, std::uint32_t feed, const arbitration::SessionLimits& limits,
               StreamContext& context)
        : session(bounded(limits), *context.counters),
          stream(context, feed, std::move(name)),
          snapshots(stream, *context.counters)
    {
        kept_.reserve(mdp3::Session::datagram_bytes_max);
    }

    /// A packet of an incremental line. True when the channel has begun anew with it. `is_live`:
    /// other lines may be unread, so that its time ends no wait.
    bool on_incremental(const mdp3::Packet& packet, Bytes datagram, Timestamp received,
                        bool is_live) noexcept
    {
        if (is_of_before(packet)) return false;
        const bool seems_anew = packet.sequence < session.next_sequence() &&
                                packet.sending_time_ns > newest_ns_ + anew_after_ns;
        if (seems_anew && !is_borne_out(packet)) {
            keep(packet, datagram, received);
            return false;
        }
        if (seems_anew) {
            begin_anew();
            deliver(kept_packet_, kept_, kept_received_, is_live);
        }
        deliver(packet, datagram, received, is_live);
        return seems_anew;
    }
    /// Whether a packet, of whichever feed, is a late one of another week.
    bool is_of_before(const mdp3::Packet& packet) const noexcept
    {
        return packet.sending_time_ns <= before_ns_;
    }
    /// Whether this number was sent at this time: then the packet is one that came before.
    bool has_sent(const mdp3::Packet& packet) const noexcept
    {
        const Sent& sent = recent_[packet.sequence % recent_max];
        return sent.sequence == packet.sequence && sent.time_ns == packet.sending_time_ns;
    }
    /// Whether a packet that was not sent before may be the next that comes: its number and time
    /// are close ahead. Two channels are so close only while both begin.
    bool may_send(const mdp3::Packet& packet) const noexcept
    {
        constexpr std::uint32_t numbers_ahead = 64;
        return newest_sequence_ != 0 && packet.sequence > newest_sequence_ &&
               packet.sequence - newest_sequence_ <= numbers_ahead &&
               packet.sending_time_ns >= newest_ns_ &&
               packet.sending_time_ns - newest_ns_ <= anew_after_ns;
    }
    void set_line_count(std::size_t lines) noexcept
    {
        line_count_ = lines;
        session.set_line_count(lines);
        stream.set_line_count(lines);
    }

    mdp3::Session session;
    MdpStream stream;
    MdpSnapshots snapshots;

 private:
    static arbitration::SessionLimits bounded(arbitration::SessionLimits limits) noexcept
    {
        limits.reorder_messages_max = numbers_ahead_max;
        return limits;
    }

    struct Sent {
        std::uint32_t sequence = 0;
        std::uint64_t time_ns = 0;
    };

    void deliver(const mdp3::Packet& packet, Bytes datagram, Timestamp received,
                 bool is_live) noexcept
    {
        recent_[packet.sequence % recent_max] = {packet.sequence, packet.sending_time_ns};
        const arbitration::Packet numbered = mdp3::numbered(packet, datagram);
        if (is_live)
            session.add(numbered, received, stream);
        else
            session.on_packet(numbered, received, stream);
        const std::uint64_t next = session.next_sequence();
        const bool is_newest = next == 0 ? packet.sequence > newest_sequence_
                                         : packet.sequence + std::uint64_t{1} == next;
        if (!is_newest) return;
        newest_ns_ = packet.sending_time_ns;
        newest_sequence_ = packet.sequence;
        if (packet.sequence > kept_packet_.sequence) kept_.clear();  // it goes on: a stray packet
    }

    /// A single packet begins no week: another one has to be it, or to follow it.
    bool is_borne_out(const mdp3::Packet& packet) const noexcept
    {
        constexpr std::uint32_t numbers_apart = 64;
        constexpr std::uint64_t time_apart_ns = 3'600'000'000'000;
        return !kept_.empty() && packet.sequence >= kept_packet_.sequence &&
               packet.sequence - kept_packet_.sequence <= numbers_apart &&
               packet.sending_time_ns >= kept_packet_.sending_time_ns &&
               packet.sending_time_ns - kept_packet_.sending_time_ns <= time_apart_ns;
    }
    void keep(const mdp3::Packet& packet, Bytes datagram, Timestamp received) noexcept
    {
        kept_.assign(datagram.begin(), datagram.end());
        kept_packet_ = packet;
        kept_received_ = received;
    }

    void begin_anew() noexcept
    {
        before_ns_ = kept_packet_.sending_time_ns - 1;
        newest_ns_ = 0;
        newest_sequence_ = 0;
        session.finish(stream);
        session.reset();
        session.set_line_count(line_count_);
        stream.on_new_session();
    }

    std::size_t line_count_ = 0;
    std::uint64_t newest_ns_ = 0;            // when the last packet in sequence was sent
    std::uint32_t newest_sequence_ = 0;      // its number
    std::uint64_t before_ns_ = 0;            // what was sent until then is of the week before
    std::array<Sent, recent_max> recent_{};  // [sequence % recent_max]
    std::vector<std::uint8_t> kept_;         // may be the first of another week
    mdp3::Packet kept_packet_{};
    Timestamp kept_received_{};
};

}  // namespace gapwire::pipeline
