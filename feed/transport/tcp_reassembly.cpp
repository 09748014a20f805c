// Puts the segments of TCP connections in order.
#include "feed/transport/tcp_reassembly.hpp"

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::transport {
namespace {

constexpr std::size_t segment_bytes_max = 65'535;
/// No acknowledgement is farther ahead: windows have 30 bits at most.
constexpr std::uint64_t window_max = std::uint64_t{1} << 30;

/// Also where the two ends have changed places.
std::uint64_t hash_of(const Endpoint& a, const Endpoint& b) noexcept
{
    const std::hash<Endpoint> hash;
    return hash(a) + hash(b);
}

/// The position of a sequence number near `next`.
std::uint64_t unwrapped(std::uint64_t next, std::uint32_t sequence) noexcept
{
    const auto ahead = static_cast<std::int32_t>(sequence - static_cast<std::uint32_t>(next));
    return next + static_cast<std::uint64_t>(std::int64_t{ahead});
}

}  // namespace

TcpReassembly::TcpReassembly(const TcpLimits& limits, Counters& counters)
    : limits_(limits),
      counters_(&counters),
      connections_(limits.connections_max),
      rings_(2 * limits.connections_max * limits.early_bytes_max),
      pieces_(2 * limits.connections_max * limits.early_pieces_max)
{
    GAPWIRE_ASSERT(limits.connections_max > 0 && limits.early_pieces_max > 0);
    GAPWIRE_ASSERT(limits.early_bytes_max > segment_bytes_max);
    GAPWIRE_ASSERT((limits.early_bytes_max & (limits.early_bytes_max - 1)) == 0);
}

void TcpReassembly::process(const Segment& segment, const Sink& sink) noexcept
{
    ++segments_;
    latest_.packet = segment.packet;
    latest_.capture = segment.capture;
    latest_.captured = segment.captured;
    Connection* const connection = find_or_open(segment, sink);
    if (connection == nullptr) return;
    connection->used = segments_;
    if (connection->state == Connection::State::closed) return;

    const TcpSide side =
        segment.source == connection->endpoints.client ? TcpSide::client : TcpSide::server;
    Place from = place(*connection, side, segment, sink);
    Place to = place(*connection, other_side(side), segment, sink);
    if (segment.has(Segment::flag_rst)) {
        if (is_near(from.stream, segment.sequence)) close(*connection, segment, sink);
        return;
    }
    send(from);
    if (segment.has(Segment::flag_ack)) acknowledge(to);
    give_up_acknowledged(from);
    give_up_acknowledged(to);
    if (from.stream.is_finished() && to.stream.is_finished()) close(*connection, segment, sink);
}

void TcpReassembly::close_all(const Sink& sink) noexcept
{
    for (Connection& connection : connections_)
        if (connection.state == Connection::State::open) close(connection, latest_, sink);
}

// ---- connections

TcpReassembly::Connection* TcpReassembly::find(const Segment& segment) noexcept
{
    const std::uint64_t hash = hash_of(segment.source, segment.destination);
    const auto fits = [&](const Connection& connection) {
        const auto& [client, server, from_the_start] = connection.endpoints;
        return connection.state != Connection::State::free && connection.hash == hash &&
               ((client == segment.source && server == segment.destination) ||
                (client == segment.destination && server == segment.source));
    };
    if (fits(connections_[last_])) return &connections_[last_];
    const auto found = std::find_if(connections_.begin(), connections_.end(), fits);
    if (found == connections_.end()) return nullptr;
    last_ = slot_of(*found);
    return &*found;
}

TcpReassembly::Connection* TcpReassembly::find_or_open(const Segment& segment,
                                                       const Sink& sink) noexcept
{
    if (Connection* const known = find(segment)) {
        if (!begins_another(*known, segment)) return known;
        if (known->state == Connection::State::open) close(*known, segment, sink);
        *known = {};
    }
    const bool tells = segment.has(Segment::flag_syn) || !segment.payload.empty();
    if (!tells || segment.has(Segment::flag_rst)) return nullptr;
    return &open(segment, sink);
}

/// Whether the ends of a connection have begun another one.
bool TcpReassembly::begins_another(const Connection& connection,
                                   const Segment& segment) const noexcept
{
    const bool from_client = segment.source == connection.endpoints.client;
    const Stream& stream = connection.streams[from_client ? 0 : 1];
    const Stream& other = connection.streams[from_client ? 1 : 0];
    const bool is_closed = connection.state == Connection::State::closed;
    if (segment.has(Segment::flag_syn)) {
        if (!stream.is_known) return is_closed || (other.is_known && !other.has_syn);
        return static_cast<std::uint32_t>(stream.first) - 1 != segment.sequence;
    }
    return is_closed && !segment.payload.empty() && stream.is_known &&
           !is_near(stream, segment.sequence);
}

TcpReassembly::Connection& TcpReassembly::open(const Segment& segment, const Sink& sink) noexcept
{
    const auto is_better = [](const Connection& a, const Connection& b) {
        return a.state != b.state ? a.state < b.state : a.used < b.used;
    };
    Connection& connection = *std::min_element(connections_.begin(), connections_.end(), is_better);
    if (connection.state == Connection::State::open) {
        counters_->add(Counter::tcp_connections_evicted);
        close(connection, segment, sink);
    }
    const bool has_syn = segment.has(Segment::flag_syn);
    const bool from_server = has_syn && segment.has(Segment::flag_ack);
    connection = {};
    connection.state = Connection::State::open;
    connection.hash = hash_of(segment.source, segment.destination);
    connection.endpoints = {from_server ? segment.destination : segment.source,
                            from_server ? segment.source : segment.destination, has_syn};
    last_ = slot_of(connection);
    counters_->add(Counter::tcp_connections);
    sink.opened(sink.handler, last_, connection.endpoints);
    return connection;
}

void TcpReassembly::close(Connection& connection, const Segment& cause, const Sink& sink) noexcept
{
    for (const TcpSide side : {TcpSide::client, TcpSide::server}) {
        Place end = place(connection, side, cause, sink);
        give_up_all(end);
    }
    connection.state = Connection::State::closed;
    sink.closed(sink.handler, slot_of(connection));
}

std::uint32_t TcpReassembly::slot_of(const Connection& connection) const noexcept
{
    return static_cast<std::uint32_t>(&connection - connections_.data());
}

TcpReassembly::Place TcpReassembly::place(Connection& connection, TcpSide side,
                                          const Segment& cause, const Sink& sink) noexcept
{
    const std::uint32_t slot = slot_of(connection);
    const std::size_t index = 2 * std::size_t{slot} + static_cast<std::size_t>(side);
    return {slot,
            side,
            connection.streams[static_cast<std::size_t>(side)],
            rings_.data() + index * limits_.early_bytes_max,
            pieces_.data() + index * limits_.early_pieces_max,
            cause,
            sink};
}

bool TcpReassembly::is_near(const Stream& stream, std::uint32_t sequence) const noexcept
{
    if (!stream.is_known) return true;
    const std::uint64_t position = unwrapped(stream.next, sequence);
    const std::uint64_t distance =
        position < stream.next ? stream.next - position : position - stream.next;
    return distance <= limits_.early_bytes_max;
}

// ---- one side of a connection

void TcpReassembly::send(Place& place) noexcept
{
    const Segment& segment = place.cause;
    Stream& stream = place.stream;
    const bool has_syn = segment.has(Segment::flag_syn);
    const std::uint32_t sequence = segment.sequence + (has_syn ? 1 : 0);
    if (!stream.is_known && (has_syn || !segment.payload.empty())) {
        constexpr std::uint64_t room_before = std::uint64_t{1} << 32;
        stream.is_known = true;
        stream.first = stream.next = stream.history = stream.written = room_before + sequence;
    }
    if (!stream.is_known) return;
    stream.has_syn |= has_syn;

    const std::uint64_t begin = unwrapped(stream.next, sequence);
    const std::uint64_t end = begin + segment.payload.size();
    if (segment.has(Segment::flag_fin) && !stream.has_fin && end >= stream.next &&
        end - stream.next <= limits_.early_bytes_max) {
        stream.has_fin = true;
        stream.fin = end;
    }
    const bool keeps_alive = segment.payload.size() == 1 && end == stream.next;
    if (!segment.payload.empty() && !keeps_alive) receive(place, begin, segment.payload);
}

/// The other end says what it has of this side.
void TcpReassembly::acknowledge(Place& place) noexcept
{
    Stream& stream = place.stream;
    if (!stream.is_known) return;
    const std::uint64_t position = unwrapped(stream.next, place.cause.acknowledgement);
    if (position > stream.next && position - stream.next > window_max) return;
    stream.acked = std::max(stream.acked, position);
}

void TcpReassembly::receive(Place& place, std::uint64_t begin, Bytes payload) noexcept
{
    Stream& stream = place.stream;
    if (begin > stream.next && !make_room(place, begin, begin + payload.size())) {
        counters_->add(Counter::tcp_segments_far);
        return;
    }
    for (;;) {
        if (begin < stream.next) {
            const std::size_t old = std::min<std::uint64_t>(stream.next - begin, payload.size());
            compare(place, begin, payload.first(old));
            payload = payload.subspan(old);
            begin += old;
        }
        if (payload.empty()) return;
        if (begin > stream.next) break;
        const std::size_t size =
            stream.pieces == 0
                ? payload.size()
                : std::min<std::uint64_t>(payload.size(), place.pieces[0].begin - begin);
        hand_on(place, payload.first(size));
        drain(place);
        payload = payload.subspan(size);
        begin += size;
    }
    counters_->add(Counter::tcp_segments_early);
    store(place, begin, payload);
}

/// Bytes of a segment that are next in order.
void TcpReassembly::hand_on(Place& place, Bytes bytes) noexcept
{
    remember(place, place.stream.next, bytes);
    place.stream.next += bytes.size();
    place.sink.bytes(place.sink.handler, place.slot, place.side, bytes, place.cause);
}

/// Makes the memory for early bytes cover [begin, end), if need be by giving holes up. False where
/// the segment is too far ahead to be believed.
bool TcpReassembly::make_room(Place& place, std::uint64_t begin, std::uint64_t end) noexcept
{
    Stream& stream = place.stream;
    const std::uint64_t room = limits_.early_bytes_max;
    if (begin > stream.next + room) {
        const bool is_believed = stream.far == begin || stream.acked > begin;
        stream.far = end;
        if (!is_believed) return false;
    }
    while (begin > stream.next &&
           (end > stream.next + room || stream.pieces == limits_.early_pieces_max)) {
        const std::uint64_t held = stream.pieces > 0 ? place.pieces[0].begin : begin;
        lose_until(place, std::min(held, begin));
    }
    return true;
}

/// Puts bytes among the pieces, where none are yet. REQUIRES: all of them are behind `next`, and
/// there is room.
void TcpReassembly::store(Place& place, std::uint64_t begin, Bytes payload) noexcept
{
    Stream& stream = place.stream;
    const std::uint64_t end = begin + payload.size();
    Piece* const all_end = place.pieces + stream.pieces;
    Piece* const first =
        std::find_if(place.pieces, all_end, [&](const Piece& piece) { return piece.end >= begin; });
    const auto part = [&](std::uint64_t from, std::uint64_t to) {
        return payload.subspan(from - begin, to - from);
    };
    Piece merged{begin, end};
    std::uint64_t at = begin;
    Piece* last = first;
    for (; last != all_end && last->begin <= end; ++last) {
        const std::uint64_t overlap_begin = std::max(begin, last->begin);
        const std::uint64_t overlap_end = std::min(end, last->end);
        if (overlap_begin > at) remember(place, at, part(at, overlap_begin));
        if (overlap_end > overlap_begin)
            compare(place, overlap_begin, part(overlap_begin, overlap_end));
        at = std::max(at, overlap_end);
        merged = {std::min(merged.begin, last->begin), std::max(merged.end, last->end)};
    }
    if (at < end) remember(place, at, part(at, end));

    if (first == last) {
        GAPWIRE_ASSERT(stream.pieces < limits_.early_pieces_max);
        std::copy_backward(first, all_end, all_end + 1);
        ++stream.pieces;
    } else {
        std::copy(last, all_end, first + 1);
        stream.pieces -= static_cast<std::size_t>(last - first) - 1;
    }
    *first = merged;
}

/// Hands on what is in order now.
void TcpReassembly::drain(Place& place) noexcept
{
    Stream& stream = place.stream;
    if (stream.pieces == 0 || place.pieces[0].begin > stream.next) return;
    const Piece piece = place.pieces[0];  // pieces never touch, so that there is only one
    std::copy(place.pieces + 1, place.pieces + stream.pieces, place.pieces);
    --stream.pieces;
    while (stream.next < piece.end) {
        const std::size_t at = stream.next & (limits_.early_bytes_max - 1);
        const std::size_t size =
            std::min<std::uint64_t>(piece.end - stream.next, limits_.early_bytes_max - at);
        stream.next += size;
        place.sink.bytes(place.sink.handler, place.slot, place.side, {place.ring + at, size},
                         place.cause);
    }
}

/// The bytes before `position` will not come.
void TcpReassembly::lose_until(Place& place, std::uint64_t position) noexcept
{
    Stream& stream = place.stream;
    if (position > stream.next) {
        const std::uint64_t count = position - stream.next;
        counters_->add(Counter::tcp_holes);
        counters_->add(Counter::tcp_bytes_lost, count);
        stream.next = stream.history = position;
        stream.written = std::max(stream.written, position);
        place.sink.lost(place.sink.handler, place.slot, place.side, count);
    }
    drain(place);
}

/// Gives up the holes before what the other end has: it has them too, only the capture has not.
void TcpReassembly::give_up_acknowledged(Place& place) noexcept
{
    Stream& stream = place.stream;
    while (stream.pieces > 0 && stream.acked > place.pieces[0].begin)
        lose_until(place, place.pieces[0].begin);
    if (stream.pieces == 0 && stream.has_fin && stream.acked > stream.fin)
        lose_until(place, stream.fin);
}

void TcpReassembly::give_up_all(Place& place) noexcept
{
    Stream& stream = place.stream;
    while (stream.pieces > 0) lose_until(place, place.pieces[0].begin);
    std::uint64_t end = stream.acked;
    if (stream.has_fin)
        end = std::min(end, stream.fin);
    else if (end == stream.next + 1)
        return;  // a FIN that the capture has not
    if (stream.is_known && end > stream.next) lose_until(place, end);
}

// ---- bytes

void TcpReassembly::remember(Place& place, std::uint64_t begin, Bytes bytes) noexcept
{
    const std::size_t mask = limits_.early_bytes_max - 1;
    const std::size_t at = begin & mask;
    const std::size_t straight = std::min(bytes.size(), limits_.early_bytes_max - at);
    std::copy_n(bytes.begin(), straight, place.ring + at);
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(straight), bytes.end(), place.ring);
    place.stream.written = std::max(place.stream.written, begin + bytes.size());
}

/// Counts bytes that were sent before, and those of them that were others then, as far back as
/// they are still there.
void TcpReassembly::compare(Place& place, std::uint64_t begin, Bytes bytes) noexcept
{
    const Stream& stream = place.stream;
    counters_->add(Counter::tcp_bytes_repeated, bytes.size());
    const std::uint64_t kept = std::max(stream.history, stream.written - limits_.early_bytes_max);
    std::uint64_t differing = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::uint64_t position = begin + i;
        if (position < kept) continue;
        differing += place.ring[position & (limits_.early_bytes_max - 1)] != bytes[i];
    }
    counters_->add(Counter::tcp_bytes_differing, differing);
}

}  // namespace gapwire::transport
