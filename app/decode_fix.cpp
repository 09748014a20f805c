// FIX messages as text or JSON, one line each.
#include "app/decode_fix.hpp"

#include <fmt/format.h>

#include "app/json_text.hpp"
#include "app/pipeline/mold_router.hpp"
#include "feed/fix/fields.hpp"

namespace gapwire::app {
namespace {

/// Of one field, the first with that tag.
std::string_view value_of(const fix::Message& message, std::string_view wanted)
{
    std::string_view found;
    fix::for_each_field(message, [&](std::string_view tag, std::string_view value) {
        if (tag == wanted && found.empty()) found = value;
    });
    return found;
}

bool is_digits(std::string_view text)
{
    return !text.empty() && text.size() < 20 &&
           text.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

FixDecoder::FixDecoder(FixFilter filter, bool json)
    : filter_(std::move(filter)),
      json_(json),
      reassembly_({}, unused_),
      connections_(transport::TcpLimits{}.connections_max)
{}

bool FixDecoder::passes(std::string_view type, const fix::Message& message) const
{
    if (!filter_.types.empty() && filter_.types.count(std::string(type)) == 0) return false;
    if (filter_.symbols.empty()) return true;
    bool is_named = false;
    fix::for_each_field(message, [&](std::string_view tag, std::string_view value) {
        const bool names = tag == "55" || tag == "48";
        is_named |= names && filter_.symbols.count(std::string(value)) > 0;
    });
    return is_named;
}

void FixDecoder::message(std::uint64_t number, std::string_view line, const fix::Message& message,
                         std::string& out)
{
    ++told_;
    const std::string_view type = value_of(message, "35");
    if (!passes(type, message)) return;
    const std::string_view written = value_of(message, "34");
    const std::string_view sequence = is_digits(written) ? written : "0";
    const auto to = std::back_inserter(out);
    if (!json_) {
        fmt::format_to(to, "{} {} {} {}", number, line.empty() ? "-" : line, sequence,
                       printable(std::string(type)));
        fix::for_each_field(message, [&](std::string_view tag, std::string_view value) {
            fmt::format_to(to, " {}={}", printable(std::string(tag)),
                           printable(std::string(value)));
        });
        out += '\n';
        return;
    }
    fmt::format_to(to, R"({{"packet":{},"line":{},"sequence":{},"type":{},"fields":[)", number,
                   line.empty() ? "null" : json_quoted(std::string(line)),
                   std::to_string(std::stoull(std::string(sequence))),
                   json_quoted(std::string(type)));
    bool is_first = true;
    fix::for_each_field(message, [&](std::string_view tag, std::string_view value) {
        fmt::format_to(to, "{}[{},{}]", is_first ? "" : ",", json_quoted(std::string(tag)),
                       json_quoted(std::string(value)));
        is_first = false;
    });
    out += "]}\n";
}

bool FixDecoder::on_segment(const transport::Segment& segment, std::string& out)
{
    out_ = &out;
    const std::uint64_t before = told_;
    reassembly_.on_segment(segment, *this);
    return told_ != before;
}

void FixDecoder::on_opened(std::uint32_t slot, const transport::TcpConnection&) noexcept
{
    connections_[slot] = std::make_unique<Connection>();
}

void FixDecoder::on_bytes(std::uint32_t slot, transport::TcpSide side, Bytes bytes,
                          const transport::Segment& cause) noexcept
{
    if (connections_[slot] == nullptr) return;
    struct Frames {
        FixDecoder& self;
        Direction& direction;
        std::uint64_t packet;
        void on_message(const fix::Message& message) noexcept
        {
            if (direction.line.empty()) direction.line = pipeline::Line::letter(self.lines_++);
            self.message(packet, direction.line, message, *self.out_);
        }
        void on_garbled(fix::ScanFault) noexcept {}
    };
    Direction& direction = (*connections_[slot])[static_cast<std::size_t>(side)];
    direction.framer.on_bytes(bytes, Frames{*this, direction, cause.packet});
}

void FixDecoder::on_lost(std::uint32_t slot, transport::TcpSide side, std::uint64_t) noexcept
{
    if (connections_[slot] != nullptr)
        (*connections_[slot])[static_cast<std::size_t>(side)].framer.forget();
}

}  // namespace gapwire::app
