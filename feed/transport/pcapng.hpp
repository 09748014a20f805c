// Reader of pcapng files: several sections and interfaces, each with its own ways.
#pragma once

#include <vector>

#include "core/counters.hpp"
#include "feed/transport/packet.hpp"
#include "feed/transport/tick_scale.hpp"
#include "feed/transport/writer_order.hpp"

namespace gapwire::transport {

/// Whether a file that begins so is a pcapng.
bool is_pcapng(Bytes front) noexcept;

/// Input    a pcapng 1.x; byte order by section, link type, snap length and time by interface.
/// Output   the packets of enhanced, simple and obsolete packet blocks in file order; data is a
/// view
///          (lifetime as Input says), never longer than the original length. A simple packet has no
///          time. Drops that the capturing machine reports are counted, each once.
/// Errors   a packet of an interface that was not described is skipped and counted. Lengths that
///          contradict one another end the file as malformed: no guess where the next block begins.
/// Memory   one entry an interface; a block may have 16 MiB.
/// Source   draft-ietf-opsawg-pcapng.
class PcapngReader {
 public:
    static constexpr std::uint32_t block_length_max = 16u << 20;
    static constexpr std::size_t interfaces_max = 65'536;  // a section

    /// REQUIRES: is_pcapng of the front of `input`.
    PcapngReader(Input input, Counters& counters) : input_(std::move(input)), counters_(&counters)
    {}

    ReadStatus next(Packet& packet);
    const ReadEnd& ended() const noexcept { return ended_; }
    const Input& input() const noexcept { return input_; }
    /// What the operator should know although the file is read: a version that is not 1.0 or 1.2
    /// (the same). Empty otherwise.
    std::string_view warning() const noexcept { return warning_; }

 private:
    struct Interface {
        std::uint32_t link_type = 0;
        std::uint32_t snap_length = 0;  // 0: none
        TickScale ticks;
        std::uint64_t drops_by_packet = 0;  // sums, as packets and as statistics blocks tell them
        std::uint64_t drops_in_total = 0;
        std::uint64_t drops_counted = 0;
    };
    /// What the three kinds of packet blocks have in common.
    struct Record {
        std::uint32_t interface = 0;
        bool has_time = true;
        std::uint64_t ticks = 0;
        std::uint32_t captured = 0;
        std::uint32_t original = 0;
        std::size_t data_at = 0;  // in the block
    };

    bool read_block(Bytes& block);
    bool learn_byte_order();
    void stop_at(std::string reason);
    bool apply(Bytes block, Packet& packet);
    void begin_section(Bytes block);
    void add_interface(Bytes block);
    bool enhanced_packet(Bytes block, Packet& packet);
    bool simple_packet(Bytes block, Packet& packet);
    bool obsolete_packet(Bytes block, Packet& packet);
    bool deliver(const Record& record, Bytes block, Packet& packet);
    void read_statistics(Bytes block);
    void count_drops(Interface& interface) noexcept;

    template <class Handler>
    bool for_each_option(Bytes options, Handler&& handler) const;

    Input input_;
    Counters* counters_;
    WriterOrder order_;
    std::string warning_;
    std::vector<Interface> interfaces_;
    std::uint64_t number_ = 0;
    ReadEnd ended_;
};

}  // namespace gapwire::transport
