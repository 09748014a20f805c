// Datagrams to MoldUDP64 sessions: which session, which line, and one ITCH stream each.
#pragma once

#include <memory>
#include <vector>

#include "app/pipeline/capture_line.hpp"
#include "app/pipeline/capture_silence.hpp"
#include "app/pipeline/itch_stream.hpp"
#include "feed/moldudp64/session.hpp"
#include "feed/transport/frame.hpp"

namespace gapwire::pipeline {

/// A session and the books its messages make.
struct MoldFeed {
    MoldFeed(const moldudp64::SessionId& session, std::uint32_t feed,
             const moldudp64::SessionLimits& limits, StreamContext& context);

    moldudp64::SessionId id;
    std::uint32_t feed;  // sessions that follow one another on the same lines share it
    std::vector<Line> lines;
    moldudp64::Session session;
    ItchStream stream;
    CaptureSilence silence{};
};

struct RouterOptions {
    bool accept_sequence_zero = false;  // re-wrapped captures: number packets as they come
    moldudp64::SessionLimits limits{};
    /// A feed that is silent for so long in capture time, while others go on, is silent as it would
    /// be live; in ns. 0: never, for a capture may not hold its heartbeats.
    std::int64_t silence_max = 0;
};

/// Recognises MoldUDP64 from its bytes, whatever address, port or session name, and hands each
/// packet to its session. Sessions of the same name on several destinations are redundant lines.
///
/// Limits   sessions_max sessions, lines_max lines each; more are counted and ignored.
/// Errors   a malformed datagram is dropped whole and counted.
/// Threads  one.
class MoldRouter {
 public:
    static constexpr std::size_t sessions_max = 64;
    static constexpr std::size_t lines_max = 16;

    MoldRouter(StreamContext& context, const RouterOptions& options)
        : context_(context), options_(options)
    {}

    Outcome offer(const transport::Datagram& datagram);
    /// True when the datagram was a packet of a session. Strangers are counted, too.
    bool on_datagram(const transport::Datagram& datagram)
    {
        const Outcome outcome = offer(datagram);
        if (outcome == Outcome::stranger) context_.counters->add(Counter::datagrams_unrecognised);
        return outcome == Outcome::used;
    }

    /// Time has come to `now` in the capture: looks which feeds are silent.
    void follow_silence(Timestamp now) noexcept;
    /// Nothing will come any more: what is still missing is lost.
    void finish() noexcept;

    const std::vector<std::unique_ptr<MoldFeed>>& feeds() const noexcept { return feeds_; }

 private:
    MoldFeed* find(const moldudp64::SessionId& session) noexcept;
    MoldFeed* open(const moldudp64::Packet& packet, const transport::Datagram& datagram);
    Line* find_or_add_line(MoldFeed& feed, const transport::Datagram& datagram);
    Outcome refuse(moldudp64::PacketStatus status, const transport::Datagram& datagram);
    bool is_known(const transport::Datagram& datagram) noexcept;
    std::uint32_t feed_of(const transport::Datagram& datagram) noexcept;

    StreamContext& context_;
    RouterOptions options_;
    std::vector<std::unique_ptr<MoldFeed>> feeds_;
    MoldFeed* last_ = nullptr;  // whose packet came last: mostly the next one's too
    std::uint32_t next_feed_ = 0;
};

}  // namespace gapwire::pipeline
