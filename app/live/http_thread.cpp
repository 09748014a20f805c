// The HTTP thread of `gapwire serve`.
#include "app/live/http_thread.hpp"

#include "app/live/stacks.hpp"
#include "app/version.hpp"
#include "core/thread.hpp"

namespace gapwire::app {
namespace {

std::vector<http::FeedSource> feeds_of(const ServeConfig& config, const LiveFeeds& feeds)
{
    std::vector<http::FeedSource> sources;
    for (const FeedConfig& feed : config.feeds) {
        http::FeedSource source{.name = feed.name, .stack = std::string(feed.stack->name)};
        const std::string start = feed.name + " line ";
        feeds.for_each_line([&](const std::string& name, const Counters& counters) {
            if (name.starts_with(start))
                source.lines.push_back({name.substr(start.size()), &counters});
        });
        source.figures = [&feeds, name = feed.name] { return feeds.figures(name); };
        sources.push_back(std::move(source));
    }
    return sources;
}

http::DepthAnswer depth_of(book::Publication& books, InstrumentId id)
{
    if (!books.holds(id)) return {};
    books.want_depth(id);
    if (!books.depth_is_kept(id)) return {};
    return {true, books.depth(id)};
}

http::DeskSources sources_of(const ServeConfig& config, const HttpSources& from,
                             const Counters& counters)
{
    const ScaledClock clock = config.threads.clock;
    book::Publication& books = from.feed.publication();
    http::DeskSources sources;
    sources.now = [clock] { return clock.now(); };
    sources.wall = [] { return wall_clock(); };
    sources.rules = [&boards = from.boards] { return boards.rules.newest(); };
    sources.trades = [&boards = from.boards](InstrumentId id) { return boards.trades.of(id); };
    sources.top = [&books](InstrumentId id) {
        return books.holds(id) ? books.top(id) : std::nullopt;
    };
    sources.depth = [&books](InstrumentId id) { return depth_of(books, id); };
    if (from.calendars)
        sources.is_closed = [calendars = from.calendars](std::string_view venue, Timestamp now) {
            const strategies::Calendar* const market = calendars->find(venue);
            return market != nullptr && market->at(now).phase == strategies::TradingPhase::closed;
        };
    sources.feeds = feeds_of(config, from.feed.feeds());
    sources.counters = {{"feed", &from.feed.counters()},
                        {"rules", &from.rules.counters()},
                        {"store", &from.sinks.counters()},
                        {"http", &counters}};
    from.sinks.for_each_sink([&](const std::string& name, const Counters& of_sink) {
        sources.counters.emplace_back("sink " + name, &of_sink);
    });
    sources.threads = {{"feed", [&feed = from.feed] { return feed.progress(); }},
                       {"rules", [&rules = from.rules] { return rules.progress(); }},
                       {"sinks", [&sinks = from.sinks] { return sinks.progress(); }}};
    return sources;
}

http::ServiceParts parts_of(const ServeConfig& config, const std::string& zone,
                            std::string_view language, const std::string& config_hash,
                            const HttpSources& from, const Counters& counters)
{
    http::ServiceParts parts{.settings = *config.http};
    parts.facts = {.version = version_number(),
                   .build = version_text(),
                   .config_hash = config_hash,
                   .zone = zone,
                   .language = alerts::parse_language(language).value_or(alerts::Language::english),
                   .clock_scale = config.threads.clock.scale,
                   .started = wall_clock(),
                   .needs_token = !config.http->tokens.empty()};
    parts.sources = sources_of(config, from, counters);
    if (config.delivery) parts.store = config.delivery->store.store;
    return parts;
}

}  // namespace

HttpThread::HttpThread(const ServeConfig& config, const std::string& zone,
                       std::string_view language, const std::string& config_hash,
                       const HttpSources& sources)
    : service_(parts_of(config, zone, language, config_hash, sources, counters_), counters_)
{}

void HttpThread::start()
{
    thread_ = std::thread([this] {
        name_thread("http");
        service_.run();
    });
}

void HttpThread::stop()
{
    if (!thread_.joinable()) return;
    service_.stop();
    thread_.join();
}

}  // namespace gapwire::app
