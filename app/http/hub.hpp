// All WebSocket clients: alerts to each at once, quotes to each at its rate.
#pragma once

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "app/http/desk.hpp"
#include "app/http/subscriber.hpp"
#include "core/counters.hpp"

namespace gapwire::http {

/// A frame is made once and shared by all who get it: clients that want all quotes at one rate get
/// the same ones. A client that has not taken its last quotes gets no more until it has: what was
/// left out is counted, told to it, and made good by all quotes as they are then.
///
/// Time     only from tick(): REQUIRES a call every tick_ns or so.
/// Threads  one.
class Hub {
 public:
    static constexpr std::int64_t tick_ns = 50'000'000;
    static constexpr std::uint32_t ticks_a_second = 20;
    static constexpr std::uint32_t rate_max = 20;
    static constexpr std::size_t ids_max = 10'000;
    static constexpr std::uint32_t messages_a_second_max = 20;  // of a client

    /// Both outlive it.
    Hub(Desk& desk, Counters& counters) : desk_(desk), counters_(counters) {}
    Hub(const Hub&) = delete;

    /// Greets it. It outlives its place here: call leave() first.
    void join(Subscriber& client);
    void leave(Subscriber& client) noexcept { clients_.erase(&client); }
    std::size_t size() const noexcept { return clients_.size(); }

    /// A text of the client; one that makes no sense cuts it (1008). `now`: monotonic.
    void on_text(Subscriber& client, std::string_view text, std::int64_t now);

    /// Alerts and incidents, to all.
    void tell(const DeskNews& news);
    /// Quotes and depths that are due; once a second status and feeds.
    void tick();

 private:
    void send_quotes(Subscriber& client, const Frame& changed, std::size_t changed_count);
    void send_own_quotes(Subscriber& client);
    void send_depth(Subscriber& client, std::map<std::uint32_t, Frame>& depths);
    void every_second();
    Frame quotes_frame(const std::vector<std::uint32_t>& ids);
    const Frame& full_frame();
    void push(Subscriber& client, FrameKind kind, const Frame& frame, bool is_asked_for = false);

    Desk& desk_;
    Counters& counters_;
    std::set<Subscriber*> clients_;
    std::array<std::uint32_t, rate_max + 1> phase_{};          // [rate]
    std::array<std::uint64_t, rate_max + 1> class_version_{};  // [rate] as sent last
    Frame full_;                                               // of this tick
    std::uint32_t ticks_ = 0;
    std::string feeds_states_;
};

}  // namespace gapwire::http
