// What watched instruments are quoted at.
#include "app/http/quote_board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "app/http/json_text.hpp"
#include "core/points.hpp"

namespace gapwire::http {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;

std::string reference_json(const ReferencePrice& reference)
{
    if (reference.price.is_none()) return "null";
    return fmt::format(R"({{"kind":{},"price":{},"date":{}}})", in_quotes(to_text(reference.kind)),
                       json_price(reference.price), json_date(reference.date));
}

std::string rungs_json(const WatchedInstrument* watched)
{
    std::string rungs;
    if (watched != nullptr)
        for (const Price rung : watched->rungs) {
            if (!rungs.empty()) rungs += ',';
            rungs += json_price(rung);
        }
    return '[' + rungs + ']';
}

/// What a side of the top of a book says.
std::string side_json(std::string_view name, const Quote& quote, std::int64_t price,
                      std::uint64_t quantity)
{
    const bool is_there = quote.top && price != Price::none().units;
    return fmt::format(
        R"("{0}":{1},"{0}_size":{2},)", name,
        is_there ? points_or_null({price}, quote.instrument.display_factor) : "null",
        is_there ? quantity_text(quantity, quote.instrument.quantity_digits) : "null");
}

}  // namespace

Price Quote::price() const noexcept
{
    if (trades && trades->last != Price::none().units) return {trades->last};
    if (!top || top->state != BookState::valid) return Price::none();
    const Price bid = points({top->bid_price}, instrument.display_factor.units);
    const Price ask = points({top->ask_price}, instrument.display_factor.units);
    if (bid.is_none() || ask.is_none()) return Price::none();
    return {static_cast<std::int64_t>((wide(bid.units) + ask.units) / 2)};
}

std::optional<BasisPoints> Quote::fall() const noexcept
{
    if (!watched || watched->reference.price <= Price{0}) return std::nullopt;
    const Price now = price();
    if (now.is_none()) return std::nullopt;
    const std::int64_t from = watched->reference.price.units;
    const Wide fall = (wide(from) - now.units) * 10'000 / from;
    if (fall > INT32_MAX || fall < INT32_MIN) return std::nullopt;
    return BasisPoints{static_cast<std::int32_t>(fall)};
}

std::string Quote::json(std::string_view feed) const
{
    std::string text = fmt::format(
        R"({{"id":{},"symbol":{},"venue":{},"feed":{},"state":{},"time":{},)", instrument.id.value,
        in_quotes(instrument.symbol.view()), in_quotes(instrument.venue.view()), in_quotes(feed),
        in_quotes(to_text(top ? top->state : BookState::unknown)),
        top && top->exchange_time > 0 ? json_time({top->exchange_time}) : "null");
    text += side_json("bid", *this, top ? top->bid_price : 0, top ? top->bid_quantity : 0);
    text += side_json("ask", *this, top ? top->ask_price : 0, top ? top->ask_quantity : 0);
    const TradeFigures traded = trades.value_or(TradeFigures{});
    const auto out = std::back_inserter(text);
    const WatchedInstrument* const more = watched.get();
    const auto fallen = fall();
    fmt::format_to(out,
                   R"("last":{},"session_high":{},"session_low":{},"price":{},)"
                   R"("reference":{},"fall_bp":{},"rungs":{},)",
                   json_price({traded.last}), json_price({traded.high}), json_price({traded.low}),
                   json_price(price()), more == nullptr ? "null" : reference_json(more->reference),
                   fallen ? fmt::to_string(fallen->value) : "null", rungs_json(more));
    const bool is_told = traded.low_limit != Price::none().units;
    const Price low = is_told || more == nullptr ? Price{traded.low_limit} : more->low_limit;
    const LimitSource source = is_told           ? LimitSource::feed
                               : more == nullptr ? LimitSource::none
                                                 : more->limit_source;
    fmt::format_to(out, R"("low_limit":{},"high_limit":{},"limit_source":{}}})", json_price(low),
                   json_price({traded.high_limit}), in_quotes(to_text(source)));
    return text;
}

std::string_view QuoteBoard::feed_name(const Instrument& instrument) const noexcept
{
    return instrument.feed < sources_.feeds.size()
               ? std::string_view(sources_.feeds[instrument.feed].name)
               : std::string_view();
}

void QuoteBoard::refresh(Timestamp now)
{
    auto view = sources_.rules();
    const bool is_new_view = view != view_;
    view_ = std::move(view);
    const std::uint64_t next = version_ + 1;
    if (is_new_view)
        std::erase_if(entries_, [&](const auto& entry) {
            return entry.first >= view_->watched.size() || !view_->watched[entry.first];
        });
    for (std::uint32_t id = 0; id < view_->watched.size(); ++id) {
        const auto& watched = view_->watched[id];
        if (!watched) continue;
        Entry& entry = entries_[id];
        Quote& quote = entry.quote;
        auto top = sources_.top({id});
        auto trades = sources_.trades({id});
        if (!top) top = quote.top;  // the writer was met: the next time
        const bool is_same = entry.changed != 0 && quote.watched == watched && quote.top == top &&
                             quote.trades == trades;
        if (is_same) continue;
        quote = {watched->instrument, watched, top, trades};
        entry.json.clear();
        entry.changed = next;
        version_ = next;
    }
    if (const std::int64_t second = now.ns / second_ns; second > sampled_) sample(second);
}

void QuoteBoard::sample(std::int64_t second)
{
    sampled_ = second;
    samples_ = 0;
    for (auto& [id, entry] : entries_) {
        const Price price = entry.quote.price();
        if (!price.is_none()) entry.samples.push_back({second, price});
        samples_ += entry.samples.size();
    }
    // All have the same right to what there is room for.
    const std::size_t most =
        std::min(bars_max, bars_in_all_max / std::max<std::size_t>(entries_.size(), 1));
    for (auto& [id, entry] : entries_)
        while (entry.samples.size() > most) entry.samples.pop_front();
}

std::vector<std::uint32_t> QuoteBoard::changed_since(std::uint64_t version) const
{
    std::vector<std::uint32_t> ids;
    for (const auto& [id, entry] : entries_)
        if (entry.changed > version) ids.push_back(id);
    return ids;
}

std::vector<std::uint32_t> QuoteBoard::by_fall() const
{
    std::vector<std::pair<std::int32_t, std::uint32_t>> order;
    for (const auto& [id, entry] : entries_) {
        const auto fall = entry.quote.fall();
        order.emplace_back(fall ? -std::max(fall->value, -INT32_MAX) : INT32_MAX, id);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::uint32_t> ids;
    ids.reserve(order.size());
    for (const auto& [fall, id] : order) ids.push_back(id);
    return ids;
}

const std::string* QuoteBoard::json(std::uint32_t id)
{
    const auto found = entries_.find(id);
    if (found == entries_.end()) return nullptr;
    Entry& entry = found->second;
    if (entry.json.empty()) entry.json = entry.quote.json(feed_name(entry.quote.instrument));
    return &entry.json;
}

std::optional<Quote> QuoteBoard::quote(std::uint32_t id) const
{
    if (const auto found = entries_.find(id); found != entries_.end()) return found->second.quote;
    const auto view = sources_.rules();
    if (id >= view->instruments.size() || view->instruments[id].id.is_none()) return std::nullopt;
    return Quote{view->instruments[id], view->watched[id], sources_.top({id}),
                 sources_.trades({id})};
}

std::string QuoteBoard::bars_json(std::uint32_t id, std::uint32_t seconds) const
{
    const auto found = entries_.find(id);
    if (found == entries_.end()) return {};
    struct Bar {
        std::int64_t start = 0;
        Price open{}, high{}, low{}, close{};
    };
    std::vector<Bar> bars;
    for (const Sample& sample : found->second.samples) {
        const std::int64_t start = sample.second - sample.second % seconds;
        if (bars.empty() || bars.back().start != start)
            bars.push_back({start, sample.price, sample.price, sample.price, sample.price});
        Bar& bar = bars.back();
        bar.high = std::max(bar.high, sample.price);
        bar.low = std::min(bar.low, sample.price);
        bar.close = sample.price;
    }
    std::string text;
    for (const Bar& bar : bars)
        fmt::format_to(
            std::back_inserter(text), R"({}{{"time":{},"open":{},"high":{},"low":{},"close":{}}})",
            text.empty() ? "" : ",", json_time({bar.start * second_ns}), json_price(bar.open),
            json_price(bar.high), json_price(bar.low), json_price(bar.close));
    return fmt::format(R"({{"id":{},"seconds":{},"sampled":true,"bars":[{}]}})", id, seconds, text);
}

}  // namespace gapwire::http
