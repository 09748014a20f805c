// Any segments of any connections: every byte at its place, every missing one reported.
#include "core/assert.hpp"
#include "feed/transport/tcp_reassembly.hpp"

using namespace gapwire;
using namespace gapwire::transport;

namespace {

constexpr std::size_t connections_max = 2;

/// The byte that every stream has at a sequence number.
std::uint8_t byte_at(std::uint32_t sequence) noexcept
{
    return static_cast<std::uint8_t>((sequence * 2'654'435'761u) >> 24);
}

/// Knows where each stream stands once its first bytes came, and that they are those of that place.
struct Ledger {
    struct Stream {
        bool is_known = false;
        std::uint32_t next = 0;
    };
    void on_opened(std::uint32_t slot, const TcpConnection&) noexcept
    {
        GAPWIRE_ASSERT(slot < connections_max && !open[slot]);
        open[slot] = true;
        streams[slot] = {};
    }
    void on_bytes(std::uint32_t slot, TcpSide side, Bytes bytes, const Segment& cause) noexcept
    {
        Stream& stream = streams[slot][static_cast<std::size_t>(side)];
        GAPWIRE_ASSERT(open[slot] && !bytes.empty());
        const std::uint8_t* const payload = cause.payload.data();
        if (!stream.is_known && bytes.data() >= payload &&
            bytes.data() < payload + cause.payload.size()) {
            stream.is_known = true;
            stream.next = cause.sequence + (cause.has(Segment::flag_syn) ? 1 : 0) +
                          static_cast<std::uint32_t>(bytes.data() - payload);
        }
        if (!stream.is_known) return;  // held back from the beginning on
        for (const std::uint8_t byte : bytes) GAPWIRE_ASSERT(byte == byte_at(stream.next++));
    }
    void on_lost(std::uint32_t slot, TcpSide side, std::uint64_t count) noexcept
    {
        GAPWIRE_ASSERT(open[slot] && count > 0);
        streams[slot][static_cast<std::size_t>(side)].next += static_cast<std::uint32_t>(count);
        lost += count;
    }
    void on_closed(std::uint32_t slot) noexcept
    {
        GAPWIRE_ASSERT(open[slot]);
        open[slot] = false;
    }

    std::array<bool, connections_max> open{};
    std::array<std::array<Stream, 2>, connections_max> streams{};
    std::uint64_t lost = 0;
};

/// Ends of the connections: ports 1 to 3 against port 9.
Endpoint end_of(std::uint16_t port) noexcept
{
    Endpoint end;
    end.port = port;
    return end;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Counters counters;
    TcpReassembly reassembly(
        {.connections_max = connections_max, .early_bytes_max = 1u << 17, .early_pieces_max = 4},
        counters);
    static std::array<std::uint8_t, 65'535> payload;
    Ledger ledger;
    for (; size >= 6; data += 6, size -= 6) {
        // what, where (two bytes), how much, acknowledged (two bytes)
        const std::uint32_t step = data[0] & 0x40 ? 2'000 : 1;
        Segment segment;
        const Endpoint client = end_of(static_cast<std::uint16_t>(data[0] % 4 % 3 + 1));
        const bool from_client = (data[0] & 0x80) != 0;
        segment.source = from_client ? client : end_of(9);
        segment.destination = from_client ? end_of(9) : client;
        segment.sequence = 0xFFFF'8000u + step * (data[1] | std::uint32_t{data[2]} << 8);
        segment.acknowledgement = 0xFFFF'8000u + (data[4] | std::uint32_t{data[5]} << 8);
        constexpr std::uint8_t flags[] = {0x10, 0x10, 0x00, 0x02, 0x12, 0x11, 0x01, 0x04};
        segment.flags = flags[data[0] >> 2 & 7];
        const std::size_t length = data[3] * (data[3] > 200 ? 250u : 1u);
        const std::uint32_t first = segment.sequence + (segment.has(Segment::flag_syn) ? 1 : 0);
        for (std::size_t i = 0; i < length; ++i)
            payload[i] = byte_at(first + static_cast<std::uint32_t>(i));
        segment.payload = {payload.data(), length};
        reassembly.on_segment(segment, ledger);
    }
    reassembly.finish(ledger);
    for (const bool open : ledger.open) GAPWIRE_ASSERT(!open);
    GAPWIRE_ASSERT(counters[Counter::tcp_bytes_lost] == ledger.lost);
    GAPWIRE_ASSERT(counters[Counter::tcp_bytes_differing] == 0);
    return 0;
}
