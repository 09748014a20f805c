// Captured FIX to sessions: messages of logs and of TCP connections, one stream a sender.
#pragma once

#include <array>
#include <memory>
#include <string>
#include <vector>

#include "app/pipeline/fix_stream.hpp"
#include "feed/fix/framer.hpp"
#include "feed/fix/numbering.hpp"
#include "feed/transport/tcp_reassembly.hpp"

namespace gapwire::pipeline {

/// What one side of a session says, and the books it makes.
struct FixFeed {
    FixFeed(StreamContext& context, std::uint32_t feed, std::string name, std::string sender_id,
            std::string target_id, const QuoteSettings& settings)
        : sender(std::move(sender_id)),
          target(std::move(target_id)),
          stream(context, feed, std::move(name), settings)
    {}

    std::string sender;
    std::string target;
    fix::Numbering numbering;
    std::vector<std::pair<std::string, fix::Numbering>> applications{};  // by ApplID
    FixStream stream;
};

/// Hands the messages of logs and connections to the session they are of, known by its sender and
/// target. A connection that goes on in a session, and another file of it, are the same session:
/// what was delivered is dropped by its number.
///
/// Sessions without market data have no stream. A message that cannot be understood may be about
/// any instrument: the books of its session are stale then.
///
/// Limits   feeds_max sessions, applications_max streams each; more are counted and ignored.
/// Threads  one.
class FixRouter {
 public:
    static constexpr std::size_t feeds_max = 64;
    static constexpr std::size_t applications_max = 64;

    /// Streams are made with the context's settings of quotes.
    explicit FixRouter(StreamContext& context, const transport::TcpLimits& limits = {})
        : context_(context),
          reassembly_(limits, tcp_counters_),
          connections_(limits.connections_max)
    {}

    /// Reads a whole message, and says when it was sent; none where that is not told.
    Timestamp read(const fix::Message& message) noexcept
    {
        status_ = decoder_.read(message);
        return decoder_.header().sending_time;
    }
    /// Takes the message that was just read, from `source` (a file). True when it was of use.
    bool take(Timestamp received, std::string_view source);
    /// True when the segment brought something of FIX.
    bool on_segment(const transport::Segment& segment) noexcept;
    /// Nothing will come any more.
    void finish() noexcept
    {
        is_over_ = true;
        reassembly_.finish(*this);
    }

    const std::vector<std::unique_ptr<FixFeed>>& feeds() const noexcept { return feeds_; }

    // What the reassembly delivers.
    void on_opened(std::uint32_t slot, const transport::TcpConnection& tcp) noexcept;
    void on_bytes(std::uint32_t slot, transport::TcpSide side, Bytes bytes,
                  const transport::Segment& cause) noexcept;
    void on_lost(std::uint32_t slot, transport::TcpSide side, std::uint64_t count) noexcept;
    void on_closed(std::uint32_t slot) noexcept;

 private:
    struct Direction {
        fix::Framer framer;
        FixFeed* feed = nullptr;  // of its last message
        bool is_fix = false;
    };
    struct Connection {
        std::string name;
        std::array<Direction, 2> sides{};  // [TcpSide]
    };
    struct Frames;

    FixFeed* find(std::string_view sender, std::string_view target) noexcept;
    FixFeed* find_or_open(std::string_view source);
    bool deliver(FixFeed& feed, Timestamp received) noexcept;
    bool is_in_turn(FixFeed& feed) noexcept;
    void count() noexcept;

    StreamContext& context_;
    fix::Decoder decoder_{};
    fix::DecodeStatus status_{};  // of the message that was read
    std::vector<std::unique_ptr<FixFeed>> feeds_;
    FixFeed* last_ = nullptr;  // of the last message
    Counters tcp_counters_;    // what a capture's connections do is counted elsewhere
    transport::TcpReassembly reassembly_;
    std::vector<std::unique_ptr<Connection>> connections_;  // by slot
    bool has_met_fix_ = false;                              // on TCP
    bool is_used_ = false;                                  // the present segment
    bool is_over_ = false;
};

}  // namespace gapwire::pipeline
