// Messages of MDP 3.0 as text or JSON.
#include "app/decode_mdp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "app/json_text.hpp"
#include "app/pipeline/capture_line.hpp"
#include "feed/mdp3/decoder.hpp"
#include "feed/mdp3/fields.hpp"

namespace gapwire::app {
namespace {

/// Writes what mdp3::walk visits.
class Writer {
 public:
    Writer(std::string& out, bool json) : out_(out), json_(json) {}

    void field(const mdp3::Field& field, Bytes bytes)
    {
        const mdp3::Value value = mdp3::value_of(*field.type, bytes);
        separate();
        if (!json_) {
            out_ += fmt::format("{}={}", field.name, printable(value.text));
            return;
        }
        out_ += fmt::format("\"{}\":", field.name);
        switch (value.kind) {
            case mdp3::ValueKind::none: out_ += "null"; break;
            case mdp3::ValueKind::number: out_ += value.text; break;
            case mdp3::ValueKind::text: out_ += json_quoted(value.text); break;
        }
    }
    void begin_group(const mdp3::Group& group, std::size_t)
    {
        separate();
        out_ += json_ ? fmt::format("\"{}\":[", group.name) : fmt::format("{}=[", group.name);
        is_first_entry_ = is_in_group_ = true;
    }
    void begin_entry(std::size_t)
    {
        if (!is_first_entry_) out_ += json_ ? "}," : "; ";
        if (json_) out_ += '{';
        is_first_entry_ = false;
        is_first_field_ = true;
    }
    void end_group()
    {
        if (json_ && !is_first_entry_) out_ += '}';
        out_ += ']';
        is_in_group_ = is_first_field_ = false;
    }

 private:
    void separate()
    {
        const bool is_first = is_in_group_ && std::exchange(is_first_field_, false);
        if (!is_first) out_ += json_ ? "," : " ";
    }

    std::string& out_;
    bool json_;
    bool is_in_group_ = false;
    bool is_first_entry_ = false;
    bool is_first_field_ = false;
};

/// The id and symbol of a definition.
struct Named {
    std::map<SecurityId, std::string>& symbols;

    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    void on(const ContractDefinition& definition)
    {
        symbols[definition.security] = definition.symbol.view();
    }
    void on(const auto&) noexcept {}
};

std::string hex(Bytes bytes)
{
    std::string text;
    for (const std::uint8_t byte : bytes) text += fmt::format("{:02x}", byte);
    return text;
}

}  // namespace

std::set<std::uint16_t> template_ids(const std::vector<std::string>& types)
{
    std::set<std::uint16_t> ids;
    for (const std::string& list : types) {
        for (std::size_t at = 0; at <= list.size();) {
            const std::size_t end = std::min(list.find(',', at), list.size());
            std::uint16_t id = 0;
            const auto [last, error] = std::from_chars(list.data() + at, list.data() + end, id);
            if (error == std::errc{} && last == list.data() + end) ids.insert(id);
            at = end + 1;
        }
    }
    return ids;
}

/// Whether a message is about what is wanted.
bool MdpDecoder::passes(Bytes message)
{
    Named named{symbols_};
    static_cast<void>(mdp3::decode(message, named));
    const auto& header = view_as<mdp3::MessageHeader>(message.data());
    if (!filter_.templates.empty() && filter_.templates.count(header.template_id) == 0)
        return false;
    if (filter_.symbols.empty()) return true;
    for (const std::string& symbol : filter_.symbols) {
        SecurityId id = 0;
        const char* const end = symbol.data() + symbol.size();
        const bool is_id = symbol.size() > 1 && symbol[0] == '#' &&
                           std::from_chars(symbol.data() + 1, end, id).ptr == end;
        if (is_id && mdp3::names_security(message, id)) return true;
        for (const auto& [security, name] : symbols_)
            if (name == symbol && mdp3::names_security(message, security)) return true;
    }
    return false;
}

bool MdpDecoder::on_datagram(const transport::Datagram& datagram, std::string& out)
{
    mdp3::Packet parsed;
    if (mdp3::parse_packet(datagram.payload, parsed) != mdp3::PacketStatus::ok) return false;
    packet(datagram.packet, letter({datagram.capture, datagram.destination, datagram.vlans}),
           parsed, out);
    return true;
}

bool MdpDecoder::on_segment(const transport::Segment& segment, std::string& out)
{
    mdp3::Packet parsed;
    if (mdp3::parse_tcp_packet(segment.payload, parsed) != mdp3::PacketStatus::ok) return false;
    packet(segment.packet, letter({segment.capture, segment.destination, segment.vlans}), parsed,
           out);
    return true;
}

std::string MdpDecoder::letter(const Line& line)
{
    const auto found = std::find(lines_.begin(), lines_.end(), line);
    const auto at = static_cast<std::size_t>(found - lines_.begin());
    if (found == lines_.end()) lines_.push_back(line);
    return pipeline::Line::letter(at);
}

void MdpDecoder::packet(std::uint64_t number, std::string_view line, const mdp3::Packet& packet,
                        std::string& out)
{
    Bytes messages = packet.messages;
    while (!messages.empty()) {
        const Bytes message = mdp3::take_message(messages);
        const auto& header = view_as<mdp3::MessageHeader>(message.data());
        const std::uint16_t id = header.template_id;
        const bool is_ours = header.schema_id == mdp3::schema_id;
        const mdp3::Template* const shape = is_ours ? mdp3::find_template(id) : nullptr;
        if (is_ours && !passes(message)) continue;
        if (!is_ours && !(filter_.templates.empty() && filter_.symbols.empty())) continue;
        const std::string_view name = shape == nullptr ? "" : shape->name;
        out += json_ ? fmt::format(R"({{"packet":{},"line":{},"sequence":{},"sending_time_ns":{},)"
                                   R"("type":"{}","name":{},"schema":{},"version":{})",
                                   number, json_quoted(line), packet.sequence,
                                   packet.sending_time_ns, id, json_quoted(name),
                                   header.schema_id.value(), header.version.value())
                     : fmt::format("{} {} {} {} {}", number, line, packet.sequence, id, name);
        if (shape != nullptr) {
            Writer writer(out, json_);
            mdp3::walk(*shape, message, writer);
        } else {
            const char* const error = is_ours ? "unknown template" : "another schema";
            out += json_ ? fmt::format(R"(,"error":"{}","bytes":"{}")", error, hex(message))
                         : fmt::format(" error={} bytes={}", error, hex(message));
        }
        out += json_ ? "}\n" : "\n";
    }
}

}  // namespace gapwire::app
