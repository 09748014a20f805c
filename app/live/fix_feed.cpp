// One FIX feed on its sockets.
#include "app/live/fix_feed.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <utility>

#include "core/error.hpp"

namespace gapwire::app {

FixFeed::FixFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
                 const pipeline::StreamContext& context, Timestamp now)
    : context_(context), now_(now)
{
    for (const transport::TcpOptions& server : config.servers) {
        servers_.push_back(std::make_unique<transport::TcpClient>(loop, server, *context.counters));
        loop.add(*servers_.back(), *this);
    }
    const pipeline::FixOutput output{
        this,
        [](void* to, Bytes bytes) noexcept {
            FixFeed& self = *static_cast<FixFeed*>(to);
            self.servers_[self.present_]->send(bytes);
        },
        [](void* to, std::string_view event) noexcept { static_cast<FixFeed*>(to)->tell(event); }};
    try {
        live_ = std::make_unique<pipeline::FixLive>(context_, feed, config.name, config.fix, output,
                                                    now);
    } catch (const std::exception& error) {
        throw OperatorError(ExitCode::config, fmt::format("{}: {}", config.name, error.what()));
    }
}

/// What QuickFIX throws (a store that cannot be written) ends the connection and not the program.
template <class Call>
void FixFeed::guarded(Call&& call) noexcept
{
    try {
        call();
    } catch (const std::exception& error) {
        tell(error.what());
        has_failed_ = true;
    }
    follow_wish();
}

void FixFeed::tell(std::string_view event) noexcept
{
    Event made{};
    made.size = static_cast<std::uint8_t>(event.copy(made.text.data(), event_bytes_max));
    // What a peer says may hold anything.
    std::replace_if(
        made.text.begin(), made.text.begin() + made.size,
        [](char c) { return static_cast<unsigned char>(c) < ' '; }, '|');
    if (!events_.try_push(made)) untold_.fetch_add(1, std::memory_order_relaxed);
}

void FixFeed::turn(Timestamp now) noexcept
{
    now_ = now;
    guarded([&] { live_->on_time(now); });
}

void FixFeed::stop(Timestamp now) noexcept
{
    now_ = now;
    guarded([&] { live_->stop(now); });
}

void FixFeed::follow_wish() noexcept
{
    if (std::exchange(has_failed_, false)) return close();
    switch (live_->wish(now_)) {
        case pipeline::FixWish::connect:
            if (std::exchange(is_connecting_, true)) return;
            servers_[present_]->connect();
            return;
        case pipeline::FixWish::close: close(); return;
        case pipeline::FixWish::wait: return;
    }
}

/// The session learns of it at once; the socket would not tell.
void FixFeed::close() noexcept
{
    if (!std::exchange(is_connecting_, false)) return;
    servers_[present_]->close();
    on_disconnected(transport::TcpEnd::peer_closed);
}

void FixFeed::on_connected() noexcept
{
    guarded([&] { live_->on_connected(now_); });
}

void FixFeed::on_bytes(Bytes bytes) noexcept
{
    guarded([&] { live_->on_bytes(bytes, now_); });
}

void FixFeed::on_disconnected(transport::TcpEnd) noexcept
{
    is_connecting_ = false;
    present_ = (present_ + 1) % servers_.size();
    try {
        live_->on_disconnected(now_);
    } catch (const std::exception& error) {
        tell(error.what());
    }
}

}  // namespace gapwire::app
