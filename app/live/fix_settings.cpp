// The keys of a FIX feed: session, subscriptions, what is a property of the venue.
#include <fmt/format.h>

#include "app/live/feed_settings.hpp"
#include "app/live/setting_values.hpp"

namespace gapwire::app {
namespace {

using strategies::allow_keys;
using strategies::expect_kind;
using strategies::refuse;
using strategies::Setting;
using strategies::SettingKind;

constexpr std::int64_t ms = 1'000'000;

void read_text(const Setting& table, std::string_view key, std::string& to)
{
    if (const auto* setting = table.find(key)) to = text_in(*setting);
}
void read_boolean(const Setting& table, std::string_view key, bool& to)
{
    if (const auto* setting = table.find(key)) to = boolean_in(*setting);
}

void read_session(const Setting& table, fix_session::Settings& session)
{
    session.sender_comp_id = text_in(required(table, "sender"));
    session.target_comp_id = text_in(required(table, "target"));
    read_text(table, "begin_string", session.begin_string);
    if (const auto* begin = table.find("begin_string");
        begin != nullptr && session.begin_string != "FIX.4.4" && session.begin_string != "FIXT.1.1")
        refuse(*begin, "is neither \"FIX.4.4\" nor \"FIXT.1.1\"");
    read_text(table, "username", session.username);
    read_text(table, "password", session.password);
    read_text(table, "store", session.store_directory);
    read_integer(table, "heartbeat_s", 1, 3'600, session.heartbeat_s);
    read_integer(table, "logon_wait_s", 1, 600, session.logon_wait_s);
    read_integer(table, "latency_max_s", 0, 86'400, session.latency_max_s);
    read_boolean(table, "reset_on_logon", session.reset_on_logon);
    read_boolean(table, "reset_on_logout", session.reset_on_logout);
    read_boolean(table, "reset_on_disconnect", session.reset_on_disconnect);
}

void read_symbols(const Setting& list, FeedConfig& feed)
{
    expect_kind(list, {SettingKind::list}, "a list of symbols");
    for (const Setting& symbol : list.children)
        feed.fix.subscriptions.symbols.push_back(text_in(symbol, 40));
    if (list.children.empty()) refuse(list, "needs at least one symbol");
    feed.fix.quotes.symbols = feed.fix.subscriptions.symbols;
}

void read_subscriptions(const Setting& table, FeedConfig& feed)
{
    fix::SubscriptionSettings& asked = feed.fix.subscriptions;
    read_symbols(required(table, "symbols"), feed);
    if (const auto* types = table.find("entry_types")) asked.entry_types = text_in(*types, 40);
    if (asked.entry_types.empty()) refuse(*table.find("entry_types"), "needs at least one type");
    read_integer(table, "depth", 0, 1'000'000, asked.depth);
    read_boolean(table, "incremental", asked.incremental);
    read_boolean(table, "aggregated", asked.aggregated);
    read_boolean(table, "implicit_delete", asked.implicit_delete);
    read_integer(table, "request_symbols_max", 1, 10'000, asked.request_symbols_max);
    read_integer(table, "answer_wait_ms", 100, 600'000, asked.answer_wait_max, ms);
    read_boolean(table, "statuses", asked.asks_statuses);
    read_boolean(table, "instruments", asked.asks_instruments);
}

void read_venue(const Setting& table, FeedConfig& feed)
{
    pipeline::QuoteSettings& quotes = feed.fix.quotes;
    if (const auto* key = table.find("key")) {
        const auto known = pipeline::quote_key(text_in(*key));
        if (!known) refuse(*key, "is none of \"price\", \"id\", \"position\"");
        quotes.books.key = *known;
    }
    if (const auto* venue = table.find("venue")) {
        const std::string mic = text_in(*venue, 4);
        if (mic.size() != 4) refuse(*venue, "is not a MIC of four characters");
        std::copy(mic.begin(), mic.end(), quotes.venue.raw.begin());
    }
    quotes.zone.clear();  // until the calendars of all markets are known
    read_text(table, "time_zone", quotes.zone);
    read_integer(table, "quantity_digits", 0, 9, quotes.quantity_digits);
    read_integer(table, "levels_max", 1, 65'536, quotes.books.levels_max);
    read_integer(table, "quotes_max", 1, 1 << 22, quotes.books.quotes_max);
    read_boolean(table, "zero_removes", quotes.books.zero_removes);
    const fix::SubscriptionSettings& asked = feed.fix.subscriptions;
    quotes.quotes_expected = asked.entry_types.find_first_of("01") != std::string::npos;
    quotes.books.depth = asked.implicit_delete ? asked.depth : 0;
    quotes.books.instruments_max = static_cast<std::uint32_t>(
        asked.asks_instruments ? quotes.books.instruments_max : asked.symbols.size());
}

}  // namespace

void read_fix_feed(const Setting& table, FeedConfig& feed)
{
    allow_keys(table, {"name",
                       "stack",
                       "servers",
                       "sender",
                       "target",
                       "begin_string",
                       "username",
                       "password",
                       "store",
                       "heartbeat_s",
                       "logon_wait_s",
                       "latency_max_s",
                       "reset_on_logon",
                       "reset_on_logout",
                       "reset_on_disconnect",
                       "symbols",
                       "entry_types",
                       "depth",
                       "incremental",
                       "aggregated",
                       "implicit_delete",
                       "request_symbols_max",
                       "answer_wait_ms",
                       "statuses",
                       "instruments",
                       "key",
                       "venue",
                       "time_zone",
                       "quantity_digits",
                       "levels_max",
                       "quotes_max",
                       "zero_removes"});
    const Setting& servers = required(table, "servers");
    expect_kind(servers, {SettingKind::list}, "a list of \"HOST:PORT\"");
    for (const Setting& server : servers.children) {
        const HostPort address = host_port_in(server);
        feed.servers.push_back({.host = address.host, .port = address.port});
    }
    if (feed.servers.empty()) refuse(servers, "needs at least one server");
    read_session(table, feed.fix.session);
    read_subscriptions(table, feed);
    read_venue(table, feed);
}

}  // namespace gapwire::app
