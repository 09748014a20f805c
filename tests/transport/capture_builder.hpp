// Builds capture files byte by byte, and lists what a reader makes of them.
#pragma once

#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <ostream>
#include <string>
#include <vector>

#include "feed/transport/open_capture.hpp"

namespace gapwire::test {

using Buffer = std::vector<std::uint8_t>;

enum class Order : std::uint8_t { little, big };

/// Appends fields in one byte order.
class Writer {
 public:
    explicit Writer(Order order) : order_(order) {}

    Writer& u16(std::uint64_t value) { return field(value, 2); }
    Writer& u32(std::uint64_t value) { return field(value, 4); }
    Writer& u64(std::uint64_t value) { return field(value, 8); }
    Writer& bytes(const Buffer& more)
    {
        out_.insert(out_.end(), more.begin(), more.end());
        return *this;
    }
    Writer& padded(const Buffer& more)
    {
        bytes(more);
        while (out_.size() % 4 != 0) out_.push_back(0);
        return *this;
    }
    const Buffer& done() const { return out_; }

 private:
    Writer& field(std::uint64_t value, int size)
    {
        for (int i = 0; i < size; ++i) {
            const int shift = 8 * (order_ == Order::little ? i : size - 1 - i);
            out_.push_back(static_cast<std::uint8_t>(value >> shift));
        }
        return *this;
    }

    Order order_;
    Buffer out_;
};

inline Buffer joined(std::initializer_list<Buffer> parts)
{
    Buffer all;
    for (const Buffer& part : parts) all.insert(all.end(), part.begin(), part.end());
    return all;
}

/// `size` bytes that count up from `first`.
inline Buffer counting(std::size_t size, std::uint8_t first = 0)
{
    Buffer bytes(size);
    for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<std::uint8_t>(first + i);
    return bytes;
}

// Classic pcap.

inline constexpr std::uint32_t magic_us = 0xa1b2c3d4;
inline constexpr std::uint32_t magic_ns = 0xa1b23c4d;

inline Buffer pcap_header(Order order = Order::little, std::uint32_t magic = magic_us,
                          std::uint32_t link = 1, std::uint32_t snap = 65535,
                          std::uint16_t minor = 4)
{
    return Writer(order).u32(magic).u16(2).u16(minor).u32(0).u32(0).u32(snap).u32(link).done();
}

inline Buffer pcap_record(std::uint32_t seconds, std::uint32_t fraction, const Buffer& data,
                          std::uint32_t original, Order order = Order::little)
{
    return Writer(order)
        .u32(seconds)
        .u32(fraction)
        .u32(data.size())
        .u32(original)
        .bytes(data)
        .done();
}

inline Buffer pcap_record(std::uint32_t seconds, std::uint32_t fraction, const Buffer& data)
{
    return pcap_record(seconds, fraction, data, static_cast<std::uint32_t>(data.size()));
}

// pcapng.

inline Buffer block(Order order, std::uint32_t type, const Buffer& body)
{
    const Buffer inside = Writer(order).padded(body).done();
    const std::size_t length = inside.size() + 12;
    return Writer(order).u32(type).u32(length).bytes(inside).u32(length).done();
}

inline Buffer option(Order order, std::uint16_t code, const Buffer& value)
{
    return Writer(order).u16(code).u16(value.size()).padded(value).done();
}

inline Buffer section(Order order = Order::little, std::uint16_t minor = 0, std::uint16_t major = 1)
{
    const auto unknown_length = ~std::uint64_t{0};
    return block(order, 0x0a0d0d0a,
                 Writer(order).u32(0x1a2b3c4d).u16(major).u16(minor).u64(unknown_length).done());
}

inline Buffer interface_block(Order order = Order::little, std::uint16_t link = 1,
                              std::uint32_t snap = 0, const Buffer& options = {})
{
    return block(order, 1, Writer(order).u16(link).u16(0).u32(snap).bytes(options).done());
}

inline Buffer packet_block(Order order, std::uint32_t interface, std::uint64_t ticks,
                           const Buffer& data, std::uint32_t original, const Buffer& options = {})
{
    return block(order, 6,
                 Writer(order)
                     .u32(interface)
                     .u32(ticks >> 32)
                     .u32(ticks & 0xffffffff)
                     .u32(data.size())
                     .u32(original)
                     .padded(data)
                     .bytes(options)
                     .done());
}

inline Buffer packet_block(std::uint32_t interface, std::uint64_t ticks, const Buffer& data,
                           const Buffer& options = {})
{
    return packet_block(Order::little, interface, ticks, data,
                        static_cast<std::uint32_t>(data.size()), options);
}

// What came out.

struct Read {
    std::uint64_t number;
    std::int64_t ns;
    std::uint32_t link_type;
    std::uint32_t original_length;
    Buffer data;

    friend bool operator==(const Read&, const Read&) = default;
    friend std::ostream& operator<<(std::ostream& out, const Read& read)
    {
        return out << read.number << " @" << read.ns << " link " << read.link_type << " "
                   << read.data.size() << "/" << read.original_length;
    }
};

struct Listing {
    std::vector<Read> packets;
    transport::ReadEnd end;
};

inline Listing list(transport::CaptureReader& reader)
{
    Listing listing;
    transport::Packet packet;
    while (reader.next(packet) == transport::ReadStatus::packet) {
        listing.packets.push_back({packet.number, packet.captured.ns, packet.link_type,
                                   packet.original_length,
                                   Buffer(packet.data.begin(), packet.data.end())});
    }
    listing.end = reader.ended();
    return listing;
}

inline Listing list(transport::Input input, Counters& counters)
{
    auto capture = transport::open_capture(std::move(input), counters);
    return list(std::get<transport::CaptureReader>(capture));
}

inline Listing list(const Buffer& file, Counters& counters)
{
    return list(transport::Input::of_bytes(file, "memory"), counters);
}

inline Listing list(const Buffer& file)
{
    Counters counters;
    return list(file, counters);
}

/// A file that is gone with its object.
class TemporaryFile {
 public:
    explicit TemporaryFile(const Buffer& bytes)
    {
        const std::string pattern = std::filesystem::temp_directory_path() / "gapwire-XXXXXX";
        path_.assign(pattern);
        ::close(::mkstemp(path_.data()));
        std::ofstream(path_, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
    }
    ~TemporaryFile() { std::filesystem::remove(path_); }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::string& path() const { return path_; }

 private:
    std::string path_;
};

}  // namespace gapwire::test
