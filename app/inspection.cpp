// What captures hold, as text and as JSON.
#include "app/inspection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>

#include "app/inspection_fix.hpp"
#include "app/inspection_mdp.hpp"
#include "app/json_text.hpp"
#include "core/time.hpp"

namespace gapwire::app {
namespace {

constexpr std::size_t streams_max = 4096;

std::string link_name(std::uint32_t type)
{
    switch (type) {
        case 0: return "NULL (0)";
        case 1: return "Ethernet (1)";
        case 12:
        case 14:
        case 101: return fmt::format("RAW ({})", type);
        case 108: return "LOOP (108)";
        case 113: return "Linux SLL (113)";
        case 228: return "IPv4 (228)";
        case 229: return "IPv6 (229)";
        case 276: return "Linux SLL2 (276)";
        default: return fmt::format("unknown ({})", type);
    }
}

std::string vlan_text(const std::set<std::uint16_t>& vlans)
{
    std::string text;
    for (const std::uint16_t vlan : vlans) text += fmt::format(" vlan {}", vlan);
    return text;
}

std::string types_text(const pipeline::ItchStream& stream)
{
    std::string text;
    for (std::size_t type = 0; type < 256; ++type)
        if (const std::uint64_t count = stream.messages_by_type()[type]; count > 0)
            text +=
                fmt::format(" {} {}", printable({reinterpret_cast<const char*>(&type), 1}), count);
    return text;
}

boost::json::object types_json(const pipeline::ItchStream& stream)
{
    boost::json::object object;
    for (std::size_t type = 0; type < 256; ++type)
        if (const std::uint64_t count = stream.messages_by_type()[type]; count > 0)
            object[printable({reinterpret_cast<const char*>(&type), 1})] = count;
    return object;
}

std::string_view soup_stack(const pipeline::SoupFeed& feed)
{
    return feed.is_snapshot ? "tcp/soupbintcp/glimpse" : "tcp/soupbintcp/itch50";
}

boost::json::array soup_sessions(const pipeline::SoupRouter& soup)
{
    boost::json::array sessions;
    for (const auto& feed : soup.feeds()) {
        boost::json::array lines;
        for (std::size_t i = 0; i < feed->lines.size(); ++i) {
            const pipeline::SoupLine& line = feed->lines[i];
            lines.push_back({{"line", pipeline::Line::letter(i)},
                             {"server", transport::to_text(line.server)},
                             {"client", transport::to_text(line.client)},
                             {"messages", line.messages},
                             {"lost", line.lost}});
        }
        boost::json::object session{{"session", feed->stream.name()},
                                    {"stack", soup_stack(*feed)},
                                    {"messages", feed->stream.messages()},
                                    {"messages_by_type", types_json(feed->stream)},
                                    {"lines", std::move(lines)}};
        if (feed->is_snapshot) session["continues_at"] = feed->continues_at;
        sessions.push_back(std::move(session));
    }
    return sessions;
}

/// A string of TOML; control characters cannot be in a path we could open by typing it.
std::string toml_quoted(std::string_view text)
{
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}

}  // namespace

Inspection::Inspection(Counters& counters, const pipeline::RouterOptions& options)
    : counters_(counters),
      options_(options),
      context_{.instruments = &instruments_, .counters = &counters},
      router_(context_, options),
      soup_(context_),
      fix_(context_)
{}

void Inspection::read(const std::vector<std::string>& paths)
{
    paths_ = paths;
    std::vector<transport::CaptureReader> packets;
    std::vector<transport::BinaryFile> binaries;
    std::vector<fix::LogReader> logs;
    for (const std::string& path : paths) {
        transport::Capture capture = transport::open_capture(path, counters_);
        if (auto* reader = std::get_if<transport::CaptureReader>(&capture))
            packets.push_back(std::move(*reader));
        else if (auto* log = std::get_if<fix::LogReader>(&capture))
            logs.push_back(std::move(*log));
        else
            binaries.push_back(std::move(std::get<transport::BinaryFile>(capture)));
    }
    if (!packets.empty()) read_packets(std::move(packets));
    for (transport::BinaryFile& file : binaries) read_binary(file);
    for (fix::LogReader& log : logs) read_fix(log);
}

void Inspection::read_packets(std::vector<transport::CaptureReader> captures)
{
    transport::DatagramSource source(std::move(captures), counters_);
    transport::Datagram datagram;
    transport::Segment segment;
    for (;;) {
        const transport::Given given = source.next(datagram, segment);
        if (given == transport::Given::end) break;
        note_time(datagram.captured);
        if (given == transport::Given::datagram)
            note(datagram);
        else
            used_ += soup_.on_segment(segment) || fix_.on_segment(segment);
    }
    router_.finish();
    soup_.finish();
    fix_.finish();
    for (const transport::CaptureReport& report : source.reports())
        files_.push_back({report.name, std::string(report.format), report.packets,
                          report.link_types, report.end});
}

void Inspection::read_binary(transport::BinaryFile& file)
{
    constexpr std::uint32_t first_binary_feed = 1u << 16;
    const auto feed = first_binary_feed + static_cast<std::uint32_t>(binaries_.size());
    binaries_.push_back(std::make_unique<pipeline::ItchStream>(context_, feed, file.name()));
    std::array<Bytes, pipeline::ItchStream::batch_max> messages;
    std::uint64_t next = 1;
    while (const std::size_t size = file.next_batch(messages)) {
        binaries_.back()->on_messages(next, std::span<const Bytes>(messages).first(size),
                                      Timestamp::none());
        next += size;
    }
    used_ += next - 1;
    files_.push_back({file.name(), "binary_file", next - 1, {}, file.ended()});
}

void Inspection::read_fix(fix::LogReader& log)
{
    for (fix::LoggedMessage logged; log.next(logged);) {
        const Timestamp sent = fix_.read(logged.message);
        note_time(logged.received.is_none() ? sent : logged.received);
        used_ += fix_.take(logged.received, log.name()) ? 1 : 0;
    }
    files_.push_back({log.name(), "fix_log", log.messages(), {}, log.ended()});
}

StreamFound& Inspection::stream(const transport::Datagram& datagram)
{
    for (StreamFound& found : streams_)
        if (found.destination == datagram.destination) return found;
    if (streams_.size() == streams_max) return streams_.back();
    return streams_.emplace_back(StreamFound{.destination = datagram.destination});
}

void Inspection::note_time(Timestamp captured)
{
    if (captured.is_none()) return;
    first_ = first_.is_none() ? captured : std::min(first_, captured);
    last_ = last_.is_none() ? captured : std::max(last_, captured);
}

void Inspection::note(const transport::Datagram& datagram)
{
    StreamFound& found = stream(datagram);
    ++found.datagrams;
    found.bytes += datagram.payload.size();
    for (const std::uint16_t vlan : datagram.vlans.ids()) found.vlans.insert(vlan);
    if (!router_.on_datagram(datagram)) return;
    ++used_;
    if (found.stack.empty()) found.stack = router_.stack(datagram);
}

std::string Inspection::files_text() const
{
    std::string text;
    for (const pipeline::FileReport& file : files_) {
        text +=
            fmt::format("{}: {}, {} {}", file.name, file.format, file.records,
                        file.link_types.empty() && file.format != "pcap" && file.format != "pcapng"
                            ? "messages"
                            : "packets");
        for (const std::uint32_t type : file.link_types)
            text += fmt::format(", {}", link_name(type));
        text += '\n';
    }
    return text;
}

std::string Inspection::sessions_text() const
{
    std::string text;
    for (const StreamFound& found : streams_)
        text += fmt::format("stream {}: {} datagrams, {} bytes, {}{}\n",
                            transport::to_text(found.destination), found.datagrams, found.bytes,
                            found.stack.empty() ? "unknown" : found.stack, vlan_text(found.vlans));
    for (const auto& feed : router_.mold().feeds()) {
        text += fmt::format("session \"{}\": moldudp64/itch50, {} messages:{}\n",
                            feed->stream.name(), feed->stream.messages(), types_text(feed->stream));
        for (std::size_t i = 0; i < feed->lines.size(); ++i) {
            const pipeline::Line& line = feed->lines[i];
            text += fmt::format("  line {} {}: {} packets, {} messages, {} lost on this line\n",
                                pipeline::Line::letter(i), transport::to_text(line.destination),
                                line.packets, line.messages, line.lost);
        }
    }
    text += mdp_text(router_.mdp()) + soup_text() + fix_text(fix_);
    for (const auto& binary : binaries_)
        text +=
            fmt::format("itch50, to {}:{}\n", clock_text(binary->time_ns()), types_text(*binary));
    return text;
}

std::string Inspection::soup_text() const
{
    std::string text;
    for (const auto& feed : soup_.feeds()) {
        text += fmt::format("session \"{}\": {}, {} messages:{}\n", feed->stream.name(),
                            soup_stack(*feed), feed->stream.messages(), types_text(feed->stream));
        if (feed->is_snapshot)
            text += fmt::format("  a snapshot; the stream continues at {}\n", feed->continues_at);
        for (std::size_t i = 0; i < feed->lines.size(); ++i) {
            const pipeline::SoupLine& line = feed->lines[i];
            text += fmt::format("  connection {} {} to {}: {} messages, lost {} times\n",
                                pipeline::Line::letter(i), transport::to_text(line.server),
                                transport::to_text(line.client), line.messages, line.lost);
        }
    }
    return text;
}

std::string Inspection::times_text() const
{
    if (first_.is_none()) return "";
    return fmt::format("captured {} to {} ({}.{:09} s)\n", rfc3339(first_), rfc3339(last_),
                       (last_.ns - first_.ns) / 1'000'000'000,
                       (last_.ns - first_.ns) % 1'000'000'000);
}

std::string Inspection::text() const
{
    std::string text = files_text() + times_text() + sessions_text();
    text += fmt::format("{} instruments, {} messages lost on all lines\n", instruments_.size(),
                        counters_[Counter::messages_lost]);
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        if (counters_[counter] > 0)
            text += fmt::format("  {:<28} {:>12}  {}\n", text_of(counter).name, counters_[counter],
                                text_of(counter).help);
    }
    return used_ == 0 ? text
                      : text + "\n# replays this: gapwire replay --config FILE\n" + fragment();
}

/// TOML that `gapwire replay --config` takes.
std::string Inspection::fragment() const
{
    std::string text;
    if (!first_.is_none())
        text +=
            fmt::format("trading_date = {}\n", to_text(date_in_zone(first_, "America/New_York")));
    else
        text += "# trading_date = 2025-01-27  # a BinaryFILE has no date: say which day it is\n";
    text += "time_zone = \"America/New_York\"\n\n[replay]\ncaptures = [";
    for (std::size_t i = 0; i < paths_.size(); ++i) {
        std::error_code error;
        const auto absolute = std::filesystem::absolute(paths_[i], error);
        text += (i == 0 ? "" : ", ") +
                toml_quoted(paths_[i] == "-" || error ? paths_[i] : absolute.string());
    }
    return text + fmt::format("]\naccept_sequence_zero = {}\n", options_.accept_sequence_zero);
}

std::string Inspection::json() const
{
    boost::json::array files;
    for (const pipeline::FileReport& file : files_) {
        boost::json::array links(file.link_types.begin(), file.link_types.end());
        files.push_back({{"name", file.name},
                         {"format", file.format},
                         {"records", file.records},
                         {"link_types", links},
                         {"reason", file.end.reason}});
    }
    boost::json::array streams;
    for (const StreamFound& found : streams_)
        streams.push_back({{"destination", transport::to_text(found.destination)},
                           {"datagrams", found.datagrams},
                           {"bytes", found.bytes},
                           {"vlans", boost::json::array(found.vlans.begin(), found.vlans.end())},
                           {"stack", found.stack.empty() ? "" : "udp/" + found.stack}});
    boost::json::array sessions;
    for (const auto& feed : router_.mold().feeds()) {
        boost::json::array lines;
        for (std::size_t i = 0; i < feed->lines.size(); ++i) {
            const pipeline::Line& line = feed->lines[i];
            lines.push_back({{"line", pipeline::Line::letter(i)},
                             {"destination", transport::to_text(line.destination)},
                             {"packets", line.packets},
                             {"messages", line.messages},
                             {"lost", line.lost}});
        }
        sessions.push_back({{"session", feed->stream.name()},
                            {"stack", "udp/moldudp64/itch50"},
                            {"messages", feed->stream.messages()},
                            {"messages_by_type", types_json(feed->stream)},
                            {"lines", std::move(lines)}});
    }
    for (auto& session : mdp_sessions(router_.mdp())) sessions.push_back(std::move(session));
    for (auto& session : soup_sessions(soup_)) sessions.push_back(std::move(session));
    for (auto& session : fix_sessions(fix_)) sessions.push_back(std::move(session));
    for (const auto& binary : binaries_)
        sessions.push_back({{"session", nullptr},
                            {"stack", "itch50"},
                            {"messages", binary->messages()},
                            {"messages_by_type", types_json(*binary)},
                            {"lines", boost::json::array{}}});
    boost::json::object counts;
    for (std::size_t i = 0; i < counter_count; ++i)
        if (const auto counter = static_cast<Counter>(i); counters_[counter] > 0)
            counts[text_of(counter).name] = counters_[counter];
    const auto time = [](Timestamp t) {
        return t.is_none() ? boost::json::value(nullptr) : boost::json::value(rfc3339(t));
    };
    const boost::json::object object{
        {"files", std::move(files)},        {"first_capture_time", time(first_)},
        {"last_capture_time", time(last_)}, {"streams", std::move(streams)},
        {"sessions", std::move(sessions)},  {"instruments", instruments_.size()},
        {"counters", std::move(counts)},    {"config", fragment()}};
    return boost::json::serialize(object) + '\n';
}

}  // namespace gapwire::app
