// One channel of MDP 3.0: arbitration, its stream, its snapshots.
#pragma once

#include <array>
#include <string>

#include "app/pipeline/mdp_snapshots.hpp"
#include "app/pipeline/mdp_stream.hpp"
#include "feed/mdp3/session.hpp"

namespace gapwire::pipeline {

/// Input    packets that were checked, by the kind of their feed.
/// Time     see arbitration::Session.
/// Threads  one.
struct MdpChannel {
    static constexpr std::size_t recent_max = 4'096;
    /// A lower number that is sent so much later than all before is of another week.
    static constexpr std::uint64_t anew_after_ns = 1'000'000'000;

    MdpChannel(std::string name, std::uint32_t feed, const arbitration::SessionLimits& limits,
               StreamContext& context)
        : session(limits, *context.counters),
          stream(context, feed, std::move(name)),
          snapshots(stream, *context.counters)
    {}

    /// A packet of an incremental line. True when the channel has begun anew with it. `is_live`:
    /// other lines may be unread, so that its time ends no wait.
    bool on_incremental(const mdp3::Packet& packet, Bytes datagram, Timestamp received,
                        bool is_live) noexcept
    {
        if (is_of_before(packet)) return false;
        const bool is_anew = packet.sequence <= newest_sequence_ &&
                             packet.sending_time_ns > newest_ns_ + anew_after_ns;
        if (is_anew) begin_anew();
        recent_[packet.sequence % recent_max] = {packet.sequence, packet.sending_time_ns};
        if (packet.sending_time_ns >= newest_ns_) {
            newest_ns_ = packet.sending_time_ns;
            newest_sequence_ = packet.sequence;
        }
        const arbitration::Packet numbered = mdp3::numbered(packet, datagram);
        if (is_live)
            session.add(numbered, received, stream);
        else
            session.on_packet(numbered, received, stream);
        return is_anew;
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
    struct Sent {
        std::uint32_t sequence = 0;
        std::uint64_t time_ns = 0;
    };

    void begin_anew() noexcept
    {
        before_ns_ = newest_ns_;
        session.finish(stream);
        session.reset();
        session.set_line_count(line_count_);
        stream.on_new_session();
    }

    std::size_t line_count_ = 0;
    std::uint64_t newest_ns_ = 0;            // the latest sending time
    std::uint32_t newest_sequence_ = 0;      // of that packet
    std::uint64_t before_ns_ = 0;            // what was sent until then is of the week before
    std::array<Sent, recent_max> recent_{};  // [sequence % recent_max]
};

}  // namespace gapwire::pipeline
