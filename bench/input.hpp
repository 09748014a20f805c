// What the benchmarks run on: a generated day of ITCH, in memory, and captures of it.
#pragma once

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/bytes.hpp"
#include "feed/itch50/batch.hpp"
#include "sim/day.hpp"
#include "sim/frame_builder.hpp"
#include "sim/mold_packetizer.hpp"
#include "sim/pcapng_writer.hpp"

namespace gapwire::bench {

/// A file of this process that goes away with it.
class TemporaryFile {
 public:
    explicit TemporaryFile(const std::string& suffix)
        : path_(std::filesystem::temp_directory_path() /
                ("gapwire-bench-" + std::to_string(::getpid()) + suffix))
    {}
    ~TemporaryFile()
    {
        std::error_code ignored;
        std::filesystem::remove(path_, ignored);
    }
    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    const std::filesystem::path& path() const noexcept { return path_; }

 private:
    std::filesystem::path path_;
};

/// The messages of a day: 2,000 symbols, 100,000 orders before the open, a million messages.
class Day {
 public:
    static const Day& get()
    {
        static const Day day;
        return day;
    }

    const std::vector<Bytes>& messages() const noexcept { return messages_; }
    /// Those of order messages.
    const std::vector<OrderEvent>& events() const noexcept { return events_; }

 private:
    Day()
    {
        const TemporaryFile file(".itch");
        sim::write_day({.messages = 1'000'000, .symbols = 2'000, .resting = 100'000}, file.path());
        std::ifstream in(file.path(), std::ios::binary);
        bytes_.assign(std::istreambuf_iterator<char>(in), {});
        const auto* at = reinterpret_cast<const std::uint8_t*>(bytes_.data());
        for (const auto* const end = at + bytes_.size(); at != end;) {
            const std::size_t size = view_as<U16be>(at);
            messages_.emplace_back(at + 2, size);
            at += 2 + size;
        }
        std::vector<OrderEvent> all(messages_.size());
        itch50::decode_orders(messages_, all);
        for (const OrderEvent& event : all)
            if (event.action != OrderAction::none) events_.push_back(event);
    }

    std::vector<char> bytes_;
    std::vector<Bytes> messages_;
    std::vector<OrderEvent> events_;
};

/// The day as MoldUDP64 packets of at most `messages_max` messages.
inline std::vector<sim::ByteVector> mold_packets(std::uint16_t messages_max)
{
    sim::MoldPacketizer packetizer("BENCH00001", 1, {.messages_max = messages_max});
    std::vector<sim::ByteVector> packets;
    std::uint16_t count = 0;
    for (const Bytes message : Day::get().messages()) {
        if (count == messages_max || !packetizer.fits(message.size())) {
            packets.push_back(packetizer.take());
            count = 0;
        }
        packetizer.add(message);
        ++count;
    }
    packets.push_back(packetizer.take());
    return packets;
}

/// The day as a pcapng file of such packets, one every microsecond.
inline void write_pcapng(const std::filesystem::path& path, std::uint16_t messages_max)
{
    sim::ByteVector out;
    sim::append_section_header(out, "synthetic, for measurement");
    sim::append_interface(out, "bench0");
    const sim::UdpPath to{.source = {0x0A000001},
                          .source_port = 26400,
                          .destination = {0xE9360C6F},
                          .destination_port = 26477};
    sim::ByteVector frame;
    std::int64_t time_ns = 1'737'988'200'000'000'000;
    for (const sim::ByteVector& packet : mold_packets(messages_max)) {
        frame.clear();
        sim::append_udp_frame(frame, to, 0, packet);
        sim::append_packet(out, 0, {time_ns += 1000}, frame);
    }
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(out.data()), static_cast<std::streamsize>(out.size()));
}

}  // namespace gapwire::bench
