// Captures: a pcapng file from its first byte to the last UDP datagram.
#include <benchmark/benchmark.h>

#include "bench/input.hpp"
#include "feed/transport/merge.hpp"
#include "feed/transport/open_capture.hpp"

namespace gapwire::bench {
namespace {

void pcapng_to_datagrams(benchmark::State& state)
{
    const TemporaryFile file(".pcapng");
    write_pcapng(file.path(), static_cast<std::uint16_t>(state.range(0)));
    Counters counters;
    std::int64_t datagrams = 0;
    for (auto _ : state) {
        std::vector<transport::CaptureReader> captures;
        captures.push_back(std::get<transport::CaptureReader>(
            transport::open_capture(file.path().string(), counters)));
        transport::DatagramSource source(std::move(captures), counters);
        transport::Datagram datagram;
        while (source.next(datagram)) {
            benchmark::DoNotOptimize(datagram.payload.data());
            ++datagrams;
        }
    }
    state.SetItemsProcessed(datagrams);
    state.SetBytesProcessed(state.iterations() *
                            static_cast<std::int64_t>(std::filesystem::file_size(file.path())));
}
BENCHMARK(pcapng_to_datagrams)
    ->ArgName("messages_a_packet")
    ->Arg(1)
    ->Arg(38)
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gapwire::bench
