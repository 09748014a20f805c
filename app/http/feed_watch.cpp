// Feeds and their lines as the desk sees them.
#include "app/http/feed_watch.hpp"

#include <fmt/format.h>

#include <iterator>

#include "app/http/json_text.hpp"

namespace gapwire::http {
namespace {

constexpr std::size_t index_of(BookState state) noexcept
{
    return static_cast<std::size_t>(state);
}

std::string books_json(const BooksByState& books)
{
    std::string text;
    for (std::size_t i = 0; i < books.size(); ++i)
        if (books[i] > 0)
            fmt::format_to(std::back_inserter(text), R"({}"{}":{})", text.empty() ? "" : ",",
                           to_text(static_cast<BookState>(i)), books[i]);
    return '{' + text + '}';
}

}  // namespace

FeedWatch::FeedWatch(const DeskSources& sources) : sources_(sources)
{
    for (const FeedSource& feed : sources.feeds)
        feeds_.push_back({.lines = std::vector<Line>(feed.lines.size())});
}

bool FeedWatch::is_silent(const FeedLine& line) noexcept
{
    const Counters& counters = *line.counters;
    return counters[Counter::line_packets] == 0 ||
           counters[Counter::line_silences] > counters[Counter::line_resumptions];
}

void FeedWatch::look(Timestamp now)
{
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        const FeedSource& source = sources_.feeds[i];
        Feed& feed = feeds_[i];
        const FeedFigures figures = source.figures();
        if (figures.messages != feed.figures.messages) feed.heard = now;
        feed.figures = figures;
        for (std::size_t l = 0; l < feed.lines.size(); ++l) {
            const std::uint64_t packets = (*source.lines[l].counters)[Counter::line_packets];
            if (packets != feed.lines[l].packets) feed.lines[l].heard = now;
            feed.lines[l].packets = packets;
        }
    }
}

void FeedWatch::count_books()
{
    std::vector<std::uint32_t> open(feeds_.size(), 0);
    for (Feed& feed : feeds_) feed.books = {};
    const Timestamp now = sources_.now();
    const auto view = sources_.rules();
    for (const Instrument& instrument : view->instruments) {
        if (instrument.id.is_none() || instrument.feed >= feeds_.size()) continue;
        const auto top = sources_.top(instrument.id);
        if (top) ++feeds_[instrument.feed].books[index_of(top->state)];
        if (!sources_.is_closed || !sources_.is_closed(instrument.venue.view(), now))
            ++open[instrument.feed];
    }
    for (std::size_t i = 0; i < feeds_.size(); ++i) feeds_[i].is_closed = open[i] == 0;
}

FeedState FeedWatch::state(std::size_t index) const noexcept
{
    const Feed& feed = feeds_[index];
    const std::vector<FeedLine>& lines = sources_.feeds[index].lines;
    if (feed.figures.has_ended != 0) return FeedState::ended;
    std::size_t silent = 0;
    for (const FeedLine& line : lines) silent += is_silent(line) ? 1 : 0;
    const auto count = [&](BookState state) { return feed.books[index_of(state)]; };
    const std::uint64_t wanting = count(BookState::recovering) + count(BookState::unknown);
    if (feed.figures.messages == 0) return FeedState::waiting;
    const bool is_dead = lines.empty() && count(BookState::stale) > 0 && wanting == 0 &&
                         count(BookState::valid) == 0;
    // Silence of markets that are closed is no blindness.
    if (is_dead || (!lines.empty() && silent == lines.size()))
        return feed.is_closed ? FeedState::ended : FeedState::blind;
    if (count(BookState::recovering) > 0) return FeedState::recovering;
    return silent > 0 ? FeedState::impaired : FeedState::ok;
}

std::string FeedWatch::json() const
{
    std::string feeds;
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        const FeedSource& source = sources_.feeds[i];
        const Feed& feed = feeds_[i];
        std::string lines;
        for (std::size_t l = 0; l < source.lines.size(); ++l) {
            const FeedLine& line = source.lines[l];
            const Counters& counters = *line.counters;
            const std::uint64_t first = counters[Counter::line_first];
            const std::uint64_t packets = counters[Counter::line_packets];
            fmt::format_to(std::back_inserter(lines),
                           R"({}{{"name":{},"state":"{}","packets":{},"lost":{},"duplicates":{},)"
                           R"("last_time":{}}})",
                           l == 0 ? "" : ",", in_quotes(line.name),
                           is_silent(line) ? "silent" : "ok", packets, counters[Counter::line_lost],
                           packets - std::min(first, packets), json_time(feed.lines[l].heard));
        }
        fmt::format_to(std::back_inserter(feeds),
                       R"({}{{"name":{},"stack":{},"state":"{}","last_message_time":{},)"
                       R"("messages":{},"lost":{},"books":{},"lines":[{}]}})",
                       i == 0 ? "" : ",", in_quotes(source.name), in_quotes(source.stack),
                       to_text(state(i)), json_time(feed.heard), feed.figures.messages,
                       feed.figures.lost, books_json(feed.books), lines);
    }
    return '[' + feeds + ']';
}

std::string FeedWatch::states_text() const
{
    std::string text;
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        text += fmt::format("{} {} {}", to_text(state(i)), feeds_[i].figures.lost,
                            books_json(feeds_[i].books));
        for (const FeedLine& line : sources_.feeds[i].lines) text += is_silent(line) ? 's' : 'h';
    }
    return text;
}

std::vector<std::string> FeedWatch::waiting_for() const
{
    std::vector<std::string> reasons;
    for (std::size_t i = 0; i < feeds_.size(); ++i) {
        const std::string& name = sources_.feeds[i].name;
        const Feed& feed = feeds_[i];
        if (feed.figures.messages == 0)
            reasons.push_back("messages of " + name);
        else if (state(i) == FeedState::blind)
            reasons.push_back("messages of " + name + ": nothing is heard");
        else if (feed.books[index_of(BookState::recovering)] > 0)
            reasons.push_back("snapshots of " + name);
    }
    return reasons;
}

}  // namespace gapwire::http
