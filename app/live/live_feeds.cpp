// All feeds of a feed thread.
#include "app/live/live_feeds.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace gapwire::app {
namespace {

std::string spread(const Histogram& histogram)
{
    if (histogram.count() == 0) return "none";
    return fmt::format("p50 {} ns, p99 {} ns, max {} ns", histogram.quantile(500),
                       histogram.quantile(990), histogram.max());
}

std::string line_text(const pipeline::LineHealth& line)
{
    std::string text = fmt::format("  line {}:", line.name);
    for (std::size_t i = 0; i < counter_count; ++i) {
        const auto counter = static_cast<Counter>(i);
        if (line.counters[counter] > 0)
            text += fmt::format(" {} {},", text_of(counter).name, line.counters[counter]);
    }
    return text + fmt::format(" behind the first: {}\n", spread(line.skew_ns));
}

std::string feed_text(const pipeline::ItchChannel& channel)
{
    std::string text =
        fmt::format("feed {}: session {}, next message {}{}; age of messages: {}\n",
                    channel.stream().name(), channel.session_id().view(), channel.next_sequence(),
                    channel.session_has_ended() ? ", ended" : "", spread(channel.age_ns()));
    for (const auto& line : channel.lines()) text += line_text(*line);
    return text;
}

std::string socket_text(const std::string& feed, const std::string& what,
                        const transport::UdpReceiver& receiver)
{
    const bool is_less = receiver.receive_buffer_granted() < receiver.receive_buffer_asked();
    return fmt::format("{} {}: {}, receive buffer {} bytes{}", feed, what,
                       to_text(receiver.local()), receiver.receive_buffer_granted(),
                       is_less ? fmt::format(" of {} asked for (see net.core.rmem_max)",
                                             receiver.receive_buffer_asked())
                               : "");
}

}  // namespace

std::vector<const pipeline::BookSource*> LiveFeeds::streams() const
{
    std::vector<const pipeline::BookSource*> all;
    for (const auto& feed : mold_) all.push_back(&feed->channel().stream());
    for (const auto& feed : mdp_) all.push_back(&feed->channel().stream());
    for (const auto& feed : soup_) all.push_back(&feed->stream());
    for (const auto& feed : fix_) all.push_back(&feed->live().stream());
    return all;
}

/// Calls visit(name, figures) for every feed, always in this order.
template <class Visit>
void LiveFeeds::for_each_figures(Visit&& visit) const
{
    const auto tell = [&](const auto& stream, std::uint64_t lost, bool has_ended) {
        visit(stream.name(),
              http::FeedFigures{
                  .messages = stream.messages(), .lost = lost, .has_ended = has_ended ? 1u : 0u});
    };
    for (const auto& feed : mold_)
        tell(feed->channel().stream(), feed->channel().stream().lost(),
             feed->channel().session_has_ended());
    for (const auto& feed : mdp_)
        tell(feed->channel().stream(), feed->channel().stream().lost(), false);
    for (const auto& feed : soup_) tell(feed->stream(), feed->stream().lost(), feed->has_ended());
    for (const auto& feed : fix_) tell(feed->live().stream(), feed->live().stream().lost(), false);
}

void LiveFeeds::prepare_figures()
{
    for_each_figures([&](const std::string& name, const http::FeedFigures& figures) {
        figures_.push_back(std::make_unique<Figures>());
        figures_.back()->feed = name;
        figures_.back()->told.store(figures);
    });
}

http::FeedFigures LiveFeeds::figures(std::string_view feed) const noexcept
{
    http::FeedFigures told;
    for (const auto& figures : figures_)
        if (figures->feed == feed && figures->told.load(told)) return told;
    return {};
}

void LiveFeeds::tell_figures(Timestamp wall) noexcept
{
    constexpr std::int64_t interval_ns = 100'000'000;
    const std::int64_t passed = wall.ns - told_at_.ns;
    if (passed >= 0 && passed < interval_ns) return;
    told_at_ = wall;
    std::size_t place = 0;
    for_each_figures([&](const std::string&, const http::FeedFigures& figures) {
        figures_[place++]->told.store(figures);
    });
}

bool LiveFeeds::all_ended() const noexcept
{
    return mdp_.empty() && fix_.empty() &&
           std::all_of(mold_.begin(), mold_.end(),
                       [&](const auto& feed) { return feed->channel().is_finished(now_); }) &&
           std::all_of(soup_.begin(), soup_.end(),
                       [](const auto& feed) { return feed->has_ended(); });
}

std::string LiveFeeds::report() const
{
    std::string text;
    for (const auto& feed : mold_) text += feed_text(feed->channel());
    for (const auto& feed : mdp_) {
        text += fmt::format("feed {}: next packet {}, {} instruments\n",
                            feed->channel().stream().name(), feed->channel().next_sequence(),
                            feed->channel().stream().places());
        for (const auto& line : feed->channel().lines()) text += line_text(*line);
    }
    for (const auto& feed : soup_)
        text += fmt::format("feed {}: session {}, next message {}{}\n", feed->stream().name(),
                            feed->session().session().view(), feed->session().next_sequence(),
                            feed->has_ended() ? ", ended" : "");
    for (const auto& feed : fix_) {
        const pipeline::FixLive& live = feed->live();
        const std::string refusals = live.subscriptions().refusals();
        text += fmt::format(
            "feed {}: {}, {} messages, {} of {} symbols subscribed{}{}\n", live.stream().name(),
            live.is_logged_on() ? "logged on" : "not logged on", live.stream().messages(),
            live.subscriptions().subscribed(), live.stream().places(),
            refusals.empty() ? "" : "; requests refused: ", refusals);
    }
    return text;
}

std::vector<std::string> LiveFeeds::sockets() const
{
    std::vector<std::string> texts;
    const auto add = [&](const auto& feed) {
        for (std::size_t i = 0; i < feed.receivers().size(); ++i) {
            const auto& lines = feed.channel().lines();
            texts.push_back(socket_text(feed.channel().stream().name(),
                                        i < lines.size() ? "line " + lines[i]->name : "loop",
                                        *feed.receivers()[i]));
        }
    };
    for (const auto& feed : mold_) add(*feed);
    for (const auto& feed : mdp_) add(*feed);
    return texts;
}

}  // namespace gapwire::app
