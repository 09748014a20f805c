// Plays captures through the line.
#include "app/pipeline/player.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gapwire::pipeline {
namespace {

constexpr std::uint64_t progress_steps = 1u << 16;
/// BinaryFILEs have no session and are feeds of their own, apart from those of the router.
constexpr std::uint32_t first_binary_feed = 1u << 16;

/// 5000000 as "5,000,000".
std::string grouped(std::uint64_t value)
{
    std::string text = std::to_string(value);
    for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
    return text;
}

}  // namespace

void Player::play(const std::vector<std::string>& paths)
{
    std::vector<transport::CaptureReader> packets;
    std::vector<transport::BinaryFile> binaries;
    std::vector<fix::LogReader> logs;
    for (const std::string& path : paths) {
        transport::Capture capture = transport::open_capture(path, *context_.counters);
        if (auto* reader = std::get_if<transport::CaptureReader>(&capture))
            packets.push_back(std::move(*reader));
        else if (auto* log = std::get_if<fix::LogReader>(&capture))
            logs.push_back(std::move(*log));
        else
            binaries.push_back(std::move(std::get<transport::BinaryFile>(capture)));
    }
    if (!packets.empty()) play_packets(std::move(packets));
    for (transport::BinaryFile& file : binaries) play_binary(file);
    for (fix::LogReader& log : logs) play_fix(log);
}

void Player::start(Timestamp first)
{
    if (started_) return;
    started_ = true;
    if (options_.on_start) options_.on_start(first);
}

void Player::play_packets(std::vector<transport::CaptureReader> captures)
{
    transport::DatagramSource source(std::move(captures), *context_.counters);
    transport::Datagram datagram;
    transport::Segment segment;
    for (;;) {
        const transport::Given given = source.next(datagram, segment);
        if (given == transport::Given::end) break;
        note_time(datagram.captured);
        start(datagram.captured);
        pacer_.wait_for(datagram.captured);
        used_ += given == transport::Given::datagram
                     ? router_.on_datagram(datagram)
                     : soup_.on_segment(segment) || fix_.on_segment(segment);
        progress();
    }
    router_.finish();
    soup_.finish();
    fix_.finish();
    for (const transport::CaptureReport& report : source.reports())
        files_.push_back({report.name, std::string(report.format), report.packets,
                          report.link_types, report.end});
}

void Player::play_binary(transport::BinaryFile& file)
{
    start(Timestamp::none());
    const auto feed = first_binary_feed + static_cast<std::uint32_t>(binary_streams_.size());
    binary_streams_.push_back(std::make_unique<ItchStream>(context_, feed, file.name()));
    ItchStream& stream = *binary_streams_.back();

    std::array<Bytes, ItchStream::batch_max> messages;
    const std::size_t batch_max = std::clamp<std::size_t>(options_.batch_max, 1, messages.size());
    std::uint64_t next = 1;
    while (const std::size_t size = file.next_batch(std::span(messages).first(batch_max))) {
        stream.on_messages(next, std::span<const Bytes>(messages).first(size), Timestamp::none());
        next += size;
        progress();
    }
    context_.counters->add(Counter::messages_delivered, next - 1);
    used_ += next - 1;
    files_.push_back({file.name(), "binary_file", next - 1, {}, file.ended()});
}

/// A log without times of its own is played by what its messages say.
void Player::play_fix(fix::LogReader& log)
{
    for (fix::LoggedMessage logged; log.next(logged);) {
        const Timestamp sent = fix_.read(logged.message);
        const Timestamp time = logged.received.is_none() ? sent : logged.received;
        note_time(time);
        start(time);
        pacer_.wait_for(time);
        used_ += fix_.take(logged.received, log.name()) ? 1 : 0;
        progress();
    }
    files_.push_back({log.name(), "fix_log", log.messages(), {}, log.ended()});
}

void Player::note_time(Timestamp captured)
{
    if (captured.is_none()) return;
    if (first_captured_.is_none()) first_captured_ = captured;
    last_captured_ = captured;
}

void Player::progress()
{
    if (++steps_ % progress_steps == 0 && options_.on_progress) options_.on_progress();
}

std::vector<const BookSource*> Player::streams() const
{
    std::vector<const BookSource*> all;
    for (const auto& feed : router().feeds()) all.push_back(&feed->stream);
    for (const auto& channel : mdp().channels()) all.push_back(&channel->channel.stream);
    for (const auto& feed : soup_.feeds())
        if (!feed->is_snapshot) all.push_back(&feed->stream);
    for (const auto& feed : fix_.feeds()) all.push_back(&feed->stream);
    for (const auto& stream : binary_streams_) all.push_back(stream.get());
    if (!all.empty()) return all;
    for (const auto& feed : soup_.feeds()) all.push_back(&feed->stream);
    return all;
}

std::string why_unused(const Counters& counters)
{
    constexpr Counter reasons[] = {Counter::frame_tcp,
                                   Counter::frame_igmp,
                                   Counter::frame_other_protocol,
                                   Counter::frame_not_ip,
                                   Counter::frame_fragment,
                                   Counter::frame_unknown_link,
                                   Counter::frame_malformed,
                                   Counter::frame_snapped,
                                   Counter::datagrams_unrecognised,
                                   Counter::mold_sequence_zero,
                                   Counter::mold_malformed,
                                   Counter::mold_sequence_overflow,
                                   Counter::mold_sessions_refused,
                                   Counter::soup_not_itch,
                                   Counter::soup_sessions_refused};
    const std::uint64_t packets = counters[Counter::capture_packets];
    if (packets == 0 && counters[Counter::fix_messages] + counters[Counter::fix_garbled] > 0)
        return fmt::format("no market data in {} FIX messages, {} garbled ones",
                           grouped(counters[Counter::fix_messages]),
                           grouped(counters[Counter::fix_garbled]));
    if (packets == 0) return "it holds no packets";
    std::string text;
    for (const Counter reason : reasons) {
        if (counters[reason] == 0) continue;
        text += text.empty() ? ": " : ", ";
        text += counters[reason] == packets
                    ? fmt::format("all {}", text_of(reason).help)
                    : fmt::format("{} {}", grouped(counters[reason]), text_of(reason).help);
    }
    if (counters[Counter::mold_sequence_zero] > 0) text += " (try --accept-sequence-zero)";
    return fmt::format("0 of {} packets used{}", grouped(packets), text);
}

}  // namespace gapwire::pipeline
