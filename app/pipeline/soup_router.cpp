// SoupBinTCP connections to sessions.
#include "app/pipeline/soup_router.hpp"

#include <algorithm>

namespace gapwire::pipeline {
namespace {

/// Feeds of MoldUDP64 are numbered from 0, those of BinaryFILEs from 1 << 16.
constexpr std::uint32_t first_soup_feed = 1u << 15;

/// A snapshot has orders that stand and what they need; what happens to orders, it has not.
bool is_of_a_live_feed(Bytes message) noexcept
{
    constexpr std::string_view types = "ECXDUPQBI";
    return !message.empty() && types.find(static_cast<char>(message.front())) != types.npos;
}

}  // namespace

SoupFeed::SoupFeed(const transport::Endpoint& from, const soupbintcp::SessionId& session_id,
                   std::uint32_t feed_id, const StreamContext& shared)
    : server(from),
      session(session_id),
      feed(feed_id),
      numbering(*shared.counters),
      told(shared.observer.on_update),
      context(shared),
      stream(context, feed_id, std::string(session_id.view()))
{
    context.observer.on_update = nullptr;
}

void SoupFeed::on_messages(std::uint64_t first, std::span<const Bytes> messages,
                           Timestamp received) noexcept
{
    if (!is_live) {
        const auto live = std::find_if(messages.begin(), messages.end(), is_of_a_live_feed);
        const auto size = static_cast<std::size_t>(live - messages.begin());
        if (size > 0) stream.on_messages(first, messages.first(size), received);
        if (size == messages.size()) return;
        is_live = true;
        context.observer.on_update = told;
        messages = messages.subspan(size);
        if (first != 0) first += size;
    }
    stream.on_messages(first, messages, received);
}

void SoupRouter::finish() noexcept
{
    connections_.finish(*this);
    for (const auto& feed : feeds_) {
        if (feed->is_snapshot) continue;
        // What a connection brought ahead of the others was dropped, waiting for them.
        for (const SoupLine& line : feed->lines)
            if (line.next != 0 && feed->numbering.next() != 0)
                feed->numbering.go_on(line.next, *feed);
    }
}

void SoupRouter::on_connection(const SoupConnection& connection) noexcept
{
    places_[connection.slot] = {};
}

void SoupRouter::on_accepted(const SoupConnection& connection,
                             const soupbintcp::Accepted& accepted) noexcept
{
    places_[connection.slot].accepted = accepted;
}

void SoupRouter::on_sequenced(const SoupConnection& connection, std::uint64_t first,
                              std::span<const Bytes> messages,
                              const transport::Segment& cause) noexcept
{
    Place& place = places_[connection.slot];
    if (place.feed == nullptr && !attach(place, connection, messages.front())) return;
    SoupFeed& feed = *place.feed;
    SoupLine& line = feed.lines[place.line];
    line.messages += messages.size();
    line.next = first == 0 ? 0 : first + messages.size();
    line.last = cause.captured;
    const std::uint64_t next = feed.numbering.next();
    const bool is_out_of_place = next != 0 && (first == 0 || first > next);
    if (!is_out_of_place || !is_carried(feed, place.line, cause.captured))
        deliver(feed, first, messages, cause.captured);
    else
        context_.counters->add(first == 0 ? Counter::soup_unnumbered : Counter::messages_too_far,
                               messages.size());
}

/// Up to the end of a snapshot, if it has one: what follows it is none of it.
void SoupRouter::deliver(SoupFeed& feed, std::uint64_t first, std::span<const Bytes> messages,
                         Timestamp received) noexcept
{
    if (feed.is_snapshot) return;
    const auto end = std::find_if(messages.begin(), messages.end(), glimpse::is_end_of_snapshot);
    const auto size = static_cast<std::size_t>(end - messages.begin());
    if (size > 0) feed.numbering.deliver(first, messages.first(size), received, feed);
    if (size == messages.size()) return;
    feed.is_snapshot = true;
    feed.context.counters->add(Counter::soup_snapshots);
    if (glimpse::parse_end_of_snapshot(*end, glimpse::NumberMeans::next, feed.continues_at) !=
        glimpse::EndStatus::ok)
        feed.continues_at = 0;
}

void SoupRouter::on_place_lost(const SoupConnection& connection) noexcept
{
    const Place& place = places_[connection.slot];
    if (place.feed == nullptr) return;
    SoupLine& line = place.feed->lines[place.line];
    ++line.lost;
    line.next = 0;
    if (!is_carried(*place.feed, place.line, line.last) && !place.feed->is_snapshot)
        place.feed->numbering.lose_count(*place.feed);
}

void SoupRouter::on_end(const SoupConnection& connection) noexcept
{
    const Place& place = places_[connection.slot];
    if (place.feed != nullptr) place.feed->stream.on_end_of_session(place.feed->numbering.next());
}

void SoupRouter::on_closed(const SoupConnection& connection) noexcept
{
    Place& place = places_[connection.slot];
    if (place.feed != nullptr) place.feed->lines[place.line].is_open = false;
    place = {};
}

/// Whether another connection of the session still brings what comes next.
bool SoupRouter::is_carried(const SoupFeed& feed, std::size_t but, Timestamp now) noexcept
{
    for (std::size_t i = 0; i < feed.lines.size(); ++i) {
        const SoupLine& line = feed.lines[i];
        if (i == but || !line.is_open || line.next == 0) continue;
        const bool is_timed = !now.is_none() && !line.last.is_none();
        if (is_timed && wide(now.ns) - line.last.ns > silence_max) continue;
        if (line.next <= feed.numbering.next()) return true;
    }
    return false;
}

/// Finds or opens the session of a connection that brings its first message. False, for good, where
/// it carries something else or there are too many.
bool SoupRouter::attach(Place& place, const SoupConnection& connection,
                        Bytes first_message) noexcept
{
    if (place.is_ignored) return false;
    place.is_ignored = true;
    if (!is_itch_message(first_message)) {
        context_.counters->add(Counter::soup_not_itch);
        return false;
    }
    SoupFeed* feed = place.accepted ? find(connection, *place.accepted) : nullptr;
    if (feed == nullptr) feed = open(connection, place);
    if (feed == nullptr || feed->lines.size() == lines_max) {
        context_.counters->add(Counter::soup_sessions_refused);
        return false;
    }
    place.is_ignored = false;
    place.feed = feed;
    place.line = feed->lines.size();
    feed->lines.push_back({.client = connection.client, .server = connection.server});
    return true;
}

/// The session that a login goes on in: of that name on that server, or on any if it does not begin
/// anew.
SoupFeed* SoupRouter::find(const SoupConnection& connection,
                           const soupbintcp::Accepted& accepted) noexcept
{
    SoupFeed* elsewhere = nullptr;
    for (const auto& feed : feeds_) {
        if (feed->is_snapshot || !(feed->session == accepted.session)) continue;
        if (feed->server == connection.server) return feed.get();
        if (accepted.sequence > 1) elsewhere = feed.get();
    }
    return elsewhere;
}

SoupFeed* SoupRouter::open(const SoupConnection& connection, const Place& place) noexcept
{
    if (feeds_.size() == sessions_max) return nullptr;
    context_.counters->add(Counter::soup_sessions);
    const auto session = place.accepted ? place.accepted->session : soupbintcp::SessionId{};
    feeds_.push_back(std::make_unique<SoupFeed>(connection.server, session,
                                                feed_of(connection.server), context_));
    SoupFeed& feed = *feeds_.back();
    if (place.accepted) {
        const std::uint64_t asked = connection.request ? connection.request->sequence : 0;
        feed.numbering.begin(asked == 0 ? place.accepted->sequence : asked, feed);
    }
    return &feed;
}

/// Sessions that follow one another on a server are one feed.
std::uint32_t SoupRouter::feed_of(const transport::Endpoint& server) noexcept
{
    for (const auto& feed : feeds_)
        if (feed->server == server) return feed->feed;
    return first_soup_feed + servers_++;
}

}  // namespace gapwire::pipeline
