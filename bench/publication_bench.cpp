// Publication: the seqlock alone and while another core reads or writes, tops, and shared memory.
#include <benchmark/benchmark.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>

#include "app/pipeline/shared_books.hpp"
#include "book/publication.hpp"
#include "core/region.hpp"
#include "gapwire/reader.hpp"

namespace gapwire::bench {
namespace {

using Line = Seqlock<TopOfBook>;

/// Runs `work` over and over on a thread of its own until it goes away.
template <class Work>
class Meanwhile {
 public:
    explicit Meanwhile(Work work)
        : thread_([this, work] {
              while (!stop_.load(std::memory_order_relaxed)) work();
          })
    {}
    ~Meanwhile()
    {
        stop_.store(true, std::memory_order_relaxed);
        thread_.join();
    }

 private:
    std::atomic<bool> stop_{false};
    std::thread thread_;
};

void store(benchmark::State& state, Line& line)
{
    TopOfBook top{.bid_price = 1};
    for (auto _ : state) {
        ++top.bid_price;
        line.store(top);
        benchmark::ClobberMemory();
    }
}

void load(benchmark::State& state, const Line& line)
{
    for (auto _ : state) {
        TopOfBook top;
        benchmark::DoNotOptimize(line.load(top));
        benchmark::DoNotOptimize(top);
    }
}

void store_alone(benchmark::State& state)
{
    alignas(64) Line line;
    store(state, line);
}
BENCHMARK(store_alone);

void store_while_read(benchmark::State& state)
{
    alignas(64) Line line;
    const Meanwhile reader([&line] { benchmark::DoNotOptimize(line.load()); });
    store(state, line);
}
BENCHMARK(store_while_read)->UseRealTime();

void load_alone(benchmark::State& state)
{
    alignas(64) Line line;
    load(state, line);
}
BENCHMARK(load_alone);

void load_while_stored(benchmark::State& state)
{
    alignas(64) Line line;
    const Meanwhile writer([&line] { line.store({.bid_price = 7}); });
    load(state, line);
}
BENCHMARK(load_while_stored)->UseRealTime();

/// One side of the top of one of many instruments.
void store_side(benchmark::State& state)
{
    constexpr std::size_t instruments = 8'192;
    const Region region(book::Publication::bytes_for(instruments), true);
    auto publication = book::Publication::create({region.data(), region.size()}, instruments, 1);
    std::uint32_t id = 0;
    for (auto _ : state) {
        publication.store_side({id}, Side::sell, {.price = {id}, .quantity = 100, .orders = 1}, 1);
        benchmark::ClobberMemory();
        id = (id + 997) % instruments;
    }
}
BENCHMARK(store_side);

constexpr std::size_t shared_instruments = 8'192;

/// Books in shared memory under a name of this process, and a reader of them.
struct Shared {
    std::string name = "bench-" + std::to_string(::getpid());
    pipeline::SharedBooks books{name, shared_instruments};
    shared::Reader reader;

    Shared()
    {
        for (std::uint32_t id = 0; id < shared_instruments; ++id)
            books.publication().tell({.id = {id}});
        if (reader.open(name) != shared::Status::ok) std::abort();
    }
};

/// One side of the top of one of many instruments, as store_side, in shared memory.
void store_side_shared(benchmark::State& state)
{
    Shared shared;
    std::uint32_t id = 0;
    for (auto _ : state) {
        shared.books.publication().store_side({id}, Side::sell,
                                              {.price = {id}, .quantity = 100, .orders = 1}, 1);
        benchmark::ClobberMemory();
        id = (id + 997) % shared_instruments;
    }
}
BENCHMARK(store_side_shared);

/// What a turn of the feed thread costs more.
void beat(benchmark::State& state)
{
    Shared shared;
    for (auto _ : state) shared.books.beat();
}
BENCHMARK(beat);

/// A top of one of many instruments, with the look at the writer.
void read_top(benchmark::State& state)
{
    Shared shared;
    const Meanwhile writer([&shared] {
        shared.books.beat();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
    std::uint32_t id = 0;
    std::uint64_t failures = 0;
    for (auto _ : state) {
        shared::Top top;
        failures += shared.reader.top(id, top) != shared::Status::ok;
        benchmark::DoNotOptimize(top);
        id = (id + 997) % shared_instruments;
    }
    state.counters["failures"] = static_cast<double>(failures);
}
BENCHMARK(read_top);

/// A depth of one of few instruments that are asked for, with the look at the writer.
void read_depth(benchmark::State& state)
{
    Shared shared;
    constexpr std::uint32_t wanted = 50;
    for (std::uint32_t id = 0; id < wanted; ++id)
        shared.books.publication().store_depth({id}, {.instrument = id});
    const Meanwhile writer([&shared] {
        shared.books.beat();
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    });
    std::uint32_t id = 0;
    std::uint64_t failures = 0;
    for (auto _ : state) {
        shared::Depth depth;
        failures += shared.reader.depth(id, depth) != shared::Status::ok;
        benchmark::DoNotOptimize(depth);
        id = (id + 1) % wanted;
    }
    state.counters["failures"] = static_cast<double>(failures);
}
BENCHMARK(read_depth);

}  // namespace
}  // namespace gapwire::bench
