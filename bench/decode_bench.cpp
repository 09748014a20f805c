// Framing and decoding: MoldUDP64 packets walked, ITCH messages to events alone and in batches.
#include <benchmark/benchmark.h>

#include "bench/input.hpp"
#include "feed/moldudp64/packet.hpp"

namespace gapwire::bench {
namespace {

void count_messages(benchmark::State& state, std::size_t per_iteration)
{
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(per_iteration));
}

void mold_walk(benchmark::State& state)
{
    const auto packets = mold_packets(static_cast<std::uint16_t>(state.range(0)));
    for (auto _ : state) {
        std::size_t bytes = 0;
        for (const sim::ByteVector& datagram : packets) {
            moldudp64::Packet packet;
            if (moldudp64::parse_packet(datagram, packet) != moldudp64::PacketStatus::ok) continue;
            while (!packet.blocks.empty()) bytes += moldudp64::take_block(packet.blocks).size();
        }
        benchmark::DoNotOptimize(bytes);
    }
    count_messages(state, Day::get().messages().size());
}
BENCHMARK(mold_walk)->ArgName("messages_a_packet")->Arg(1)->Arg(4)->Arg(38);

void itch_alone(benchmark::State& state)
{
    for (auto _ : state) {
        OrderEvent event;
        for (const Bytes message : Day::get().messages()) {
            itch50::decode_order(message, event);
            benchmark::DoNotOptimize(event);
        }
    }
    count_messages(state, Day::get().messages().size());
}
BENCHMARK(itch_alone);

template <auto decode>
void itch_batch(benchmark::State& state)
{
    const std::span<const Bytes> messages = Day::get().messages();
    const auto batch = static_cast<std::size_t>(state.range(0));
    std::vector<OrderEvent> events(batch);
    for (auto _ : state) {
        for (std::size_t at = 0; at < messages.size(); at += batch) {
            decode(messages.subspan(at, std::min(batch, messages.size() - at)), events);
            benchmark::DoNotOptimize(events.data());
            benchmark::ClobberMemory();
        }
    }
    count_messages(state, messages.size());
}
BENCHMARK(itch_batch<itch50::decode_orders_baseline>)->ArgName("batch")->Arg(38)->Arg(256);
BENCHMARK(itch_batch<itch50::decode_orders>)->ArgName("batch")->Arg(1)->Arg(38)->Arg(256);

}  // namespace
}  // namespace gapwire::bench
