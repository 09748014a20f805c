// One live channel of ITCH over MoldUDP64: redundant lines, recovery, snapshots, session changes.
#pragma once

#include <memory>
#include <optional>

#include "app/pipeline/itch_stream.hpp"
#include "app/pipeline/line_health.hpp"
#include "feed/glimpse/session.hpp"
#include "feed/moldudp64/session.hpp"

namespace gapwire::pipeline {

struct ChannelOptions {
    std::vector<std::string> lines{};  // their names; 1 to lines_max
    moldudp64::SessionLimits session = live_session_limits();
    std::int64_t silence_max = 3'000'000'000;  // ns without a packet: three heartbeats are missing
    std::optional<glimpse::Settings> snapshot{};         // nothing: no snapshot server
    bool snapshot_any_session = false;                   // its server names its sessions otherwise
    std::int64_t snapshot_interval_min = 5'000'000'000;  // ns after one that went well
    transport::BackoffLimits snapshot_backoff{.wait_first = 500'000'000};
    SpliceLimits splice{};

    static moldudp64::SessionLimits live_session_limits()
    {
        return {.reorder_wait_max = 2'000'000, .reorder_bytes_max = std::size_t{64} << 20};
    }
};

/// Where a channel's bytes go; `context` is handed to each. All are noexcept.
struct ChannelOutput {
    void* context = nullptr;
    /// A retransmission request, 20 bytes, for request server number `server`.
    void (*send_request)(void* context, std::size_t server, Bytes packet) noexcept = nullptr;
    /// A connection to the snapshot server: open it, write to it, close it once all is written.
    void (*connect_snapshot)(void* context) noexcept = nullptr;
    void (*send_snapshot)(void* context, Bytes bytes) noexcept = nullptr;
    void (*close_snapshot)(void* context) noexcept = nullptr;
};

/// Turns the datagrams of all lines of one feed into one ItchStream that is right or says that it
/// is not: a hole is closed by another line, by a request server, by a snapshot, in this order.
///
/// Input    datagrams with the line they came on (`answer_line` for those of request servers), what
///          happens to the snapshot connection, and time: on_time every millisecond or so, with
///          a time by which everything that came before it has been handed in.
/// Output   the stream's observer and publication; requests and snapshot traffic to ChannelOutput.
/// Memory   fixed at construction; a new session reuses that of the one before the last.
/// Errors   what is malformed is dropped whole and counted.
/// Sessions the first one heard is taken. Another one is collected aside, and taken when the
///          present one has ended, or when it is heard itself after the present one has been silent
///          for `silence_max`; then books start clean. An exchange that begins anew under the same
///          name is such another session, too: its lines go back, and none gets on.
/// Threads  one. Does no I/O and reads no clock.
class ItchChannel {
 public:
    static constexpr std::size_t lines_max = 8;
    static constexpr std::size_t answer_line = SIZE_MAX;

    ItchChannel(StreamContext& context, std::uint32_t feed, std::string name,
                const ChannelOptions& options, const ChannelOutput& output);
    ItchChannel(const ItchChannel&) = delete;

    void on_datagram(std::size_t line, Bytes payload, Timestamp now) noexcept;
    /// The kernel dropped so many datagrams of a line before they could be received.
    void on_kernel_drops(std::size_t line, std::uint64_t count) noexcept;
    void on_time(Timestamp now) noexcept;
    /// Nothing will come any more: what still waits is delivered, what is missing lost.
    void finish() noexcept { present_->session.finish(*this); }

    // The connection to the snapshot server.
    void on_snapshot_connected(Timestamp now) noexcept;
    void on_snapshot_bytes(Bytes bytes, Timestamp now) noexcept;
    void on_snapshot_disconnected(Timestamp now) noexcept;

    const ItchStream& stream() const noexcept { return stream_; }
    const std::vector<std::unique_ptr<LineHealth>>& lines() const noexcept { return lines_; }
    /// Exchange time to receive time of what came first, where both clocks are set.
    const Histogram& age_ns() const noexcept { return age_ns_; }
    /// Of the present session; 0 before the first message is known.
    std::uint64_t next_sequence() const noexcept { return present_->session.next_sequence(); }
    const moldudp64::SessionId& session_id() const noexcept { return present_->id; }
    bool session_has_ended() const noexcept { return present_->has_ended; }
    /// Whether the session has ended and nothing more can be done about its books: they are right,
    /// or there is nobody to ask, or asking has taken `recovery_wait`.
    bool is_finished(Timestamp now) const noexcept
    {
        constexpr std::int64_t recovery_wait = 10'000'000'000;
        const bool may_recover = snapshot_ && !is_snapshot_refused_ && stream_.needs_snapshot();
        return present_->has_ended &&
               (!may_recover || now.ns - present_->heard.ns >= recovery_wait);
    }

    // What moldudp64::Session delivers.
    void on_messages(std::uint64_t first_sequence, std::span<const Bytes> messages,
                     Timestamp received) noexcept;
    void on_loss(std::uint64_t first_sequence, std::uint64_t count) noexcept;
    void on_joined(std::uint64_t first_sequence) noexcept { stream_.on_joined(first_sequence); }
    void on_hole(std::uint64_t sequence) noexcept { stream_.on_hole(sequence); }
    void on_hole_closed() noexcept { stream_.on_hole_closed(); }
    void on_disagreement(moldudp64::LinePrefix delivered, Bytes other) noexcept;
    void on_end_of_session(std::uint64_t) noexcept { present_->has_ended = true; }

    // What glimpse::Session delivers.
    void on_snapshot_begin() noexcept {}
    void on_snapshot_messages(std::span<const Bytes> messages) noexcept;
    void on_snapshot_end(std::uint64_t next) noexcept { splice_->on_snapshot_end(next); }
    void on_snapshot_failed(glimpse::Failure failure) noexcept;
    void send(Bytes bytes) noexcept { output_.send_snapshot(output_.context, bytes); }

 private:
    struct Numbered {
        Numbered(const moldudp64::SessionLimits& limits, Counters& counters)
            : session(limits, counters)
        {}
        moldudp64::SessionId id{};
        bool is_known = false;
        bool has_ended = false;
        Timestamp heard = Timestamp::none();  // getting on, or being where it was
        moldudp64::Session session;
    };

    Numbered* session_of(const moldudp64::Packet& packet, Timestamp now) noexcept;
    void on_line(std::size_t index, const moldudp64::Packet& packet, Timestamp now) noexcept;
    void collect_aside(const moldudp64::Packet& packet, Timestamp now) noexcept;
    bool is_aside_namesake() const noexcept
    {
        return other_->is_known && other_->id == present_->id;
    }
    void begin(Numbered& numbered, const moldudp64::SessionId& id) noexcept;
    void change_session(Timestamp now) noexcept;
    bool is_over(const Numbered& numbered, Timestamp now) const noexcept;
    void watch_silence(Timestamp now) noexcept;
    void send_requests() noexcept;

    void drive_snapshot(Timestamp now) noexcept;
    void follow_snapshot(Timestamp now) noexcept;
    void start_snapshot(Timestamp now) noexcept;
    void end_snapshot(Timestamp now, bool went_well) noexcept;
    void follow_wish(Timestamp now) noexcept;

    StreamContext& context_;
    ChannelOptions options_;
    ChannelOutput output_;
    ItchStream stream_;

    std::vector<std::unique_ptr<LineHealth>> lines_;
    FirstArrivals first_arrivals_;
    Histogram age_ns_;
    FeedSilence silence_;

    std::unique_ptr<Numbered> present_;
    std::unique_ptr<Numbered> other_;  // collected aside
    moldudp64::SessionId former_{};    // the one before the present
    bool has_former_ = false;

    std::optional<glimpse::Session> snapshot_;
    std::unique_ptr<SnapshotSplice> splice_;
    transport::Backoff snapshot_backoff_;
    Timestamp snapshot_from_{INT64_MIN + 1};  // not before
    Timestamp snapshot_until_{};              // spliced in by then, or given up
    bool is_snapshot_running_ = false;
    bool is_connection_open_ = false;  // asked for, and not reported closed
    bool is_close_asked_ = false;
    bool is_snapshot_refused_ = false;  // the login is not accepted, and will not be
};

}  // namespace gapwire::pipeline
