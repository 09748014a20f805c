// pcapng blocks (draft-ietf-opsawg-pcapng), written little-endian on every host.
#include "sim/pcapng_writer.hpp"

#include <concepts>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint32_t section_header_type = 0x0A0D0D0A;
constexpr std::uint32_t interface_type = 1;
constexpr std::uint32_t enhanced_packet_type = 6;
constexpr std::uint32_t byte_order_magic = 0x1A2B3C4D;
constexpr std::uint64_t section_length_unknown = UINT64_MAX;
constexpr std::uint16_t link_type_ethernet = 1;
constexpr std::uint16_t option_end = 0;
constexpr std::uint16_t option_comment = 1;
constexpr std::uint16_t option_name = 2;
constexpr std::uint16_t option_time_resolution = 9;

template <std::unsigned_integral T>
void append_little(ByteVector& out, T value)
{
    for (std::size_t i = 0; i < sizeof value; ++i)
        out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

void pad_to_four(ByteVector& out, std::size_t value_bytes)
{
    out.insert(out.end(), (4 - value_bytes % 4) % 4, 0);
}

void append_option(ByteVector& out, std::uint16_t code, Bytes value)
{
    GAPWIRE_ASSERT(value.size() <= UINT16_MAX);
    append_little(out, code);
    append_little(out, static_cast<std::uint16_t>(value.size()));
    append(out, value);
    pad_to_four(out, value.size());
}

void append_option(ByteVector& out, std::uint16_t code, std::string_view text)
{
    append_option(out, code,
                  Bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

void append_options_end(ByteVector& out)
{
    append_option(out, option_end, Bytes{});
}

/// Opens a block and returns where it starts; its length is filled in by `close_block`.
std::size_t open_block(ByteVector& out, std::uint32_t type)
{
    const std::size_t start = out.size();
    append_little(out, type);
    append_little(out, std::uint32_t{0});
    return start;
}

void close_block(ByteVector& out, std::size_t start)
{
    const auto length = static_cast<std::uint32_t>(out.size() - start + 4);
    append_little(out, length);
    for (std::size_t i = 0; i < 4; ++i)
        out[start + 4 + i] = static_cast<std::uint8_t>(length >> 8 * i);
}

}  // namespace

void append_section_header(ByteVector& out, std::string_view comment)
{
    const std::size_t start = open_block(out, section_header_type);
    append_little(out, byte_order_magic);
    append_little(out, std::uint16_t{1});
    append_little(out, std::uint16_t{0});
    append_little(out, section_length_unknown);
    append_option(out, option_comment, comment);
    append_options_end(out);
    close_block(out, start);
}

void append_interface(ByteVector& out, std::string_view name)
{
    const std::uint8_t nanoseconds = 9;
    const std::size_t start = open_block(out, interface_type);
    append_little(out, link_type_ethernet);
    append_little(out, std::uint16_t{0});
    append_little(out, std::uint32_t{0});
    append_option(out, option_name, name);
    append_option(out, option_time_resolution, Bytes(&nanoseconds, 1));
    append_options_end(out);
    close_block(out, start);
}

void append_packet(ByteVector& out, std::uint32_t interface, Timestamp captured, Bytes frame)
{
    GAPWIRE_ASSERT(captured.ns >= 0);
    const auto time = static_cast<std::uint64_t>(captured.ns);
    const std::size_t start = open_block(out, enhanced_packet_type);
    append_little(out, interface);
    append_little(out, static_cast<std::uint32_t>(time >> 32));
    append_little(out, static_cast<std::uint32_t>(time));
    append_little(out, static_cast<std::uint32_t>(frame.size()));
    append_little(out, static_cast<std::uint32_t>(frame.size()));
    append(out, frame);
    pad_to_four(out, frame.size());
    close_block(out, start);
}

}  // namespace gapwire::sim
