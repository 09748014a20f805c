// One FIX feed: a session on a TCP connection to one of its servers.
#pragma once

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "app/live/serve_config.hpp"
#include "app/pipeline/fix_live.hpp"
#include "core/spsc_ring.hpp"

namespace gapwire::app {

/// Carries bytes between sockets and a FixLive. Each attempt to connect goes to the next server of
/// the list.
/// Errors: OperatorError from the constructor. Threads: that of the loop; take_events() from one
/// other.
class FixFeed {
 public:
    FixFeed(transport::EventLoop& loop, const FeedConfig& config, std::uint32_t feed,
            const pipeline::StreamContext& context, Timestamp now);
    FixFeed(const FixFeed&) = delete;

    void turn(Timestamp now) noexcept;
    /// Says good-bye to the server.
    void stop(Timestamp now) noexcept;

    const pipeline::FixLive& live() const noexcept { return *live_; }

    /// Calls take(text) for what happened to the session since the last time; texts are cut after
    /// `event_bytes_max`. What there was no room for is counted in a last one.
    template <class Take>
    void take_events(Take&& take)
    {
        events_.pop_batch(events_max, [&](const Event& event) {
            take(std::string_view(event.text.data(), event.size));
        });
        const std::uint64_t untold = untold_.load(std::memory_order_relaxed);
        if (const std::uint64_t more = untold - std::exchange(untold_seen_, untold); more > 0)
            take(fmt::format("{} more events", more));
    }

    // From the sockets; only the present one is connected or connecting.
    void on_connected() noexcept;
    void on_bytes(Bytes bytes) noexcept;
    void on_disconnected(transport::TcpEnd end) noexcept;

 private:
    static constexpr std::size_t events_max = 256;
    static constexpr std::size_t event_bytes_max = 250;
    struct Event {
        std::array<char, event_bytes_max> text;
        std::uint8_t size;
    };

    void tell(std::string_view event) noexcept;
    template <class Call>
    void guarded(Call&& call) noexcept;
    void follow_wish() noexcept;
    void close() noexcept;

    pipeline::StreamContext context_;
    std::vector<std::unique_ptr<transport::TcpClient>> servers_;
    std::size_t present_ = 0;
    bool is_connecting_ = false;  // or connected
    bool has_failed_ = false;     // the session threw: its store cannot be written, say
    Timestamp now_{};
    SpscRing<Event> events_{events_max};
    std::atomic<std::uint64_t> untold_{0};  // the ring was full
    std::uint64_t untold_seen_ = 0;         // of the other thread
    std::unique_ptr<pipeline::FixLive> live_;
};

}  // namespace gapwire::app
