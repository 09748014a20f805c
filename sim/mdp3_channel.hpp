// A simulated MDP 3.0 channel: a seeded market of futures, its packets, its loops and its truth.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "sim/mdp3_book.hpp"
#include "sim/mdp3_encoder.hpp"
#include "sim/random.hpp"

namespace gapwire::sim {

/// A future that is chosen, with its market: prices are those of the wire.
struct MdpListing {
    std::string symbol{};
    std::string product{};
    std::uint64_t last_trade_ns = 0;  // UTC
    std::int64_t tick = 25 * Price::scale;
    std::int64_t display_factor = Price::scale / 100;
    std::int64_t settlement = 0;  // the reference that its definition tells, and its first price
    std::int64_t last_price = 0;  // see move_to
    std::uint16_t settlement_date = date_none;     // days since 1970-01-01
    std::int64_t limit_low = Price::none().units;  // what its definition tells
    std::int64_t limit_high = Price::none().units;
};

struct MdpChannelOptions {
    std::uint32_t instruments = 10;
    std::vector<MdpListing> listings{};  // these instead, always trading; empty: as chance has it
    SecurityId first_security = -14;     // zero and negative ones are legal
    std::uint32_t reset_ppm = 0;         // market events that are a channel reset
    std::uint32_t book_reset_ppm = 0;    // those that are the reset of one book
    bool has_orders = true;              // tells books by order (47, 53) too
    bool remembers = true;               // else only the present is known, and loops are of it
};

/// Moments of a channel: its week, and how many packets it has sent in it.
struct MdpMoment {
    std::uint32_t week = 0;
    std::uint32_t packet = 0;
    friend auto operator<=>(const MdpMoment&, const MdpMoment&) = default;
};

/// One channel, fed by a market that one seed makes. It numbers packets and entries as the
/// exchange does, and remembers every book after every packet unless it is told not to.
///
/// Input    times never go back; a new week begins more than a second after all that came before.
/// Memory   all books of all moments that it remembers. Threads: one.
/// Source   MDP 3.0: market events, price and order books, channel reset, recovery feeds.
class Mdp3Channel {
 public:
    using Message = std::variant<std::vector<LevelEvent>, std::vector<QueuedOrderEvent>,
                                 FuturesTrade, StatisticEvent, LimitsEvent, FuturesStatus,
                                 BookReset, ChannelReset, ContractDefinition>;

    Mdp3Channel(std::uint64_t seed, const MdpChannelOptions& options);

    /// The packets of the next market event.
    std::vector<ByteVector> event(std::uint64_t time_ns);
    /// The packets of a market event that another market has made. Its figures and limits stay in
    /// snapshots. REQUIRES: it fits the books that were told.
    std::vector<ByteVector> tell(std::uint64_t time_ns, std::vector<Message> messages);
    ByteVector heartbeat(std::uint64_t time_ns);
    /// Numbers of packets and entries begin with 1 again, and all books are empty.
    void begin_week();

    /// How much of the way from first to last price the listings have gone, in millionths. The
    /// next event of each trades through what stands in the way.
    void move_to(std::uint32_t way_ppm) noexcept { way_ppm_ = way_ppm; }

    // Loops, as they are sent from now on: each snapshot is of now, or of up to `lag_max` packets
    // before.
    std::vector<ByteVector> book_loop(std::uint64_t time_ns, std::uint32_t lag_max);
    std::vector<ByteVector> order_loop(std::uint64_t time_ns, std::uint32_t lag_max);
    std::vector<ByteVector> definition_loop(std::uint64_t time_ns);

    MdpMoment now() const noexcept { return now_; }
    std::size_t instruments() const noexcept { return markets_.size(); }
    SecurityId security(std::size_t instrument) const { return markets_[instrument].security; }
    std::optional<std::size_t> find(SecurityId security) const noexcept;
    std::string_view symbol(std::size_t instrument) const
    {
        return markets_[instrument].definition.symbol.view();
    }
    std::uint8_t depth(std::size_t instrument) const { return markets_[instrument].depth; }
    bool has_orders() const noexcept { return options_.has_orders; }
    bool has_implied(std::size_t instrument) const { return markets_[instrument].has_implied; }
    /// Its book after that packet.
    const MdpBook& book_at(std::size_t instrument, MdpMoment moment) const;
    /// The packet of the last channel reset up to that moment; 0: there was none in its week.
    std::uint32_t reset_before(MdpMoment moment) const;
    /// The packet with which the market event of that moment began.
    MdpMoment event_begin(MdpMoment moment) const;
    /// Whether anything was told of it in the present week.
    bool is_active(std::size_t instrument) const { return markets_[instrument].is_active; }

 private:
    /// An instrument, and the market behind what is told of it.
    struct Market {
        SecurityId security = 0;
        ContractDefinition definition{};
        bool is_defined = false;
        bool has_implied = false;
        bool is_active = false;
        std::uint8_t depth = 10;
        std::int64_t tick = 0;
        std::int64_t middle = 0;  // bids are below, offers above
        std::optional<MdpListing> listing{};
        std::uint64_t volume = 0;
        // As told by another market.
        LimitsEvent limits{};
        std::vector<StatisticEvent> figures{};
        std::array<MdpLine, 2> orders{};
        std::array<std::array<MdpLevels, 2>, 2> view{};  // [Side][part]
        MdpBook told{};
        std::map<MdpMoment, MdpBook> past{};  // after packets that changed it
    };

    void make(Market& market, std::uint32_t number);
    void make_listed(Market& market, const MdpListing& listing);
    // Each appends its messages to event_.
    void trade_or_quote(Market& market);
    void change_orders(Market& market, std::vector<QueuedOrderEvent>& changes);
    void add_order(Market& market, std::vector<QueuedOrderEvent>& changes);
    void trade(Market& market, std::vector<QueuedOrderEvent>& changes);
    std::optional<std::int64_t> place_to_go(const Market& market) const;
    void sweep(Market& market, std::int64_t to, std::vector<QueuedOrderEvent>& changes);
    void change_implied(Market& market);
    void tell_book(Market& market, const std::vector<QueuedOrderEvent>& changes);
    void tell_figure(Market& market);
    void tell_status(Market& market);
    void reset_book(Market& market);
    void reset_channel();

    void keep(const Message& message);
    std::vector<ByteVector> send(std::uint64_t time_ns);
    void write(MdpPacket& packet, Message& message, std::uint64_t time_ns, bool ends_event);
    std::uint32_t number_entry(SecurityId security);
    Market& market_of(SecurityId security);
    void note_status(const FuturesStatus& status);
    void remember();
    std::uint32_t some_packet(std::uint32_t lag_max);

    MdpChannelOptions options_;
    Random random_;
    std::vector<Market> markets_;
    std::vector<Message> event_;
    std::vector<std::size_t> changed_;  // by the open packet
    std::vector<MdpMoment> resets_;
    std::vector<MdpMoment> events_;  // their first packets
    std::uint32_t way_ppm_ = 0;
    MdpMoment now_{};
    bool has_reset_ = false;  // the open packet
    std::uint64_t next_order_ = 1;
    std::uint64_t next_priority_ = 1;
    std::uint32_t next_trade_ = 1;
};

}  // namespace gapwire::sim
