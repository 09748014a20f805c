// TCP segments to SoupBinTCP sessions: which session, which connection, and one ITCH stream each.
#pragma once

#include <memory>
#include <vector>

#include "app/pipeline/itch_stream.hpp"
#include "app/pipeline/soup_connections.hpp"
#include "feed/soupbintcp/numbering.hpp"

namespace gapwire::pipeline {

/// One of the connections by which a session's messages arrived.
struct SoupLine {
    transport::Endpoint client;
    transport::Endpoint server;
    std::uint64_t messages = 0;
    std::uint64_t next = 0;  // the number that should come next on it; 0: not known
    std::uint64_t lost = 0;  // places where bytes are missing
    bool is_open = true;
    Timestamp last = Timestamp::none();
};

/// A session and the books its messages make.
struct SoupFeed {
    SoupFeed(const transport::Endpoint& from, const soupbintcp::SessionId& session_id,
             std::uint32_t feed_id, const StreamContext& shared);

    /// Hands messages to the stream, and to the rules from the first that a snapshot has not.
    void on_messages(std::uint64_t first, std::span<const Bytes> messages,
                     Timestamp received) noexcept;
    void on_loss(std::uint64_t first, std::uint64_t count) noexcept
    {
        stream.on_loss(first, count);
    }
    void on_joined(std::uint64_t first) noexcept { stream.on_joined(first); }

    transport::Endpoint server;      // where it was met first
    soupbintcp::SessionId session;   // blank where the login was not seen
    std::uint32_t feed;              // sessions that follow one another on a server share it
    bool is_live = false;            // it had a message that no snapshot has
    bool is_snapshot = false;        // it ended as GLIMPSE does
    std::uint64_t continues_at = 0;  // the number in the end of the snapshot
    std::vector<SoupLine> lines;
    soupbintcp::Numbering numbering;
    decltype(Observer::on_update) told;  // who hears of it once it is live
    StreamContext context;
    ItchStream stream;
};

/// Hands the messages of each SoupBinTCP connection to its session.
///
/// A session is known by its name and its server. A login that goes on in it, there or from another
/// server, is one more connection of the same session, and the numbers decide: what was delivered
/// is dropped, and what is ahead waits for nobody but a connection that still brings what is before
/// it. A session whose messages end with GLIMPSE's 'G' is a snapshot, and the next one another.
/// Rules hear nothing of a session before its first message that no snapshot has, since a book that
/// is being loaded says nothing true about prices.
///
/// Limits   sessions_max sessions, lines_max connections each; more are counted and ignored.
/// Threads  one.
class SoupRouter {
 public:
    static constexpr std::size_t sessions_max = 64;
    static constexpr std::size_t lines_max = 1'024;
    /// ns without a message after which a connection is not waited for.
    static constexpr std::int64_t silence_max = 15'000'000'000;

    explicit SoupRouter(StreamContext& context, const transport::TcpLimits& limits = {})
        : context_(context),
          connections_(limits, *context.counters),
          places_(limits.connections_max)
    {}

    /// True when the segment was part of a SoupBinTCP connection and brought something.
    bool on_segment(const transport::Segment& segment) noexcept
    {
        return connections_.on_segment(segment, *this);
    }
    /// Nothing will come any more: what is still missing is lost.
    void finish() noexcept;

    const std::vector<std::unique_ptr<SoupFeed>>& feeds() const noexcept { return feeds_; }

    // What SoupConnections delivers.
    void on_connection(const SoupConnection& connection) noexcept;
    void on_accepted(const SoupConnection& connection,
                     const soupbintcp::Accepted& accepted) noexcept;
    void on_sequenced(const SoupConnection& connection, std::uint64_t first,
                      std::span<const Bytes> messages, const transport::Segment& cause) noexcept;
    void on_place_lost(const SoupConnection& connection) noexcept;
    void on_end(const SoupConnection& connection) noexcept;
    void on_closed(const SoupConnection& connection) noexcept;

 private:
    /// Where a connection's messages go.
    struct Place {
        std::optional<soupbintcp::Accepted> accepted;
        SoupFeed* feed = nullptr;  // none before its first message
        std::size_t line = 0;
        bool is_ignored = false;
    };

    bool attach(Place& place, const SoupConnection& connection, Bytes first_message) noexcept;
    SoupFeed* find(const SoupConnection& connection, const soupbintcp::Accepted& accepted) noexcept;
    SoupFeed* open(const SoupConnection& connection, const Place& place) noexcept;
    std::uint32_t feed_of(const transport::Endpoint& server) noexcept;
    static bool is_carried(const SoupFeed& feed, std::size_t but, Timestamp now) noexcept;
    static void deliver(SoupFeed& feed, std::uint64_t first, std::span<const Bytes> messages,
                        Timestamp received) noexcept;

    StreamContext& context_;
    SoupConnections connections_;
    std::vector<Place> places_;  // by slot
    std::vector<std::unique_ptr<SoupFeed>> feeds_;
    std::uint32_t servers_ = 0;
};

}  // namespace gapwire::pipeline
