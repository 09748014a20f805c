// Events of MDP 3.0 as text, every member of them: what a decoder said, to compare whole.
#pragma once

#include <fmt/format.h>

#include <array>
#include <string>
#include <vector>

#include "core/decimal.hpp"
#include "feed/mdp3/decoder.hpp"

namespace gapwire::mdp3::test {

inline std::string price_text(std::int64_t units)
{
    return units == Price::none().units ? "none" : decimal(Price{units});
}

/// Writes each event it is given, one line each.
class EventText {
 public:
    void on_message_begin(const MessageContext& c) noexcept
    {
        add("{} v{} at={} indicator={:02x}", c.template_id, c.version, c.transact_time_ns,
            c.match_event_indicator);
    }
    void on_end_of_event(const MessageContext& c) noexcept { add("end at={}", c.transact_time_ns); }
    void on(const LevelEvent& e) noexcept
    {
        static constexpr std::array<std::string_view, 6> names{
            "insert", "change", "remove", "remove_through", "remove_from", "overlay"};
        add("level {} #{} {}{} {} {} {} x {} orders={}", e.security, e.sequence,
            e.implied ? "implied " : "", side(e.side), e.level,
            names.at(static_cast<std::size_t>(e.action)), price_text(e.price), e.quantity,
            e.orders);
    }
    void on(const BookReset& e) noexcept { add("book reset {} #{}", e.security, e.sequence); }
    void on(const ChannelReset& e) noexcept
    {
        add("channel reset {}", e.channel == channel_none ? "none" : std::to_string(e.channel));
    }
    void on(const SkippedEntry& e) noexcept
    {
        add("{} {} #{}{}", e.is_bad ? "bad" : "skipped",
            e.has_security ? std::to_string(e.security) : "unknown", e.sequence,
            e.of_orders ? " of orders" : "");
    }
    void on(const QueuedOrderEvent& e) noexcept
    {
        static constexpr std::array<std::string_view, 3> names{"add", "change", "remove"};
        add("order {} {} {} {} {} x {} priority={}", e.security, e.order,
            names.at(static_cast<std::size_t>(e.action)), side(e.side), price_text(e.price),
            e.quantity, e.priority == priority_none ? "none" : std::to_string(e.priority));
    }
    void on(const FuturesTrade& e) noexcept
    {
        static constexpr std::array<std::string_view, 3> actions{"report", "correct", "bust"};
        static constexpr std::array<std::string_view, 3> aggressors{"none", "buy", "sell"};
        add("trade {} #{} {} {} x {} orders={} id={} aggressor={}", e.security, e.sequence,
            actions.at(static_cast<std::size_t>(e.action)), price_text(e.price), e.quantity,
            e.orders, e.trade_id, aggressors.at(static_cast<std::size_t>(e.aggressor)));
    }
    void on(const StatisticEvent& e) noexcept
    {
        static constexpr std::array<std::string_view, 13> names{
            "open",        "indicative_open", "high",           "low",
            "highest_bid", "lowest_offer",    "vwap",           "settlement",
            "fixing",      "open_interest",   "cleared_volume", "volume",
            "last_trade"};
        add("statistic {} #{} {} {} x {} date={} settlement={:02x}{}", e.security, e.sequence,
            names.at(static_cast<std::size_t>(e.kind)), price_text(e.price),
            e.quantity == quantity_none ? "none" : std::to_string(e.quantity), date(e.date),
            e.settlement.bits, e.removed ? " removed" : "");
    }
    void on(const LimitsEvent& e) noexcept
    {
        add("limits {} #{} high={} low={} variation={}", e.security, e.sequence, price_text(e.high),
            price_text(e.low), price_text(e.variation_max));
    }
    void on(const FuturesStatus& e) noexcept
    {
        add("status {} group={} asset={} at={} date={} status={} reason={} event={}",
            e.for_group ? "group" : std::to_string(e.security), e.group.view(), e.asset.view(),
            e.time_ns, date(e.date), e.status, e.reason, e.event_code);
    }
    void on(const ContractDefinition& e) noexcept
    {
        static constexpr std::array<std::string_view, 4> kinds{"future", "option", "spread",
                                                               "other"};
        add("definition {} {} {} {} group={} asset={} type={} status={} maturity={}-{}-{} "
            "activation={} last_trade={} tick={} factor={} reference={} of {} settlement={:02x} "
            "high={} low={} variation={} depth={}+{} reports={}",
            e.security, kinds.at(static_cast<std::size_t>(e.kind)), e.action, e.symbol.view(),
            e.group.view(), e.asset.view(), e.security_type.view(), e.status, e.maturity_year,
            e.maturity_month, e.maturity_day, e.activation_ns, e.last_trade_ns, price_text(e.tick),
            price_text(e.display_factor), price_text(e.reference), date(e.reference_date),
            e.reference_type.bits, price_text(e.high_limit), price_text(e.low_limit),
            price_text(e.variation_max), e.depth, e.implied_depth, e.reports_in_loop);
    }
    void on(const SnapshotHeader& e) noexcept
    {
        add("snapshot{} {} #{} packet={} reports={} at={} date={} status={} chunk={}/{}",
            e.of_orders ? " of orders" : "", e.security, e.sequence, e.last_packet,
            e.reports_in_loop, e.time_ns, date(e.date), e.status, e.chunk, e.chunks);
    }
    void on(const SnapshotEnd& e) noexcept { add("snapshot end {}", e.security); }

    const std::vector<std::string>& lines() const noexcept { return lines_; }

 private:
    static char side(Side side) { return side == Side::buy ? 'B' : 'S'; }
    static std::string date(std::uint16_t days)
    {
        return days == date_none ? "none" : std::to_string(days);
    }
    template <class... Values>
    void add(fmt::format_string<Values...> format, Values&&... values)
    {
        lines_.push_back(fmt::format(format, std::forward<Values>(values)...));
    }

    std::vector<std::string> lines_;
};
static_assert(EventHandler<EventText>);

/// What becomes of a packet: its status, then all that the decoder says of its messages.
inline std::vector<std::string> decode_packet(Bytes datagram)
{
    Packet packet;
    const PacketStatus status = parse_packet(datagram, packet);
    if (status != PacketStatus::ok) return {fmt::format("refused {}", static_cast<int>(status))};
    EventText text;
    Counters counters;
    decode_messages(packet.messages, counters, text);
    std::vector<std::string> lines = text.lines();
    for (const Counter counter :
         {Counter::mdp_other_schema, Counter::mdp_unknown_template, Counter::mdp_ignored})
        if (counters[counter] > 0)
            lines.push_back(fmt::format("{}={}", text_of(counter).name, counters[counter]));
    return lines;
}

}  // namespace gapwire::mdp3::test
