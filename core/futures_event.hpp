// Market events of feeds that keep a book by price level and number it by instrument (MDP 3.0).
#pragma once

#include "core/types.hpp"

namespace gapwire {

/// The feed's own id of an instrument (MDP 3.0: SecurityID). Negative and zero ones are legal.
using SecurityId = std::int32_t;

/// What an entry does to the levels of its side. Levels count from 1.
enum class LevelAction : std::uint8_t {
    insert,          // levels at and below shift down
    change,          // same price, other quantity
    remove,          // levels below shift up
    remove_through,  // the whole side
    remove_from,     // levels 1 to `level`
    overlay,         // other price and quantity
};

/// One change to one level of one side of an instrument's book.
struct LevelEvent {
    std::int64_t price = Price::none().units;  // 1e-9, in the units of the wire
    std::uint64_t quantity = 0;                // 0: the feed does not say
    std::uint32_t orders = 0;                  // the same
    std::uint32_t sequence = 0;                // of the instrument (RptSeq); 0: the feed has none
    SecurityId security = 0;
    std::uint8_t level = 0;
    LevelAction action = LevelAction::insert;
    Side side = Side::buy;
    bool implied = false;  // by spreads: a book beside the outright one
};

/// All books of an instrument are empty from here.
struct BookReset {
    SecurityId security = 0;
    std::uint32_t sequence = 0;
};

inline constexpr std::int32_t channel_none = INT32_MIN;

/// All books and statistics of a channel are empty from here, and its instruments count anew.
struct ChannelReset {
    std::int32_t channel = channel_none;  // none: the feed does not say
};

/// An entry that gives no other event. It is told because it has a number of its instrument.
struct SkippedEntry {
    std::uint32_t sequence = 0;
    SecurityId security = 0;
    bool is_bad = false;       // not understood: what it is about may be wrong from here
    bool of_orders = false;    // it is about a book by order
    bool has_security = true;  // else it may be any instrument of the channel
};

inline constexpr std::uint64_t priority_none = UINT64_MAX;

/// One change to one order of a book by order. It has no number of the instrument's own.
struct QueuedOrderEvent {
    std::uint64_t order = 0;
    std::uint64_t priority = priority_none;  // lower: nearer to the front of its level
    std::int64_t price = Price::none().units;
    std::uint64_t quantity = 0;  // shown; 0: the feed does not say
    SecurityId security = 0;
    enum class Action : std::uint8_t { add, change, remove } action = Action::add;
    Side side = Side::buy;
};

/// A trade, its correction or its bust.
struct FuturesTrade {
    std::int64_t price = Price::none().units;
    std::uint64_t quantity = 0;
    std::uint32_t orders = 0;  // 0: the feed does not say
    std::uint32_t sequence = 0;
    std::uint32_t trade_id = 0;  // 0: the feed does not say
    SecurityId security = 0;
    enum class Action : std::uint8_t { report, correct, bust } action = Action::report;
    enum class Aggressor : std::uint8_t { none, buy, sell } aggressor = Aggressor::none;
};

/// Figures of a trading day.
enum class StatisticKind : std::uint8_t {
    open,
    indicative_open,
    high,
    low,
    highest_bid,
    lowest_offer,
    vwap,
    settlement,
    fixing,
    open_interest,
    cleared_volume,
    volume,      // traded electronically, as a running total
    last_trade,  // in snapshots only
};

/// How a settlement price came about.
struct SettlementType {
    std::uint8_t bits = 0x80;  // SettlPriceType as on the wire

    bool is_none() const noexcept { return (bits & 0x80) != 0; }
    bool is_intraday() const noexcept { return (bits & 0x08) != 0; }
    bool is_actual() const noexcept { return (bits & 0x02) != 0; }
    /// The official price of the day: actual, not theoretical, and not to be replaced.
    bool is_final() const noexcept
    {
        return (bits & 0x01) != 0 && is_actual() && !is_intraday() && !is_none();
    }
    friend constexpr bool operator==(SettlementType, SettlementType) = default;
};

inline constexpr std::uint16_t date_none = 65535;
inline constexpr std::uint64_t quantity_none = UINT64_MAX;

/// One figure is told, or taken back. Prices and quantities that do not apply are none.
struct StatisticEvent {
    std::int64_t price = Price::none().units;
    std::uint64_t quantity = quantity_none;
    std::uint32_t sequence = 0;
    SecurityId security = 0;
    std::uint16_t date = date_none;  // days since 1970-01-01 of the trade date it stands for
    StatisticKind kind = StatisticKind::open;
    SettlementType settlement{};  // settlement only
    bool removed = false;
};

/// The prices between which an instrument may trade; none: no limit.
struct LimitsEvent {
    std::int64_t high = Price::none().units;
    std::int64_t low = Price::none().units;
    std::int64_t variation_max = Price::none().units;  // from the last trade or quote
    std::uint32_t sequence = 0;
    SecurityId security = 0;
};

/// A trading status, for one instrument or for all of a group (and asset, where given).
struct FuturesStatus {
    std::uint64_t time_ns = 0;
    Text<6> group{};
    Text<6> asset{};
    SecurityId security = 0;
    bool for_group = false;          // `security` means nothing
    std::uint16_t date = date_none;  // trade date
    std::uint8_t status = 255;       // SecurityTradingStatus as on the wire (17: trading)
    std::uint8_t reason = 0;         // HaltReason
    std::uint8_t event_code = 0;     // SecurityTradingEvent (4: statistics of the day begin anew)
};

enum class ContractKind : std::uint8_t { future, option, spread, other };

/// What a contract is, and the settlement before the present trade date.
struct ContractDefinition {
    SecurityId security = 0;
    ContractKind kind = ContractKind::other;
    char action = 'A';          // A add, M modify, D delete
    std::uint8_t status = 255;  // SecurityTradingStatus; 255: none
    Text<20> symbol{};
    Text<6> group{};
    Text<6> asset{};  // the product: NQ
    Text<6> security_type{};
    std::uint16_t maturity_year = 65535;
    std::uint8_t maturity_month = 255;
    std::uint8_t maturity_day = 255;
    std::uint64_t activation_ns = 0;  // UTC; 0: not told
    std::uint64_t last_trade_ns = 0;  // UTC, last eligible trade; 0: not told
    std::int64_t tick = Price::none().units;
    std::int64_t display_factor = Price::none().units;  // 1e-9: points = wire price times this
    std::int64_t reference = Price::none().units;       // TradingReferencePrice
    std::uint16_t reference_date = date_none;
    SettlementType reference_type{};
    std::int64_t high_limit = Price::none().units;
    std::int64_t low_limit = Price::none().units;
    std::int64_t variation_max = Price::none().units;
    std::uint8_t depth = 0;             // levels of the outright book; 0: not told
    std::uint8_t implied_depth = 0;     // 0: none
    std::uint32_t reports_in_loop = 0;  // TotNumReports; 0: sent because it changed
    friend bool operator==(const ContractDefinition&, const ContractDefinition&) = default;
};

/// A snapshot of one instrument begins; its levels, statistics and limits follow as events whose
/// `sequence` is 0, then SnapshotEnd.
struct SnapshotHeader {
    std::uint32_t last_packet = 0;      // LastMsgSeqNumProcessed of the incremental feed
    std::uint32_t reports_in_loop = 0;  // TotNumReports
    std::uint32_t sequence = 0;         // RptSeq: the instrument's last one that it holds
    SecurityId security = 0;
    std::uint64_t time_ns = 0;
    std::uint16_t date = date_none;  // trade date
    std::uint8_t status = 255;       // SecurityTradingStatus; 255: none
    // A snapshot of orders comes in chunks; else 1 of 1.
    std::uint32_t chunks = 1;
    std::uint32_t chunk = 1;
    bool of_orders = false;
};

/// All of the snapshot, or of its chunk, has been told.
struct SnapshotEnd {
    SecurityId security = 0;
};

}  // namespace gapwire
