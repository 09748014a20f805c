// Order books: a day of order events applied, by batch and instruction set; and reading.
#include <benchmark/benchmark.h>

#include "bench/input.hpp"
#include "book/order_books.hpp"

namespace gapwire::bench {
namespace {

using book::OrderBooks;

book::OrderBooksLimits limits(std::string_view instruction_set)
{
    return {.orders_max = std::size_t{1} << 18,
            .ladder_bytes = std::size_t{8} << 20,
            .prefault = true,
            .instruction_set = instruction_set};
}

/// How many were accepted.
std::size_t apply_all(OrderBooks& books, std::span<const OrderEvent> events, std::size_t batch)
{
    std::size_t accepted = 0;
    for (std::size_t at = 0; at < events.size(); at += batch) {
        const auto some = events.subspan(at, std::min(batch, events.size() - at));
        for (std::size_t i = 0; i < some.size(); ++i) {
            if (batch == 1)
                books.look_ahead(some[0]);
            else if (i % OrderBooks::look_ahead_step == 0)
                books.look_ahead(some, i);
            accepted += books.apply(some[i]).is_ok();
        }
    }
    return accepted;
}

void apply_day(benchmark::State& state, std::string_view instruction_set)
{
    const std::vector<OrderEvent>& events = Day::get().events();
    for (auto _ : state) {
        state.PauseTiming();
        OrderBooks books(limits(instruction_set));
        state.ResumeTiming();
        if (apply_all(books, events, static_cast<std::size_t>(state.range(0))) != events.size())
            state.SkipWithError("an event was refused");
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(events.size()));
}

void read_best(benchmark::State& state)
{
    OrderBooks books(limits({}));
    apply_all(books, Day::get().events(), 256);
    std::uint32_t instrument = 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(books.best(instrument, Side::buy));
        instrument = (instrument + 997) % 2'000;
    }
}
BENCHMARK(read_best);

void read_ten_levels(benchmark::State& state)
{
    OrderBooks books(limits({}));
    apply_all(books, Day::get().events(), 256);
    std::uint32_t instrument = 0;
    for (auto _ : state) {
        for (std::size_t rank = 0; rank < 10; ++rank)
            benchmark::DoNotOptimize(books.level(instrument, Side::sell, rank));
        instrument = (instrument + 997) % 2'000;
    }
}
BENCHMARK(read_ten_levels);

const bool registered = [] {
    for (const std::string_view name : OrderBooks::instruction_sets())
        benchmark::RegisterBenchmark(("apply_day/" + std::string(name)).c_str(), apply_day, name)
            ->ArgName("batch")
            ->Arg(1)
            ->Arg(8)
            ->Arg(38)
            ->Arg(256)
            ->Unit(benchmark::kMillisecond);
    return true;
}();

}  // namespace
}  // namespace gapwire::bench
