// Datagrams to MDP 3.0 channels: which channel, which line, which kind of feed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/pipeline/capture_line.hpp"
#include "app/pipeline/capture_silence.hpp"
#include "app/pipeline/mdp_channel.hpp"
#include "feed/transport/frame.hpp"

namespace gapwire::pipeline {

/// A channel as captures show it: what of it came on which line.
struct MdpCapture {
    MdpCapture(std::string name, std::uint32_t feed, const arbitration::SessionLimits& limits,
               StreamContext& context)
        : channel(std::move(name), feed, limits, context)
    {}
    std::vector<Line> lines;  // incremental
    MdpChannel channel;
    CaptureSilence silence{};
};

/// Recognises MDP 3.0 from its bytes, whatever address and port. A destination that sends the
/// numbers and times of a known channel is another line of it.
///
/// A destination is an incremental, a snapshot or an instrument feed by what it sends first. The
/// latter two say not of which channel they are: that one is taken which is the only one, or whose
/// numbers and instruments they name.
///
/// Limits   channels_max channels, lines_max lines each; more are counted and ignored.
/// Errors   a malformed packet is dropped whole and counted, so that it counts as lost.
/// Threads  one.
class MdpRouter {
 public:
    static constexpr std::size_t channels_max = 16;
    static constexpr std::size_t lines_max = 16;

    /// `silence_max`: RouterOptions::silence_max.
    MdpRouter(StreamContext& context, const arbitration::SessionLimits& limits,
              std::int64_t silence_max = 0)
        : context_(context), limits_(limits), silence_max_(silence_max)
    {}

    Outcome offer(const transport::Datagram& datagram);

    /// Time has come to `now` in the capture: looks which channels are silent.
    void follow_silence(Timestamp now) noexcept;
    /// Nothing will come any more: what is still missing is lost.
    void finish() noexcept;

    const std::vector<std::unique_ptr<MdpCapture>>& channels() const noexcept { return channels_; }
    /// What a destination sends: "mdp3", "mdp3 snapshots", "mdp3 instruments"; empty: not MDP 3.0.
    std::string_view kind_text(const transport::Datagram& datagram) const noexcept;

 private:
    enum class Kind : std::uint8_t { unknown, incremental, snapshot, definition };
    /// What is known of one destination.
    struct Source {
        Line line;
        Kind kind = Kind::unknown;
        MdpCapture* capture = nullptr;
        std::size_t index = 0;  // of its line in the channel
    };

    Source* find(const transport::Datagram& datagram) noexcept;
    Source* find_or_add(const transport::Datagram& datagram);
    bool recognise(Source& source, const mdp3::Packet& packet, const transport::Datagram& datagram);
    MdpCapture* open_channel(const transport::Datagram& datagram);
    MdpCapture* channel_of(const mdp3::Packet& packet) noexcept;
    MdpCapture* owner_of(const mdp3::Packet& packet, Kind kind) noexcept;
    void take(Source& source, const mdp3::Packet& packet, const transport::Datagram& datagram);
    static Kind kind_of(const mdp3::Packet& packet) noexcept;

    StreamContext& context_;
    arbitration::SessionLimits limits_;
    std::int64_t silence_max_;
    std::vector<std::unique_ptr<MdpCapture>> channels_;
    std::vector<Source> sources_;
    std::size_t last_ = 0;  // source: mostly the next one's too
};

}  // namespace gapwire::pipeline
