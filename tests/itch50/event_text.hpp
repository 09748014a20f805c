// Market events as text, every member of them: what a decoder said, to compare whole.
#pragma once

#include <fmt/format.h>

#include <array>
#include <ostream>
#include <string>

#include "core/event.hpp"
#include "feed/itch50/batch.hpp"

namespace gapwire::itch50::test {

/// Writes each event it is given.
class EventText {
 public:
    void on(const gapwire::SystemEvent& e) noexcept
    {
        text_ += fmt::format("system at={} code={}", e.time_ns, e.code);
    }
    void on(const InstrumentDefinition& e) noexcept
    {
        begin("definition", e);
        text_ +=
            fmt::format(" symbol={} lot={} test={:d}", e.symbol.view(), e.round_lot, e.test_issue);
    }
    void on(const TradingStatus& e) noexcept
    {
        begin("status", e);
        text_ += fmt::format(" symbol={} state={} reason={}", e.symbol.view(),
                             static_cast<int>(e.state), e.reason.view());
    }
    void on(const MarketCenterHalt& e) noexcept
    {
        begin("halt", e);
        text_ +=
            fmt::format(" symbol={} market={} halted={:d}", e.symbol.view(), e.market, e.halted);
    }
    void on(const HiddenTrade& e) noexcept
    {
        begin("hidden", e);
        text_ += fmt::format(" symbol={} price={} quantity={} match={}", e.symbol.view(), e.price,
                             e.quantity, e.match_number);
    }
    void on(const CrossPrint& e) noexcept
    {
        begin("cross", e);
        text_ += fmt::format(" symbol={} price={} quantity={} match={} type={}", e.symbol.view(),
                             e.price, e.quantity, e.match_number, e.cross_type);
    }
    void on(const TradeBreak& e) noexcept
    {
        begin("break", e);
        text_ += fmt::format(" match={}", e.match_number);
    }
    void on(const AuctionImbalance& e) noexcept
    {
        begin("imbalance", e);
        text_ += fmt::format(
            " symbol={} paired={} imbalance={} far={} near={} reference={} direction={} type={}",
            e.symbol.view(), e.paired_quantity, e.imbalance_quantity, e.far_price, e.near_price,
            e.reference_price, e.direction, e.cross_type);
    }
    void on(const AuctionCollar& e) noexcept
    {
        begin("collar", e);
        text_ +=
            fmt::format(" symbol={} reference={} upper={} lower={} extension={}", e.symbol.view(),
                        e.reference_price, e.upper_price, e.lower_price, e.extension);
    }
    void on(const OrderEvent& e) noexcept;

    const std::string& text() const noexcept { return text_; }

 private:
    template <class Event>
    void begin(std::string_view name, const Event& e) noexcept
    {
        text_ += fmt::format("{} {} at={}", name, e.instrument, e.time_ns);
    }

    std::string text_;
};

/// An order event with those members that its action has.
inline void EventText::on(const OrderEvent& e) noexcept
{
    static constexpr std::array<std::string_view, 7> names{
        "none", "add", "execute", "execute_at_price", "reduce", "remove", "replace"};
    using enum OrderAction;
    begin(fmt::format("order {}", names.at(static_cast<std::size_t>(e.action))), e);
    text_ += fmt::format(" reference={}", e.reference);
    if (e.action == replace) text_ += fmt::format(" new={}", e.new_reference);
    if (e.action == add) text_ += fmt::format(" side={}", e.side == Side::buy ? 'B' : 'S');
    if (e.action != remove) text_ += fmt::format(" quantity={}", e.quantity);
    if (e.action == execute || e.action == execute_at_price)
        text_ += fmt::format(" match={}", e.match_number);
    if (e.action == add || e.action == execute_at_price || e.action == replace)
        text_ += fmt::format(" price={}", e.price);
    if (e.action == execute_at_price) text_ += fmt::format(" printable={:d}", e.printable);
}

inline std::string text_of(const OrderEvent& event)
{
    EventText text;
    if (event.action != OrderAction::none) text.on(event);
    return text.text();
}

/// What both halves of the decoder make of a message, alone and in a batch.
struct Decoded {
    DecodeStatus status = DecodeStatus::ok;
    std::string event{};

    friend bool operator==(const Decoded&, const Decoded&) = default;
};

inline Decoded decode(Bytes message)
{
    EventText text;
    OrderEvent order;
    decode_order(message, order);
    OrderEvent in_batch;
    decode_orders(std::span(&message, 1), std::span(&in_batch, 1));
    EXPECT_EQ(text_of(in_batch), text_of(order)) << batch_instruction_set();
    if (order.action != OrderAction::none) return {DecodeStatus::ok, text_of(order)};
    const DecodeStatus status = decode_other(message, text);
    return {status, text.text()};
}

inline void PrintTo(const Decoded& decoded, std::ostream* out)
{
    *out << "status " << static_cast<int>(decoded.status) << ", event \"" << decoded.event << '"';
}

}  // namespace gapwire::itch50::test
