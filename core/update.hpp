// Book updates: tops, depths and trades as readers and rules see them, with the trust they deserve.
#pragma once

#include <array>
#include <type_traits>

#include "core/event.hpp"
#include "core/types.hpp"

namespace gapwire {

/// How far a book can be trusted (DESIGN, decision 9).
enum class BookState : std::uint8_t {
    unknown,     // joined mid-session: orders from before are missing
    recovering,  // a snapshot is on its way
    valid,
    suspect,  // an event was refused: this book contradicts its feed
    stale,    // messages were lost that may have touched it
    halted,   // valid, and trading is halted or paused
};

constexpr std::string_view to_text(BookState state) noexcept
{
    switch (state) {
        case BookState::unknown: return "unknown";
        case BookState::recovering: return "recovering";
        case BookState::valid: return "valid";
        case BookState::suspect: return "suspect";
        case BookState::stale: return "stale";
        case BookState::halted: return "halted";
    }
    return "?";
}

constexpr std::string_view to_text(TradingState state) noexcept
{
    switch (state) {
        case TradingState::unknown: return "unknown";
        case TradingState::halted: return "halted";
        case TradingState::paused: return "paused";
        case TradingState::quotation_only: return "quotation_only";
        case TradingState::trading: return "trading";
    }
    return "?";
}

/// One price level as a reader sees it. An empty level has price `Price::none()`.
struct Level {
    Price price = Price::none();
    std::uint64_t quantity = 0;
    std::uint32_t orders = 0;  // 0 where the feed does not say
    friend constexpr bool operator==(const Level&, const Level&) = default;
};

/// Best bid and offer of one instrument. Plain data of 56 bytes: with its seqlock, one cache line.
struct TopOfBook {
    std::int64_t bid_price = Price::none().units;  // 1e-9
    std::int64_t ask_price = Price::none().units;
    std::uint64_t bid_quantity = 0;
    std::uint64_t ask_quantity = 0;
    std::int64_t exchange_time = 0;  // ns, as the protocol counts
    std::uint32_t bid_orders = 0;
    std::uint32_t ask_orders = 0;
    std::uint32_t instrument = UINT32_MAX;
    BookState state = BookState::unknown;
    TradingState trading = TradingState::unknown;
    std::uint16_t reserved = 0;
    friend constexpr bool operator==(const TopOfBook&, const TopOfBook&) = default;
};
static_assert(sizeof(TopOfBook) == 56 && std::is_trivially_copyable_v<TopOfBook>);

inline constexpr std::size_t depth_levels = 10;

/// The best ten levels of both sides, bids then asks, best first.
struct Depth {
    std::array<std::array<Level, depth_levels>, 2> sides{};  // [Side]
    std::int64_t exchange_time = 0;
    std::uint32_t instrument = UINT32_MAX;
    BookState state = BookState::unknown;
    TradingState trading = TradingState::unknown;
    std::uint16_t reserved = 0;
    friend constexpr bool operator==(const Depth&, const Depth&) = default;
};
static_assert(std::is_trivially_copyable_v<Depth>);

/// What happened, as a set of bits: one event may print a trade and move the quote.
enum UpdateKind : std::uint8_t {
    update_trade = 1,         // an eligible trade
    update_quote = 2,         // the best bid or offer changed
    update_trade_broken = 4,  // the last eligible trade was taken back
    update_status = 8,        // trading state or trust changed
    update_close = 16,        // an official closing price
    update_imbalance = 32,    // what an auction would do now
};

/// What an auction would do if it ran now (ITCH: NOII).
struct AuctionState {
    Price reference = Price::none();   // within the inside quote, where most would trade
    Price indicative = Price::none();  // where the cross would trade; none: nowhere yet
    std::uint64_t imbalance = 0;       // shares that would find nobody
    std::uint64_t paired = 0;
    char side = ' ';   // of the imbalance: B, S, N none, O too few orders to say
    char cross = ' ';  // O opening, C closing, H after a halt or IPO
    friend constexpr bool operator==(const AuctionState&, const AuctionState&) = default;
};

/// One event's effect on one watched instrument, as rules see it: per event, never per packet.
struct MarketUpdate {
    InstrumentId instrument = InstrumentId::none();
    std::uint8_t kinds = 0;  // of UpdateKind
    BookState book_state = BookState::unknown;
    TradingState trading_state = TradingState::unknown;
    std::uint8_t lines = 0;      // redundant lines heard (live: lately); 0: the feed has none
    Timestamp exchange_time{0};  // of the event
    Timestamp capture_time = Timestamp::none();  // when it was received; none for a BinaryFILE
    Price trade_price = Price::none();           // the last eligible trade, whatever the kinds
    std::uint64_t trade_quantity = 0;
    Price bid = Price::none();
    Price ask = Price::none();
    std::uint64_t bid_quantity = 0;
    std::uint64_t ask_quantity = 0;
    /// Updates that came before and found no room on their way to the rules: `kinds` are theirs
    /// too, and these the bounds of their eligible trades (none: there were none).
    std::uint32_t merged = 0;
    std::int32_t day = 0;  // trading date, in days since 1970-01-01; 0: not known
    Price merged_low = Price::none();
    Price merged_high = Price::none();
    Price low_limit = Price::none();  // trading below is not allowed; none: not told
    Price high_limit = Price::none();
    Price broken_price = Price::none();  // update_trade_broken: of the trade that was taken back
    Text<4> halt_reason{};               // the exchange's code, with a trading state
    AuctionState auction{};              // with update_imbalance
};
static_assert(std::is_trivially_copyable_v<MarketUpdate>);

/// An instrument as the rules get to know it.
struct Instrument {
    InstrumentId id = InstrumentId::none();
    Symbol symbol{};
    bool test_issue = false;
    bool is_front = false;                // futures: the front month of its product
    Text<4> venue{{'X', 'N', 'A', 'S'}};  // MIC
    Symbol product{};                     // futures: NQ
    std::int32_t day = 0;  // its trading date, in days since 1970-01-01; 0: that of everything
    Price display_factor{Price::scale};  // points = price of the wire times this; none: not known
    std::uint8_t quantity_digits = 0;    // quantities are in units of 10^-this
    std::uint32_t feed = 0;              // live: its number in the configuration, from 0
};

}  // namespace gapwire
