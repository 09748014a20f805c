// One ITCH session from messages to books, publication and rules.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "app/pipeline/book_source.hpp"
#include "app/pipeline/instruments.hpp"
#include "app/pipeline/observer.hpp"
#include "app/pipeline/session_trust.hpp"
#include "app/pipeline/snapshot_splice.hpp"
#include "app/pipeline/stream_context.hpp"
#include "book/order_books.hpp"
#include "book/publication.hpp"
#include "book/statistics.hpp"
#include "core/counters.hpp"
#include "core/interest.hpp"
#include "feed/arbitration/line_compare.hpp"
#include "feed/itch50/decoder.hpp"

namespace gapwire::pipeline {

/// Applies the messages of one session to its own order books, and tells publication and rules.
///
/// Give it consecutive messages as MoldUDP64's session or a BinaryFILE delivers them. Rules hear of
/// every event by itself, whatever the batches; tops are stored when they change, depths at the end
/// of a batch.
///
/// Memory   that of its books; instruments and statistics by stock locate, touched when used.
/// Errors   refused messages and events are counted by reason; a refused order event makes its book
///          suspect. Nothing stops the stream.
/// Threads  one.
class ItchStream final : public BookSource {
 public:
    static constexpr std::size_t locates = book::OrderBooks::instruments_max;
    static constexpr std::size_t batch_max = 256;  // more are worked off one batch after another

    ItchStream(StreamContext& context, std::uint32_t feed, std::string name);

    // What moldudp64::Session delivers.
    void on_messages(std::uint64_t first_sequence, std::span<const Bytes> messages,
                     Timestamp received) noexcept;
    void on_loss(std::uint64_t first_sequence, std::uint64_t count) noexcept;
    void on_joined(std::uint64_t first_sequence) noexcept;
    void on_disagreement(arbitration::LinePrefix delivered, Bytes other) noexcept;
    void on_hole(std::uint64_t first_sequence) noexcept;
    void on_hole_closed() noexcept;
    void on_end_of_session(std::uint64_t) noexcept { has_ended_ = true; }

    // What itch50::decode_other delivers.
    void on(const SystemEvent& event) noexcept;
    void on(const InstrumentDefinition& event) noexcept;
    void on(const TradingStatus& event) noexcept;
    void on(const MarketCenterHalt& event) noexcept;
    void on(const HiddenTrade& event) noexcept;
    void on(const CrossPrint& event) noexcept;
    void on(const TradeBreak& event) noexcept;
    void on(const AuctionImbalance& event) noexcept;
    void on(const AuctionCollar& event) noexcept;

    // The session's state, as whoever keeps it sees it.
    /// Whether anything is heard of the session, be it heartbeats.
    void set_silent(bool silent) noexcept;
    bool has_ended() const noexcept { return has_ended_; }
    /// Whether only a snapshot can make all books valid again.
    bool needs_snapshot() const noexcept { return trust_.is_incomplete() || any_suspect_; }
    /// A snapshot is being fetched, or not any more.
    void set_snapshot_due(bool due) noexcept;
    /// Looks whether rules want other updates than before; see StreamContext::interest.
    void look_for_interest() noexcept
    {
        if (context_.interest != nullptr && context_.interest->version() != interest_version_)
            [[unlikely]]
            copy_interest();
    }
    /// Gets to know the instrument that a message of a snapshot names.
    void introduce(Bytes message) noexcept;
    /// Goes on with the books of a snapshot that is ready; its own become the splice's.
    void adopt(SnapshotSplice& splice) noexcept;
    /// Another session begins: no order of the old one is left.
    void on_new_session() noexcept
    {
        trust_.hole_open = false;
        restart();
    }

    void set_line_count(std::size_t lines) noexcept { lines_ = static_cast<std::uint8_t>(lines); }

    const std::string& name() const noexcept override { return name_; }
    const book::OrderBooks& books() const noexcept { return books_; }
    const book::InstrumentStatistics& statistics(std::uint32_t locate) const noexcept
    {
        return statistics_[locate];
    }
    /// The instrument of a locate; none when nothing was heard of it.
    InstrumentId instrument_of(std::uint32_t locate) const noexcept override
    {
        return hot_[locate].id;
    }
    /// Trust in one book; `halted` only where it would be `valid`.
    BookState state(std::uint32_t locate) const noexcept override;
    /// The name of a locate's instrument: its symbol, else "#<locate>".
    std::string symbol(std::uint32_t locate) const override;
    std::uint32_t places() const noexcept override { return locates; }
    std::size_t level_count(std::uint32_t locate, Side side) const noexcept override
    {
        return books_.level_count(locate, side);
    }
    Level level(std::uint32_t locate, Side side, std::size_t rank) const noexcept override;
    const ItchStream* itch() const noexcept override { return this; }
    std::uint64_t messages() const noexcept { return messages_; }
    /// Messages that were missing on every line.
    std::uint64_t lost() const noexcept { return lost_; }
    const std::array<std::uint64_t, 256>& messages_by_type() const noexcept { return by_type_; }
    /// Time of the last message, ns since midnight.
    std::uint64_t time_ns() const noexcept { return time_ns_; }
    TopOfBook top(std::uint32_t locate) const noexcept;
    Depth depth(std::uint32_t locate) const noexcept override;

 private:
    /// What every event of an instrument looks at: eight bytes, so that thousands stay in cache.
    struct Hot {
        InstrumentId id = InstrumentId::none();
        std::uint8_t wanted = 0;  // UpdateKind bits
        BookState trust = BookState::valid;
        TradingState traded = TradingState::unknown;  // as the last trading action said
        bool depth_due : 1 = false;
        bool market_halted : 1 = false;  // an operational halt, which stands apart from the action

        TradingState trading() const noexcept
        {
            return market_halted ? TradingState::halted : traded;
        }
    };
    static_assert(sizeof(Hot) == 8);

    void look_ahead(std::span<const OrderEvent> events, std::size_t from) noexcept;
    void apply(Bytes message, const OrderEvent& event) noexcept;
    void other(Bytes message) noexcept;
    void refuse(const OrderEvent& event, book::ApplyStatus status) noexcept;
    void make_suspect(std::uint32_t locate) noexcept;
    template <class Change>
    void change_trust(Change change) noexcept;
    template <class Visit>
    void for_each_known(Visit visit) noexcept;
    void restart() noexcept;
    void begin_day() noexcept;
    BookState state(const Hot& hot, const SessionTrust& trust) const noexcept;
    /// The trading date in days since 1970-01-01; 0 without one. It is the date that begins at
    /// `midnight` somewhere: a zone's midnight is within 12 hours of UTC's, but for a few islands.
    std::int32_t day() const noexcept
    {
        constexpr std::int64_t hour_ns = 3'600'000'000'000;
        return static_cast<std::int32_t>((context_.midnight.ns + 12 * hour_ns) / (24 * hour_ns));
    }
    void retire(std::uint32_t locate) noexcept;

    void learn(std::uint32_t locate, const Text<8>& symbol, bool test_issue) noexcept;
    void meet(std::uint32_t locate, const Text<8>& symbol) noexcept;

    void execution(const OrderEvent& event, const book::BookChange& change,
                   std::uint8_t kinds) noexcept;
    void print(book::TradePrint trade, std::uint8_t kinds) noexcept;

    /// Whether readers may look for this instrument: there is a publication with room for it.
    bool publishes(const Hot& hot) const noexcept
    {
        return context_.publication != nullptr && context_.publication->holds(hot.id);
    }
    void tell(std::uint32_t locate, std::uint8_t kinds, std::uint64_t time_ns) noexcept;
    bool wants(std::uint32_t locate, std::uint8_t kinds) const noexcept;
    MarketUpdate describe(std::uint32_t locate, std::uint8_t kinds,
                          std::uint64_t time_ns) const noexcept;
    void hand_over(const MarketUpdate& update) noexcept;
    void announce(std::uint32_t locate) noexcept;
    void tell_cross(const CrossPrint& event, ReferenceKind kind) noexcept;
    void status_changed(std::uint32_t locate) noexcept;
    void publish_top(std::uint32_t locate) noexcept;
    void top_changed(std::uint32_t locate, Side side, const Hot& hot) noexcept;
    /// A wanted depth may have changed: it is stored at the end of the batch.
    void note_depth(std::uint32_t locate, Hot& hot) noexcept
    {
        if (depths_wanted_) [[unlikely]]
            add_due_depth(locate, hot);
    }
    void look_for_readers() noexcept
    {
        depths_wanted_ =
            context_.publication != nullptr && context_.publication->any_depth_wanted();
    }
    void copy_interest() noexcept;
    void add_due_depth(std::uint32_t locate, Hot& hot) noexcept;
    void store_depths() noexcept;

    StreamContext& context_;
    std::uint32_t feed_;
    std::string name_;
    book::OrderBooks books_;
    book::TradeLog trade_log_;
    LargeArray<Hot> hot_;
    LargeArray<book::InstrumentStatistics> statistics_;
    std::vector<std::uint32_t> depths_due_;
    SessionTrust trust_;
    std::uint64_t interest_version_ = 0;  // as last copied
    std::uint64_t interest_askings_ = 0;
    bool any_suspect_ = false;    // since the books were last known to be right
    bool depths_wanted_ = false;  // by any reader, when the batch began
    bool opened_ = false;         // by a start of messages (S, event O)
    bool day_begun_ = false;      // by a message
    bool has_ended_ = false;
    bool in_sequence_ = false;  // messages are being applied
    std::uint8_t lines_ = 0;
    Timestamp received_ = Timestamp::none();  // of the message being applied
    std::uint64_t time_ns_ = 0;
    std::uint64_t messages_ = 0;
    std::uint64_t lost_ = 0;
    std::array<std::uint64_t, 256> by_type_{};
    std::array<OrderEvent, batch_max> events_{};
};

}  // namespace gapwire::pipeline
