// When a loop of the simulated exchange turns again: at a time of its stream, or at once.
#pragma once

#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

#include "sim/line_socket.hpp"

// Included where sockets are served, and nowhere else: Asio is heavy.
namespace gapwire::sim {

/// Calls `turn` once, at the time that was asked for last.
/// Threads: that of the loop.
class TurnTimer {
 public:
    /// All must outlive this.
    TurnTimer(asio::io_context& io, const StreamClock& clock, const std::function<void()>& turn)
        : io_(io), clock_(clock), turn_(turn), timer_(io)
    {}

    void wait(Timestamp now, Timestamp next)
    {
        if (next > now) {
            timer_.expires_at(clock_.at(next));
            timer_.async_wait([this](const error_code& error) {
                if (!error) turn_();
            });
        } else if (!is_posted_) {
            is_posted_ = true;
            asio::post(io_, [this] {
                is_posted_ = false;
                turn_();
            });
        }
    }

 private:
    asio::io_context& io_;
    const StreamClock& clock_;
    const std::function<void()>& turn_;
    asio::steady_timer timer_;
    bool is_posted_ = false;
};

}  // namespace gapwire::sim
