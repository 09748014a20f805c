// Trades recorded, corrected and taken back.
#include "book/recent_trades.hpp"

#include <algorithm>

namespace gapwire::book {

void RecentTrades::record(const FuturesTrade& trade) noexcept
{
    trades_[recorded_++ % trades_max] = {trade, false};
}

const RecentTrades::Entry* RecentTrades::find(std::uint32_t trade_id) const noexcept
{
    if (trade_id == 0) return nullptr;
    const std::uint64_t known = std::min<std::uint64_t>(recorded_, trades_max);
    for (std::uint64_t age = 1; age <= known; ++age) {
        const Entry& entry = trades_[(recorded_ - age) % trades_max];
        if (entry.trade.trade_id == trade_id && !entry.broken) return &entry;
    }
    return nullptr;
}

const FuturesTrade* RecentTrades::find_standing(std::uint32_t trade_id) const noexcept
{
    const Entry* const entry = find(trade_id);
    return entry == nullptr ? nullptr : &entry->trade;
}

bool RecentTrades::correct(const FuturesTrade& trade) noexcept
{
    Entry* const entry = find(trade.trade_id);
    if (entry == nullptr) return false;
    entry->trade.price = trade.price;
    entry->trade.quantity = trade.quantity;
    entry->trade.aggressor = trade.aggressor;
    return true;
}

bool RecentTrades::take_back(std::uint32_t trade_id) noexcept
{
    Entry* const entry = find(trade_id);
    if (entry == nullptr) return false;
    entry->broken = true;
    return true;
}

const FuturesTrade* RecentTrades::last() const noexcept
{
    const std::uint64_t known = std::min<std::uint64_t>(recorded_, trades_max);
    for (std::uint64_t age = 1; age <= known; ++age) {
        const Entry& entry = trades_[(recorded_ - age) % trades_max];
        if (!entry.broken) return &entry.trade;
    }
    return nullptr;
}

}  // namespace gapwire::book
