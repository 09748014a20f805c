// One live channel of MDP 3.0.
#include "app/pipeline/mdp_live.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::pipeline {

MdpLive::MdpLive(StreamContext& context, std::uint32_t feed, std::string name,
                 const MdpLiveOptions& options)
    : context_(context),
      silence_max_(options.silence_max),
      channel_(std::move(name), feed, options.session, context)
{
    GAPWIRE_ASSERT(!options.lines.empty() && options.lines.size() <= lines_max);
    for (const std::string& line : options.lines) {
        lines_.push_back(std::make_unique<LineHealth>());
        lines_.back()->name = line;
    }
    channel_.set_line_count(lines_.size());
    // Memory that would else be taken on the way.
    channel_.stream.keep_packets();
    channel_.stream.set_natural_refresh(options.natural_refresh);
    channel_.stream.orders();
}

void MdpLive::on_datagram(std::size_t index, Bytes payload, Timestamp now) noexcept
{
    mdp3::Packet packet;
    mdp3::PacketStatus status = mdp3::parse_header(payload, packet);
    const bool is_again = status == mdp3::PacketStatus::ok && channel_.has_sent(packet);
    if (status == mdp3::PacketStatus::ok && !is_again)
        status = mdp3::check_messages(packet.messages);
    if (status != mdp3::PacketStatus::ok) {
        context_.counters->add(counter_of(status));
        return;
    }
    LineHealth& line = *lines_[index];
    line.heard = heard_ = now;
    note_arrival(line, first_arrivals_, index, packet.sequence, 1, channel_.session.next_sequence(),
                 now);
    if (channel_.on_incremental(packet, payload, now, true)) {
        first_arrivals_.forget();
        for (const auto& each : lines_) each->next = 0;
    }
    if (silence_.is_silent && !channel_.session.is_waiting()) on_time(now);
}

void MdpLive::on_snapshot(Bytes payload) noexcept
{
    mdp3::Packet packet;
    if (check(payload, packet) && !channel_.is_of_before(packet))
        channel_.snapshots.on_packet(packet);
}

void MdpLive::on_definition(Bytes payload) noexcept
{
    mdp3::Packet packet;
    if (check(payload, packet) && !channel_.is_of_before(packet))
        channel_.stream.on_definitions(packet.messages);
}

bool MdpLive::check(Bytes payload, mdp3::Packet& packet) noexcept
{
    const mdp3::PacketStatus status = mdp3::parse_packet(payload, packet);
    if (status != mdp3::PacketStatus::ok) context_.counters->add(counter_of(status));
    return status == mdp3::PacketStatus::ok;
}

void MdpLive::on_kernel_drops(std::size_t line, std::uint64_t count) noexcept
{
    if (line < lines_.size()) lines_[line]->counters.add(Counter::line_kernel_drops, count);
}

void MdpLive::on_time(Timestamp now) noexcept
{
    channel_.session.on_time(now, channel_.stream);
    std::size_t alive = 0;
    for (const auto& line : lines_) alive += line->follow_silence(now, silence_max_);
    channel_.stream.set_line_count(alive);
    const bool is_late = heard_.is_none() || now.ns - heard_.ns >= silence_max_;
    const bool is_behind =
        silence_.is_silent && channel_.session.is_waiting();  // of what was missed
    const bool is_silent = is_late || is_behind;
    if (silence_.follow(is_silent, !heard_.is_none(), *context_.counters))
        channel_.stream.set_silent(is_silent);
    channel_.stream.look_for_interest();
}

}  // namespace gapwire::pipeline
