// Order books as text, JSON and CSV.
#include "app/book_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/json_text.hpp"
#include "app/pipeline/fix_stream.hpp"
#include "app/pipeline/itch_stream.hpp"
#include "app/pipeline/mdp_stream.hpp"
#include "core/decimal.hpp"
#include "core/time.hpp"

namespace gapwire::app {
namespace {

std::string wire_price(std::uint32_t price)
{
    return decimal(std::int64_t{price}, 4);
}

/// In the units of its stream: "2.5".
std::string quantity_text(const pipeline::BookSource& stream, std::uint64_t quantity)
{
    if (stream.quantity_digits() == 0) return std::to_string(quantity);
    return decimal(static_cast<std::int64_t>(quantity), stream.quantity_digits());
}

std::string text_level(const pipeline::BookSource& stream, const Level& level)
{
    if (level.price.is_none()) return fmt::format("{:>12} {:>12} {:>7}", "", "", "");
    return fmt::format("{:>12} {:>12} {:>7}", decimal(level.price),
                       quantity_text(stream, level.quantity), level.orders);
}

Level level_or_none(const pipeline::BookSource& stream, std::uint32_t place, Side side,
                    std::size_t rank)
{
    return rank < stream.level_count(place, side) ? stream.level(place, side, rank) : Level{};
}

std::string json_levels(const pipeline::BookSource& stream, std::uint32_t place, Side side,
                        std::size_t depth)
{
    std::string text;
    const std::size_t count = std::min(depth, stream.level_count(place, side));
    for (std::size_t rank = 0; rank < count; ++rank) {
        const Level level = stream.level(place, side, rank);
        if (level.price.is_none()) continue;  // not known
        text +=
            fmt::format(R"({}{{"price":"{}","quantity":{},"orders":{}}})", text.empty() ? "" : ",",
                        decimal(level.price), quantity_text(stream, level.quantity), level.orders);
    }
    return text;
}

std::string json_trade(const std::optional<book::TradePrint>& trade)
{
    if (!trade) return "null";
    return fmt::format(R"({{"price":"{}","quantity":{},"match_number":{},"time_ns":{}}})",
                       wire_price(trade->price), trade->quantity, trade->match_number,
                       trade->time_ns);
}

std::string json_price_or_null(std::uint32_t price)
{
    return price == 0 ? "null" : fmt::format("\"{}\"", wire_price(price));
}

std::string json_imbalance(const std::optional<AuctionImbalance>& i)
{
    if (!i) return "null";
    return fmt::format(
        R"({{"cross_type":{},"direction":{},"paired_quantity":{},"imbalance_quantity":{},)"
        R"("far_price":"{}","near_price":"{}","reference_price":"{}","time_ns":{}}})",
        json_quoted({&i->cross_type, 1}), json_quoted({&i->direction, 1}), i->paired_quantity,
        i->imbalance_quantity, wire_price(i->far_price), wire_price(i->near_price),
        wire_price(i->reference_price), i->time_ns);
}

std::string json_collar(const std::optional<AuctionCollar>& c)
{
    if (!c) return "null";
    return fmt::format(
        R"({{"reference_price":"{}","upper_price":"{}","lower_price":"{}","extension":{}}})",
        wire_price(c->reference_price), wire_price(c->upper_price), wire_price(c->lower_price),
        c->extension);
}

void append_side(std::string& csv, const std::string& symbol, const pipeline::BookSource& stream,
                 std::uint32_t place, Side side)
{
    const std::size_t count = stream.level_count(place, side);
    for (std::size_t rank = 0; rank < count; ++rank) {
        const Level level = stream.level(place, side, rank);
        if (level.price.is_none()) continue;  // not known
        fmt::format_to(std::back_inserter(csv), "{},{},{},{},{}\n", symbol,
                       side == Side::buy ? 'B' : 'S', decimal(level.price),
                       quantity_text(stream, level.quantity), level.orders);
    }
}

/// A symbol as a CSV field: quoted where it must be.
std::string csv_field(std::string text)
{
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    for (std::size_t at = 0; (at = text.find('"', at)) != std::string::npos; at += 2)
        text.insert(at, 1, '"');
    return '"' + text + '"';
}

/// What is known of the instrument beside its levels.
std::string about(const pipeline::MdpStream& stream, std::uint32_t place)
{
    const pipeline::ContractDetails& details = stream.details(place);
    const book::FuturesStatistics& statistics = details.statistics;
    std::string text =
        fmt::format("{}  book {}  trading {}  at {}\n", printable(stream.symbol(place)),
                    to_text(stream.state(place)), to_text(statistics.trading()),
                    rfc3339({static_cast<std::int64_t>(stream.time_ns())}));
    const auto out = std::back_inserter(text);
    fmt::format_to(out, "security {}", stream.contract(place).security);
    if (details.display_factor != Price::none().units)
        fmt::format_to(out, "  points are prices times {}", decimal(Price{details.display_factor}));
    if (const FuturesTrade* const last = statistics.last_trade())
        fmt::format_to(out, "  last trade {} x {}", decimal(Price{last->price}), last->quantity);
    if (const auto volume = statistics.volume()) fmt::format_to(out, "  volume {}", *volume);
    const auto add = [&](std::string_view name, Price price) {
        if (!price.is_none()) fmt::format_to(out, "  {} {}", name, decimal(price));
    };
    add("open", statistics.told(StatisticKind::open));
    add("indicative open", statistics.told(StatisticKind::indicative_open));
    add("high", statistics.high());
    add("low", statistics.low());
    text += '\n';
    return text;
}

std::string about(const pipeline::ItchStream& stream, std::uint32_t locate)
{
    const book::InstrumentStatistics& statistics = stream.statistics(locate);
    std::string text = fmt::format("{}  book {}  trading {}  at {}\n",
                                   printable(stream.symbol(locate)), to_text(stream.state(locate)),
                                   to_text(statistics.trading), clock_text(stream.time_ns()));
    if (statistics.last)
        text += fmt::format("last trade {} x {} at {}  volume {}\n",
                            wire_price(statistics.last->price), statistics.last->quantity,
                            clock_text(statistics.last->time_ns), statistics.volume);
    return text;
}

/// What an entry type is called (MDEntryType).
std::string figure_name(char type)
{
    switch (type) {
        case '4': return "open";
        case '5': return "close";
        case '6': return "settlement";
        case '7': return "high";
        case '8': return "low";
        case '9': return "vwap";
        case 'A': return "imbalance";
        case 'B': return "volume";
        case 'C': return "open interest";
        case 'M': return "prior settlement";
        default: return fmt::format("type {}", printable({&type, 1}));
    }
}

std::string about(const pipeline::FixStream& stream, std::uint32_t place)
{
    const pipeline::Quoted& quoted = stream.quoted(place);
    std::string text =
        fmt::format("{}  book {}  trading {}  at {}\n", printable(quoted.symbol),
                    to_text(stream.state(place)), to_text(quoted.trading), rfc3339(stream.time()));
    const auto out = std::back_inserter(text);
    const std::size_t before = text.size();
    if (const book::QuotePrint* const last = quoted.figures.last()) {
        fmt::format_to(out, "last {}", decimal(last->price));
        if (last->quantity != quantity_none)
            fmt::format_to(out, " x {}", quantity_text(stream, last->quantity));
        if (!last->time.is_none()) fmt::format_to(out, " at {}", rfc3339(last->time));
        text += "  ";
    }
    for (const book::QuoteFigure& figure : quoted.figures.all()) {
        if (figure.price.is_none() && figure.quantity == quantity_none) continue;
        fmt::format_to(out, "{} {}", figure_name(figure.type), decimal(figure.price));
        if (figure.quantity != quantity_none)
            fmt::format_to(out, "{}{}", figure.price.is_none() ? "" : " x ",
                           quantity_text(stream, figure.quantity));
        text += "  ";
    }
    if (text.size() > before) {
        text.erase(text.find_last_not_of(' ') + 1);
        text += '\n';
    }
    return text;
}

}  // namespace

std::string book_text(const pipeline::BookSource& stream, std::uint32_t place, std::size_t depth)
{
    std::string text = stream.itch() != nullptr  ? about(*stream.itch(), place)
                       : stream.mdp() != nullptr ? about(*stream.mdp(), place)
                                                 : about(*stream.fix(), place);
    text += fmt::format("{:>12} {:>12} {:>7}   {:>12} {:>12} {:>7}\n", "bid", "quantity", "orders",
                        "ask", "quantity", "orders");
    const std::size_t rows = std::min(depth, std::max(stream.level_count(place, Side::buy),
                                                      stream.level_count(place, Side::sell)));
    for (std::size_t rank = 0; rank < rows; ++rank)
        text += fmt::format("{}   {}\n",
                            text_level(stream, level_or_none(stream, place, Side::buy, rank)),
                            text_level(stream, level_or_none(stream, place, Side::sell, rank)));
    return text;
}

namespace {

std::string about_json(const pipeline::ItchStream& stream, std::uint32_t locate)
{
    const book::InstrumentStatistics& s = stream.statistics(locate);
    return fmt::format(R"("trading_state":"{}","halt_reason":{},"time_ns":{},)"
                       R"("last_trade":{},"volume":{},"trades":{},"broken_trades":{},)"
                       R"("opening_cross":{},"closing_cross":{},"imbalance":{},"luld_collar":{})",
                       to_text(s.trading), json_quoted(s.halt_reason.view()), stream.time_ns(),
                       json_trade(s.last), s.volume, s.trades, s.broken_trades,
                       json_price_or_null(s.opening_cross), json_price_or_null(s.closing_cross),
                       json_imbalance(s.imbalance), json_collar(s.collar));
}

std::string about_json(const pipeline::MdpStream& stream, std::uint32_t place)
{
    const book::FuturesStatistics& s = stream.details(place).statistics;
    const FuturesTrade* const last = s.last_trade();
    const auto volume = s.volume();
    const auto interest = s.open_interest();
    return fmt::format(
        R"("trading_state":"{}","time_ns":{},"security":{},"display_factor":{},)"
        R"("last_trade":{},"volume":{},"open":{},"high":{},"low":{},"open_interest":{},)"
        R"("low_limit":{},"high_limit":{})",
        to_text(s.trading()), stream.time_ns(), stream.contract(place).security,
        json_price({stream.details(place).display_factor}),
        last == nullptr ? "null"
                        : fmt::format(R"({{"price":"{}","quantity":{}}})",
                                      decimal(Price{last->price}), last->quantity),
        volume ? std::to_string(*volume) : "null", json_price(s.told(StatisticKind::open)),
        json_price(s.high()), json_price(s.low()),
        interest ? std::to_string(interest->quantity) : "null", json_price(s.limits().low),
        json_price(s.limits().high));
}

std::string about_json(const pipeline::FixStream& stream, std::uint32_t place)
{
    const pipeline::Quoted& quoted = stream.quoted(place);
    const auto print_quantity = [&](std::uint64_t quantity) {
        return quantity == quantity_none ? "null" : quantity_text(stream, quantity);
    };
    std::string figures;
    for (const book::QuoteFigure& figure : quoted.figures.all())
        if (!figure.price.is_none() || figure.quantity != quantity_none)
            figures +=
                fmt::format(R"({}{}:{{"price":{},"quantity":{}}})", figures.empty() ? "" : ",",
                            json_quoted(figure_name(figure.type)), json_price(figure.price),
                            print_quantity(figure.quantity));
    const book::QuotePrint* const last = quoted.figures.last();
    return fmt::format(R"("trading_state":"{}","time_ns":{},"last_trade":{},"figures":{{{}}})",
                       to_text(quoted.trading), stream.time().ns,
                       last == nullptr
                           ? "null"
                           : fmt::format(R"({{"price":{},"quantity":{}}})", json_price(last->price),
                                         print_quantity(last->quantity)),
                       figures);
}

}  // namespace

std::string book_json(const pipeline::BookSource& stream, std::uint32_t place, std::size_t depth)
{
    return fmt::format(R"({{"symbol":{},"state":"{}","bids":[{}],"asks":[{}],{}}})"
                       "\n",
                       json_quoted(stream.symbol(place)), to_text(stream.state(place)),
                       json_levels(stream, place, Side::buy, depth),
                       json_levels(stream, place, Side::sell, depth),
                       stream.itch() != nullptr  ? about_json(*stream.itch(), place)
                       : stream.mdp() != nullptr ? about_json(*stream.mdp(), place)
                                                 : about_json(*stream.fix(), place));
}

std::string event_header(std::size_t depth)
{
    std::string header = "time_ns";
    for (std::size_t i = 1; i <= depth; ++i)
        header += fmt::format(",ask_price_{0},ask_size_{0},bid_price_{0},bid_size_{0}", i);
    return header + '\n';
}

std::string event_row(const pipeline::BookSource& stream, std::uint32_t place,
                      std::uint64_t time_ns, std::size_t depth)
{
    std::string row = std::to_string(time_ns);
    for (std::size_t rank = 0; rank < depth; ++rank) {
        for (const Side side : {Side::sell, Side::buy}) {
            const Level level = level_or_none(stream, place, side, rank);
            if (level.price.is_none())
                row += ",,";
            else
                fmt::format_to(std::back_inserter(row), ",{},{}", decimal(level.price),
                               quantity_text(stream, level.quantity));
        }
    }
    return row + '\n';
}

AllBooks all_books_csv(const std::vector<const pipeline::BookSource*>& streams)
{
    struct Book {
        std::string symbol;
        const pipeline::BookSource* stream;
        std::uint32_t place;
    };
    AllBooks all;
    std::vector<Book> books;
    for (const pipeline::BookSource* stream : streams) {
        for (std::uint32_t place = 0; place < stream->places(); ++place) {
            if (stream->level_count(place, Side::buy) == 0 &&
                stream->level_count(place, Side::sell) == 0)
                continue;
            books.push_back({stream->symbol(place), stream, place});
            const BookState state = stream->state(place);
            if (state != BookState::valid && state != BookState::halted) ++all.not_valid[state];
        }
    }
    std::stable_sort(books.begin(), books.end(),
                     [](const Book& a, const Book& b) { return a.symbol < b.symbol; });
    all.csv = "symbol,side,price,quantity,orders\n";
    for (const Book& book : books)
        for (const Side side : {Side::buy, Side::sell})
            append_side(all.csv, csv_field(book.symbol), *book.stream, book.place, side);
    return all;
}

std::string_view state_reason(BookState state) noexcept
{
    switch (state) {
        case BookState::unknown: return "the session was joined late, earlier orders are missing";
        case BookState::recovering: return "a snapshot is on its way";
        case BookState::suspect: return "an event contradicted the book and was refused";
        case BookState::stale:
            return "messages were lost that may have changed it, or its session is over";
        case BookState::halted: return "trading is halted or paused";
        case BookState::valid: break;
    }
    return "nothing is wrong";
}

}  // namespace gapwire::app
