// MDP 3.0: packets of a real capture checked and decoded from memory, and a book packet of today.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>

#include "feed/mdp3/decoder.hpp"
#include "feed/transport/merge.hpp"
#include "feed/transport/open_capture.hpp"

namespace gapwire::bench {
namespace {

using ByteVector = std::vector<std::uint8_t>;

/// Takes every event as a book would: from memory.
struct Taker {
    void on_message_begin(const mdp3::MessageContext& context) { take(context); }
    void on_end_of_event(const mdp3::MessageContext& context) { take(context); }
    template <class Event>
    void on(const Event& event)
    {
        take(event);
        ++events;
    }
    template <class T>
    static void take(const T& value)
    {
        benchmark::DoNotOptimize(&value);
        benchmark::ClobberMemory();
    }

    std::size_t events = 0;
};

/// `$GAPWIRE_SHARED_DATA`, else ../shared/data beside where this runs.
std::filesystem::path fx_capture()
{
    const char* const set = std::getenv("GAPWIRE_SHARED_DATA");
    return std::filesystem::path(set != nullptr ? set : "../shared/data") / "cme" /
           "mdp3-v8-fx-20160927-AB.pcapng";
}

/// The payloads of line A of the capture; none where it is absent.
const std::vector<ByteVector>& fx_packets()
{
    static const std::vector<ByteVector> packets = [] {
        std::vector<ByteVector> all;
        if (!std::filesystem::exists(fx_capture())) return all;
        Counters counters;
        auto capture = transport::open_capture(fx_capture().string(), counters);
        std::vector<transport::CaptureReader> readers;
        readers.push_back(std::move(std::get<transport::CaptureReader>(capture)));
        transport::DatagramSource source(std::move(readers), counters);
        transport::Datagram datagram;
        while (source.next(datagram))
            if (datagram.destination.port == 14320)
                all.emplace_back(datagram.payload.begin(), datagram.payload.end());
        return all;
    }();
    return packets;
}

template <class T>
void append(ByteVector& out, const T& layout)
{
    const Bytes bytes = bytes_of(layout);
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// Template 46 of version 13: two levels, and an order of each.
const std::vector<ByteVector>& book_packets()
{
    using namespace mdp3;
    static const std::vector<ByteVector> packets = [] {
        constexpr std::uint16_t size = 10 + 11 + 3 + 2 * 32 + 8 + 2 * 24;
        ByteVector packet;
        append(packet, PacketHeader{});
        append(packet, MessageHeader{U16le::of(size), U16le::of(11), U16le::of(46), U16le::of(1),
                                     U16le::of(13)});
        append(packet, IncrementalRoot{{}, 0x84});
        packet.resize(packet.size() + 2);
        append(packet, GroupSize{U16le::of(32), 2});
        for (const char type : {'0', '1'}) {
            BookEntry entry{};
            entry.price_level = 1;
            entry.update_action = 1;
            entry.entry_type = type;
            append(packet, entry);
            packet.resize(packet.size() + 5);
        }
        append(packet, GroupSize8{U16le::of(24), {}, 2});
        for (const std::uint8_t reference : {1, 2}) {
            BookOrderEntry order{};
            order.reference_id = reference;
            append(packet, order);
            packet.resize(packet.size() + 2);
        }
        return std::vector<ByteVector>(1000, packet);
    }();
    return packets;
}

void count(benchmark::State& state, std::size_t packets, std::size_t events)
{
    const auto rate = benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert;
    state.counters["time_a_packet"] = {static_cast<double>(packets), rate};
    state.counters["events_a_packet"] =
        static_cast<double>(events) / static_cast<double>(packets * state.iterations());
}

using Source = const std::vector<ByteVector>& (*)();

/// Both walks of every packet: sizes first, then events.
template <Source source>
void mdp_decode(benchmark::State& state)
{
    const std::vector<ByteVector>& packets = source();
    if (packets.empty()) return state.SkipWithError("no capture");
    Taker taker;
    Counters counters;
    for (auto _ : state)
        for (const ByteVector& datagram : packets) {
            mdp3::Packet packet;
            if (mdp3::parse_packet(datagram, packet) == mdp3::PacketStatus::ok) [[likely]]
                mdp3::decode_messages(packet.messages, counters, taker);
        }
    count(state, packets.size(), taker.events);
}
BENCHMARK(mdp_decode<fx_packets>);
BENCHMARK(mdp_decode<book_packets>);

/// The first walk alone.
template <Source source>
void mdp_check(benchmark::State& state)
{
    const std::vector<ByteVector>& packets = source();
    if (packets.empty()) return state.SkipWithError("no capture");
    for (auto _ : state)
        for (const ByteVector& datagram : packets) {
            mdp3::Packet packet;
            benchmark::DoNotOptimize(mdp3::parse_packet(datagram, packet));
            benchmark::DoNotOptimize(packet);
        }
    count(state, packets.size(), 0);
}
BENCHMARK(mdp_check<fx_packets>);
BENCHMARK(mdp_check<book_packets>);

}  // namespace
}  // namespace gapwire::bench
