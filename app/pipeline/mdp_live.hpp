// One live channel of MDP 3.0: redundant lines, snapshot and instrument feeds, silence.
#pragma once

#include <memory>
#include <vector>

#include "app/pipeline/line_health.hpp"
#include "app/pipeline/mdp_channel.hpp"

namespace gapwire::pipeline {

struct MdpLiveOptions {
    std::vector<std::string> lines{};  // their names; one or more
    arbitration::SessionLimits session{.reorder_wait_max = 2'000'000};
    bool natural_refresh = true;
    std::int64_t silence_max = 35'000'000'000;  // ns: heartbeats are said to come every 30 s
};

/// Turns the datagrams of all feeds of one channel into one MdpStream.
///
/// Input    datagrams by the feed and line they came on, and time: on_time every millisecond or so,
///          with a time by which everything that came before it has been handed in.
/// Output   the stream's observer and publication.
/// Memory   fixed at construction.
/// Errors   what is malformed is dropped whole and counted.
/// Threads  one. Does no I/O and reads no clock.
class MdpLive {
 public:
    static constexpr std::size_t lines_max = 8;

    MdpLive(StreamContext& context, std::uint32_t feed, std::string name,
            const MdpLiveOptions& options);
    MdpLive(const MdpLive&) = delete;

    void on_datagram(std::size_t index, Bytes payload, Timestamp now) noexcept;
    void on_snapshot(Bytes payload) noexcept;
    void on_definition(Bytes payload) noexcept;
    /// The kernel dropped so many datagrams of a line before they could be received.
    void on_kernel_drops(std::size_t line, std::uint64_t count) noexcept;
    void on_time(Timestamp now) noexcept;
    /// Nothing will come any more: what still waits is delivered, what is missing lost.
    void finish() noexcept { channel_.session.finish(channel_.stream); }

    const MdpStream& stream() const noexcept { return channel_.stream; }
    const std::vector<std::unique_ptr<LineHealth>>& lines() const noexcept { return lines_; }
    std::uint64_t next_sequence() const noexcept { return channel_.session.next_sequence(); }

 private:
    bool check(Bytes payload, mdp3::Packet& packet) noexcept;

    StreamContext& context_;
    std::int64_t silence_max_;
    MdpChannel channel_;
    std::vector<std::unique_ptr<LineHealth>> lines_;
    FirstArrivals first_arrivals_;
    Timestamp heard_ = Timestamp::none();
    FeedSilence silence_;
};

}  // namespace gapwire::pipeline
