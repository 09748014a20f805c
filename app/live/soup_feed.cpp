// One feed over TCP.
#include "app/live/soup_feed.hpp"

#include <utility>

namespace gapwire::app {

SoupFeed::SoupFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
                   const pipeline::StreamContext& context)
    : context_(context),
      stream_(context_, feed, config.name),
      session_(config.login, {}, *context.counters),
      client_(loop, config.server, *context.counters)
{
    loop.add(client_, *this);
    tell_whether_behind();
}

void SoupFeed::turn(Timestamp now) noexcept
{
    now_ = now;
    if (std::exchange(is_closed_, false)) {
        catch_up_.on_disconnected();
        session_.on_disconnected(now);
    }
    session_.on_time(now, *this);
    if (session_.is_streaming()) catch_up_.on_time(now);
    tell_whether_behind();
    if (has_session_) stream_.set_silent(!session_.is_streaming() && !has_ended_);
    stream_.look_for_interest();
    follow_wish(now);
}

void SoupFeed::stop(Timestamp now) noexcept
{
    session_.stop(now, *this);
    follow_wish(now);
}

void SoupFeed::follow_wish(Timestamp now) noexcept
{
    switch (session_.wish(now)) {
        case soupbintcp::Wish::connect:
            if (!std::exchange(is_connecting_, true)) client_.connect();
            return;
        case soupbintcp::Wish::close:
        case soupbintcp::Wish::stop:
            if (!std::exchange(is_connecting_, false)) return;
            client_.close();
            is_closed_ = true;
            return;
        case soupbintcp::Wish::wait: return;
    }
}

/// Books of the past are not valid.
void SoupFeed::tell_whether_behind() noexcept
{
    if (catch_up_.is_behind() && !has_ended_)
        stream_.on_hole(session_.next_sequence());
    else
        stream_.on_hole_closed();
}

void SoupFeed::on_messages(std::uint64_t first, std::span<const Bytes> messages,
                           Timestamp received) noexcept
{
    has_ended_ = false;  // whatever was said before: it goes on
    stream_.on_messages(first, messages, received);
    const auto time_ns = static_cast<std::int64_t>(stream_.time_ns());
    catch_up_.on_messages({context_.midnight.ns + time_ns}, received);
    tell_whether_behind();
}

void SoupFeed::on_connected() noexcept
{
    session_.on_connected(now_, *this);
    follow_wish(now_);
}

void SoupFeed::on_bytes(Bytes bytes) noexcept
{
    session_.on_bytes(bytes, now_, *this);
    follow_wish(now_);
}

void SoupFeed::on_disconnected(transport::TcpEnd) noexcept
{
    is_connecting_ = false;
    catch_up_.on_disconnected();
    session_.on_disconnected(now_);
}

void SoupFeed::on_session(const soupbintcp::SessionId&) noexcept
{
    catch_up_.on_session();
    if (std::exchange(has_session_, true)) stream_.on_new_session();
    tell_whether_behind();
    has_ended_ = false;
}

}  // namespace gapwire::app
