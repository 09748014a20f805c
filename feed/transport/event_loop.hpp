// The loop of a feed thread: sockets, a hook for everything that goes by time, and an end.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "feed/transport/tcp_client.hpp"
#include "feed/transport/udp_receiver.hpp"

namespace gapwire::transport {

struct LoopOptions {
    bool spin = false;  // never sleep: ask the sockets over and over
    std::int64_t wait_max_ns = 1'000'000;
    /// Spinning, how often TCP and Asio are looked at between datagrams; every turn while TCP is
    /// busy, or when there is no UDP line.
    std::int64_t tcp_interval_ns = 20'000;
};

/// When a turn is.
struct TurnTime {
    Timestamp now;  // of day
    /// Every datagram that came before, on whichever line, has been handed over: nothing that is
    /// missing by then is only unread. Up to a turn behind `now`, more while there is a backlog.
    Timestamp complete;
};

/// What is done between the sockets. turn(time) returns the nanoseconds within which it wants to be
/// called again, 0 for at once. The loop waits `wait_max_ns` at most, and whole milliseconds.
template <class T>
concept TurnHook = requires(T hook, TurnTime time)
{
    {
        hook.turn(time)
        } -> std::same_as<std::int64_t>;
};

/// Runs the sockets of one feed thread.
///
/// A turn takes what the UDP lines have (up to rounds_max batches each, a line at a time), then
/// TCP (one read each), then calls the hook. While there may be more comes another turn at once;
/// otherwise the loop waits, with Asio, until a socket is ready or the hook wants a turn. Spinning,
/// it never waits.
///
/// Input    sockets and their handlers: all added before run(), alive until it returned.
/// Memory   everything at construction and by add(); nothing while it runs.
/// Errors   OperatorError(runtime) from the constructor and add() where the system has no room.
/// Threads  one, but for stop(). System calls of a running loop: recvmmsg, recv and send, and
///          epoll_wait; epoll_ctl before it waits; what connecting and closing take.
class EventLoop {
 public:
    static constexpr int rounds_max = 8;

    explicit EventLoop(const LoopOptions& options);
    ~EventLoop();
    EventLoop(const EventLoop&) = delete;
    EventLoop& operator=(const EventLoop&) = delete;

    template <DatagramHandler Handler>
    void add(UdpReceiver& receiver, Handler& handler)
    {
        add_line(receiver, &handler, [](UdpReceiver& from, void* to) noexcept {
            return from.receive(*static_cast<Handler*>(to));
        });
    }

    template <TcpHandler Handler>
    void add(TcpClient& client, Handler& handler)
    {
        clients_.push_back({&client, &handler, [](TcpClient& from, void* to) noexcept {
                                return from.poll(*static_cast<Handler*>(to));
                            }});
    }

    /// Returns after stop(), within a turn and `wait_max_ns`; at once if that came before. May be
    /// called again.
    template <TurnHook Hook>
    void run(Hook& hook) noexcept
    {
        run_turns(&hook, [](void* to, TurnTime time) noexcept {
            return static_cast<Hook*>(to)->turn(time);
        });
    }

    /// From any thread, or a signal handler.
    void stop() noexcept { stopping_.store(true, std::memory_order_relaxed); }

    /// The Asio side, for the sockets of this folder.
    struct Io;
    Io& io() noexcept { return *io_; }

 private:
    using Receive = std::size_t(UdpReceiver&, void* handler) noexcept;
    using Poll = bool(TcpClient&, void* handler) noexcept;
    using Turn = std::int64_t(void* hook, TurnTime time) noexcept;
    struct Readiness;
    struct Line {
        UdpReceiver* receiver;
        void* handler;
        Receive* receive;
        std::unique_ptr<Readiness> readiness;  // none when spinning
    };
    struct Client {
        TcpClient* client;
        void* handler;
        Poll* poll;
    };

    void add_line(UdpReceiver& receiver, void* handler, Receive* receive);
    void run_turns(void* hook, Turn* turn) noexcept;
    bool poll_lines() noexcept;
    bool poll_clients() noexcept;
    void wait(std::int64_t ns) noexcept;

    LoopOptions options_;
    std::unique_ptr<Io> io_;
    std::vector<Line> lines_;
    std::vector<Client> clients_;
    std::atomic<bool> stopping_{false};  // a flag and no more: nothing is published by it
};

}  // namespace gapwire::transport
