// One ITCH session: its instruments, and every message that is not about an order.
#include <fmt/format.h>

#include <utility>

#include "app/pipeline/itch_stream.hpp"

namespace gapwire::pipeline {
namespace {

/// Symbols that trade and pause every day for testing; a directory also says so.
bool is_test_symbol(std::string_view symbol) noexcept
{
    return symbol == "ZVZZT" || symbol == "ZXZZT" || symbol == "ZWZZT" || symbol == "ZJZZT";
}

}  // namespace

// ---- instruments

void ItchStream::learn(std::uint32_t locate, const Text<8>& symbol, bool test_issue) noexcept
{
    const bool named = !symbol.view().empty();
    const InstrumentId id = context_.instruments->find_or_add(
        feed_, named ? symbol_of(symbol.view()) : symbol_of(fmt::format("#{}", locate)));
    if (id.is_none()) return;
    Hot& hot = hot_[locate];
    if (hot.id != id) retire(locate);
    hot.id = id;
    Instrument& instrument = (*context_.instruments)[id];
    instrument.test_issue = test_issue;
    announce(locate);
    status_changed(locate);
}

/// Makes an instrument known to the rules, or known again.
void ItchStream::announce(std::uint32_t locate) noexcept
{
    Hot& hot = hot_[locate];
    const Observer& observer = context_.observer;
    if (observer.on_instrument != nullptr)
        hot.wanted = observer.on_instrument(observer.context, (*context_.instruments)[hot.id]);
    if (context_.interest != nullptr) hot.wanted = context_.interest->kinds(hot.id);
}

/// Takes over what the rules want. Who begins to want an instrument, or asks again, is told how it
/// stands.
void ItchStream::copy_interest() noexcept
{
    interest_version_ = context_.interest->version();
    const std::uint64_t askings = context_.interest->askings();
    const bool asks_again = std::exchange(interest_askings_, askings) != askings;
    for (std::uint32_t locate = 0; locate < locates; ++locate) {
        Hot& hot = hot_[locate];
        if (hot.id.is_none()) continue;
        const std::uint8_t wanted = context_.interest->kinds(hot.id);
        const auto added = static_cast<std::uint8_t>(asks_again ? wanted : wanted & ~hot.wanted);
        hot.wanted = wanted;
        const bool has_traded = statistics_[locate].last.has_value();
        const int news = update_quote | update_status | (has_traded ? update_trade : 0);
        if (added != 0) tell(locate, static_cast<std::uint8_t>(added & news), time_ns_);
    }
}

/// First news of a locate that is not its directory entry.
void ItchStream::meet(std::uint32_t locate, const Text<8>& symbol) noexcept
{
    if (hot_[locate].id.is_none()) learn(locate, symbol, is_test_symbol(symbol.view()));
}

std::string ItchStream::symbol(std::uint32_t locate) const
{
    const InstrumentId id = hot_[locate].id;
    if (id.is_none()) return fmt::format("#{}", locate);
    return std::string((*context_.instruments)[id].symbol.view());
}

// ---- events that are not about orders

void ItchStream::on(const InstrumentDefinition& event) noexcept
{
    learn(event.instrument, event.symbol, event.test_issue);
}

void ItchStream::on(const TradingStatus& event) noexcept
{
    meet(event.instrument, event.symbol);
    Hot& hot = hot_[event.instrument];
    hot.traded = event.state;
    statistics_[event.instrument].trading = hot.trading();
    statistics_[event.instrument].halt_reason = event.reason;
    status_changed(event.instrument);
}

void ItchStream::on(const MarketCenterHalt& event) noexcept
{
    meet(event.instrument, event.symbol);
    // Only this feed's own market stops its book; which one that is, the feed does not say.
    const bool nasdaq = event.market == 'Q';
    if (!nasdaq) return;
    Hot& hot = hot_[event.instrument];
    hot.market_halted = event.halted;
    statistics_[event.instrument].trading = hot.trading();
    status_changed(event.instrument);
}

void ItchStream::on(const HiddenTrade& event) noexcept
{
    meet(event.instrument, event.symbol);
    print({.match_number = event.match_number,
           .quantity = event.quantity,
           .time_ns = event.time_ns,
           .price = event.price,
           .instrument = event.instrument,
           .kind = book::TradeKind::hidden},
          0);
}

void ItchStream::on(const CrossPrint& event) noexcept
{
    meet(event.instrument, event.symbol);
    if (event.quantity == 0 || event.price == 0) return;  // the cross ran, nothing matched
    book::InstrumentStatistics& statistics = statistics_[event.instrument];
    if (event.cross_type == 'O') statistics.opening_cross = event.price;
    if (event.cross_type == 'C') statistics.closing_cross = event.price;
    if (event.cross_type == 'O') tell_cross(event, ReferenceKind::session_open);
    if (event.cross_type == 'C') tell_cross(event, ReferenceKind::official_close);
    print({.match_number = event.match_number,
           .quantity = event.quantity,
           .time_ns = event.time_ns,
           .price = event.price,
           .instrument = event.instrument,
           .kind = book::TradeKind::cross},
          event.cross_type == 'C' ? update_close : 0);
}

/// The rules take what the price may serve for: an opening one today, a closing one tomorrow.
void ItchStream::tell_cross(const CrossPrint& event, ReferenceKind kind) noexcept
{
    const Observer& observer = context_.observer;
    const InstrumentId id = hot_[event.instrument].id;
    if (observer.on_close == nullptr || id.is_none()) return;
    observer.on_close(
        observer.context, (*context_.instruments)[id],
        {kind, itch50::price_of(event.price), day() == 0 ? Date{} : date_of_day(day())});
    if (kind == ReferenceKind::session_open) announce(event.instrument);
}

void ItchStream::on(const TradeBreak& event) noexcept
{
    const auto broken = trade_log_.break_trade(statistics_[event.instrument], event);
    context_.counters->add(broken ? Counter::trades_broken : Counter::trade_break_unknown);
    if (!broken || !broken->eligible || !wants(event.instrument, update_trade_broken)) return;
    MarketUpdate update = describe(event.instrument, update_trade_broken, event.time_ns);
    update.broken_price = itch50::price_of(broken->price);
    hand_over(update);
}

void ItchStream::on(const AuctionImbalance& event) noexcept
{
    meet(event.instrument, event.symbol);
    statistics_[event.instrument].imbalance = event;
    if (!wants(event.instrument, update_imbalance)) return;
    const auto price = [](std::uint32_t units) {
        return units == 0 ? Price::none() : itch50::price_of(units);
    };
    MarketUpdate update = describe(event.instrument, update_imbalance, event.time_ns);
    update.auction = {.reference = price(event.reference_price),
                      .indicative = price(event.near_price),
                      .imbalance = event.imbalance_quantity,
                      .paired = event.paired_quantity,
                      .side = event.direction,
                      .cross = event.cross_type};
    hand_over(update);
}

void ItchStream::on(const AuctionCollar& event) noexcept
{
    meet(event.instrument, event.symbol);
    statistics_[event.instrument].collar = event;
}

}  // namespace gapwire::pipeline
