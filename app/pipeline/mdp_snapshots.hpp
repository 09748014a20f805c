// Snapshots of an MDP 3.0 channel: loaded aside, brought up to date, handed to the stream.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/pipeline/mdp_stream.hpp"

namespace gapwire::pipeline {

/// Takes the packets of a snapshot feed. Each instrument that needs one gets its book as the
/// snapshot has it, and what the stream has received since (PacketLog) on top; where that does not
/// lead to where the stream is, the snapshot is of no use and the next loop is waited for.
///
/// A loop that was seen whole and does not have an instrument says that nothing ever happened to
/// it: its book is empty. Loops that were cut say nothing.
///
/// Memory   one book, and the orders of one instrument. Threads: that of the stream.
/// Source   MDP 3.0, market recovery; templates 38, 44, 52, 53, 69.
class MdpSnapshots {
 public:
    explicit MdpSnapshots(MdpStream& stream, Counters& counters)
        : stream_(stream), counters_(counters)
    {}

    void on_packet(const mdp3::Packet& packet) noexcept;

    // What mdp3::decode delivers.
    void on_message_begin(const mdp3::MessageContext&) noexcept {}
    void on_end_of_event(const mdp3::MessageContext&) noexcept {}
    void on(const SnapshotHeader& header) noexcept;
    void on(const LevelEvent& event) noexcept;
    void on(const StatisticEvent& event) noexcept;
    void on(const LimitsEvent& event) noexcept;
    void on(const QueuedOrderEvent& event) noexcept;
    void on(const SkippedEntry& event) noexcept;
    void on(const SnapshotEnd& end) noexcept;
    void on(const auto&) noexcept {}

 private:
    void end_of_book() noexcept;
    void end_of_orders() noexcept;
    bool has_all_behind(std::uint32_t packet) const noexcept;
    void note_in_loop(const SnapshotHeader& header) noexcept;
    void follow_loop(const mdp3::Packet& packet) noexcept;
    void end_loop() noexcept;

    MdpStream& stream_;
    Counters& counters_;
    SnapshotHeader header_{};
    std::uint32_t place_ = MdpStream::no_place;  // of the one that is loaded; none: not needed
    bool is_bad_ = false;
    std::unique_ptr<book::LevelBook> book_ = std::make_unique<book::LevelBook>();
    book::FuturesStatistics statistics_{};

    // A book by order comes in chunks.
    SnapshotHeader orders_header_{};
    std::uint32_t next_chunk_ = 0;  // 0: none is being collected
    std::vector<QueuedOrderEvent> orders_;

    // The loop that is being seen.
    std::uint32_t next_packet_ = 0;  // 0: it was cut
    std::uint32_t loop_reports_ = 0;
    std::uint32_t loop_last_packet_ = UINT32_MAX;  // the lowest of its snapshots
    std::vector<bool> in_loop_;                    // [place]
};

}  // namespace gapwire::pipeline
