// Datagrams to MoldUDP64 sessions.
#include "app/pipeline/mold_router.hpp"

#include <algorithm>

namespace gapwire::pipeline {
namespace {

/// Whether ten bytes can be a session's name: printable, or the zeros of an anonymised capture.
bool is_session_name(const moldudp64::SessionId& session) noexcept
{
    const auto printable = [](char c) { return c >= ' ' && c <= '~'; };
    const auto zero = [](char c) { return c == '\0'; };
    return std::all_of(session.raw.begin(), session.raw.end(), printable) ||
           std::all_of(session.raw.begin(), session.raw.end(), zero);
}

std::string text_of(const moldudp64::SessionId& session)
{
    std::string text(session.view());
    for (char& c : text)
        if (c < ' ' || c > '~') c = '?';
    return text;
}

}  // namespace

MoldFeed::MoldFeed(const moldudp64::SessionId& session_id, std::uint32_t feed_id,
                   const moldudp64::SessionLimits& limits, StreamContext& context)
    : id(session_id),
      feed(feed_id),
      session(limits, *context.counters),
      stream(context, feed_id, text_of(session_id))
{}

Outcome MoldRouter::offer(const transport::Datagram& datagram)
{
    moldudp64::Packet packet;
    moldudp64::PacketStatus status = moldudp64::parse_packet(datagram.payload, packet);
    const bool unnumbered = status == moldudp64::PacketStatus::sequence_zero;
    if (unnumbered && options_.accept_sequence_zero) status = moldudp64::PacketStatus::ok;
    if (status != moldudp64::PacketStatus::ok) return refuse(status, datagram);

    MoldFeed* feed = find(packet.session);
    if (feed == nullptr && !is_session_name(packet.session)) return Outcome::stranger;
    if (feed == nullptr) feed = open(packet, datagram);
    if (feed == nullptr) return Outcome::refused;
    if (unnumbered) {
        if (feed->session.next_sequence() == 0) feed->stream.on_joined(1);
        packet.sequence = std::max<std::uint64_t>(feed->session.next_sequence(), 1);
    }
    Line* const line = find_or_add_line(*feed, datagram);
    if (line == nullptr) return Outcome::refused;
    line->note(packet.sequence, packet.count, datagram.captured);
    feed->session.on_packet(packet, datagram.captured, feed->stream);
    feed->silence.hear(datagram.captured, feed->stream, *context_.counters);
    return Outcome::used;
}

void MoldRouter::follow_silence(Timestamp now) noexcept
{
    for (const auto& feed : feeds_)
        if (!feed->stream.has_ended())
            feed->silence.follow(now, options_.silence_max, feed->stream, *context_.counters);
}

void MoldRouter::finish() noexcept
{
    for (const auto& feed : feeds_) feed->session.finish(feed->stream);
}

MoldFeed* MoldRouter::find(const moldudp64::SessionId& session) noexcept
{
    if (last_ != nullptr && last_->id == session) return last_;
    for (const auto& feed : feeds_)
        if (feed->id == session) return last_ = feed.get();
    return nullptr;
}

MoldFeed* MoldRouter::open(const moldudp64::Packet& packet, const transport::Datagram& datagram)
{
    if (feeds_.size() == sessions_max) {
        context_.counters->add(Counter::mold_sessions_refused);
        return nullptr;
    }
    context_.counters->add(Counter::mold_sessions);
    feeds_.push_back(
        std::make_unique<MoldFeed>(packet.session, feed_of(datagram), options_.limits, context_));
    return last_ = feeds_.back().get();
}

/// A new session on known lines continues their feed; otherwise it is a feed of its own.
std::uint32_t MoldRouter::feed_of(const transport::Datagram& datagram) noexcept
{
    for (const auto& feed : feeds_)
        for (const Line& line : feed->lines)
            if (line.carries(datagram)) return feed->feed;
    return next_feed_++;
}

Line* MoldRouter::find_or_add_line(MoldFeed& feed, const transport::Datagram& datagram)
{
    for (Line& line : feed.lines)
        if (line.carries(datagram)) return &line;
    if (feed.lines.size() == lines_max) {
        context_.counters->add(Counter::mold_sessions_refused);
        return nullptr;
    }
    feed.lines.push_back(Line::of(datagram));
    feed.session.set_line_count(feed.lines.size());
    feed.stream.set_line_count(feed.lines.size());
    return &feed.lines.back();
}

bool MoldRouter::is_known(const transport::Datagram& datagram) noexcept
{
    moldudp64::SessionId session;
    if (datagram.payload.size() >= session.raw.size()) {
        std::copy_n(datagram.payload.begin(), session.raw.size(), session.raw.begin());
        if (find(session) != nullptr) return true;
    }
    return std::any_of(feeds_.begin(), feeds_.end(), [&](const auto& feed) {
        return std::any_of(feed->lines.begin(), feed->lines.end(),
                           [&](const Line& line) { return line.carries(datagram); });
    });
}

/// Counts a datagram that is no good packet by what is wrong; one of a stranger is just unknown.
Outcome MoldRouter::refuse(moldudp64::PacketStatus status, const transport::Datagram& datagram)
{
    const bool is_strange = status != moldudp64::PacketStatus::sequence_zero && !is_known(datagram);
    if (is_strange) return Outcome::stranger;
    context_.counters->add(counter_of(status));
    return Outcome::refused;
}

}  // namespace gapwire::pipeline
