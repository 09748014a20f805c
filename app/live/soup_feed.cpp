// One feed over TCP.
#include "app/live/soup_feed.hpp"

#include <utility>

namespace gapwire::app {

SoupFeed::SoupFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
                   const pipeline::StreamContext& context, const TradingDays& days)
    : days_(days),
      context_(context),
      stream_(context_, feed, config.name),
      session_(config.login, {}, *context.counters),
      client_(loop, config.server, *context.counters)
{
    loop.add(client_, *this);
}

void SoupFeed::turn(Timestamp now) noexcept
{
    now_ = now;
    if (std::exchange(is_closed_, false)) session_.on_disconnected(now);
    session_.on_time(now, *this);
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
    session_.on_disconnected(now_);
}

void SoupFeed::on_session(const soupbintcp::SessionId&) noexcept
{
    if (std::exchange(has_session_, true)) {
        context_.midnight = days_.midnight_of(now_);
        stream_.on_new_session();
    }
    has_ended_ = false;
}

}  // namespace gapwire::app
