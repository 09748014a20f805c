// What one WebSocket client wants, and what waits for it.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace gapwire::http {

/// Shared by all clients that get it.
using Frame = std::shared_ptr<const std::string>;

/// Kinds of frames. Of each kind up to `feeds` only one waits at a time: what is newer is made when
/// that one has gone.
enum class FrameKind : std::uint8_t { quotes, depth, status, feeds, alert, other };
inline constexpr std::size_t conflated_kinds = 4;

/// Filled by the hub, emptied by the connection.
/// Memory   frames that are shared, at most those of one kind each, `queue_max` alerts, and what a
///          client has asked for again.
/// Threads  one.
class Subscriber {
 public:
    /// `queue_max`: alerts (and what becomes of incidents) that may wait.
    explicit Subscriber(std::size_t queue_max) : queue_max_(queue_max) {}
    Subscriber(const Subscriber&) = delete;

    // Of the connection.
    std::function<void()> on_ready;  // something waits, and nothing did
    std::function<void(int code, const std::string& reason)> on_cut;

    /// The frame to send next, which stays in front until sent() is called; null: none.
    const std::string* front() const noexcept
    {
        return queue_.empty() ? nullptr : queue_.front().frame.get();
    }
    void sent() noexcept
    {
        const Waiting gone = std::move(queue_.front());
        queue_.pop_front();
        if (is_conflated(gone.kind)) --waiting_[index(gone.kind)];
        if (gone.is_asked_for) --asked_for_;
    }

    // Of the hub.
    bool is_cut() const noexcept { return is_cut_; }
    bool waits(FrameKind kind) const noexcept { return waiting_[index(kind)] > 0; }
    /// Adds a frame; cuts the client when more alerts wait than may.
    void push(FrameKind kind, Frame frame, bool is_asked_for = false)
    {
        if (is_cut_) return;
        if (!is_conflated(kind) && !is_asked_for && alerts_waiting() >= queue_max_)
            return cut(1013, "alerts are not taken fast enough: come back with since");
        queue_.push_back({kind, is_asked_for, std::move(frame)});
        if (is_conflated(kind)) ++waiting_[index(kind)];
        if (is_asked_for) ++asked_for_;
        if (queue_.size() == 1 && on_ready) on_ready();
    }
    /// Nothing more is sent but the close.
    void cut(int code, const std::string& reason)
    {
        if (std::exchange(is_cut_, true)) return;
        if (on_cut) on_cut(code, reason);
    }
    std::size_t queued() const noexcept { return queue_.size(); }

    // What it wants.
    bool all_quotes = true;
    std::vector<std::uint32_t> ids;  // if not all, in order
    std::optional<std::uint32_t> depth;
    std::uint32_t rate = 4;  // a second

    // What the hub remembers of it.
    bool wants_full = true;          // quotes: all, not only what changed
    std::uint64_t dropped = 0;       // quotes left out, not told yet
    std::uint64_t seen_version = 0;  // of the quotes it was sent
    bool feeds_due = true;
    std::string last_depth{};        // as it was sent
    std::int64_t messages_from = 0;  // of the client: counted since then
    std::uint32_t messages = 0;

 private:
    struct Waiting {
        FrameKind kind;
        bool is_asked_for;
        Frame frame;
    };
    static constexpr std::size_t index(FrameKind kind) noexcept
    {
        return static_cast<std::size_t>(kind);
    }
    static constexpr bool is_conflated(FrameKind kind) noexcept
    {
        return index(kind) < conflated_kinds;
    }
    std::size_t alerts_waiting() const noexcept
    {
        std::size_t conflated = 0;
        for (const std::size_t count : waiting_) conflated += count;
        return queue_.size() - conflated - asked_for_;
    }

    std::size_t queue_max_;
    std::deque<Waiting> queue_;
    std::array<std::size_t, conflated_kinds + 2> waiting_{};
    std::size_t asked_for_ = 0;
    bool is_cut_ = false;
};

}  // namespace gapwire::http
