// Packets of CME MDP 3.0, schema version 13: the other side of feed/mdp3.
#pragma once

#include <span>

#include "core/futures_event.hpp"
#include "sim/bytes.hpp"

namespace gapwire::sim {

/// One UDP packet, message by message. What an event has not (price none) becomes null.
/// Threads: one.
class MdpPacket {
 public:
    MdpPacket(std::uint32_t sequence, std::uint64_t sending_time_ns);

    // Incremental messages. `ends_event` sets the last bit of MatchEventIndicator.
    MdpPacket& levels(std::uint64_t time_ns, std::span<const LevelEvent> events,
                      bool ends_event = true);                             // 46
    MdpPacket& reset_book(std::uint64_t time_ns, const BookReset& event);  // 46
    MdpPacket& orders(std::uint64_t time_ns, std::span<const QueuedOrderEvent> events,
                      bool ends_event = true);  // 47
    MdpPacket& trade(std::uint64_t time_ns, const FuturesTrade& trade,
                     bool ends_event = true);                                    // 48
    MdpPacket& daily(std::uint64_t time_ns, const StatisticEvent& statistic);    // 49
    MdpPacket& limits(std::uint64_t time_ns, const LimitsEvent& limits);         // 50
    MdpPacket& session(std::uint64_t time_ns, const StatisticEvent& statistic);  // 51
    MdpPacket& volume(std::uint64_t time_ns, const StatisticEvent& statistic);   // 37
    MdpPacket& status(const FuturesStatus& status);                              // 30
    MdpPacket& channel_reset(std::uint64_t time_ns, std::int16_t channel);       // 4
    MdpPacket& heartbeat();                                                      // 12

    // What loops say.
    MdpPacket& definition(const ContractDefinition& definition);  // 54
    MdpPacket& snapshot(const SnapshotHeader& header, const LimitsEvent& limits,
                        std::span<const LevelEvent> levels,
                        std::span<const StatisticEvent> statistics);  // 52
    MdpPacket& order_snapshot(const SnapshotHeader& header,
                              std::span<const QueuedOrderEvent> orders);  // 53

    const ByteVector& bytes() const noexcept { return bytes_; }

 private:
    struct Size {
        std::size_t at;  // of the message
    };
    template <class Root>
    Size begin(std::uint16_t template_id, const Root& root, std::size_t length);
    Size begin_incremental(std::uint16_t template_id, std::uint64_t time_ns, bool ends_event);
    void group(std::size_t block_length, std::size_t count);
    void group8(std::size_t block_length, std::size_t count);
    template <class Layout>
    void block(const Layout& layout, std::size_t length);
    MdpPacket& end(Size size);

    ByteVector bytes_;
};

}  // namespace gapwire::sim
