// One FIX market data session from events to books of quotes, publication and rules.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <functional>
#include <string>
#include <vector>

#include "app/pipeline/book_source.hpp"
#include "app/pipeline/quoted.hpp"
#include "app/pipeline/stream_context.hpp"

namespace gapwire::pipeline {

/// Applies full and incremental refreshes to the books of the instruments they name, and tells
/// publication and rules at the end of each message.
///
/// A full refresh replaces the book and makes it valid. What comes before it fills a book that is
/// `unknown`; entries with numbers (RptSeq) are kept, and those that the refresh does not hold are
/// applied after it. What was lost (a gap that was filled, a number that is missing, a logout, a
/// refused request) makes books `stale` until the next full refresh: FIX has no other repair.
///
/// Prices are FIX decimals, rounded to 1e-9 where they have more digits (counted); a unit is a
/// point. Quantities are whole numbers of 10^-quantity_digits.
///
/// Input    what fix::Decoder delivers, in the order of the session.
/// Memory   books as their settings say, touched when used; a new instrument allocates.
/// Errors   what contradicts a book is refused, counted and makes the book suspect. Nothing stops
///          the stream.
/// Threads  one.
class FixStream final : public BookSource {
 public:
    static constexpr std::size_t waiting_max = 4'096;  // entries that wait for a full refresh

    /// Throws OperatorError for an unknown zone.
    FixStream(StreamContext& context, std::uint32_t feed, std::string name,
              const QuoteSettings& settings);

    /// When the message that follows was received.
    void on_received(Timestamp received) noexcept
    {
        received_ = received;
        look_for_interest();
    }

    // What fix::Decoder delivers.
    void on_message_begin(const QuoteMessage& message) noexcept;
    void on(const QuoteEntry& entry) noexcept;
    void on_message_end(const QuoteMessage& message) noexcept;
    void on(const QuoteReject& reject) noexcept;
    void on(const QuoteStatus& status) noexcept;
    void on(const QuoteInstrument& instrument) noexcept;
    void on(const QuoteNews& news) noexcept;

    /// Messages are missing, or one was not understood: each book may have been touched.
    void on_loss(std::uint64_t count) noexcept;
    /// The session ended, or begins anew: nothing is subscribed any more.
    void on_session_over() noexcept;
    /// A full refresh of these was refused or took too long. `symbol` empty: of all.
    void make_stale(std::string_view symbol) noexcept;
    void look_for_interest() noexcept
    {
        if (context_.interest != nullptr && context_.interest->version() != interest_version_)
            [[unlikely]]
            copy_interest();
    }

    // BookSource.
    const std::string& name() const noexcept override { return name_; }
    std::uint32_t places() const noexcept override
    {
        return static_cast<std::uint32_t>(all_.size());
    }
    InstrumentId instrument_of(std::uint32_t place) const noexcept override
    {
        return all_[place].id;
    }
    std::string symbol(std::uint32_t place) const override { return all_[place].symbol; }
    BookState state(std::uint32_t place) const noexcept override;
    std::size_t level_count(std::uint32_t place, Side side) const noexcept override
    {
        return books_.level_count(place, side);
    }
    Level level(std::uint32_t place, Side side, std::size_t rank) const noexcept override
    {
        return books_.level(place, side, rank);
    }
    int quantity_digits() const noexcept override { return settings_.quantity_digits; }
    const FixStream* fix() const noexcept override { return this; }

    const Quoted& quoted(std::uint32_t place) const noexcept { return all_[place]; }
    std::uint64_t messages() const noexcept { return messages_; }
    /// Messages of the session that were missing.
    std::uint64_t lost() const noexcept { return lost_; }
    std::uint64_t refreshes() const noexcept { return refreshes_; }  // of them
    std::uint64_t entries() const noexcept { return entries_; }
    /// Of the last entry or message, ns since 1970.
    Timestamp time() const noexcept { return time_; }
    TopOfBook top(std::uint32_t place) const noexcept;
    Depth depth(std::uint32_t place) const noexcept override;

 private:
    static constexpr std::uint32_t no_place = UINT32_MAX;

    struct NameHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view name) const noexcept
        {
            return std::hash<std::string_view>{}(name);
        }
    };

    std::uint32_t find_or_add(std::string_view symbol, std::string_view security_id) noexcept;
    std::uint32_t add(std::string_view name) noexcept;
    bool is_known_already(Quoted& quoted, const QuoteEntry& entry) noexcept;
    void take_venue(std::uint32_t place, std::string_view exchange) noexcept;
    void apply_quote(std::uint32_t place, const QuoteEntry& entry) noexcept;
    void apply_print(std::uint32_t place, const QuoteEntry& entry) noexcept;
    void apply_figure(std::uint32_t place, const QuoteEntry& entry) noexcept;
    void apply(std::uint32_t place, const book::QuoteChange& change) noexcept;
    void refresh(std::uint32_t place) noexcept;
    void finish_refresh(std::uint32_t place, const QuoteMessage& message) noexcept;
    void take_as_bookless(std::uint32_t place) noexcept;
    void keep(std::uint32_t place, std::uint64_t report, const book::QuoteChange& change) noexcept;
    Price price_of(Decimal decimal) noexcept;
    std::uint64_t quantity_of(Decimal decimal) noexcept;
    void make_suspect(std::uint32_t place) noexcept;
    void make_stale(std::uint32_t place) noexcept;
    void touch(std::uint32_t place, int kinds) noexcept;
    void settle(std::uint32_t place) noexcept;

    void announce(std::uint32_t place) noexcept;
    void copy_interest() noexcept;
    void tell(std::uint32_t place, std::uint8_t kinds) noexcept;
    void tell_reference(std::uint32_t place, const ReferencePrice& reference) noexcept;
    void publish(std::uint32_t place) noexcept;
    void status_changed(std::uint32_t place) noexcept;
    void follow_day() noexcept;

    StreamContext& context_;
    std::uint32_t feed_;
    std::string name_;
    QuoteSettings settings_;
    book::QuoteBooks books_;
    std::vector<Quoted> all_;  // by place
    absl::flat_hash_map<std::string, std::uint32_t, NameHash, std::equal_to<>> by_name_;
    std::vector<std::uint32_t> touched_;
    std::vector<WaitingEntry> waiting_;   // the first come first
    std::uint32_t refreshed_ = no_place;  // whose full refresh the open message is
    bool is_ignored_ = false;             // what the open message says
    bool is_frozen_ = false;
    std::uint64_t interest_version_ = 0;
    std::uint64_t interest_askings_ = 0;
    std::uint64_t messages_ = 0;
    std::uint64_t lost_ = 0;
    std::uint64_t refreshes_ = 0;
    std::uint64_t entries_ = 0;
    Timestamp received_ = Timestamp::none();
    Timestamp time_{0};
    Timestamp sending_time_ = Timestamp::none();
    std::int64_t day_ends_ns_ = INT64_MIN;
    std::int32_t day_ = 0;
};

}  // namespace gapwire::pipeline
