// What is known of one contract besides its book: trades, figures of the day, settlements, limits.
#pragma once

#include <array>
#include <optional>

#include "book/recent_trades.hpp"
#include "book/settlements.hpp"
#include "core/event.hpp"
#include "core/futures_event.hpp"

namespace gapwire::book {

/// What became of an event. All but ok have changed nothing.
enum class StatisticStatus : std::uint8_t {
    ok,
    unknown_trade,     // a bust or correction of a trade that is not in the log
    unusable,          // a settlement without a date, or older than all that are kept
    nothing_to_remove  // a figure is taken back that was not there
};

/// The trading state that a SecurityTradingStatus and its HaltReason stand for. Halted is what the
/// market did not plan; closed, and pauses by schedule, are paused. An unlisted one is unknown.
TradingState trading_state_of(std::uint8_t status, std::uint8_t reason) noexcept;

/// Whether a status is meant for a contract: for itself, or for its group (and asset, if given).
bool covers(const FuturesStatus& status, SecurityId security, const Text<6>& group,
            const Text<6>& asset) noexcept;

/// The prices between which a contract may trade; none: no limit.
struct PriceLimits {
    Price high = Price::none();
    Price low = Price::none();
    Price variation_max = Price::none();
    friend constexpr bool operator==(const PriceLimits&, const PriceLimits&) = default;
};

/// A quantity and the trade date that it was told for (date_none: not told).
struct DatedQuantity {
    std::uint64_t quantity = 0;
    std::uint16_t date = date_none;
    friend constexpr bool operator==(const DatedQuantity&, const DatedQuantity&) = default;
};

/// One contract's statistics. Last trade, settlements and limits are kept apart: none stands in for
/// another. Prices are in the units of the wire.
///
/// Input    the contract's events in order (a status only if it `covers` the contract). Of a
///          snapshot: begin(header), then its events, whose `sequence` is 0.
/// Memory   none but its own.
/// Errors   a status; what is not ok has changed nothing.
/// Threads  one.
/// Source   MDP 3.0: statistics, limits and banding, security status, definitions.
class FuturesStatistics {
 public:
    StatisticStatus apply(const StatisticEvent& event) noexcept;
    StatisticStatus apply(const FuturesTrade& trade) noexcept;
    void apply(const LimitsEvent& event) noexcept;
    void apply(const FuturesStatus& event) noexcept;
    /// What a definition tells of settlement, limits and status. One out of the loop may be older
    /// than what the channel has told since, and replaces none of it. One that adds a contract
    /// after its deletion is of another contract with the same id: everything is forgotten.
    StatisticStatus apply(const ContractDefinition& definition) noexcept;

    /// A snapshot begins: forgets what its events will tell, and takes its status and date.
    void begin(const SnapshotHeader& header) noexcept;
    /// The channel was reset: forgets all that will be told again. Settlements, open interest and
    /// cleared volume will not be.
    void reset() noexcept;

    /// The newest standing trade; nullptr when there is none, or no longer. Until the next event.
    const FuturesTrade* last_trade() const noexcept { return trades_.last(); }
    /// A trade that stands and is remembered; nullptr for any other.
    const FuturesTrade* find_trade(std::uint32_t trade_id) const noexcept
    {
        return trades_.find_standing(trade_id);
    }
    /// The highest and lowest of the session: as told, and as traded since.
    Price high() const noexcept;
    Price low() const noexcept;
    /// A price as it was told last. REQUIRES: a kind that has a price.
    Price told(StatisticKind kind) const noexcept { return prices_[index_of(kind)]; }
    std::optional<std::uint64_t> volume() const noexcept { return volume_; }
    std::optional<DatedQuantity> open_interest() const noexcept { return open_interest_; }
    std::optional<DatedQuantity> cleared_volume() const noexcept { return cleared_volume_; }
    const Settlements& settlements() const noexcept { return settlements_; }
    const PriceLimits& limits() const noexcept { return limits_; }

    std::uint8_t status() const noexcept { return status_; }  // as on the wire; 255: not told
    std::uint8_t halt_reason() const noexcept { return reason_; }
    TradingState trading() const noexcept { return trading_state_of(status_, reason_); }
    std::uint16_t trade_date() const noexcept { return trade_date_; }  // date_none: not told

 private:
    static constexpr std::uint8_t status_none = 255;
    static constexpr std::size_t kinds = static_cast<std::size_t>(StatisticKind::volume) + 1;
    using Prices = std::array<Price, kinds>;

    static constexpr std::size_t index_of(StatisticKind kind) noexcept
    {
        return static_cast<std::size_t>(kind);
    }
    static constexpr Prices no_prices() noexcept
    {
        Prices prices;
        prices.fill(Price::none());
        return prices;
    }

    /// The extreme prices of trades since the session's was told; `from` counts trades.
    struct Traded {
        Price price = Price::none();
        std::uint64_t from = 0;
    };

    StatisticStatus apply_price(const StatisticEvent& event) noexcept;
    StatisticStatus apply_settlement(const StatisticEvent& event) noexcept;
    void extend(const FuturesTrade& trade) noexcept;
    void look_for_extremes_again() noexcept;
    void forget_session() noexcept;
    void take_status(std::uint8_t status, std::uint8_t reason, std::uint16_t date) noexcept;

    RecentTrades trades_;
    Settlements settlements_;
    Prices prices_ = no_prices();  // [StatisticKind]; none for kinds that are no price
    Traded traded_high_;
    Traded traded_low_;
    std::optional<std::uint64_t> volume_;
    std::optional<DatedQuantity> open_interest_;
    std::optional<DatedQuantity> cleared_volume_;
    PriceLimits limits_;
    bool limits_told_ = false;  // by the channel; a definition's have no say from then
    bool deleted_ = false;
    std::uint8_t status_ = status_none;
    std::uint8_t reason_ = 0;
    std::uint16_t trade_date_ = date_none;
};

}  // namespace gapwire::book
