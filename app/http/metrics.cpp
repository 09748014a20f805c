// What Prometheus scrapes.
#include "app/http/metrics.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>
#include <vector>

namespace gapwire::http {
namespace {

/// A label's value, escaped.
std::string escaped(std::string_view text)
{
    std::string value;
    for (const char c : text) {
        if (c == '\\' || c == '"') value += '\\';
        if (c == '\n')
            value += "\\n";
        else
            value += c >= ' ' && c <= '~' ? c : '?';
    }
    return value;
}

using Labels = std::vector<std::pair<std::string_view, std::string>>;

class Page {
 public:
    void begin(std::string_view name, std::string_view type, std::string_view help)
    {
        name_ = name;
        fmt::format_to(std::back_inserter(text_), "# HELP {0} {1}\n# TYPE {0} {2}\n", name, help,
                       type);
    }
    template <class Value>
    void add(const Labels& labels, Value value)
    {
        std::string inside;
        for (const auto& [label, text] : labels)
            fmt::format_to(std::back_inserter(inside), "{}{}=\"{}\"", inside.empty() ? "" : ",",
                           label, escaped(text));
        fmt::format_to(std::back_inserter(text_), "{}{} {}\n", name_,
                       inside.empty() ? "" : '{' + inside + '}', value);
    }
    std::string take() { return std::move(text_); }

 private:
    std::string text_;
    std::string name_;
};

void add_feeds(Page& page, const Desk& desk)
{
    const auto& sources = desk.sources();
    page.begin("gapwire_feed_messages_total", "counter", "Messages taken of a feed.");
    for (const FeedSource& feed : sources.feeds)
        page.add({{"feed", feed.name}}, feed.figures().messages);
    page.begin("gapwire_feed_messages_lost_total", "counter", "Messages missing on every line.");
    for (const FeedSource& feed : sources.feeds)
        page.add({{"feed", feed.name}}, feed.figures().lost);
    page.begin("gapwire_feed_state", "gauge", "1 for the state that the feed is in.");
    for (std::size_t i = 0; i < sources.feeds.size(); ++i)
        for (const FeedState state : {FeedState::waiting, FeedState::ok, FeedState::impaired,
                                      FeedState::blind, FeedState::recovering, FeedState::ended})
            page.add({{"feed", sources.feeds[i].name}, {"state", std::string(to_text(state))}},
                     desk.feeds().state(i) == state ? 1 : 0);
    page.begin("gapwire_books", "gauge", "Published books by state.");
    for (std::size_t i = 0; i < sources.feeds.size(); ++i)
        for (std::size_t s = 0; s < book_states; ++s)
            page.add({{"feed", sources.feeds[i].name},
                      {"state", std::string(to_text(static_cast<BookState>(s)))}},
                     desk.feeds().books(i)[s]);
    page.begin("gapwire_feed_last_message_age_seconds", "gauge",
               "Time since anything came, on the clock of the feeds.");
    const Timestamp now = sources.now();
    for (std::size_t i = 0; i < sources.feeds.size(); ++i)
        if (const Timestamp last = desk.feeds().last_message(i); !last.is_none())
            page.add({{"feed", sources.feeds[i].name}},
                     static_cast<double>(now.ns - last.ns) / 1e9);
}

template <class Value>
void add_lines(Page& page, const Desk& desk, std::string_view name, std::string_view type,
               std::string_view help, Value&& value)
{
    page.begin(name, type, help);
    for (const FeedSource& feed : desk.sources().feeds)
        for (const FeedLine& line : feed.lines)
            page.add({{"feed", feed.name}, {"line", line.name}}, value(line));
}

/// How far behind the clock the newest quote of each feed is.
void add_ages(Page& page, Desk& desk)
{
    page.begin("gapwire_exchange_age_seconds", "gauge",
               "The clock of the feeds less the newest exchange time of watched instruments.");
    std::vector<std::int64_t> newest(desk.sources().feeds.size(), 0);
    const auto view = desk.sources().rules();
    for (const auto& watched : view->watched) {
        if (!watched || watched->instrument.feed >= newest.size()) continue;
        const auto top = desk.sources().top(watched->instrument.id);
        if (!top) continue;
        auto& time = newest[watched->instrument.feed];
        time = std::max(time, top->exchange_time);
    }
    const Timestamp now = desk.sources().now();
    for (std::size_t i = 0; i < newest.size(); ++i)
        if (newest[i] > 0)
            page.add({{"feed", desk.sources().feeds[i].name}},
                     static_cast<double>(now.ns - newest[i]) / 1e9);
}

std::uint64_t sum_of(const Desk& desk, Counter counter)
{
    std::uint64_t sum = 0;
    for (const auto& [name, counters] : desk.sources().counters) sum += (*counters)[counter];
    return sum;
}

void add_alerts(Page& page, Desk& desk)
{
    page.begin("gapwire_alerts_total", "counter",
               "Alerts that fired, by rule and severity, those of the store too.");
    for (const auto& [key, count] : desk.incidents().fired())
        page.add({{"rule", key.first}, {"severity", std::string(to_text(key.second))}}, count);
    page.begin("gapwire_blind", "gauge", "Alerts of blindness that still hold.");
    page.add({}, desk.incidents().blind().size());
    page.begin("gapwire_alerts_stored_total", "counter", "Alerts stored by this run.");
    page.add({}, sum_of(desk, Counter::alerts_stored));
    page.begin("gapwire_store_failures_total", "counter", "Times the store could not be written.");
    page.add({}, sum_of(desk, Counter::store_failures));
    page.begin("gapwire_sink_deliveries_total", "counter", "Alerts that sinks took.");
    page.add({}, sum_of(desk, Counter::sink_deliveries));
    page.begin("gapwire_sink_failures_total", "counter", "Attempts to deliver that failed.");
    page.add({}, sum_of(desk, Counter::sink_failures));
    page.begin("gapwire_sink_dead_letters_total", "counter", "Alerts that a sink will never take.");
    page.add({}, sum_of(desk, Counter::sink_dead_letters));
    page.begin("gapwire_store_up", "gauge", "1 if there is a store and it can be read.");
    page.add({}, desk.store_state() == "ok" ? 1 : 0);
    page.begin("gapwire_ready", "gauge", "1 if all feeds are seen and the store is there.");
    page.add({}, desk.waiting_for().empty() ? 1 : 0);
}

void add_http(Page& page, const Desk& desk, const Connections& connections)
{
    page.begin("gapwire_http_connections", "gauge", "Connections that are open.");
    page.add({}, connections.open);
    page.begin("gapwire_ws_clients", "gauge", "WebSocket clients that are connected.");
    page.add({}, connections.websockets);
    page.begin("gapwire_http_requests_total", "counter", "Requests answered, by class of status.");
    const std::uint64_t all = sum_of(desk, Counter::http_requests);
    const std::uint64_t client = sum_of(desk, Counter::http_client_errors);
    const std::uint64_t server = sum_of(desk, Counter::http_server_errors);
    page.add({{"status", "2xx"}}, all - std::min(all, client + server));
    page.add({{"status", "4xx"}}, client);
    page.add({{"status", "5xx"}}, server);
}

}  // namespace

std::string metrics_text(Desk& desk, const Connections& connections)
{
    Page page;
    page.begin("gapwire_build_info", "gauge", "1, with what runs as labels.");
    page.add({{"version", desk.facts().version}, {"build", desk.facts().build}}, 1);
    page.begin("gapwire_start_time_seconds", "gauge", "When the service began, since the epoch.");
    page.add({}, static_cast<double>(desk.facts().started.ns) / 1e9);
    add_feeds(page, desk);
    add_lines(page, desk, "gapwire_line_packets_total", "counter", "Packets on a line.",
              [](const FeedLine& line) { return (*line.counters)[Counter::line_packets]; });
    add_lines(page, desk, "gapwire_line_messages_lost_total", "counter",
              "Messages that a line skipped.",
              [](const FeedLine& line) { return (*line.counters)[Counter::line_lost]; });
    add_lines(page, desk, "gapwire_line_silent", "gauge", "1 while nothing is heard on a line.",
              [](const FeedLine& line) { return FeedWatch::is_silent(line) ? 1 : 0; });
    add_ages(page, desk);
    add_alerts(page, desk);
    add_http(page, desk, connections);
    page.begin("gapwire_events_total", "counter", "The list of counters, by thread.");
    for (const auto& [name, counters] : desk.sources().counters)
        for (std::size_t i = 0; i < counter_count; ++i)
            if (const std::uint64_t value = (*counters)[static_cast<Counter>(i)]; value > 0)
                page.add({{"thread", name}, {"event", std::string(counter_texts[i].name)}}, value);
    return page.take();
}

}  // namespace gapwire::http
