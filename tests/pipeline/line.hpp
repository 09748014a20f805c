// One ITCH stream with all it needs, messages by name, and what comes out as text.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "app/pipeline/itch_stream.hpp"
#include "core/region.hpp"
#include "sim/itch_encoder.hpp"

namespace gapwire::test {

namespace itch = sim::itch;
using sim::ByteVector;

inline constexpr std::uint16_t acme = 7;
inline constexpr itch::At at_acme{.locate = acme, .time_ns = 1000};

// The messages the tests say most; `at` last, because it seldom matters.

inline itch::StockDirectory directory(std::string_view stock, itch::At at = at_acme)
{
    return {.at = at, .stock = stock};
}
inline itch::AddOrder add(std::uint64_t reference, char side, std::uint32_t shares,
                          std::uint32_t price, itch::At at = at_acme)
{
    return {.at = at,
            .reference = reference,
            .side = side,
            .shares = shares,
            .stock = "ACME",
            .price = price};
}
inline itch::OrderExecuted execute(std::uint64_t reference, std::uint32_t shares,
                                   std::uint64_t match = 1, itch::At at = at_acme)
{
    return {.at = at, .reference = reference, .shares = shares, .match = match};
}
inline itch::OrderExecutedWithPrice execute_at(std::uint64_t reference, std::uint32_t shares,
                                               std::uint32_t price, std::uint64_t match,
                                               char printable = 'Y')
{
    return {.at = at_acme,
            .reference = reference,
            .shares = shares,
            .match = match,
            .printable = printable,
            .price = price};
}
inline itch::OrderCancel cancel(std::uint64_t reference, std::uint32_t shares,
                                itch::At at = at_acme)
{
    return {.at = at, .reference = reference, .shares = shares};
}
inline itch::OrderDelete remove(std::uint64_t reference, itch::At at = at_acme)
{
    return {.at = at, .reference = reference};
}
inline itch::OrderReplace replace(std::uint64_t reference, std::uint64_t new_reference,
                                  std::uint32_t shares, std::uint32_t price)
{
    return {.at = at_acme,
            .old_reference = reference,
            .new_reference = new_reference,
            .shares = shares,
            .price = price};
}
inline itch::Trade trade(std::uint32_t shares, std::uint32_t price, std::uint64_t match)
{
    return {.at = at_acme, .shares = shares, .stock = "ACME", .price = price, .match = match};
}
inline itch::CrossTrade cross(char type, std::uint64_t shares, std::uint32_t price,
                              std::uint64_t match)
{
    return {.at = at_acme,
            .shares = shares,
            .stock = "ACME",
            .price = price,
            .match = match,
            .cross_type = type};
}
inline itch::BrokenTrade break_trade(std::uint64_t match)
{
    return {.at = at_acme, .match = match};
}
inline itch::StockTradingAction action(char state, std::string_view reason = {})
{
    return {.at = at_acme, .stock = "ACME", .state = state, .reason = reason};
}
inline itch::SystemEvent system_event(char code)
{
    return {.at = {.time_ns = 1000}, .event = code};
}

/// Messages as a carrier holds them.
struct Messages {
    std::vector<ByteVector> bytes;

    template <itch::Message M>
    void add(const M& message)
    {
        bytes.push_back(itch::encode(message));
    }
    std::vector<Bytes> views() const { return {bytes.begin(), bytes.end()}; }
};

template <itch::Message... M>
Messages messages(const M&... each)
{
    Messages all;
    (all.add(each), ...);
    return all;
}

inline std::string price_text(Price price)
{
    return price.is_none() ? "none" : std::to_string(price.units / itch50::price_unit);
}

/// "trade|quote last 100x5 bid 99x60 ask none valid trading"
inline std::string text_of(const MarketUpdate& update)
{
    constexpr const char* kinds[] = {"trade", "quote", "broken", "status", "close", "imbalance"};
    std::string text;
    for (int bit = 0; bit < 6; ++bit)
        if ((update.kinds >> bit & 1) != 0)
            text += (text.empty() ? "" : "|") + std::string(kinds[bit]);
    const auto with = [&](const char* name, Price price, std::uint64_t quantity) {
        text += std::string(" ") + name + ' ' + price_text(price);
        if (!price.is_none()) text += 'x' + std::to_string(quantity);
    };
    with("last", update.trade_price, update.trade_quantity);
    with("bid", update.bid, update.bid_quantity);
    with("ask", update.ask, update.ask_quantity);
    text += ' ' + std::string(to_text(update.book_state)) + ' ';
    return text += to_text(update.trading_state);
}

/// What a stream needs around it, and records of what it says.
struct Surroundings {
    static constexpr std::size_t room = 64;

    Surroundings()
    {
        context.observer = {.context = this,
                            .on_instrument = &Surroundings::on_instrument,
                            .on_update = &Surroundings::on_update,
                            .on_close = &Surroundings::on_close};
    }
    Surroundings(const Surroundings&) = delete;

    static std::uint8_t on_instrument(void* self, const Instrument& instrument)
    {
        auto& mine = *static_cast<Surroundings*>(self);
        mine.met.emplace_back(instrument.symbol.view());
        return mine.wanted;
    }
    static void on_update(void* self, const MarketUpdate& update) noexcept
    {
        auto& mine = *static_cast<Surroundings*>(self);
        if (mine.recording) mine.updates.push_back(update);
    }
    static void on_close(void* self, const Instrument& instrument, const ReferencePrice& close)
    {
        static_cast<Surroundings*>(self)->closes.push_back(std::string(instrument.symbol.view()) +
                                                           ' ' + price_text(close.price));
    }

    /// The updates since the last call, as text.
    std::vector<std::string> heard()
    {
        std::vector<std::string> texts;
        for (const MarketUpdate& update : updates) texts.push_back(text_of(update));
        updates.clear();
        return texts;
    }
    std::uint64_t count(Counter counter) const { return counters[counter]; }

    Counters counters;
    pipeline::Instruments instruments;
    Region region{book::Publication::bytes_for(room)};
    book::Publication publication =
        book::Publication::create({region.data(), region.size()}, room, 1);
    std::vector<MarketUpdate> updates;
    std::vector<std::string> met;
    std::vector<std::string> closes;
    std::uint8_t wanted = 0xFF;
    bool recording = true;
    pipeline::StreamContext context{
        .instruments = &instruments,
        .counters = &counters,
        .publication = &publication,
        .limits = {.orders_max = 1u << 16, .ladder_bytes = std::size_t{4} << 20}};
};

/// "bid 1000x60 999x50 | ask": price x quantity of every level, best first.
inline std::string book_text(const pipeline::ItchStream& stream, std::uint32_t locate = acme)
{
    std::string text;
    for (const Side side : {Side::buy, Side::sell}) {
        text += side == Side::buy ? "bid" : " | ask";
        for (std::size_t rank = 0; rank < stream.books().level_count(locate, side); ++rank) {
            const auto level = stream.books().level(locate, side, rank);
            text += ' ' + std::to_string(level.price) + 'x' + std::to_string(level.quantity);
        }
    }
    return text;
}

/// Whether readers see what the books hold, for every instrument the stream knows.
inline void expect_published(const Surroundings& around, const pipeline::ItchStream& stream)
{
    for (std::uint32_t locate = 0; locate < 128; ++locate) {
        const InstrumentId id = stream.instrument_of(locate);
        if (id.is_none()) continue;
        TopOfBook expected = stream.top(locate);
        const auto published = around.publication.top(id);
        ASSERT_TRUE(published);
        expected.exchange_time = published->exchange_time;  // of its last change, not of now
        EXPECT_EQ(*published, expected) << locate;
    }
}

/// One stream, fed message by message.
struct Line : Surroundings {
    template <itch::Message... M>
    void say(const M&... each)
    {
        feed(messages(each...), 1);
    }
    void feed(const Messages& all, std::size_t batch_max)
    {
        const std::vector<Bytes> views = all.views();
        for (std::size_t at = 0; at < views.size(); at += batch_max) {
            const std::size_t size = std::min(batch_max, views.size() - at);
            stream.on_messages(next, {&views[at], size}, received);
            next += size;
        }
        expect_published(*this, stream);
    }
    std::string book(std::uint32_t locate = acme) const { return book_text(stream, locate); }
    BookState state(std::uint32_t locate = acme) const { return stream.state(locate); }
    const book::InstrumentStatistics& statistics() const { return stream.statistics(acme); }

    std::uint64_t next = 1;
    Timestamp received{5};
    pipeline::ItchStream stream{context, 0, "test"};
};

}  // namespace gapwire::test
