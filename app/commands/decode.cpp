// `gapwire decode`: what each packet holds, before arbitration, one line a message.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <set>
#include <sstream>
#include <unordered_map>

#include "app/capture_command.hpp"
#include "app/commands.hpp"
#include "app/decode_fix.hpp"
#include "app/decode_lines.hpp"
#include "app/decode_mdp.hpp"
#include "app/json_text.hpp"
#include "app/pipeline/mold_router.hpp"
#include "app/pipeline/soup_connections.hpp"
#include "core/error.hpp"
#include "feed/itch50/fields.hpp"

namespace gapwire::app {
namespace {

struct DecodeCommand {
    CaptureOptions capture;
    bool json = false;
    std::vector<std::string> types;
    std::vector<std::string> symbols;
};

/// Where a message stood.
struct Position {
    std::uint64_t packet = 0;
    std::string_view line;  // empty: a BinaryFILE
    std::uint64_t sequence = 0;
};

/// Writes messages as text or JSON, those that pass the filters.
class Decoder {
 public:
    explicit Decoder(const DecodeCommand& options)
        : json_(options.json),
          mdp_({template_ids(options.types), {options.symbols.begin(), options.symbols.end()}},
               options.json),
          is_for_mdp_(options.types.empty() || !template_ids(options.types).empty()),
          fix_(fix_filter(options), options.json)
    {
        for (const std::string& types : options.types)
            for (const char type : types)
                if (type != ',') types_.insert(type);
        symbols_.insert(options.symbols.begin(), options.symbols.end());
    }

    void message(const Position& position, std::uint64_t session, Bytes message)
    {
        if (message.empty()) return;
        const char type = static_cast<char>(message[0]);
        if (!types_.empty() && types_.count(type) == 0) return;
        if (!symbols_.empty() && !names_symbol(session, message)) return;
        begin(position, type);
        const std::uint16_t length = itch50::length_of(type);
        if (length == 0 || message.size() < length) {
            field("error",
                  length == 0 ? "unknown type"
                              : fmt::format("{} bytes, wants {}", message.size(), length),
                  false);
            field("bytes", hex(message), false);
        } else {
            for (const itch50::Field& f : itch50::fields_of(type))
                field(f.name, itch50::value_text(f, message), itch50::is_number(f.kind));
        }
        end();
    }

    /// Whether it is one of MDP 3.0.
    template <class Packet>
    bool mdp_packet(const Packet& packet)
    {
        std::string unwanted;
        std::string& out = is_for_mdp_ ? out_ : unwanted;
        if constexpr (std::is_same_v<Packet, transport::Datagram>)
            return mdp_.on_datagram(packet, out);
        else
            return mdp_.on_segment(packet, out);
    }

    void fix_message(std::uint64_t number, const fix::Message& message)
    {
        fix_.message(number, {}, message, out_);
    }
    bool fix_segment(const transport::Segment& segment) { return fix_.on_segment(segment, out_); }

    /// The last message of a GLIMPSE snapshot, which no instrument has.
    void end_of_snapshot(const Position& position, Bytes message)
    {
        constexpr char type = glimpse::EndOfSnapshot::type;
        if (!symbols_.empty() || (!types_.empty() && types_.count(type) == 0)) return;
        begin(position, type);
        std::uint64_t first = 0;
        const auto status =
            glimpse::parse_end_of_snapshot(message, glimpse::NumberMeans::next, first);
        if (status == glimpse::EndStatus::ok) {
            field("sequence_number", std::to_string(first), true);
        } else {
            field("error", "no end of a snapshot", false);
            field("bytes", hex(message), false);
        }
        end();
    }

    void flush_when_full()
    {
        if (out_.size() > flush_above) flush();
    }
    void flush()
    {
        if (std::fwrite(out_.data(), 1, out_.size(), stdout) != out_.size())
            throw OperatorError(ExitCode::io, "cannot write to standard output");
        out_.clear();
    }

 private:
    static constexpr std::size_t flush_above = 1u << 16;

    static FixFilter fix_filter(const DecodeCommand& options)
    {
        FixFilter filter{{}, {options.symbols.begin(), options.symbols.end()}};
        for (const std::string& types : options.types) {
            std::stringstream list(types);
            for (std::string type; std::getline(list, type, ',');) filter.types.insert(type);
        }
        return filter;
    }

    void begin(const Position& position, char type)
    {
        const std::string shown = type > ' ' && type <= '~'
                                      ? std::string(1, type)
                                      : fmt::format("\\x{:02x}", static_cast<unsigned char>(type));
        if (!json_) {
            out_ +=
                fmt::format("{} {} {} {}", position.packet,
                            position.line.empty() ? "-" : position.line, position.sequence, shown);
            return;
        }
        out_ += fmt::format(R"({{"packet":{},"line":{},"sequence":{},"type":{})", position.packet,
                            position.line.empty() ? "null" : json_quoted(position.line),
                            position.sequence, json_quoted(shown));
    }

    void end()
    {
        if (json_) out_ += '}';
        out_ += '\n';
    }

    void field(std::string_view name, const std::string& value, bool number)
    {
        if (json_)
            out_ += fmt::format(",\"{}\":{}", name, number ? value : json_quoted(value));
        else
            out_ += fmt::format(" {}={}", name, printable(value));
    }

    /// Whether the message is about a wanted symbol: it says so, or an earlier one of the same
    /// session gave its locate that name.
    bool names_symbol(std::uint64_t session, Bytes message)
    {
        if (message.size() < sizeof(itch50::Header)) return false;
        const std::uint64_t key =
            session << 16 | view_as<itch50::Header>(message.data()).stock_locate.value();
        const std::string stock(itch50::stock_of(message));
        if (!stock.empty()) names_[key] = stock;
        const auto name = names_.find(key);
        return name != names_.end() && symbols_.count(name->second) > 0;
    }

    static std::string hex(Bytes message)
    {
        std::string text;
        for (const std::uint8_t byte : message) text += fmt::format("{:02x}", byte);
        return text;
    }

    bool json_;
    std::set<char> types_;
    std::set<std::string> symbols_;
    std::unordered_map<std::uint64_t, std::string> names_;
    MdpDecoder mdp_;
    bool is_for_mdp_;  // no types were given, or some of its templates
    FixDecoder fix_;
    std::string out_;
};

/// Messages of SoupBinTCP connections. Only collects text, since what calls it may not throw.
class SoupDecoder {
 public:
    SoupDecoder(Counters& counters, Decoder& decoder)
        : decoder_(decoder),
          connections_({}, counters),
          places_(transport::TcpLimits{}.connections_max)
    {}

    bool on_segment(const transport::Segment& segment)
    {
        return connections_.on_segment(segment, *this);
    }
    void finish() { connections_.finish(*this); }

    // What SoupConnections delivers.
    void on_connection(const pipeline::SoupConnection& connection) noexcept
    {
        places_[connection.slot] = {};
    }
    void on_accepted(const pipeline::SoupConnection& connection,
                     const soupbintcp::Accepted& accepted) noexcept
    {
        enter(connection, accepted.session);
    }
    void on_sequenced(const pipeline::SoupConnection& connection, std::uint64_t first,
                      std::span<const Bytes> messages, const transport::Segment& cause) noexcept
    {
        const Place& place = places_[connection.slot];
        if (place.line.empty()) enter(connection, {});
        for (const Bytes message : messages) {
            const Position position{cause.packet, place.line, first};
            if (glimpse::is_end_of_snapshot(message))
                decoder_.end_of_snapshot(position, message);
            else
                decoder_.message(position, place.session, message);
            if (first != 0) ++first;
        }
    }
    void on_place_lost(const pipeline::SoupConnection&) noexcept {}
    void on_end(const pipeline::SoupConnection&) noexcept {}
    void on_closed(const pipeline::SoupConnection&) noexcept {}

 private:
    static constexpr std::uint64_t first_session = 1u << 19;  // behind those of MoldUDP64

    struct Place {
        std::uint64_t session = 0;
        std::string line;
    };
    struct Session {
        transport::Endpoint server;
        soupbintcp::SessionId id;
        std::size_t connections;
    };

    /// The next letter of its session; a connection whose login was not seen has one of its own.
    void enter(const pipeline::SoupConnection& connection, const soupbintcp::SessionId& id)
    {
        std::size_t at = 0;
        while (at < sessions_.size() && (id.view().empty() || !(sessions_[at].id == id) ||
                                         sessions_[at].server != connection.server))
            ++at;
        if (at == sessions_.size()) sessions_.push_back({connection.server, id, 0});
        const std::size_t line = sessions_[at].connections++;
        places_[connection.slot] = {first_session + at, pipeline::Line::letter(line)};
    }

    Decoder& decoder_;
    pipeline::SoupConnections connections_;
    std::vector<Place> places_;  // by slot
    std::vector<Session> sessions_;
};

bool decode_datagram(const transport::Datagram& datagram, LineNames& names, Counters& counters,
                     Decoder& decoder)
{
    moldudp64::Packet packet;
    const moldudp64::PacketStatus status = moldudp64::parse_packet(datagram.payload, packet);
    if (status != moldudp64::PacketStatus::ok && status != moldudp64::PacketStatus::sequence_zero) {
        if (decoder.mdp_packet(datagram)) return true;
        counters.add(Counter::datagrams_unrecognised);
        return false;
    }
    const LineNames::Name name = names.name(packet.session, datagram);
    Bytes blocks = packet.blocks;
    for (std::uint64_t i = 0; i < packet.count; ++i)
        decoder.message({datagram.packet, name.line, packet.sequence + i}, name.session,
                        moldudp64::take_block(blocks));
    return true;
}

std::uint64_t decode_packets(transport::DatagramSource& source, Counters& counters,
                             Decoder& decoder)
{
    LineNames names;
    SoupDecoder soup(counters, decoder);
    transport::Datagram datagram;
    transport::Segment segment;
    std::uint64_t used = 0;
    for (;;) {
        const transport::Given given = source.next(datagram, segment);
        if (given == transport::Given::end) break;
        used += given == transport::Given::datagram
                    ? decode_datagram(datagram, names, counters, decoder)
                    : decoder.mdp_packet(segment) || soup.on_segment(segment) ||
                          decoder.fix_segment(segment);
        decoder.flush_when_full();
    }
    soup.finish();
    return used;
}

std::uint64_t decode_binary(transport::BinaryFile& file, std::uint64_t session, Decoder& decoder)
{
    std::array<Bytes, 64> messages;
    std::uint64_t number = 0;
    while (const std::size_t size = file.next_batch(messages)) {
        for (std::size_t i = 0; i < size; ++i) {
            ++number;
            decoder.message({number, {}, number}, session, messages[i]);
        }
        decoder.flush_when_full();
    }
    return number;
}

std::uint64_t decode_fix(fix::LogReader& log, Decoder& decoder)
{
    for (fix::LoggedMessage logged; log.next(logged);) {
        decoder.fix_message(log.messages(), logged.message);
        decoder.flush_when_full();
    }
    return log.messages();
}

int decode(const DecodeCommand& options)
{
    Counters counters;
    Decoder decoder(options);
    std::vector<transport::CaptureReader> packets;
    std::vector<pipeline::FileReport> files;
    std::uint64_t used = 0;
    constexpr std::uint64_t first_binary_session = 1u << 20;
    for (const std::string& path : options.capture.captures) {
        transport::Capture capture = transport::open_capture(path, counters);
        if (auto* reader = std::get_if<transport::CaptureReader>(&capture)) {
            packets.push_back(std::move(*reader));
            continue;
        }
        if (auto* log = std::get_if<fix::LogReader>(&capture)) {
            used += decode_fix(*log, decoder);
            files.push_back({log->name(), "fix_log", log->messages(), {}, log->ended()});
            continue;
        }
        auto& file = std::get<transport::BinaryFile>(capture);
        const std::uint64_t records =
            decode_binary(file, first_binary_session + files.size(), decoder);
        used += records;
        files.push_back({file.name(), "binary_file", records, {}, file.ended()});
    }
    if (!packets.empty()) {
        transport::DatagramSource source(std::move(packets), counters);
        used += decode_packets(source, counters, decoder);
        for (const transport::CaptureReport& report : source.reports())
            files.push_back({report.name, std::string(report.format), report.packets,
                             report.link_types, report.end});
    }
    decoder.flush();
    return finish(files, used, counters, options.capture);
}

}  // namespace

void add_decode(CLI::App& program, Run& run)
{
    auto options = std::make_shared<DecodeCommand>();
    CLI::App* const command = program.add_subcommand(
        "decode", "Show every message of captures, before arbitration, one line each");
    add_capture_options(*command, options->capture);
    command->add_flag("--json", options->json, "One JSON object a line");
    command
        ->add_option("--type", options->types,
                     "Only these message types, such as A,F,U or 46,48; may be repeated")
        ->allow_extra_args(false);
    command
        ->add_option("--symbol", options->symbols,
                     "Only this symbol, or #N: this security id; may be repeated")
        ->allow_extra_args(false);
    command->callback([options, &run] { run = [options] { return decode(*options); }; });
}

}  // namespace gapwire::app
