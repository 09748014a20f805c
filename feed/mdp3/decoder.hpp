// Messages of CME MDP 3.0 (schema id 1, versions 5 to 13) to market events.
#pragma once

#include "core/counters.hpp"
#include "feed/mdp3/decode_book.hpp"
#include "feed/mdp3/decode_definition.hpp"
#include "feed/mdp3/decode_snapshot.hpp"
#include "feed/mdp3/decode_trade.hpp"
#include "feed/mdp3/packet.hpp"
#include "feed/mdp3/templates.hpp"

namespace gapwire::mdp3 {

enum class DecodeStatus : std::uint8_t {
    ok,
    ignored_template,  // known, and nothing here depends on it
    unknown_template,
    other_schema,
};

/// The counter of a status. REQUIRES: not ok.
constexpr Counter counter_of(DecodeStatus status) noexcept
{
    switch (status) {
        case DecodeStatus::unknown_template: return Counter::mdp_unknown_template;
        case DecodeStatus::other_schema: return Counter::mdp_other_schema;
        default: return Counter::mdp_ignored;
    }
}

/// The counter of an entry that became no other event.
constexpr Counter counter_of(const SkippedEntry& entry) noexcept
{
    return entry.is_bad ? Counter::mdp_bad_entry : Counter::mdp_skipped_entry;
}

namespace detail {

inline MessageContext context_of(const Message& message, const Shape& shape) noexcept
{
    MessageContext context{.template_id = message.header().template_id,
                           .version = message.header().version};
    if (shape.transact_time != Shape::absent)
        context.transact_time_ns = view_as<U64le>(message.root() + shape.transact_time);
    if (shape.match_event_indicator != Shape::absent)
        context.match_event_indicator = message.root()[shape.match_event_indicator];
    return context;
}

/// Templates to version 8.
template <class Handler>
DecodeStatus deliver_before_v9(const Message& message, Handler& handler) noexcept
{
    using enum PriceScale;
    switch (message.header().template_id) {
        case 27: deliver_definition<e7, FutureRoot>(message, handler); break;
        case 29: deliver_definition<e7, SpreadRoot>(message, handler); break;
        case 32: deliver_book<e7, BookEntry>(message, handler); break;
        case 33: deliver_daily_statistics<e7>(message, handler); break;
        case 34: deliver_limits<e7>(message, handler); break;
        case 35: deliver_session_statistics<e7, SessionStatisticsEntry>(message, handler); break;
        case 36: deliver_trades<e7, TradeEntry>(message, handler); break;
        case 38: deliver_snapshot<e7, SnapshotEntry>(message, handler); break;
        case 41: deliver_definition<e7, OptionRoot>(message, handler); break;
        case 42: deliver_trades<e7, TradeSummaryEntry>(message, handler); break;
        case 43: deliver_order_book<e7>(message, handler); break;
        case 44: deliver_order_snapshot<e7>(message, handler); break;
        default: return DecodeStatus::ignored_template;
    }
    return DecodeStatus::ok;
}

template <class Handler>
DecodeStatus deliver(const Message& message, Handler& handler) noexcept
{
    using enum PriceScale;
    switch (message.header().template_id) {
        case 4: deliver_channel_reset(message, handler); break;
        case 12: break;  // a heartbeat: its packet is all there is to it
        case 30: deliver_status(message, handler); break;
        case 37: deliver_volumes<VolumeEntry>(message, handler); break;
        case 46: deliver_book<e9, BookEntry>(message, handler); break;
        case 47: deliver_order_book<e9>(message, handler); break;
        case 48: deliver_trades<e9, TradeSummaryEntry>(message, handler); break;
        case 49: deliver_daily_statistics<e9>(message, handler); break;
        case 50: deliver_limits<e9>(message, handler); break;
        case 51: deliver_session_statistics<e9, SessionStatisticsEntry>(message, handler); break;
        case 52: deliver_snapshot<e9, SnapshotEntry>(message, handler); break;
        case 53: deliver_order_snapshot<e9>(message, handler); break;
        case 54: deliver_definition<e9, FutureRoot>(message, handler); break;
        case 55: deliver_definition<e9, OptionRoot>(message, handler); break;
        case 56: deliver_definition<e9, SpreadRoot>(message, handler); break;
        case 64: deliver_book<e9, BookLongQtyEntry>(message, handler); break;
        case 65: deliver_trades<e9, TradeSummaryLongQtyEntry>(message, handler); break;
        case 66: deliver_volumes<VolumeLongQtyEntry>(message, handler); break;
        case 67:
            deliver_session_statistics<e9, SessionStatisticsLongQtyEntry>(message, handler);
            break;
        case 69: deliver_snapshot<e9, SnapshotLongQtyEntry>(message, handler); break;
        default: return deliver_before_v9(message, handler);
    }
    return DecodeStatus::ok;
}

}  // namespace detail

/// Delivers one message: handler.on_message_begin(context), handler.on(event) for each entry in the
/// order of the message, and handler.on_end_of_event(context) when it closes the market event. All
/// three also for known templates that give no events, since those too may close one; nothing for
/// messages that are not known.
///
/// Input    a message of a packet that was accepted: check_messages has said that its blocks and
///          groups lie inside. Fields that the sender's version lacks are absent: none, never the
///          padding in their place.
/// Output   prices in 1e-9 of the wire's unit, none for null and for what does not fit; an entry
///          that is not understood becomes a SkippedEntry, so that its number is not missed.
/// Threads  any; keeps nothing.
template <EventHandler Handler>
DecodeStatus decode(Bytes bytes, Handler& handler) noexcept
{
    const detail::Message message(bytes);
    if (message.header().schema_id != schema_id) [[unlikely]]
        return DecodeStatus::other_schema;
    const std::size_t id = message.header().template_id;
    if (id >= template_id_end || !shapes[id].is_known) [[unlikely]]
        return DecodeStatus::unknown_template;
    const MessageContext context = detail::context_of(message, shapes[id]);
    handler.on_message_begin(context);
    const DecodeStatus status = detail::deliver(message, handler);
    if (context.ends_event()) handler.on_end_of_event(context);
    return status;
}

/// Delivers all messages of a packet that was accepted, and counts those that give nothing.
template <EventHandler Handler>
void decode_messages(Bytes messages, Counters& counters, Handler& handler) noexcept
{
    while (!messages.empty()) {
        const DecodeStatus status = decode(take_message(messages), handler);
        if (status != DecodeStatus::ok) [[unlikely]]
            counters.add(counter_of(status));
    }
}

}  // namespace gapwire::mdp3
