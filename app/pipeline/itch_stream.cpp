// One ITCH session from messages to books, publication and rules.
#include "app/pipeline/itch_stream.hpp"

#include <algorithm>
#include <utility>

#include "feed/itch50/batch.hpp"

namespace gapwire::pipeline {
namespace {

/// So few events that looking ahead in several passes costs more than it brings.
constexpr std::size_t few_events = 8;

/// A price that may be a last, best or middle price: above 0 and within the feed's limit.
bool is_eligible(std::uint32_t price) noexcept
{
    return price > 0 && price <= itch50::price_max;
}

Price quote_price(const book::OrderBooks::LevelView& level) noexcept
{
    return level.orders > 0 && is_eligible(level.price) ? itch50::price_of(level.price)
                                                        : Price::none();
}

bool is_execution(const OrderEvent& event) noexcept
{
    return event.action == OrderAction::execute || event.action == OrderAction::execute_at_price;
}

Counter counter_of(book::ApplyStatus status) noexcept
{
    switch (status) {
        case book::ApplyStatus::unknown_order: return Counter::order_unknown;
        case book::ApplyStatus::duplicate_order: return Counter::order_duplicate;
        case book::ApplyStatus::over_executed: return Counter::order_over_executed;
        case book::ApplyStatus::over_cancelled: return Counter::order_over_cancelled;
        case book::ApplyStatus::zero_quantity: return Counter::order_zero_quantity;
        case book::ApplyStatus::wrong_instrument: return Counter::order_wrong_instrument;
        case book::ApplyStatus::order_table_full: return Counter::order_table_full;
        default: return Counter::level_table_full;
    }
}

}  // namespace

ItchStream::ItchStream(StreamContext& context, std::uint32_t feed, std::string name)
    : context_(context),
      feed_(feed),
      name_(std::move(name)),
      books_(context.limits),
      trade_log_(book::TradeLog::prints_max_usual, context.limits.prefault),
      hot_(locates, context.limits.prefault),
      statistics_(locates, context.limits.prefault)
{
    std::fill_n(hot_.data(), locates, Hot{});
    depths_due_.reserve(locates);
}

// ---- messages

void ItchStream::on_messages(std::uint64_t, std::span<const Bytes> messages,
                             Timestamp received) noexcept
{
    received_ = received;
    if (!day_begun_) [[unlikely]]
        begin_day();
    look_for_readers();
    look_for_interest();
    in_sequence_ = true;
    if (context_.observer.on_message != nullptr) [[unlikely]]
        for (const Bytes message : messages)
            context_.observer.on_message(context_.observer.context, message);
    while (!messages.empty()) {
        const std::size_t size = std::min(messages.size(), events_.size());
        const std::span<OrderEvent> events(events_.data(), size);
        itch50::decode_orders(messages.first(size), events);
        const bool is_few = size <= few_events;
        if (is_few)
            for (const OrderEvent& event : events) books_.look_ahead(event);
        for (std::size_t i = 0; i < size; ++i) {
            if (i % book::OrderBooks::look_ahead_step == 0 && !is_few) look_ahead(events, i);
            apply(messages[i], events[i]);
        }
        messages = messages.subspan(size);
    }
    in_sequence_ = false;
    if (!depths_due_.empty()) store_depths();
}

/// Asks for what the events from `from` on will need: their books, and one step further ahead what
/// else there is of their instruments.
void ItchStream::look_ahead(std::span<const OrderEvent> events, std::size_t from) noexcept
{
    constexpr std::size_t step = book::OrderBooks::look_ahead_step;
    books_.look_ahead(events, from);
    const std::size_t first = from == 0 ? 0 : std::min(from + step, events.size());
    const std::size_t last = std::min(from + 2 * step, events.size());
    for (const OrderEvent& event : events.subspan(first, last - first)) {
        if (context_.publication != nullptr)
            context_.publication->prefetch_top(hot_[event.instrument].id);
        if (is_execution(event)) [[unlikely]] {
            simd::prefetch_write(&statistics_[event.instrument]);
            trade_log_.prefetch(event.match_number);
        }
    }
}

void ItchStream::apply(Bytes message, const OrderEvent& event) noexcept
{
    ++messages_;
    if (event.action == OrderAction::none) [[unlikely]] {
        other(message);
        return;
    }
    if (event.time_ns > context_.until_ns) [[unlikely]]
        return;
    ++by_type_[message[0]];
    time_ns_ = event.time_ns;
    Hot& hot = hot_[event.instrument];
    // Only an add names its stock; until one comes the book is empty and cannot be missed.
    if (hot.id.is_none() && event.action == OrderAction::add) [[unlikely]]
        meet(event.instrument, view_as<itch50::AddOrder>(message.data()).stock.text());

    const book::BookChange change = books_.apply(event);
    if (!change.is_ok()) [[unlikely]] {
        refuse(event, change.status());
        return;
    }
    if (change.top_changed()) top_changed(event.instrument, change.side(), hot);
    note_depth(event.instrument, hot);

    const std::uint8_t quote = change.top_changed() ? update_quote : 0;
    if (is_execution(event))
        execution(event, change, quote);
    else if ((hot.wanted & quote) != 0) [[unlikely]]
        tell(event.instrument, quote, event.time_ns);
    if (context_.observer.on_order != nullptr) [[unlikely]]
        context_.observer.on_order(context_.observer.context, *this, event);
}

/// A message that is no order event: of another type, or malformed.
void ItchStream::other(Bytes message) noexcept
{
    if (message.empty()) {
        context_.counters->add(Counter::messages_empty);
        return;
    }
    const char type = static_cast<char>(message[0]);
    const bool has_header = message.size() >= sizeof(itch50::Header);
    if (has_header && itch50::length_of(type) != 0) {
        const auto& header = view_as<itch50::Header>(message.data());
        if (header.timestamp > context_.until_ns) return;
        if (header.timestamp <= itch50::time_ns_max) time_ns_ = header.timestamp;
    }
    ++by_type_[message[0]];
    const itch50::DecodeStatus status = itch50::decode_other(message, *this);
    if (status == itch50::DecodeStatus::ok) return;
    context_.counters->add(counter_of(status));
    if (const auto locate = itch50::lost_order_of(message, status)) make_suspect(*locate);
}

void ItchStream::refuse(const OrderEvent& event, book::ApplyStatus status) noexcept
{
    context_.counters->add(counter_of(status));
    const bool half_done =  // a replacement: the old order is gone, the new one found no place
        event.action == OrderAction::replace && (status == book::ApplyStatus::zero_quantity ||
                                                 status == book::ApplyStatus::level_table_full);
    if (half_done) {
        note_depth(event.instrument, hot_[event.instrument]);
        publish_top(event.instrument);
        tell(event.instrument, update_quote, event.time_ns);
    }
    if (status == book::ApplyStatus::zero_quantity) return;
    // Where orders from before are missing anyway, an unknown one says nothing new.
    if (status == book::ApplyStatus::unknown_order && trust_.is_incomplete()) return;
    make_suspect(event.instrument);
}

// ---- trades

void ItchStream::execution(const OrderEvent& event, const book::BookChange& change,
                           std::uint8_t kinds) noexcept
{
    const bool at_price = event.action == OrderAction::execute_at_price;
    if (event.quantity == 0 || (at_price && !event.printable)) {
        if (kinds != 0) tell(event.instrument, kinds, event.time_ns);
        return;
    }
    print({.match_number = event.match_number,
           .quantity = event.quantity,
           .time_ns = event.time_ns,
           .price = at_price ? event.price : change.price(),
           .instrument = event.instrument,
           .kind = book::TradeKind::displayed},
          kinds);
}

/// Records a print; `kinds` is what else the event did.
void ItchStream::print(book::TradePrint trade, std::uint8_t kinds) noexcept
{
    trade.eligible = is_eligible(trade.price);
    trade_log_.record(statistics_[trade.instrument], trade);
    tell(trade.instrument, static_cast<std::uint8_t>(kinds | (trade.eligible ? update_trade : 0)),
         trade.time_ns);
}

// ---- telling

bool ItchStream::wants(std::uint32_t locate, std::uint8_t kinds) const noexcept
{
    return (hot_[locate].wanted & kinds) != 0 && context_.observer.on_update != nullptr;
}

void ItchStream::tell(std::uint32_t locate, std::uint8_t kinds, std::uint64_t time_ns) noexcept
{
    if (wants(locate, kinds)) hand_over(describe(locate, kinds, time_ns));
}

void ItchStream::hand_over(const MarketUpdate& update) noexcept
{
    context_.counters->add(Counter::rule_updates);
    context_.observer.on_update(context_.observer.context, update);
}

MarketUpdate ItchStream::describe(std::uint32_t locate, std::uint8_t kinds,
                                  std::uint64_t time_ns) const noexcept
{
    const Hot& hot = hot_[locate];
    const auto bid = books_.best(locate, Side::buy);
    const auto ask = books_.best(locate, Side::sell);
    const auto& last = statistics_[locate].last;
    // What comes is in sequence, be it late: rules may believe it while readers wait for the rest.
    SessionTrust trust = trust_;
    if (in_sequence_) trust.hole_open = false;
    return {.instrument = hot.id,
            .kinds = kinds,
            .book_state = state(hot, trust),
            .trading_state = hot.trading(),
            .lines = trust_.silent ? std::uint8_t{0} : lines_,
            .exchange_time = {context_.midnight.ns + static_cast<std::int64_t>(time_ns)},
            .capture_time = received_,
            .trade_price = last ? itch50::price_of(last->price) : Price::none(),
            .trade_quantity = last ? last->quantity : 0,
            .bid = quote_price(bid),
            .ask = quote_price(ask),
            .bid_quantity = bid.quantity,
            .ask_quantity = ask.quantity,
            .day = day(),
            .halt_reason = statistics_[locate].halt_reason};
}

void ItchStream::status_changed(std::uint32_t locate) noexcept
{
    if (hot_[locate].id.is_none()) return;
    publish_top(locate);
    note_depth(locate, hot_[locate]);
    tell(locate, update_status, time_ns_);
}

void ItchStream::publish_top(std::uint32_t locate) noexcept
{
    if (publishes(hot_[locate])) context_.publication->store_top(hot_[locate].id, top(locate));
}

void ItchStream::top_changed(std::uint32_t locate, Side side, const Hot& hot) noexcept
{
    if (!publishes(hot)) return;
    const auto best = books_.best(locate, side);
    context_.publication->store_side(
        hot.id, side,
        {.price = best.orders > 0 ? itch50::price_of(best.price) : Price::none(),
         .quantity = best.quantity,
         .orders = best.orders},
        context_.midnight.ns + static_cast<std::int64_t>(time_ns_));
    context_.counters->add(Counter::tops_published);
}

TopOfBook ItchStream::top(std::uint32_t locate) const noexcept
{
    const auto bid = books_.best(locate, Side::buy);
    const auto ask = books_.best(locate, Side::sell);
    const Hot& hot = hot_[locate];
    return {.bid_price = bid.orders > 0 ? itch50::price_of(bid.price).units : Price::none().units,
            .ask_price = ask.orders > 0 ? itch50::price_of(ask.price).units : Price::none().units,
            .bid_quantity = bid.quantity,
            .ask_quantity = ask.quantity,
            .exchange_time = context_.midnight.ns + static_cast<std::int64_t>(time_ns_),
            .bid_orders = bid.orders,
            .ask_orders = ask.orders,
            .instrument = hot.id.value,
            .state = state(locate),
            .trading = hot.trading()};
}

Depth ItchStream::depth(std::uint32_t locate) const noexcept
{
    Depth depth{.exchange_time = context_.midnight.ns + static_cast<std::int64_t>(time_ns_),
                .instrument = hot_[locate].id.value,
                .state = state(locate),
                .trading = hot_[locate].trading()};
    for (const Side side : {Side::buy, Side::sell}) {
        for (std::size_t rank = 0; rank < depth_levels; ++rank) {
            const auto level = books_.level(locate, side, rank);
            if (level.orders == 0) break;
            depth.sides[index_of(side)][rank] = {itch50::price_of(level.price), level.quantity,
                                                 level.orders};
        }
    }
    return depth;
}

Level ItchStream::level(std::uint32_t locate, Side side, std::size_t rank) const noexcept
{
    const auto level = books_.level(locate, side, rank);
    return {itch50::price_of(level.price), level.quantity, level.orders};
}

void ItchStream::add_due_depth(std::uint32_t locate, Hot& hot) noexcept
{
    if (hot.depth_due || !publishes(hot) || !context_.publication->depth_wanted(hot.id)) return;
    hot.depth_due = true;
    depths_due_.push_back(locate);
}

void ItchStream::store_depths() noexcept
{
    for (const std::uint32_t locate : depths_due_) {
        hot_[locate].depth_due = false;
        context_.publication->store_depth(hot_[locate].id, depth(locate));
        context_.counters->add(Counter::depths_published);
    }
    depths_due_.clear();
}

}  // namespace gapwire::pipeline
