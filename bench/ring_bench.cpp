// The ring across two threads: items of 32 to 128 bytes, and Boost's queue in the same run.
#include <benchmark/benchmark.h>
#include <pthread.h>
#include <sched.h>

#include <boost/lockfree/spsc_queue.hpp>
#include <thread>

#include "core/spsc_ring.hpp"

namespace gapwire::bench {
namespace {

constexpr std::size_t capacity = 4096;
constexpr std::size_t batch_max = 64;

template <std::size_t size>
struct Item {
    std::array<std::uint64_t, size / 8> words;
};

void pin(int cpu)
{
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(cpu, &set);
    ::pthread_setaffinity_np(::pthread_self(), sizeof set, &set);
}

void pause()
{
#if defined(__x86_64__)
    __builtin_ia32_pause();
#endif
}

/// Times push(item) on this thread, on CPU 0, while another runs pop(), on CPU 1, until it has had
/// all. push() says whether there was room, pop() how many items it took.
template <class Item, class Push, class Pop>
void transfer(benchmark::State& state, Push push, Pop pop)
{
    pin(0);
    std::atomic<std::uint64_t> pushed{UINT64_MAX};
    std::thread consumer([&] {
        pin(1);
        std::uint64_t taken = 0;
        while (taken != pushed.load(std::memory_order_relaxed)) {
            const std::size_t count = pop();
            taken += count;
            if (count == 0) pause();
        }
    });
    std::uint64_t count = 0;
    Item item{};
    for (auto _ : state) {
        item.words[0] = count++;
        while (!push(item)) pause();
    }
    pushed.store(count, std::memory_order_relaxed);
    consumer.join();
    state.SetItemsProcessed(state.iterations());
}

template <std::size_t size>
void ring_one_at_a_time(benchmark::State& state)
{
    SpscRing<Item<size>> ring(capacity);
    transfer<Item<size>>(
        state, [&](const Item<size>& item) { return ring.try_push(item); },
        [&] {
            Item<size> item;
            const bool popped = ring.try_pop(item);
            benchmark::DoNotOptimize(item);
            return std::size_t{popped};
        });
}

template <std::size_t size>
void ring_in_batches(benchmark::State& state)
{
    SpscRing<Item<size>> ring(capacity);
    transfer<Item<size>>(
        state, [&](const Item<size>& item) { return ring.try_push(item); },
        [&] {
            return ring.pop_batch(batch_max, [](const Item<size>& item) {
                Item<size> copy = item;
                benchmark::DoNotOptimize(copy);
            });
        });
}

template <std::size_t size>
void boost_one_at_a_time(benchmark::State& state)
{
    boost::lockfree::spsc_queue<Item<size>, boost::lockfree::capacity<capacity>> queue;
    transfer<Item<size>>(
        state, [&](const Item<size>& item) { return queue.push(item); },
        [&] {
            Item<size> item;
            const bool popped = queue.pop(item);
            benchmark::DoNotOptimize(item);
            return std::size_t{popped};
        });
}

BENCHMARK(ring_one_at_a_time<32>)->UseRealTime();
BENCHMARK(ring_one_at_a_time<64>)->UseRealTime();
BENCHMARK(ring_one_at_a_time<128>)->UseRealTime();
BENCHMARK(ring_in_batches<32>)->UseRealTime();
BENCHMARK(ring_in_batches<64>)->UseRealTime();
BENCHMARK(ring_in_batches<128>)->UseRealTime();
BENCHMARK(boost_one_at_a_time<32>)->UseRealTime();
BENCHMARK(boost_one_at_a_time<64>)->UseRealTime();
BENCHMARK(boost_one_at_a_time<128>)->UseRealTime();

}  // namespace
}  // namespace gapwire::bench
