// Every single damaged bit of a packet of 38 messages that arrives among its neighbours.
#include <gtest/gtest.h>

#include "core/counters.hpp"
#include "feed/transport/frame.hpp"
#include "feed/transport/open_capture.hpp"
#include "sim/itch_encoder.hpp"
#include "sim/mold_packetizer.hpp"
#include "tests/moldudp64/ledger.hpp"
#include "tests/shared_data.hpp"

namespace gapwire::moldudp64 {
namespace {

using test::Ledger;

constexpr std::uint64_t messages_packed = 38;
constexpr std::uint64_t neighbours = 3;  // packets of one message before it, and after it
constexpr std::int64_t ms = 1'000'000;
constexpr SessionLimits limits{.reorder_packets_max = 100,  // little memory: many sessions
                               .reorder_bytes_max = Session::datagram_bytes_max};

sim::ByteVector built_packet()
{
    namespace itch = sim::itch;
    sim::MoldPacketizer packets("000010059B", 14'764'497);
    for (std::uint16_t i = 0; i < messages_packed; ++i) {
        const itch::At at{.locate = i, .time_ns = 34'200'007'495'351u + i};
        if (i % 3 == 0)
            packets.add(encode(itch::OrderDelete{.at = at, .reference = 23'485'802u + i}));
        else
            packets.add(encode(itch::AddOrder{.at = at,
                                              .reference = 23'485'900u + i,
                                              .side = i % 2 == 0 ? 'B' : 'S',
                                              .shares = 100,
                                              .stock = "META",
                                              .price = 2'873'100u + i}));
    }
    return packets.take();
}

/// What became of the damaged packet and of the stream around it.
struct Outcome {
    Ledger ledger{Ledger::Content::any};
    Counters counters;
    std::uint64_t packed = 0;
    std::uint64_t dropped_whole = 0;
};

class Line {
 public:
    explicit Line(Outcome& outcome) : outcome_(outcome), session_(limits, outcome.counters) {}

    /// As the router does: a packet that is none, or of another session, is dropped whole.
    void receive(Bytes datagram, std::string_view session_name, std::int64_t time)
    {
        Packet packet;
        const bool is_ours = parse_packet(datagram, packet) == PacketStatus::ok &&
                             packet.session.view() == session_name;
        if (!is_ours) {
            outcome_.dropped_whole += messages_packed;
            return;
        }
        session_.on_packet(packet, {time}, outcome_.ledger);
        outcome_.packed += packet.count;
    }
    void finish() { session_.finish(outcome_.ledger); }

 private:
    Outcome& outcome_;
    Session session_;
};

void send_among_neighbours(Bytes damaged, const Packet& whole, Outcome& outcome)
{
    Line line(outcome);
    const std::string_view name = whole.session.view();
    const auto send_neighbours = [&](std::uint64_t first, std::int64_t time) {
        sim::MoldPacketizer packets(name, first);
        for (std::uint64_t i = 0; i < neighbours; ++i) {
            packets.add(Bytes{});
            line.receive(packets.take(), name, time);
        }
    };
    send_neighbours(whole.sequence - neighbours, 0);
    line.receive(sim::MoldPacketizer(name, whole.sequence).heartbeat(), name, 200 * ms);
    line.receive(damaged, name, 201 * ms);
    send_neighbours(whole.sequence + messages_packed, 202 * ms);
    line.finish();
}

/// "delivered, lost, duplicate, too far, dropped whole".
std::string numbers_of(const Outcome& outcome)
{
    return fmt::format("{} {} {} {} {}", outcome.ledger.delivered(), outcome.ledger.lost(),
                       outcome.counters[Counter::messages_duplicate],
                       outcome.counters[Counter::messages_too_far], outcome.dropped_whole);
}

/// Where a bit is, by the layout of the packet.
enum class Part { session, sequence_far, sequence_near, count, block_length, message };

std::vector<Part> parts_of(Bytes datagram, const Packet& packet)
{
    std::vector<Part> parts(datagram.size() * 8, Part::message);
    const auto mark = [&](std::size_t first, std::size_t bytes, Part part) {
        std::fill_n(parts.begin() + static_cast<long>(first * 8), bytes * 8, part);
    };
    mark(0, 10, Part::session);
    mark(10, 8, Part::sequence_near);
    mark(18, 2, Part::count);
    for (std::size_t bit = 0; bit < 64; ++bit) {
        const std::uint64_t damaged = packet.sequence ^ std::uint64_t{1} << (63 - bit);
        if (damaged > packet.sequence + limits.reorder_messages_max)
            parts[80 + bit] = Part::sequence_far;
    }
    for (std::size_t at = sizeof(PacketHeader); at < datagram.size();) {
        mark(at, 2, Part::block_length);
        at += 2 + view_as<U16be>(datagram.data() + at);
    }
    return parts;
}

void check_flip(std::size_t bit, Part part, const Packet& whole, const Outcome& outcome)
{
    ASSERT_EQ(outcome.ledger.fault(outcome.counters, outcome.packed), "") << "bit " << bit;
    ASSERT_EQ(outcome.packed + outcome.dropped_whole, messages_packed + 2 * neighbours);
    ASSERT_GE(outcome.ledger.next(), whole.sequence + messages_packed + neighbours);
    switch (part) {
        case Part::session:
        case Part::count:
        case Part::block_length: ASSERT_EQ(numbers_of(outcome), "6 38 0 0 38") << bit; break;
        case Part::sequence_far: ASSERT_EQ(numbers_of(outcome), "6 38 0 38 0") << bit; break;
        case Part::message: ASSERT_EQ(numbers_of(outcome), "44 0 0 0 0") << bit; break;
        case Part::sequence_near: break;  // believed: as another place near by, or as duplicates
    }
}

void flip_every_bit(sim::ByteVector datagram)
{
    const sim::ByteVector original = datagram;
    Packet whole;
    ASSERT_EQ(parse_packet(original, whole), PacketStatus::ok);
    ASSERT_EQ(whole.count, messages_packed);
    const std::vector<Part> parts = parts_of(original, whole);
    for (std::size_t bit = 0; bit < parts.size(); ++bit) {
        const auto mask = static_cast<std::uint8_t>(0x80 >> bit % 8);
        datagram[bit / 8] ^= mask;
        Outcome outcome;
        send_among_neighbours(datagram, whole, outcome);
        check_flip(bit, parts[bit], whole, outcome);
        if (::testing::Test::HasFatalFailure()) return;
        datagram[bit / 8] ^= mask;
    }
}

/// The datagram of a capture that carries so many messages.
sim::ByteVector datagram_of(const std::filesystem::path& path, std::uint16_t messages)
{
    Counters counters;
    auto capture = transport::open_capture(path.string(), counters);
    auto& reader = std::get<transport::CaptureReader>(capture);
    transport::Packet record;
    while (reader.next(record) == transport::ReadStatus::packet) {
        transport::Datagram datagram;
        Packet packet;
        if (parse_frame(record.link_type, record.data, record.original_length, datagram) ==
                transport::FrameStatus::datagram &&
            parse_packet(datagram.payload, packet) == PacketStatus::ok && packet.count == messages)
            return {datagram.payload.begin(), datagram.payload.end()};
    }
    return {};
}

TEST(BitFlip, OfABuiltPacketIsAccountedFor)
{
    flip_every_bit(built_packet());
}

TEST(BitFlip, OfARealPacketIsAccountedFor)
{
    const auto path = gapwire::test::shared_data() / "moldudp64" / "Multiple.Packets.pcap";
    GAPWIRE_NEEDS(path);
    flip_every_bit(datagram_of(path, messages_packed));
}

}  // namespace
}  // namespace gapwire::moldudp64
