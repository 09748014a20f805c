// One MDP 3.0 channel from packets to books, publication and rules.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <memory>
#include <string>
#include <vector>

#include "app/pipeline/book_source.hpp"
#include "app/pipeline/mdp_contract.hpp"
#include "app/pipeline/packet_log.hpp"
#include "app/pipeline/stream_context.hpp"
#include "book/level_book.hpp"
#include "book/queued_orders.hpp"
#include "feed/arbitration/line_compare.hpp"
#include "feed/mdp3/decoder.hpp"

namespace gapwire::pipeline {

/// Applies the packets of one channel to the level books of its instruments, and tells publication
/// and rules at the end of each market event.
///
/// Give it packets as mdp3::Session delivers them. Each instrument numbers its entries: after lost
/// packets every book is stale until its next number in sequence shows that it was not touched;
/// where a number is missing, the book is emptied and refilled by what comes (natural refresh,
/// which can be switched off), and stays `stale` until a snapshot. The same, and `unknown`, where
/// the channel was joined late. Books by order have no numbers: a loss leaves them wrong until
/// their snapshot.
///
/// Prices are those of the wire in books and publication, points in what rules are told.
///
/// Memory   books of contracts_max instruments, touched when used; orders when the first comes.
/// Errors   what contradicts a book is refused, counted and makes the book suspect. Nothing stops
///          the stream.
/// Threads  one.
class MdpStream final : public BookSource {
 public:
    static constexpr std::uint32_t contracts_max = 1u << 15;

    MdpStream(StreamContext& context, std::uint32_t feed, std::string name);

    // What mdp3::Session delivers: whole packets.
    void on_messages(std::uint64_t first_sequence, std::span<const Bytes> packets,
                     Timestamp received) noexcept;
    void on_loss(std::uint64_t first_sequence, std::uint64_t count) noexcept;
    void on_joined(std::uint64_t first_sequence) noexcept;
    void on_disagreement(arbitration::LinePrefix, Bytes other) noexcept;
    void on_hole(std::uint64_t) noexcept {}
    void on_hole_closed() noexcept {}
    void on_end_of_session(std::uint64_t) noexcept {}

    // What mdp3::decode delivers.
    void on_message_begin(const mdp3::MessageContext& message) noexcept;
    void on_end_of_event(const mdp3::MessageContext& message) noexcept;
    void on(const LevelEvent& event) noexcept;
    void on(const BookReset& event) noexcept;
    void on(const ChannelReset& event) noexcept;
    void on(const SkippedEntry& event) noexcept;
    void on(const QueuedOrderEvent& event) noexcept;
    void on(const FuturesTrade& event) noexcept;
    void on(const StatisticEvent& event) noexcept;
    void on(const LimitsEvent& event) noexcept;
    void on(const FuturesStatus& event) noexcept;
    void on(const ContractDefinition& event) noexcept;
    void on(const SnapshotHeader&) noexcept {}  // those of the snapshot feed go to MdpSnapshots
    void on(const SnapshotEnd&) noexcept {}

    /// Packets of the instrument feed: definitions, and nothing else of them.
    void on_definitions(Bytes packet) noexcept;
    /// Another week, or the channel began anew: numbers, books and statistics of before are over.
    void on_new_session() noexcept;
    void set_silent(bool silent) noexcept;
    /// Whether entries fill a book whose levels of before are not known; else it is empty until its
    /// snapshot. At first: yes.
    void set_natural_refresh(bool refreshes) noexcept { refreshes_ = refreshes; }
    void set_line_count(std::size_t lines) noexcept { lines_ = static_cast<std::uint8_t>(lines); }
    void look_for_interest() noexcept
    {
        if (context_.interest != nullptr && context_.interest->version() != interest_version_)
            [[unlikely]]
            copy_interest();
    }

    // For MdpSnapshots.
    /// From now on packets are kept, so that snapshots can catch up with the stream.
    void keep_packets() noexcept { log_.switch_on(); }
    const PacketLog& log() const noexcept { return log_; }
    /// The instrument's place, a new one for an unknown instrument; none when there are too many.
    static constexpr std::uint32_t no_place = UINT32_MAX;
    std::uint32_t find_or_add(SecurityId security) noexcept;
    bool knows(SecurityId security) const noexcept { return places_.contains(security); }
    const Contract& contract(std::uint32_t place) const noexcept { return contracts_[place]; }
    const ContractDetails& details(std::uint32_t place) const noexcept { return details_[place]; }
    bool needs_book(std::uint32_t place) const noexcept
    {
        const Contract& contract = contracts_[place];
        return contract.trust != BookState::valid || contract.is_doubtful;
    }
    /// The number of the last packet that was lost; 0: none.
    std::uint32_t lost_until() const noexcept { return lost_until_; }
    std::uint32_t last_packet() const noexcept { return last_packet_; }
    /// The packet with which instruments began to count anew, or that has shown it; 0: none.
    std::uint32_t begun_at() const noexcept { return begun_at_; }
    /// A channel reset was missed: what is known of books and numbers is from before it.
    void begin_unknown() noexcept;
    /// Goes on with a book that holds everything to number `sequence` of its instrument.
    /// It holds packets to `last_packet`, which may be ahead of the stream.
    /// `is_certain`: no packet was lost behind it.
    void adopt(std::uint32_t place, const book::LevelBook& book,
               const book::FuturesStatistics& statistics, std::uint32_t sequence,
               std::uint32_t last_packet, bool is_certain) noexcept;
    /// Nothing was ever said of this instrument: its book is empty, and right.
    void adopt_empty(std::uint32_t place) noexcept;
    /// The books by order. Their memory is taken by the first call.
    book::QueuedOrders& orders() noexcept;
    /// The orders of an instrument have been made right, to that packet.
    void adopt_orders(std::uint32_t place, std::uint32_t last_packet) noexcept
    {
        contracts_[place].orders_are_right = true;
        contracts_[place].orders_held_until = last_packet;
    }

    // BookSource.
    const std::string& name() const noexcept override { return name_; }
    std::uint32_t places() const noexcept override
    {
        return static_cast<std::uint32_t>(contracts_.size());
    }
    InstrumentId instrument_of(std::uint32_t place) const noexcept override
    {
        return contracts_[place].id;
    }
    std::string symbol(std::uint32_t place) const override;
    BookState state(std::uint32_t place) const noexcept override;
    std::size_t level_count(std::uint32_t place, Side side) const noexcept override;
    Level level(std::uint32_t place, Side side, std::size_t rank) const noexcept override;
    const MdpStream* mdp() const noexcept override { return this; }

    const book::LevelBook& book(std::uint32_t place) const noexcept { return books_[place]; }
    const book::QueuedOrders* queued_orders() const noexcept { return orders_.get(); }
    std::uint64_t messages() const noexcept { return messages_; }
    /// Packets that were missing on every line.
    std::uint64_t lost() const noexcept { return lost_; }
    const std::array<std::uint64_t, 256>& messages_by_template() const noexcept
    {
        return by_template_;
    }
    /// TransactTime of the last message, ns since 1970.
    std::uint64_t time_ns() const noexcept { return time_ns_; }
    TopOfBook top(std::uint32_t place) const noexcept;
    Depth depth(std::uint32_t place) const noexcept override;
    bool is_settled(std::uint32_t place) const noexcept override
    {
        return !contracts_[place].is_touched;
    }

 private:
    void doubt_all(std::uint64_t first_sequence, std::uint64_t count) noexcept;
    /// Finds the contract of an entry and takes its number. Nothing for one that is to be skipped.
    Contract* take(SecurityId security, std::uint32_t sequence) noexcept;
    Contract* find(SecurityId security) noexcept;
    std::uint32_t index_of(const Contract& contract) const noexcept
    {
        return static_cast<std::uint32_t>(&contract - contracts_.data());
    }
    Contract* take_out_of_turn(Contract& contract, std::uint32_t sequence) noexcept;
    void lose_entries(Contract& contract, std::uint32_t count) noexcept;
    void refresh_from_nothing(Contract& contract) noexcept;
    void make_suspect(Contract& contract) noexcept;
    void empty_orders(Contract& contract) noexcept;
    void touch(Contract& contract, int kinds) noexcept;
    void end_event() noexcept;
    void settle(Contract& contract) noexcept;

    void define_depths(Contract& contract, const ContractDefinition& event) noexcept;
    void name(Contract& contract) noexcept;
    void retire(InstrumentId id) noexcept;
    void announce(Contract& contract) noexcept;
    void copy_interest() noexcept;
    void tell(const Contract& contract, std::uint8_t kinds) noexcept;
    void tell_settlement(Contract& contract) noexcept;
    void tell_open(Contract& contract) noexcept;
    void publish(const Contract& contract) noexcept;
    void status_changed(Contract& contract) noexcept;
    void choose_fronts(const Text<6>& product) noexcept;
    bool is_judgeable(const Contract& contract, const FuturesTrade& trade) const noexcept;
    void follow_day() noexcept;

    StreamContext& context_;
    std::uint32_t feed_;
    std::string name_;
    std::vector<Contract> contracts_;       // never grows past contracts_max
    std::vector<ContractDetails> details_;  // the same places
    book::LevelBooks books_;
    std::unique_ptr<book::QueuedOrders> orders_;
    absl::flat_hash_map<SecurityId, std::uint32_t> places_;
    std::uint32_t last_found_ = 0;  // mostly the next one, too
    std::vector<std::uint32_t> touched_;
    PacketLog log_;
    std::uint32_t last_packet_ = 0;
    std::uint32_t lost_until_ = 0;
    std::uint64_t lost_ = 0;
    std::uint32_t begun_at_ = 0;
    bool is_silent_ = false;
    bool refreshes_ = true;
    std::uint8_t lines_ = 0;
    std::uint64_t interest_version_ = 0;
    std::uint64_t interest_askings_ = 0;
    std::uint64_t event_time_ns_ = 0;  // of the open event
    bool is_frozen_ = false;           // past StreamContext::until_ns
    Timestamp received_ = Timestamp::none();
    std::uint64_t time_ns_ = 0;
    std::int32_t day_ = 0;           // trade date, in days since 1970-01-01
    std::uint64_t day_ends_ns_ = 0;  // UTC
    std::uint64_t messages_ = 0;
    std::array<std::uint64_t, 256> by_template_{};
};

}  // namespace gapwire::pipeline
