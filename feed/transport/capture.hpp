// A capture of packets, pcap or pcapng, behind one face.
#pragma once

#include <variant>

#include "feed/transport/pcap.hpp"
#include "feed/transport/pcapng.hpp"

namespace gapwire::transport {

/// Output   next() gives the packets in file order and then, each time, how the file ended.
/// Lifetime Packet::data lives as long as the reader where is_stable(), else until the next call.
/// Errors   never throws on data: damage ends the file, and ended() says where and why. Counts
///          packets, their bytes, times that go back or are missing, and damaged files.
/// Threads  one.
class CaptureReader {
 public:
    CaptureReader(PcapReader reader, Counters& counters)
        : reader_(std::move(reader)), counters_(&counters)
    {}
    CaptureReader(PcapngReader reader, Counters& counters)
        : reader_(std::move(reader)), counters_(&counters)
    {}

    ReadStatus next(Packet& packet);

    const ReadEnd& ended() const noexcept
    {
        return std::visit([](const auto& reader) -> const ReadEnd& { return reader.ended(); },
                          reader_);
    }
    /// What the operator should know although the file is read; empty otherwise.
    std::string_view warning() const noexcept
    {
        const auto* const pcapng = std::get_if<PcapngReader>(&reader_);
        return pcapng != nullptr ? pcapng->warning() : std::string_view();
    }
    bool is_stable() const noexcept { return input().is_stable(); }
    const std::string& name() const noexcept { return input().name(); }
    std::string_view format() const noexcept { return reader_.index() == 0 ? "pcap" : "pcapng"; }

 private:
    const Input& input() const noexcept
    {
        return std::visit([](const auto& reader) -> const Input& { return reader.input(); },
                          reader_);
    }
    void count(const Packet& packet) noexcept;
    void count_end(ReadStatus status) noexcept;

    std::variant<PcapReader, PcapngReader> reader_;
    Counters* counters_;
    Timestamp last_ = Timestamp::none();
    bool end_counted_ = false;
};

}  // namespace gapwire::transport
