// The summary of a replay.
#include "app/summary.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <fstream>

#include "app/version.hpp"
#include "core/error.hpp"
#include "core/region.hpp"

namespace gapwire::app {
namespace {

std::string type_name(std::size_t type)
{
    return type > ' ' && type <= '~' ? std::string(1, static_cast<char>(type))
                                     : fmt::format("0x{:02x}", type);
}

void add_books(Summary& summary, const pipeline::BookSource& stream)
{
    for (std::uint32_t place = 0; place < stream.places(); ++place)
        if (!stream.instrument_of(place).is_none())
            ++summary.books_by_state[std::string(to_text(stream.state(place)))];
}

void add_stream(Summary& summary, const pipeline::ItchStream& stream)
{
    for (std::size_t type = 0; type < 256; ++type)
        if (const std::uint64_t count = stream.messages_by_type()[type]; count > 0)
            summary.messages_by_type[type_name(type)] += count;
    summary.messages += stream.messages();
    summary.live_orders += stream.books().live_orders();
    summary.live_orders_peak += stream.books().live_orders_peak();
}

void add_stream(Summary& summary, const pipeline::MdpStream& stream)
{
    for (std::size_t id = 0; id < stream.messages_by_template().size(); ++id)
        if (const std::uint64_t count = stream.messages_by_template()[id]; count > 0)
            summary.messages_by_type[std::to_string(id)] += count;
    summary.messages += stream.messages();
}

void add_stream(Summary& summary, const pipeline::FixStream& stream)
{
    if (stream.refreshes() > 0) summary.messages_by_type["W"] += stream.refreshes();
    const std::uint64_t increments = stream.messages() - stream.refreshes();
    if (increments > 0) summary.messages_by_type["X"] += increments;
    summary.messages += stream.messages();
}

boost::json::object object_of(const std::map<std::string, std::uint64_t>& counts)
{
    boost::json::object object;
    for (const auto& [name, count] : counts) object[name] = count;
    return object;
}

boost::json::value time_of(Timestamp time)
{
    return time.is_none() ? boost::json::value(nullptr) : boost::json::value(rfc3339(time));
}

std::string ending(transport::ReadStatus status)
{
    switch (status) {
        case transport::ReadStatus::truncated: return "truncated";
        case transport::ReadStatus::malformed: return "malformed";
        default: return "complete";
    }
}

}  // namespace

Summary summarise(const pipeline::Player& player, const Counters& counters,
                  const pipeline::Instruments& instruments, Date trading_date, std::uint64_t alerts,
                  std::int64_t elapsed_ns)
{
    Summary summary;
    summary.files = player.files();
    summary.trading_date = trading_date;
    for (const pipeline::BookSource* stream : player.streams()) {
        add_books(summary, *stream);
        if (const pipeline::ItchStream* const itch = stream->itch()) add_stream(summary, *itch);
        if (const pipeline::MdpStream* const mdp = stream->mdp()) add_stream(summary, *mdp);
        if (const pipeline::FixStream* const fix = stream->fix()) add_stream(summary, *fix);
    }
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        if (counters[counter] > 0)
            summary.counters[std::string(text_of(counter).name)] = counters[counter];
    }
    summary.packets = counters[Counter::capture_packets];
    summary.duplicates = counters[Counter::messages_duplicate];
    summary.losses = counters[Counter::losses];
    summary.lost = counters[Counter::messages_lost];
    summary.instruments = instruments.size();
    summary.alerts = alerts;
    summary.peak_memory_bytes = peak_resident_bytes();
    summary.elapsed_ns = static_cast<std::uint64_t>(elapsed_ns);
    summary.lateness_ns_p99 = player.pacer().lateness_ns_p99();
    summary.lateness_ns_worst = player.pacer().lateness_ns_worst();
    summary.first_captured = player.first_captured();
    summary.last_captured = player.last_captured();
    return summary;
}

std::string summary_text(const Summary& s)
{
    std::string text = fmt::format(
        "{} alerts, trading date {}\n"
        "{} packets, {} messages: {} duplicate, {} lost in {} losses\n",
        s.alerts, to_text(s.trading_date), s.packets, s.messages, s.duplicates, s.lost, s.losses);
    for (const auto& [type, count] : s.messages_by_type)
        text += fmt::format("  {}  {:>12}\n", type, count);
    text += fmt::format("{} instruments, {} live orders (at most {}); books:", s.instruments,
                        s.live_orders, s.live_orders_peak);
    for (const auto& [state, count] : s.books_by_state) text += fmt::format(" {} {}", count, state);
    text += "\ncounters\n";
    for (const auto& [name, count] : s.counters)
        text += fmt::format("  {:<28} {:>14}\n", name, count);
    if (s.lateness_ns_worst > 0)
        text += fmt::format("pacing: late by {} ns at the 99th percentile, {} ns at worst\n",
                            s.lateness_ns_p99, s.lateness_ns_worst);
    text += fmt::format("{:.1f} ns a message, {} MiB of memory at most\n", s.ns_per_message(),
                        s.peak_memory_bytes >> 20);
    return text;
}

void write_summary_json(const Summary& s, const std::string& path)
{
    boost::json::array files;
    for (const pipeline::FileReport& file : s.files)
        files.push_back({{"name", file.name},
                         {"format", file.format},
                         {"records", file.records},
                         {"ended", ending(file.end.status)},
                         {"reason", file.end.reason}});
    const boost::json::object object{{"version", version_text()},
                                     {"captures", std::move(files)},
                                     {"trading_date", to_text(s.trading_date)},
                                     {"first_capture_time", time_of(s.first_captured)},
                                     {"last_capture_time", time_of(s.last_captured)},
                                     {"packets", s.packets},
                                     {"messages", s.messages},
                                     {"messages_by_type", object_of(s.messages_by_type)},
                                     {"duplicates", s.duplicates},
                                     {"losses", s.losses},
                                     {"messages_lost", s.lost},
                                     {"instruments", s.instruments},
                                     {"books_by_state", object_of(s.books_by_state)},
                                     {"live_orders", s.live_orders},
                                     {"live_orders_peak", s.live_orders_peak},
                                     {"alerts", s.alerts},
                                     {"counters", object_of(s.counters)},
                                     {"peak_memory_bytes", s.peak_memory_bytes},
                                     {"elapsed_ns", s.elapsed_ns},
                                     {"ns_per_message", s.ns_per_message()},
                                     {"lateness_ns_p99", s.lateness_ns_p99},
                                     {"lateness_ns_worst", s.lateness_ns_worst}};
    std::ofstream out(path);
    out << boost::json::serialize(object) << '\n';
    out.close();
    if (!out) throw OperatorError(ExitCode::io, fmt::format("{}: cannot be written", path));
}

}  // namespace gapwire::app
