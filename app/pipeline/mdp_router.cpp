// Datagrams to MDP 3.0 channels.
#include "app/pipeline/mdp_router.hpp"

#include <algorithm>

namespace gapwire::pipeline {
namespace {

/// Sending times that a clock may show: 2000 to 2100.
constexpr std::uint64_t time_min_ns = 946'684'800'000'000'000;
constexpr std::uint64_t time_max_ns = 4'102'444'800'000'000'000;
/// The template of the first message that is none of a heartbeat; 0: there are only heartbeats.
std::uint16_t first_template(Bytes messages) noexcept
{
    while (!messages.empty()) {
        const Bytes message = mdp3::take_message(messages);
        const auto& header = view_as<mdp3::MessageHeader>(message.data());
        if (header.template_id != 12) return header.template_id;
    }
    return 0;
}

/// Whether there is a message of a template that MDP 3.0 has. Sizes alone may add up by chance.
bool has_known_message(Bytes messages) noexcept
{
    while (!messages.empty()) {
        const Bytes message = mdp3::take_message(messages);
        const auto& header = view_as<mdp3::MessageHeader>(message.data());
        if (header.schema_id == mdp3::schema_id &&
            mdp3::find_template(header.template_id) != nullptr)
            return true;
    }
    return false;
}

/// Whether a definition is one of a loop. One that has changed comes with the incremental feed, and
/// is not counted.
struct Loop {
    bool is_one = false;
    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    void on(const ContractDefinition& definition) noexcept
    {
        is_one |= definition.reports_in_loop != 0;
    }
    void on(const auto&) noexcept {}
};

/// What a packet of a snapshot or instrument feed tells of the channel that it is about.
struct Clues {
    std::uint32_t last_packet = 0;
    SecurityId security = 0;
    bool has_security = false;

    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    void on(const SnapshotHeader& header) noexcept
    {
        last_packet = header.last_packet;
        security = header.security;
        has_security = true;
    }
    void on(const ContractDefinition& definition) noexcept
    {
        security = definition.security;
        has_security = true;
    }
    void on(const auto&) noexcept {}
};

}  // namespace

Outcome MdpRouter::offer(const transport::Datagram& datagram)
{
    mdp3::Packet packet;
    Source* source = find(datagram);
    mdp3::PacketStatus status = mdp3::parse_header(datagram.payload, packet);
    if (status == mdp3::PacketStatus::ok) {
        const bool is_again = source != nullptr && source->kind == Kind::incremental &&
                              source->capture->channel.has_sent(packet);  // and was checked then
        if (!is_again) status = mdp3::check_messages(packet.messages);
    }
    const bool is_one = status == mdp3::PacketStatus::ok && packet.sending_time_ns >= time_min_ns &&
                        packet.sending_time_ns < time_max_ns;
    if (!is_one) {
        if (source == nullptr) return Outcome::stranger;
        context_.counters->add(Counter::mdp_malformed);
        return Outcome::refused;
    }
    if (source == nullptr && !has_known_message(packet.messages)) return Outcome::stranger;
    if (source == nullptr) source = find_or_add(datagram);
    if (source == nullptr) return Outcome::refused;
    if (source->kind == Kind::unknown && !recognise(*source, packet, datagram)) {
        context_.counters->add(Counter::mdp_not_placed);
        return Outcome::refused;
    }
    take(*source, packet, datagram);
    MdpCapture& capture = *source->capture;
    const bool is_still_behind = capture.channel.session.is_waiting();  // for what was missed
    if (!is_still_behind && source->kind == Kind::incremental)
        capture.silence.hear(datagram.captured, capture.channel.stream, *context_.counters);
    return Outcome::used;
}

void MdpRouter::follow_silence(Timestamp now) noexcept
{
    for (const auto& capture : channels_)
        capture->silence.follow(now, silence_max_, capture->channel.stream, *context_.counters);
}

void MdpRouter::finish() noexcept
{
    for (const auto& capture : channels_) capture->channel.session.finish(capture->channel.stream);
}

void MdpRouter::take(Source& source, const mdp3::Packet& packet,
                     const transport::Datagram& datagram)
{
    MdpCapture& capture = *source.capture;
    if (capture.channel.is_of_before(packet)) return;
    switch (source.kind) {
        case Kind::incremental: break;
        case Kind::snapshot: return capture.channel.snapshots.on_packet(packet);
        case Kind::definition: return capture.channel.stream.on_definitions(packet.messages);
        case Kind::unknown: return;
    }
    const bool is_anew =
        capture.channel.on_incremental(packet, datagram.payload, datagram.captured, false);
    if (is_anew)
        for (Line& line : capture.lines) line.next = 0;
    capture.lines[source.index].note(packet.sequence, 1, datagram.captured);
}

// ---- destinations

MdpRouter::Source* MdpRouter::find(const transport::Datagram& datagram) noexcept
{
    if (last_ < sources_.size() && sources_[last_].line.carries(datagram)) return &sources_[last_];
    for (std::size_t i = 0; i < sources_.size(); ++i)
        if (sources_[i].line.carries(datagram)) return &sources_[last_ = i];
    return nullptr;
}

std::string_view MdpRouter::kind_text(const transport::Datagram& datagram) const noexcept
{
    for (const Source& source : sources_) {
        if (!source.line.carries(datagram)) continue;
        switch (source.kind) {
            case Kind::incremental: return "mdp3";
            case Kind::snapshot: return "mdp3 snapshots";
            case Kind::definition: return "mdp3 instruments";
            case Kind::unknown: break;
        }
    }
    return {};
}

MdpRouter::Source* MdpRouter::find_or_add(const transport::Datagram& datagram)
{
    constexpr std::size_t sources_max = 4 * channels_max * lines_max;
    if (sources_.size() == sources_max) {
        context_.counters->add(Counter::mdp_channels_refused);
        return nullptr;
    }
    sources_.push_back({.line = Line::of(datagram)});
    last_ = sources_.size() - 1;
    return &sources_.back();
}

MdpRouter::Kind MdpRouter::kind_of(const mdp3::Packet& packet) noexcept
{
    switch (first_template(packet.messages)) {
        case 0: return Kind::unknown;
        case 38:
        case 44:
        case 52:
        case 53:
        case 69: return Kind::snapshot;
        default: break;
    }
    Loop loop;
    Bytes messages = packet.messages;
    static_cast<void>(mdp3::decode(mdp3::take_message(messages), loop));
    return loop.is_one ? Kind::definition : Kind::incremental;
}

/// Finds out what a destination sends, and of which channel it is. False while that is not known.
bool MdpRouter::recognise(Source& source, const mdp3::Packet& packet,
                          const transport::Datagram& datagram)
{
    MdpCapture* capture = channel_of(packet);
    Kind kind = capture != nullptr ? Kind::incremental : kind_of(packet);
    if (kind == Kind::unknown) return false;
    if (kind != Kind::incremental) {
        capture = owner_of(packet, kind);
        if (capture == nullptr) return false;
    } else {
        if (capture == nullptr) capture = open_channel(datagram);
        if (capture == nullptr) return false;
        if (capture->lines.size() == lines_max) {
            context_.counters->add(Counter::mdp_channels_refused);
            return false;
        }
        source.index = capture->lines.size();
        capture->lines.push_back(Line::of(datagram));
        capture->channel.set_line_count(capture->lines.size());
    }
    source.kind = kind;
    source.capture = capture;
    return true;
}

MdpCapture* MdpRouter::open_channel(const transport::Datagram& datagram)
{
    if (channels_.size() == channels_max) {
        context_.counters->add(Counter::mdp_channels_refused);
        return nullptr;
    }
    context_.counters->add(Counter::mdp_channels);
    constexpr std::uint32_t first_feed = 1u << 17;  // apart from those of other protocols
    const auto feed = first_feed + static_cast<std::uint32_t>(channels_.size());
    channels_.push_back(std::make_unique<MdpCapture>(transport::to_text(datagram.destination), feed,
                                                     limits_, context_));
    return channels_.back().get();
}

MdpCapture* MdpRouter::channel_of(const mdp3::Packet& packet) noexcept
{
    for (const auto& capture : channels_)
        if (capture->channel.has_sent(packet)) return capture.get();
    for (const auto& capture : channels_)
        if (capture->channel.may_send(packet)) return capture.get();
    return nullptr;
}

MdpCapture* MdpRouter::owner_of(const mdp3::Packet& packet, Kind kind) noexcept
{
    if (channels_.size() == 1) return channels_.front().get();
    Clues clues;
    Bytes messages = packet.messages;
    while (!messages.empty()) static_cast<void>(mdp3::decode(mdp3::take_message(messages), clues));
    constexpr std::uint32_t near = 1u << 16;
    for (const auto& capture : channels_) {
        const std::uint32_t last = capture->channel.stream.last_packet();
        const bool is_near =
            std::max(last, clues.last_packet) - std::min(last, clues.last_packet) < near;
        const bool is_known = clues.has_security && capture->channel.stream.knows(clues.security);
        if (is_known && (kind == Kind::definition || is_near)) return capture.get();
    }
    return nullptr;
}

}  // namespace gapwire::pipeline
