// Captured TCP segments to the bytes that each side sent, in order.
#pragma once

#include <array>
#include <concepts>
#include <vector>

#include "core/region.hpp"
#include "feed/transport/frame.hpp"

namespace gapwire::transport {

/// Which end of a connection sent something: the client, who sent the SYN, or the server. Where no
/// SYN was seen, the end that sent the first segment counts as the client.
enum class TcpSide : std::uint8_t { client, server };

constexpr TcpSide other_side(TcpSide side) noexcept
{
    return side == TcpSide::client ? TcpSide::server : TcpSide::client;
}

/// A connection of a capture, as its bytes are handed on.
struct TcpConnection {
    Endpoint client;
    Endpoint server;
    bool from_the_start = false;  // its SYN was seen: the first byte of each side is its first
};

/// Receives what happens on connections. A slot is less than connections_max and belongs to one
/// connection until on_closed; every call is noexcept.
template <class T>
concept ReassemblyHandler = requires(T handler, std::uint32_t slot, const TcpConnection& connection,
                                     TcpSide side, Bytes bytes, std::uint64_t count,
                                     const Segment& cause)
{
    handler.on_opened(slot, connection);
    handler.on_bytes(slot, side, bytes, cause);  // next in order; valid until the call returns
    handler.on_lost(slot, side, count);          // so many bytes, before what follows
    handler.on_closed(slot);
};

struct TcpLimits {
    std::size_t connections_max = 256;       // more: the longest silent one is dropped
    std::size_t early_bytes_max = 1u << 18;  // of each side, a power of two
    std::size_t early_pieces_max = 512;      // holes of each side
};

/// Puts both sides of several connections together.
///
/// Of bytes sent twice the first copy counts, and bytes that differ are counted. Early segments
/// wait in bounded memory. A hole is in the capture, not in the connection: it is given up, and the
/// exact number of bytes reported, when the other end has acknowledged what came behind it, when
/// the memory is full, or at the end. A connection whose SYN was not seen begins with the first
/// byte captured.
///
/// A segment beyond the memory for early ones is believed when another follows on it or its place
/// has been acknowledged, so that no single damaged one moves a connection.
///
/// Input    segments in the order they were captured; the same connection may be captured twice.
/// Output   see ReassemblyHandler.
/// Memory   fixed at construction as address space, touched when used.
/// Errors   what makes no sense on its connection is counted and dropped.
/// Threads  one.
/// Source   RFC 9293.
class TcpReassembly {
 public:
    TcpReassembly(const TcpLimits& limits, Counters& counters);

    template <ReassemblyHandler Handler>
    void on_segment(const Segment& segment, Handler& handler) noexcept
    {
        process(segment, sink_of(handler));
    }

    /// Nothing will come any more: every hole is given up and every connection closed.
    template <ReassemblyHandler Handler>
    void finish(Handler& handler) noexcept
    {
        close_all(sink_of(handler));
    }

 private:
    /// A handler, so that what is not hot needs no template.
    struct Sink {
        void* handler;
        void (*opened)(void*, std::uint32_t, const TcpConnection&) noexcept;
        void (*bytes)(void*, std::uint32_t, TcpSide, Bytes, const Segment&) noexcept;
        void (*lost)(void*, std::uint32_t, TcpSide, std::uint64_t) noexcept;
        void (*closed)(void*, std::uint32_t) noexcept;
    };
    template <class Handler>
    static Sink sink_of(Handler& handler) noexcept
    {
        return {&handler,
                [](void* to, std::uint32_t slot, const TcpConnection& connection) noexcept {
                    static_cast<Handler*>(to)->on_opened(slot, connection);
                },
                [](void* to, std::uint32_t slot, TcpSide side, Bytes bytes,
                   const Segment& cause) noexcept {
                    static_cast<Handler*>(to)->on_bytes(slot, side, bytes, cause);
                },
                [](void* to, std::uint32_t slot, TcpSide side, std::uint64_t count) noexcept {
                    static_cast<Handler*>(to)->on_lost(slot, side, count);
                },
                [](void* to, std::uint32_t slot) noexcept {
                    static_cast<Handler*>(to)->on_closed(slot);
                }};
    }

    /// Bytes that are there although something before them is missing.
    struct Piece {
        std::uint64_t begin;
        std::uint64_t end;
    };

    /// What one side sends. Positions are sequence numbers without their wrapping around.
    struct Stream {
        bool is_known = false;  // something was seen of it
        bool has_syn = false;
        bool has_fin = false;
        std::uint64_t first = 0;    // the first byte handed on
        std::uint64_t next = 0;     // the first byte not handed on
        std::uint64_t history = 0;  // bytes in the ring are whole from here to next
        std::uint64_t written = 0;  // the ring holds none from here on
        std::uint64_t acked = 0;    // the other end has all before this
        std::uint64_t fin = 0;      // where it ends, if has_fin
        std::uint64_t far = 0;      // where a segment that was too far ended; 0: none
        std::size_t pieces = 0;

        bool is_finished() const noexcept { return has_fin && next >= fin; }
    };

    struct Connection {
        enum class State : std::uint8_t { free, closed, open };

        State state = State::free;
        TcpConnection endpoints;
        std::uint64_t hash = 0;
        std::uint64_t used = 0;  // when a segment came last
        std::array<Stream, 2> streams;
    };

    /// One side of a connection, while a segment is worked on.
    struct Place {
        std::uint32_t slot;
        TcpSide side;
        Stream& stream;
        std::uint8_t* ring;
        Piece* pieces;  // in order; they never touch one another
        const Segment& cause;
        const Sink& sink;
    };

    void process(const Segment& segment, const Sink& sink) noexcept;
    void close_all(const Sink& sink) noexcept;

    Connection* find(const Segment& segment) noexcept;
    Connection* find_or_open(const Segment& segment, const Sink& sink) noexcept;
    Connection& open(const Segment& segment, const Sink& sink) noexcept;
    void close(Connection& connection, const Segment& cause, const Sink& sink) noexcept;
    std::uint32_t slot_of(const Connection& connection) const noexcept;
    Place place(Connection& connection, TcpSide side, const Segment& cause,
                const Sink& sink) noexcept;
    bool is_near(const Stream& stream, std::uint32_t sequence) const noexcept;
    bool begins_another(const Connection& connection, const Segment& segment) const noexcept;

    void send(Place& place) noexcept;
    void acknowledge(Place& place) noexcept;
    void receive(Place& place, std::uint64_t begin, Bytes payload) noexcept;
    void hand_on(Place& place, Bytes bytes) noexcept;
    bool make_room(Place& place, std::uint64_t begin, std::uint64_t end) noexcept;
    void store(Place& place, std::uint64_t begin, Bytes payload) noexcept;
    void drain(Place& place) noexcept;
    void lose_until(Place& place, std::uint64_t position) noexcept;
    void give_up_acknowledged(Place& place) noexcept;
    void give_up_all(Place& place) noexcept;

    void remember(Place& place, std::uint64_t begin, Bytes bytes) noexcept;
    void compare(Place& place, std::uint64_t begin, Bytes bytes) noexcept;

    TcpLimits limits_;
    Counters* counters_;
    std::vector<Connection> connections_;
    LargeArray<std::uint8_t> rings_;  // of each side the last bytes, and those that came early
    LargeArray<Piece> pieces_;
    std::uint64_t segments_ = 0;
    Segment latest_;          // when and where the last segment was captured
    std::uint32_t last_ = 0;  // the slot of the last segment: mostly the next one's too
};

}  // namespace gapwire::transport
