// ITCH messages as changes of levels, and those as FIX fields.
#include "sim/fix_quotes.hpp"

#include "core/decimal.hpp"
#include "feed/fix/wire.hpp"

namespace gapwire::sim {
namespace {

namespace tag = fix::tag;

constexpr int price_digits = 4;

/// A level, by what it is known by.
struct LevelKey {
    std::uint16_t locate = 0;
    Side side = Side::buy;
    std::uint32_t price = 0;
    friend bool operator==(const LevelKey&, const LevelKey&) = default;
};

struct LevelTotals {
    std::uint64_t quantity = 0;
    std::uint32_t orders = 0;
};

LevelTotals totals(const FeedState& state, const LevelKey& key)
{
    const auto instrument = state.instruments().find(key.locate);
    if (instrument == state.instruments().end()) return {};
    const FeedState::Levels& levels = instrument->second.sides[index_of(key.side)];
    const auto level = levels.find(key.price);
    return level == levels.end() ? LevelTotals{}
                                 : LevelTotals{level->second.quantity, level->second.orders};
}

/// The levels that `message` may touch, before it is applied.
std::vector<LevelKey> touched(const FeedState& state, Bytes message)
{
    std::vector<LevelKey> keys;
    const char type = message.empty() ? '\0' : static_cast<char>(message[0]);
    if (itch50::length_of(type) == 0 || message.size() < itch50::length_of(type)) return keys;
    if (type == 'A' || type == 'F') {
        const auto& add = view_as<itch50::AddOrder>(message.data());
        keys.push_back({add.header.stock_locate.value(), add.side == 'B' ? Side::buy : Side::sell,
                        add.price.value()});
        return keys;
    }
    constexpr std::string_view of_order = "ECXDU";
    if (of_order.find(type) == std::string_view::npos) return keys;
    const FeedState::Order* const order =
        state.find(view_as<itch50::OrderDelete>(message.data()).order_reference);
    if (order == nullptr) return keys;
    keys.push_back({order->locate, order->side, order->price});
    if (type == 'U') {
        const LevelKey moved{order->locate, order->side,
                             view_as<itch50::OrderReplace>(message.data()).price};
        if (!(moved == keys[0])) keys.push_back(moved);
    }
    return keys;
}

/// The print that `message` tells, before it is applied.
void note_trade(const FeedState& state, Bytes message, std::vector<FixChange>& changes)
{
    const char type = message.empty() ? '\0' : static_cast<char>(message[0]);
    if (itch50::length_of(type) == 0 || message.size() < itch50::length_of(type)) return;
    FixChange trade{.type = '2'};
    if (type == 'E' || type == 'C') {
        const auto& executed = view_as<itch50::OrderExecuted>(message.data());
        const FeedState::Order* const order = state.find(executed.order_reference);
        if (order == nullptr || executed.executed_shares > order->quantity) return;
        trade.locate = order->locate;
        trade.price = order->price;
        trade.quantity = executed.executed_shares;
        if (type == 'C') {
            const auto& priced = view_as<itch50::OrderExecutedWithPrice>(message.data());
            if (priced.printable == 'N') return;
            trade.price = priced.execution_price;
        }
    } else if (type == 'P') {
        const auto& hidden = view_as<itch50::Trade>(message.data());
        trade.locate = hidden.header.stock_locate;
        trade.price = hidden.price;
        trade.quantity = hidden.shares;
    } else if (type == 'Q') {
        const auto& cross = view_as<itch50::CrossTrade>(message.data());
        trade.locate = cross.header.stock_locate;
        trade.price = cross.cross_price;
        trade.quantity = cross.shares;
    }
    if (trade.quantity > 0) changes.push_back(trade);
}

void append_level(FixText& out, char type, std::uint32_t price, const FeedState::Level& level)
{
    out.emplace_back(tag::md_entry_type, std::string(1, type));
    out.emplace_back(tag::md_entry_px, decimal(price, price_digits));
    out.emplace_back(tag::md_entry_size, std::to_string(level.quantity));
    out.emplace_back(tag::number_of_orders, std::to_string(level.orders));
}

}  // namespace

void apply_and_tell(FeedState& state, Bytes message, std::vector<FixChange>& changes)
{
    const std::vector<LevelKey> keys = touched(state, message);
    std::vector<LevelTotals> before;
    before.reserve(keys.size());
    for (const LevelKey& key : keys) before.push_back(totals(state, key));
    note_trade(state, message, changes);
    state.apply(message);
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const LevelTotals now = totals(state, keys[i]);
        if (now.quantity == before[i].quantity && now.orders == before[i].orders) continue;
        const bool is_new = before[i].orders == 0;
        changes.push_back({.locate = keys[i].locate,
                           .action = now.orders == 0 ? '2'
                                     : is_new        ? '0'
                                                     : '1',
                           .type = keys[i].side == Side::buy ? '0' : '1',
                           .price = keys[i].price,
                           .quantity = now.quantity,
                           .orders = now.orders});
    }
}

void append_entry(FixText& out, const FixChange& change, std::string_view symbol)
{
    out.emplace_back(tag::md_update_action, std::string(1, change.action));
    out.emplace_back(tag::md_entry_type, std::string(1, change.type));
    out.emplace_back(tag::symbol, symbol);
    out.emplace_back(tag::md_entry_px, decimal(change.price, price_digits));
    if (change.action == '2') return;
    out.emplace_back(tag::md_entry_size, std::to_string(change.quantity));
    if (change.orders > 0) out.emplace_back(tag::number_of_orders, std::to_string(change.orders));
}

std::size_t append_book(FixText& out, const FeedState::Instrument& instrument)
{
    const std::size_t before = out.size();
    const FeedState::Levels& bids = instrument.sides[index_of(Side::buy)];
    for (auto level = bids.rbegin(); level != bids.rend(); ++level)
        append_level(out, '0', level->first, level->second);
    for (const auto& [price, level] : instrument.sides[index_of(Side::sell)])
        append_level(out, '1', price, level);
    constexpr std::size_t fields_an_entry = 4;
    return (out.size() - before) / fields_an_entry;
}

std::size_t append_trade(FixText& out, const FixChange& change)
{
    if (change.type != '2') return 0;
    out.emplace_back(tag::md_entry_type, "2");
    out.emplace_back(tag::md_entry_px, decimal(change.price, price_digits));
    out.emplace_back(tag::md_entry_size, std::to_string(change.quantity));
    return 1;
}

std::string trading_status_of(const FeedState::Instrument& instrument)
{
    constexpr const char* halt = "2";
    constexpr const char* ready = "17";
    constexpr const char* pre_open = "21";
    constexpr const char* unknown = "20";
    if (!instrument.trading) return unknown;
    switch (instrument.trading->trading_state) {
        case 'H':
        case 'P': return halt;
        case 'Q': return pre_open;
        case 'T': return ready;
        default: return unknown;
    }
}

}  // namespace gapwire::sim
