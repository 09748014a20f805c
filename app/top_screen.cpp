// Lines of `gapwire top`.
#include "app/top_screen.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <string_view>

#include "core/decimal.hpp"
#include "core/points.hpp"
#include "core/time.hpp"
#include "core/update.hpp"
#include "gapwire/reader.hpp"

namespace gapwire::app {
namespace {

namespace json = boost::json;
using shared::Reader;

/// The member of an object, or null.
const json::value& at(const json::value& in, std::string_view key)
{
    static const json::value none;
    const json::object* const object = in.if_object();
    const json::value* const found = object == nullptr ? nullptr : object->if_contains(key);
    return found == nullptr ? none : *found;
}

const json::array& list(const json::value& in, std::string_view key)
{
    static const json::array none;
    const json::array* const found = at(in, key).if_array();
    return found == nullptr ? none : *found;
}

std::string text(const json::value& in, std::string_view key)
{
    const json::value& value = at(in, key);
    if (const json::string* const found = value.if_string())
        return std::string(found->data(), found->size());
    if (value.is_number()) return json::serialize(value);
    return {};
}

std::int64_t number(const json::value& in, std::string_view key)
{
    const json::value& value = at(in, key);
    return value.is_number() ? value.to_number<std::int64_t>() : 0;
}

/// "2025-01-27T09:12:33.123456789Z" without its date and its fractions.
std::string clock(const std::string& time)
{
    constexpr std::size_t from = 11;
    constexpr std::size_t size = 8;
    return time.size() >= from + size ? time.substr(from, size) : time;
}

/// A fall in basis points as the move in percent: "-4.00 %".
std::string move_text(const json::value& quote)
{
    if (!at(quote, "fall_bp").is_number()) return "";
    const std::int64_t fall = number(quote, "fall_bp");
    return fmt::format("{}{}.{:02} %", fall > 0 ? '-' : '+', std::abs(fall) / 100,
                       std::abs(fall) % 100);
}

LineStyle style_of(std::string_view severity)
{
    if (severity == "critical" || severity == "emergency") return LineStyle::bad;
    return severity == "warning" ? LineStyle::warning : LineStyle::plain;
}

void add_status(std::vector<ScreenLine>& lines, const json::value& status)
{
    const std::int64_t scale = std::max<std::int64_t>(number(status, "clock_scale"), 1);
    lines.push_back({fmt::format("gapwire {}  {}  {} UTC{}", text(status, "version"),
                                 text(status, "trading_date"), clock(text(status, "now")),
                                 scale == 1 ? "" : fmt::format("  rehearsal x{}", scale)),
                     LineStyle::title});
    std::string waits;
    for (const json::value& one : list(status, "waiting_for"))
        if (one.is_string())
            waits += (waits.empty() ? "" : ", ") + std::string(one.as_string().c_str());
    if (!waits.empty()) lines.push_back({"not ready: " + waits, LineStyle::warning});
    const json::value& store = at(status, "store");
    if (text(store, "state") == "failing")
        lines.push_back(
            {fmt::format("alerts are not stored: {} wait", number(store, "held")), LineStyle::bad});
    for (const json::value& blind : list(status, "blind"))
        lines.push_back({fmt::format("BLIND since {} UTC: {}", clock(text(blind, "since")),
                                     text(blind, "text")),
                         LineStyle::bad});
}

void add_feeds(std::vector<ScreenLine>& lines, const json::value& feeds)
{
    for (const json::value& feed : list(feeds, "feeds")) {
        const std::string state = text(feed, "state");
        std::string line =
            fmt::format("{:<12} {:<10} {:>12} messages {:>6} lost", text(feed, "name"), state,
                        number(feed, "messages"), number(feed, "lost"));
        for (const json::value& one : list(feed, "lines"))
            line += fmt::format("  {} {}", text(one, "name"), text(one, "state"));
        const bool is_bad = state == "blind";
        lines.push_back({std::move(line), is_bad ? LineStyle::bad
                                          : state == "ok" || state == "ended"
                                              ? LineStyle::good
                                              : LineStyle::warning});
    }
}

void add_incidents(std::vector<ScreenLine>& lines, const json::value& incidents)
{
    constexpr std::size_t shown_max = 8;
    const json::array& all = list(incidents, "incidents");
    for (std::size_t i = 0; i < std::min(all.size(), shown_max); ++i) {
        const json::value& incident = all[i];
        const json::value& by = at(incident, "acknowledged");
        const std::string severity = text(incident, "severity");
        lines.push_back(
            {fmt::format("{:<9} {:<10} {:<12} {}{}", severity, text(incident, "state"),
                         text(incident, "rule"), text(at(incident, "latest"), "text"),
                         by.is_object() ? "  (acknowledged by " + text(by, "who") + ')' : ""),
             style_of(severity)});
    }
    if (all.size() > shown_max)
        lines.push_back({fmt::format("and {} more", all.size() - shown_max), LineStyle::plain});
}

void add_wall(std::vector<ScreenLine>& lines, const json::value& watch)
{
    lines.push_back({fmt::format("{:<10} {:<5} {:>10} {:>12} {:>12} {:>12} {:>12}  {}", "symbol",
                                 "venue", "change", "price", "from", "bid", "ask", "book"),
                     LineStyle::title});
    for (const json::value& quote : list(watch, "quotes")) {
        const std::string state = text(quote, "state");
        lines.push_back(
            {fmt::format("{:<10} {:<5} {:>10} {:>12} {:>12} {:>12} {:>12}  {}",
                         text(quote, "symbol"), text(quote, "venue"), move_text(quote),
                         text(quote, "price"), text(at(quote, "reference"), "price"),
                         text(quote, "bid"), text(quote, "ask"), state),
             state == "valid" || state == "halted" ? LineStyle::plain : LineStyle::warning});
    }
}

/// Cut to the screen. Texts may be UTF-8, whose later bytes take no column.
void fit(std::vector<ScreenLine>& lines, std::size_t rows, std::size_t columns)
{
    if (lines.size() > rows) lines.resize(rows);
    for (ScreenLine& line : lines) {
        std::size_t column = 0;
        for (std::size_t i = 0; i < line.text.size(); ++i) {
            const bool begins = (static_cast<unsigned char>(line.text[i]) & 0xC0) != 0x80;
            if (begins && ++column > columns) {
                line.text.resize(i);
                break;
            }
        }
    }
}

/// In points where the factor is known, else as on the wire.
std::string price_text(std::int64_t price, std::int64_t factor)
{
    const Price in_points = points({price}, factor);
    return decimal(in_points.is_none() ? Price{price} : in_points);
}

}  // namespace

std::vector<ScreenLine> desk_screen(const DeskAnswers& answers, std::size_t rows,
                                    std::size_t columns)
{
    std::vector<ScreenLine> lines;
    add_status(lines, answers.status);
    add_feeds(lines, answers.feeds);
    lines.push_back({});
    add_incidents(lines, answers.incidents);
    lines.push_back({});
    add_wall(lines, answers.watch);
    fit(lines, rows, columns);
    return lines;
}

std::vector<ScreenLine> books_screen(const std::string& name, const Reader& reader,
                                     std::size_t rows, std::size_t columns)
{
    struct Row {
        std::int64_t time;
        std::string text;
        LineStyle style;
    };
    std::vector<Row> found;
    shared::Entry entry;
    shared::Top top;
    for (std::uint32_t id = 0; id < reader.instruments(); ++id) {
        if (reader.entry(id, entry) != shared::Status::ok) continue;
        static_cast<void>(reader.top(id, top));  // the writer's state is told above
        if (top.instrument != id || top.exchange_time == 0) continue;
        const auto state = static_cast<BookState>(top.state);
        found.push_back(
            {top.exchange_time,
             fmt::format("{:<10} {:<5} {:>14} {:>14}  {:<10} {} UTC", Reader::text(entry.symbol),
                         Reader::text(entry.venue), price_text(top.bid_price, entry.display_factor),
                         price_text(top.ask_price, entry.display_factor), to_text(state),
                         clock(rfc3339({top.exchange_time}))),
             state == BookState::valid ? LineStyle::plain : LineStyle::warning});
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const Row& a, const Row& b) { return a.time > b.time; });
    const shared::Status writer = reader.writer();
    std::vector<ScreenLine> lines;
    lines.push_back({fmt::format("books \"{}\": {} instruments, writer {}", name,
                                 reader.instruments(), to_text(writer)),
                     writer == shared::Status::ok ? LineStyle::title : LineStyle::bad});
    lines.push_back({fmt::format("{:<10} {:<5} {:>14} {:>14}  {:<10} {}", "symbol", "venue", "bid",
                                 "ask", "book", "changed"),
                     LineStyle::title});
    for (Row& row : found) lines.push_back({std::move(row.text), row.style});
    fit(lines, rows, columns);
    return lines;
}

std::string screen_text(const std::vector<ScreenLine>& lines, bool is_terminal)
{
    constexpr std::array<const char*, 5> colours{"", "\x1b[1m", "\x1b[32m", "\x1b[33m",
                                                 "\x1b[1;31m"};
    std::string all;
    for (const ScreenLine& line : lines) {
        // What the service says is text, and no command to the terminal.
        std::string safe;
        for (const char c : line.text)
            safe += static_cast<unsigned char>(c) < ' ' || c == 0x7F ? '?' : c;
        const char* const colour = colours[static_cast<std::size_t>(line.style)];
        all += is_terminal && *colour != 0 ? fmt::format("{}{}\x1b[0m", colour, safe) : safe;
        all += is_terminal ? "\x1b[K\n" : "\n";
    }
    return all;
}

}  // namespace gapwire::app
