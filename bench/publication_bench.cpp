// Publication: the seqlock alone and while another core reads or writes, and tops of books.
#include <benchmark/benchmark.h>

#include <thread>

#include "book/publication.hpp"
#include "core/region.hpp"

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

}  // namespace
}  // namespace gapwire::bench
