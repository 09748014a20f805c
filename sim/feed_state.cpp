// Applying ITCH messages one by one, and telling the result as a snapshot.
#include "sim/feed_state.hpp"

namespace gapwire::sim {
namespace {

/// The longest day there is, and an hour.
constexpr std::uint64_t time_ns_max = std::uint64_t{25} * 3'600'000'000'000;

std::optional<Side> side_of(char code) noexcept
{
    if (code == 'B') return Side::buy;
    if (code == 'S') return Side::sell;
    return std::nullopt;
}

bool is_refusal(FeedChange change) noexcept
{
    return change != FeedChange::ok && change != FeedChange::ignored;
}

template <std::size_t N>
Ascii<N> ascii_of(const Text<N>& text) noexcept
{
    Ascii<N> field;
    std::copy(text.raw.begin(), text.raw.end(), field.raw);
    return field;
}

itch50::AddOrderWithMpid message_of(const FeedState::Order& order, const Text<8>& symbol) noexcept
{
    itch50::AddOrderWithMpid message{};
    message.order = {.header = {.type = itch50::AddOrder::type,
                                .stock_locate = U16be::of(order.locate),
                                .tracking_number = U16be::of(0),
                                .timestamp = U48be::of(order.time_ns)},
                     .order_reference = U64be::of(order.reference),
                     .side = order.side == Side::buy ? 'B' : 'S',
                     .shares = U32be::of(order.quantity),
                     .stock = ascii_of(symbol),
                     .price = U32be::of(order.price)};
    if (!order.mpid) return message;
    message.order.header.type = itch50::AddOrderWithMpid::type;
    message.attribution = ascii_of(*order.mpid);
    return message;
}

bool append_level(MessageStore& out, const FeedState::Level& level, const Text<8>& symbol)
{
    for (const FeedState::Order* order = level.first; order != nullptr; order = order->after) {
        const itch50::AddOrderWithMpid message = message_of(*order, symbol);
        if (!out.append(order->mpid ? bytes_of(message) : bytes_of(message.order))) return false;
    }
    return true;
}

bool append_orders(MessageStore& out, const FeedState::Instrument& instrument)
{
    const FeedState::Levels& bids = instrument.sides[index_of(Side::buy)];
    for (auto level = bids.rbegin(); level != bids.rend(); ++level)
        if (!append_level(out, level->second, instrument.symbol)) return false;
    for (const auto& [price, level] : instrument.sides[index_of(Side::sell)])
        if (!append_level(out, level, instrument.symbol)) return false;
    return true;
}

}  // namespace

FeedChange FeedState::apply(Bytes message)
{
    ++applied_;
    const FeedChange result = change(message);
    refused_ += is_refusal(result);
    return result;
}

FeedChange FeedState::change(Bytes message)
{
    if (message.empty()) return FeedChange::ignored;  // numbers may be used up by nothing
    const char type = static_cast<char>(message.front());
    const std::uint16_t length = itch50::length_of(type);
    if (length == 0) return FeedChange::unknown_type;
    if (message.size() < length) return FeedChange::too_short;
    if (view_as<itch50::Header>(message.data()).timestamp > time_ns_max)
        return FeedChange::bad_field;
    switch (type) {
#define GAPWIRE_SIM_APPLY(Layout) \
    case itch50::Layout::type: return on(view_as<itch50::Layout>(message.data()));
        GAPWIRE_ITCH50_MESSAGES(GAPWIRE_SIM_APPLY)
#undef GAPWIRE_SIM_APPLY
        default: return FeedChange::unknown_type;
    }
}

// ---- what is said about instruments

FeedChange FeedState::on(const itch50::SystemEvent& message)
{
    if (message.event_code == 'O') {
        if (opened_) restart();
        opened_ = true;
    }
    if (system_events_.size() < system_events_max) system_events_.push_back(message);
    return FeedChange::ok;
}

/// A day begins inside a session: nothing of before is true any more.
void FeedState::restart()
{
    orders_.clear();
    system_events_.clear();
    for (auto& [locate, instrument] : instruments_)
        instrument = Instrument{.symbol = instrument.symbol};
}

FeedState::Instrument& FeedState::meet(std::uint16_t locate, const Ascii<8>& stock)
{
    const auto [entry, is_new] = instruments_.try_emplace(locate);
    if (is_new) entry->second.symbol = stock.text();
    return entry->second;
}

FeedChange FeedState::on(const itch50::StockDirectory& message)
{
    Instrument& instrument = meet(message.header.stock_locate, message.stock);
    instrument.symbol = message.stock.text();
    instrument.directory = message;
    return FeedChange::ok;
}

FeedChange FeedState::on(const itch50::StockTradingAction& message)
{
    meet(message.header.stock_locate, message.stock).trading = message;
    return FeedChange::ok;
}

FeedChange FeedState::on(const itch50::RegShoRestriction& message)
{
    meet(message.header.stock_locate, message.stock).reg_sho = message;
    return FeedChange::ok;
}

FeedChange FeedState::on(const itch50::RetailInterest& message)
{
    meet(message.header.stock_locate, message.stock).retail = message;
    return FeedChange::ok;
}

FeedChange FeedState::on(const itch50::OperationalHalt& message)
{
    meet(message.header.stock_locate, message.stock).halts[message.market_code] = message;
    return FeedChange::ok;
}

// ---- orders

FeedChange FeedState::on(const itch50::AddOrder& message)
{
    return add(message, std::nullopt);
}

FeedChange FeedState::on(const itch50::AddOrderWithMpid& message)
{
    return add(message.order, message.attribution.text());
}

FeedChange FeedState::add(const itch50::AddOrder& message, std::optional<Text<4>> mpid)
{
    const std::optional<Side> side = side_of(message.side);
    if (!side) return FeedChange::bad_field;
    meet(message.header.stock_locate, message.stock);
    if (message.shares == 0) return FeedChange::zero_quantity;
    if (orders_.contains(message.order_reference)) return FeedChange::duplicate_order;
    insert({.reference = message.order_reference,
            .time_ns = message.header.timestamp,
            .price = message.price,
            .quantity = message.shares,
            .mpid = mpid,
            .locate = message.header.stock_locate,
            .side = *side});
    return FeedChange::ok;
}

FeedChange FeedState::on(const itch50::OrderExecuted& message)
{
    return reduce(message.header, message.order_reference, message.executed_shares);
}

FeedChange FeedState::on(const itch50::OrderExecutedWithPrice& message)
{
    return reduce(message.header, message.order_reference, message.executed_shares);
}

FeedChange FeedState::on(const itch50::OrderCancel& message)
{
    return reduce(message.header, message.order_reference, message.cancelled_shares);
}

FeedChange FeedState::on(const itch50::OrderDelete& message)
{
    Order* order = nullptr;
    const FeedChange found = check(message.header, message.order_reference, order);
    if (found == FeedChange::ok) take(*order, order->quantity);
    return found;
}

FeedChange FeedState::on(const itch50::OrderReplace& message)
{
    Order* old = nullptr;
    const FeedChange found = check(message.header, message.original_order_reference, old);
    if (found != FeedChange::ok) return found;
    if (orders_.contains(message.new_order_reference)) return FeedChange::duplicate_order;
    Order order{.reference = message.new_order_reference,
                .time_ns = message.header.timestamp,
                .price = message.price,
                .quantity = message.shares,
                .mpid = old->mpid,
                .locate = old->locate,
                .side = old->side};
    take(*old, old->quantity);
    if (order.quantity == 0) return FeedChange::zero_quantity;
    insert(order);
    return FeedChange::ok;
}

FeedChange FeedState::check(const itch50::Header& header, std::uint64_t reference, Order*& found)
{
    const auto entry = orders_.find(reference);
    if (entry == orders_.end()) return FeedChange::unknown_order;
    if (entry->second.locate != header.stock_locate) return FeedChange::wrong_instrument;
    found = &entry->second;
    return FeedChange::ok;
}

FeedChange FeedState::reduce(const itch50::Header& header, std::uint64_t reference,
                             std::uint32_t by)
{
    Order* order = nullptr;
    const FeedChange found = check(header, reference, order);
    if (found != FeedChange::ok) return found;
    if (by > order->quantity) return FeedChange::over_reduced;
    take(*order, by);
    return FeedChange::ok;
}

/// At the back of its level. REQUIRES: the reference is free, the instrument known.
void FeedState::insert(Order order)
{
    Level& level = instruments_.at(order.locate).sides[index_of(order.side)][order.price];
    order.level = &level;
    order.before = level.last;
    Order& kept = orders_.emplace(order.reference, order).first->second;
    (level.last == nullptr ? level.first : level.last->after) = &kept;
    level.last = &kept;
    level.quantity += order.quantity;
    level.orders += 1;
}

/// Takes `by` away; the order ends at 0, and an empty level with it. REQUIRES: as much is open.
void FeedState::take(Order& order, std::uint32_t by)
{
    Level& level = *order.level;
    level.quantity -= by;
    order.quantity -= by;
    if (order.quantity > 0) return;
    (order.before == nullptr ? level.first : order.before->after) = order.after;
    (order.after == nullptr ? level.last : order.after->before) = order.before;
    level.orders -= 1;
    if (level.orders == 0)
        instruments_.at(order.locate).sides[index_of(order.side)].erase(order.price);
    orders_.erase(order.reference);
}

const FeedState::Order* FeedState::find(std::uint64_t reference) const noexcept
{
    const auto entry = orders_.find(reference);
    return entry == orders_.end() ? nullptr : &entry->second;
}

// ---- snapshot

bool FeedState::append_snapshot(MessageStore& out) const
{
    const auto say = [&](const auto& message) { return out.append(bytes_of(message)); };
    const auto say_if = [&](const auto& message) { return !message || say(*message); };
    for (const itch50::SystemEvent& event : system_events_)
        if (!say(event)) return false;
    for (const auto& [locate, instrument] : instruments_) {
        if (!say_if(instrument.directory) || !say_if(instrument.trading) ||
            !say_if(instrument.reg_sho))
            return false;
        for (const auto& [market, halt] : instrument.halts)
            if (!say(halt)) return false;
        if (!say_if(instrument.retail)) return false;
    }
    for (const auto& [locate, instrument] : instruments_)
        if (!append_orders(out, instrument)) return false;
    return true;
}

}  // namespace gapwire::sim
