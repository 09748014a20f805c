// Layout of a pcapng file: blocks of type, length, body, length again; options inside the bodies.
#include "feed/transport/pcapng.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gapwire::transport {
namespace {

constexpr std::uint32_t section_header = 0x0a0d0d0a;  // the same in both byte orders
constexpr std::uint32_t interface_description = 1;
constexpr std::uint32_t obsolete_packet_block = 2;
constexpr std::uint32_t simple_packet_block = 3;
constexpr std::uint32_t interface_statistics = 5;
constexpr std::uint32_t enhanced_packet_block = 6;

constexpr std::uint32_t byte_order_magic = 0x1a2b3c4d;
constexpr std::size_t byte_order_magic_at = 8;
constexpr std::size_t block_header_size = 8;
constexpr std::size_t trailer_size = 4;
constexpr std::size_t packet_data_at = 28;  // enhanced and obsolete packets alike
constexpr std::uint16_t drops_unknown = 0xffff;

enum InterfaceOption : std::uint16_t { if_tsresol = 9, if_tsoffset = 14 };
enum PacketOption : std::uint16_t { epb_dropcount = 4 };
enum StatisticsOption : std::uint16_t { isb_ifdrop = 5, isb_osdrop = 7 };

constexpr std::size_t padded(std::size_t size) noexcept
{
    return (size + 3) & ~std::size_t{3};
}

/// The least length of a block whose body we read; others may be empty.
constexpr std::size_t block_length_min(std::uint32_t type) noexcept
{
    switch (type) {
        case section_header: return 28;
        case interface_description: return 20;
        case enhanced_packet_block:
        case obsolete_packet_block: return packet_data_at + trailer_size;
        case simple_packet_block: return 16;
        case interface_statistics: return 24;
        default: return 12;
    }
}

}  // namespace

bool is_pcapng(Bytes front) noexcept
{
    return front.size() >= 4 && load<std::uint32_t>(front.data()) == section_header;
}

ReadStatus PcapngReader::next(Packet& packet)
{
    Bytes block;
    while (read_block(block)) {
        const bool is_packet = apply(block, packet);
        if (ended_.status != ReadStatus::packet) break;
        input_.skip(block.size());
        if (is_packet) return ReadStatus::packet;
    }
    return ended_.status;
}

/// Shows the next whole block without passing it, or ends the file.
bool PcapngReader::read_block(Bytes& block)
{
    if (ended_.status != ReadStatus::packet) return false;
    if (is_pcapng(input_.ahead(block_header_size)) && !learn_byte_order()) return false;
    const Bytes front = input_.ahead(block_header_size);
    if (front.size() < block_header_size) {
        ended_ = end_of_input(input_, "block");
        return false;
    }
    const std::uint32_t type = order_.u32(front.data());
    const std::uint32_t length = order_.u32(front.data() + 4);
    if (length % 4 != 0 || length < block_length_min(type) || length > block_length_max) {
        stop_at(fmt::format("a block of type {:#x} and length {}", type, length));
        return false;
    }
    block = input_.ahead(length);
    if (block.size() < length) {
        ended_ = end_of_input(input_, "block");
        return false;
    }
    block = block.first(length);
    const std::uint32_t trailer = order_.u32(block.data() + length - trailer_size);
    if (trailer != length) {
        stop_at(fmt::format("a block that says length {} in front and {} behind", length, trailer));
        return false;
    }
    return true;
}

/// A new section: its byte order must be known before its length can be read.
bool PcapngReader::learn_byte_order()
{
    const Bytes front = input_.ahead(byte_order_magic_at + sizeof byte_order_magic);
    if (front.size() < byte_order_magic_at + sizeof byte_order_magic) {
        ended_ = end_of_input(input_, "block");
        return false;
    }
    const auto magic = load<std::uint32_t>(front.data() + byte_order_magic_at);
    order_.swapped = byte_swapped(magic) == byte_order_magic;
    if (order_.swapped || magic == byte_order_magic) return true;
    stop_at(fmt::format("a section header with byte-order magic {:#010x}", magic));
    return false;
}

void PcapngReader::stop_at(std::string reason)
{
    ended_ = malformed_at(input_, std::move(reason));
}

/// Whether the block held a packet.
bool PcapngReader::apply(Bytes block, Packet& packet)
{
    switch (order_.u32(block.data())) {
        case section_header: begin_section(block); return false;
        case interface_description: add_interface(block); return false;
        case enhanced_packet_block: return enhanced_packet(block, packet);
        case simple_packet_block: return simple_packet(block, packet);
        case obsolete_packet_block: return obsolete_packet(block, packet);
        case interface_statistics: read_statistics(block); return false;
        default: return false;
    }
}

void PcapngReader::begin_section(Bytes block)
{
    const std::uint16_t major = order_.u16(block.data() + 12);
    const std::uint16_t minor = order_.u16(block.data() + 14);
    interfaces_.clear();
    if (major != 1)
        stop_at(fmt::format("a section of pcapng version {}.{}", major, minor));
    else if (minor != 0 && minor != 2 && warning_.empty())
        warning_ = fmt::format("pcapng version 1.{} is read as 1.0", minor);
}

void PcapngReader::add_interface(Bytes block)
{
    if (interfaces_.size() == interfaces_max) {
        stop_at(fmt::format("more than {} interfaces", interfaces_max));
        return;
    }
    std::uint8_t resolution = 6;
    std::int64_t offset = 0;
    const bool good = for_each_option(
        block.subspan(16, block.size() - 16 - trailer_size), [&](std::uint16_t code, Bytes value) {
            if (code == if_tsresol && !value.empty()) resolution = value[0];
            if (code == if_tsoffset && value.size() >= 8)
                offset = static_cast<std::int64_t>(order_.u64(value.data()));
        });
    if (!good) counters_->add(Counter::capture_bad_blocks);  // kept: numbers of others hang on it
    Interface interface;
    interface.link_type = order_.u16(block.data() + 8);
    interface.snap_length = order_.u32(block.data() + 12);
    interface.ticks = TickScale(resolution, offset);
    interfaces_.push_back(interface);
}

bool PcapngReader::enhanced_packet(Bytes block, Packet& packet)
{
    Record record;
    record.interface = order_.u32(block.data() + 8);
    record.ticks =
        std::uint64_t{order_.u32(block.data() + 12)} << 32 | order_.u32(block.data() + 16);
    record.captured = order_.u32(block.data() + 20);
    record.original = order_.u32(block.data() + 24);
    record.data_at = packet_data_at;
    if (!deliver(record, block, packet)) return false;

    const std::size_t options_at = packet_data_at + padded(record.captured);
    if (options_at + trailer_size == block.size()) return true;
    Interface& interface = interfaces_[record.interface];
    const bool good =
        for_each_option(block.subspan(options_at, block.size() - options_at - trailer_size),
                        [&](std::uint16_t code, Bytes value) {
                            if (code == epb_dropcount && value.size() >= 8)
                                interface.drops_by_packet += order_.u64(value.data());
                        });
    if (!good) counters_->add(Counter::capture_bad_blocks);
    count_drops(interface);
    return true;
}

bool PcapngReader::simple_packet(Bytes block, Packet& packet)
{
    Record record;
    record.has_time = false;
    record.original = order_.u32(block.data() + 8);
    record.captured = record.original;
    record.data_at = 12;
    if (!interfaces_.empty() && interfaces_.front().snap_length != 0)
        record.captured = std::min(record.captured, interfaces_.front().snap_length);
    return deliver(record, block, packet);
}

bool PcapngReader::obsolete_packet(Bytes block, Packet& packet)
{
    Record record;
    record.interface = order_.u16(block.data() + 8);
    record.ticks =
        std::uint64_t{order_.u32(block.data() + 12)} << 32 | order_.u32(block.data() + 16);
    record.captured = order_.u32(block.data() + 20);
    record.original = order_.u32(block.data() + 24);
    record.data_at = packet_data_at;
    if (!deliver(record, block, packet)) return false;

    const std::uint16_t drops = order_.u16(block.data() + 10);
    if (drops == drops_unknown) return true;
    interfaces_[record.interface].drops_by_packet += drops;
    count_drops(interfaces_[record.interface]);
    return true;
}

/// Fills `packet`; false where the block is skipped (no such interface) or ends the file.
bool PcapngReader::deliver(const Record& record, Bytes block, Packet& packet)
{
    const std::size_t room = block.size() - trailer_size - record.data_at;
    if (record.captured > room) {
        stop_at(
            fmt::format("a packet of {} bytes in a block with room for {}", record.captured, room));
        return false;
    }
    ++number_;
    if (record.interface >= interfaces_.size()) {
        counters_->add(Counter::capture_bad_blocks);
        return false;
    }
    const Interface& interface = interfaces_[record.interface];
    const bool above_snap = interface.snap_length != 0 && record.captured > interface.snap_length;
    if (record.captured > record.original || above_snap)
        counters_->add(Counter::capture_length_oddities);
    packet.number = number_;
    packet.captured = record.has_time ? interface.ticks.time_of(record.ticks) : Timestamp::none();
    packet.link_type = interface.link_type;
    packet.original_length = record.original;
    packet.data = block.subspan(record.data_at, std::min(record.captured, record.original));
    return true;
}

void PcapngReader::read_statistics(Bytes block)
{
    const std::uint32_t number = order_.u32(block.data() + 8);
    if (number >= interfaces_.size()) {
        counters_->add(Counter::capture_bad_blocks);
        return;
    }
    std::uint64_t drops = 0;
    const bool good = for_each_option(
        block.subspan(20, block.size() - 20 - trailer_size), [&](std::uint16_t code, Bytes value) {
            if ((code == isb_ifdrop || code == isb_osdrop) && value.size() >= 8)
                drops += order_.u64(value.data());
        });
    if (!good) counters_->add(Counter::capture_bad_blocks);
    interfaces_[number].drops_in_total = std::max(interfaces_[number].drops_in_total, drops);
    count_drops(interfaces_[number]);
}

/// Packets and statistics tell of the same drops: what counts is the larger sum.
void PcapngReader::count_drops(Interface& interface) noexcept
{
    const std::uint64_t drops = std::max(interface.drops_by_packet, interface.drops_in_total);
    if (drops <= interface.drops_counted) return;
    counters_->add(Counter::capture_drops_reported, drops - interface.drops_counted);
    interface.drops_counted = drops;
}

/// Calls handler(code, value) for each option; false where a length overruns the block.
template <class Handler>
bool PcapngReader::for_each_option(Bytes options, Handler&& handler) const
{
    while (options.size() >= 4) {
        const std::uint16_t code = order_.u16(options.data());
        const std::uint16_t length = order_.u16(options.data() + 2);
        if (code == 0) return true;
        const std::size_t size = 4 + padded(length);
        if (size > options.size()) return false;
        handler(code, options.subspan(4, length));
        options = options.subspan(size);
    }
    return true;
}

}  // namespace gapwire::transport
