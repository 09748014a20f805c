// Layout of a pcap file: one header of 24 bytes, then records of 16 bytes and data, no padding.
#include "feed/transport/pcap.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"

namespace gapwire::transport {
namespace {

constexpr std::uint32_t magic_us = 0xa1b2c3d4;
constexpr std::uint32_t magic_ns = 0xa1b23c4d;
constexpr std::size_t file_header_size = 24;
constexpr std::size_t record_header_size = 16;
constexpr std::uint32_t captured_length_max = 262'144;
constexpr std::uint32_t us_per_second = 1'000'000;
constexpr std::uint32_t ns_per_second = 1'000'000'000;

}  // namespace

bool is_pcap(Bytes front) noexcept
{
    if (front.size() < 4) return false;
    const auto magic = load<std::uint32_t>(front.data());
    const std::uint32_t other = byte_swapped(magic);
    return magic == magic_us || magic == magic_ns || other == magic_us || other == magic_ns;
}

PcapReader::PcapReader(Input input, Counters& counters)
    : input_(std::move(input)), counters_(&counters)
{
    const Bytes header = input_.ahead(file_header_size);
    if (header.size() < file_header_size) {
        stop(end_of_input(input_, "pcap file header"));
        return;
    }
    const auto magic = load<std::uint32_t>(header.data());
    order_.swapped = magic != magic_us && magic != magic_ns;
    fractions_per_second_ = order_.u32(header.data()) == magic_us ? us_per_second : ns_per_second;
    const std::uint16_t major = order_.u16(header.data() + 4);
    const std::uint16_t minor = order_.u16(header.data() + 6);
    if (major != 2 || minor != 4) {
        throw OperatorError(
            ExitCode::bad_input,
            fmt::format("{}: pcap version {}.{}, only 2.4 is read", input_.name(), major, minor));
    }
    snap_length_ = order_.u32(header.data() + 16);
    link_type_ = order_.u32(header.data() + 20) & 0xffff;  // above: whether and how long an FCS is
    input_.skip(file_header_size);
}

ReadStatus PcapReader::next(Packet& packet)
{
    if (ended_.status != ReadStatus::packet) return ended_.status;

    const Bytes header = input_.ahead(record_header_size);
    if (header.size() < record_header_size) return stop(end_of_input(input_, "packet record"));
    const std::uint32_t captured = order_.u32(header.data() + 8);
    const std::uint32_t original = order_.u32(header.data() + 12);
    const Timestamp time = time_of(order_.u32(header.data()), order_.u32(header.data() + 4));
    if (captured > captured_length_max) {
        return stop(malformed_at(input_, fmt::format("a packet of {} bytes, more than {}", captured,
                                                     captured_length_max)));
    }
    const std::size_t record_size = record_header_size + captured;
    const Bytes record = input_.ahead(record_size);
    if (record.size() < record_size) return stop(end_of_input(input_, "packet record"));

    if (captured > original || (snap_length_ != 0 && captured > snap_length_))
        counters_->add(Counter::capture_length_oddities);
    packet.number = ++number_;
    packet.captured = time;
    packet.link_type = link_type_;
    packet.original_length = original;
    packet.data = record.subspan(record_header_size, std::min(captured, original));
    input_.skip(record_size);
    return ReadStatus::packet;
}

Timestamp PcapReader::time_of(std::uint32_t seconds, std::uint32_t fraction) noexcept
{
    if (fraction >= fractions_per_second_) counters_->add(Counter::capture_fraction_overflow);
    const std::int64_t ns_per_fraction = ns_per_second / fractions_per_second_;
    return {std::int64_t{seconds} * ns_per_second + std::int64_t{fraction} * ns_per_fraction};
}

ReadStatus PcapReader::stop(ReadEnd end)
{
    ended_ = std::move(end);
    return ended_.status;
}

}  // namespace gapwire::transport
