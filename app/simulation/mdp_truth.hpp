// How the books of an MDP 3.0 stream differ from those of the channel that it hears.
#pragma once

#include <string>

#include "app/pipeline/mdp_stream.hpp"
#include "sim/mdp3_channel.hpp"

namespace gapwire::app {

/// Comparisons, by what was compared.
struct MdpComparisons {
    std::uint64_t books = 0;      // levels, outright and implied
    std::uint64_t orders = 0;     // books by order
    std::uint64_t tops = 0;       // published
    std::uint64_t ahead = 0;      // of the books: those that a snapshot has put ahead of the stream
    std::uint64_t unnoticed = 0;  // not compared: wrong by a lost reset that nothing has shown yet

    MdpComparisons& operator+=(const MdpComparisons& more) noexcept;
};

/// Compares what is said to be right with the channel's own books of the same moment.
class MdpTruth {
 public:
    /// `channel` must outlive this.
    explicit MdpTruth(const sim::Mdp3Channel& channel) : channel_(channel) {}

    /// What is wrong with the books of `stream` that say they are valid, with its orders that are
    /// said to be right, or with published tops that say they are; empty when nothing is.
    /// `week`: the one of the channel that the stream is in.
    std::string difference(const pipeline::MdpStream& stream, std::uint32_t week,
                           const book::Publication* publication = nullptr);
    /// Instruments of which anything was told in this week and whose books are not all right.
    std::string not_right(const pipeline::MdpStream& stream) const;
    /// Whether it has, for every book, heard of the last channel reset in any way.
    bool has_seen_resets(const pipeline::MdpStream& stream) const;

    const MdpComparisons& count() const noexcept { return count_; }

 private:
    struct Place {
        const pipeline::MdpStream& stream;
        std::uint32_t place;
        std::size_t instrument;
        std::uint32_t week;
        const pipeline::Contract& contract() const { return stream.contract(place); }
        sim::MdpMoment moment(std::uint32_t held_until) const
        {
            return {week, std::max(held_until, stream.last_packet())};
        }
    };

    bool is_as_deep(const Place& at) const;
    bool is_unnoticed(const Place& at, sim::MdpMoment moment) const;
    std::string levels_difference(const Place& at);
    std::string orders_difference(const Place& at);
    std::string top_difference(const Place& at, const book::Publication& publication);
    std::string blame(std::string_view what, const Place& at, sim::MdpMoment moment) const;

    const sim::Mdp3Channel& channel_;
    MdpComparisons count_;
};

}  // namespace gapwire::app
