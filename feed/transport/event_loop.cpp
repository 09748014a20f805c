// Spins, or waits with Asio for readiness; receives by itself.
#include "feed/transport/event_loop.hpp"

#include <fcntl.h>

#include <boost/asio/posix/stream_descriptor.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>

#include "core/clock.hpp"
#include "core/error.hpp"
#include "feed/transport/asio_io.hpp"

namespace gapwire::transport {

/// Tells when a line has datagrams, after it had none. Has a descriptor of its own for the socket,
/// so that loop and receiver may end in any order.
struct EventLoop::Readiness {
    Readiness(Io& io, int descriptor) : waiting(io.context.get_executor(), descriptor) {}

    void arm() noexcept
    {
        if (std::exchange(armed, true)) return;
        waiting.async_wait(waiting.wait_read,
                           SlotHandler<Readiness, &Readiness::on_ready>{this, &slot});
    }
    void on_ready(const boost::system::error_code&) noexcept { armed = false; }

    HandlerSlot slot;
    boost::asio::posix::basic_stream_descriptor<Executor> waiting;
    bool armed = false;
};

EventLoop::EventLoop(const LoopOptions& options) : options_(options)
{
    try {
        io_ = std::make_unique<Io>();
    } catch (const boost::system::system_error& error) {
        throw OperatorError(ExitCode::runtime, std::string("event loop: ") + error.what());
    }
}

EventLoop::~EventLoop()
{
    for (Line& line : lines_)
        if (line.readiness != nullptr) line.readiness->waiting.close();
    io_->context.poll();  // what was cancelled just now
}

void EventLoop::add_line(UdpReceiver& receiver, void* handler, Receive* receive)
{
    lines_.push_back({&receiver, handler, receive, nullptr});
    if (options_.spin) return;
    const int descriptor = ::fcntl(receiver.native_handle(), F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0)
        throw OperatorError(ExitCode::runtime, std::string("event loop: ") + std::strerror(errno));
    lines_.back().readiness = std::make_unique<Readiness>(*io_, descriptor);
}

/// False when the lines are empty: the last round brought nothing.
bool EventLoop::poll_lines() noexcept
{
    for (int round = 0; round < rounds_max; ++round) {
        std::size_t count = 0;
        for (const Line& line : lines_)
            if (line.readiness == nullptr || !line.readiness->armed)
                count += line.receive(*line.receiver, line.handler);
        if (count == 0) return false;
    }
    return true;
}

bool EventLoop::poll_clients() noexcept
{
    bool any = false;
    for (const Client& client : clients_) any |= client.poll(*client.client, client.handler);
    return any;
}

/// Until a socket is ready: the handlers say which. To the millisecond, as epoll_wait has it.
void EventLoop::wait(std::int64_t ns) noexcept
{
    for (const Line& line : lines_) line.readiness->arm();
    for (const Client& client : clients_) client.client->arm();
    io_->context.run_one_for(std::chrono::nanoseconds(std::min(ns, options_.wait_max_ns)));
}

void EventLoop::run_turns(void* hook, Turn* turn) noexcept
{
    const bool uses_io = !options_.spin || !clients_.empty();
    std::int64_t looked = INT64_MIN;
    bool look = true;  // at Asio and TCP
    Timestamp now = wall_clock();
    Timestamp complete = now;
    while (!stopping_.load(std::memory_order_relaxed)) {
        if (look && uses_io) io_->context.poll();
        bool busy = poll_lines();
        // A line that waits with Asio is known to be empty only where that was just looked at.
        const bool saw_all = !busy && (look || options_.spin);
        if (saw_all) complete = now;  // as it was before they were looked at
        now = wall_clock();
        if (look) {
            looked = now.ns;
            look = poll_clients();
            busy |= look;
        }
        const std::int64_t wanted = turn(hook, {now, std::min(complete, now)});
        const bool waits = !options_.spin && !busy && wanted > 0;
        if (waits) wait(wanted);
        const bool set_back = now.ns < looked;
        look |= waits || set_back || lines_.empty() || now.ns - looked >= options_.tcp_interval_ns;
    }
    stopping_.store(false, std::memory_order_relaxed);
}

}  // namespace gapwire::transport
