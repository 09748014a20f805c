// Level books on generated traffic of ten levels: entries alone, and events up to publication.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <random>
#include <vector>

#include "book/level_book.hpp"
#include "book/publication.hpp"
#include "core/region.hpp"

namespace gapwire::bench {
namespace {

using Random = std::mt19937_64;

constexpr std::size_t entries_max = 500'000;
constexpr std::size_t depth_sent = 10;

/// What the exchange does to its own book, thirty levels deep, as its feed of ten levels tells it.
class Side30 {
 public:
    Side30(SecurityId security, Side side) : security_(security), side_(side)
    {
        for (std::int64_t i = 0; i < 30; ++i) levels_.push_back({{price(i * 4)}, 100, 5});
    }

    void snapshot(std::vector<LevelEvent>& out) const
    {
        for (std::size_t i = 0; i < depth_sent; ++i) tell(LevelAction::insert, i, out);
    }
    /// One change of its book: three in five keep the levels. Often near the top, as in captures.
    void step(Random& random, std::vector<LevelEvent>& out)
    {
        std::size_t at = 0;
        while (at + 1 < depth_sent && random() % 10 < 7) ++at;
        const bool opens = levels_.size() < 30 || (levels_.size() < 35 && random() % 2 == 0);
        if (random() % 5 < 3) return change(at, random, out);
        return opens ? open(at, random, out) : close(at, out);
    }

 private:
    std::int64_t price(std::int64_t away) const
    {
        return 20'000 + (side_ == Side::buy ? -1 - away : away);
    }
    void tell(LevelAction action, std::size_t at, std::vector<LevelEvent>& out) const
    {
        out.push_back({.price = levels_[at].price.units,
                       .quantity = levels_[at].quantity,
                       .orders = levels_[at].orders,
                       .security = security_,
                       .level = static_cast<std::uint8_t>(at + 1),
                       .action = action,
                       .side = side_});
    }
    void change(std::size_t at, Random& random, std::vector<LevelEvent>& out)
    {
        levels_[at].quantity = 1 + random() % 200;
        levels_[at].orders = static_cast<std::uint32_t>(1 + random() % 20);
        tell(LevelAction::change, at, out);
    }
    void open(std::size_t at, Random& random, std::vector<LevelEvent>& out)
    {
        const std::int64_t away = side_ == Side::buy ? -1 : 1;
        std::int64_t opened = levels_[at].price.units - away;
        if (at == 0 && opened == price(-1)) return change(at, random, out);
        if (at > 0 && opened == levels_[at - 1].price.units) return change(at, random, out);
        levels_.insert(levels_.begin() + static_cast<std::ptrdiff_t>(at), {{opened}, 10, 1});
        tell(LevelAction::insert, at, out);
    }
    void close(std::size_t at, std::vector<LevelEvent>& out)
    {
        tell(LevelAction::remove, at, out);
        levels_.erase(levels_.begin() + static_cast<std::ptrdiff_t>(at));
        tell(LevelAction::insert, depth_sent - 1, out);
    }

    SecurityId security_;
    Side side_;
    std::vector<Level> levels_;
};

/// Events of many instruments, the first of them the busiest; `security` is the dense index.
struct Traffic {
    std::vector<LevelEvent> snapshots;
    std::vector<LevelEvent> entries;
    std::vector<std::uint8_t> ends_event;  // by entry

    explicit Traffic(std::size_t instruments)
    {
        Random random(1);
        std::vector<Side30> sides;
        for (std::size_t i = 0; i < instruments; ++i)
            for (const Side side : {Side::buy, Side::sell})
                sides.emplace_back(static_cast<SecurityId>(i), side).snapshot(snapshots);
        while (entries.size() < entries_max) {
            const std::size_t bound = 1 + random() % instruments;
            sides[random() % bound * 2 + random() % 2].step(random, entries);
            ends_event.resize(entries.size(), 0);
            ends_event.back() = 1;
        }
    }
};

void load(book::LevelBooks& books, const Traffic& traffic, std::size_t instruments)
{
    for (std::uint32_t i = 0; i < instruments; ++i) books[i].clear();
    for (const LevelEvent& event : traffic.snapshots)
        books[static_cast<std::uint32_t>(event.security)].apply(event);
}

void report(benchmark::State& state, const Traffic& traffic, std::size_t refused)
{
    using benchmark::Counter;
    const auto per_iteration = Counter::kIsIterationInvariantRate | Counter::kInvert;
    const auto events = std::count(traffic.ends_event.begin(), traffic.ends_event.end(), 1);
    state.counters["entry"] = {static_cast<double>(traffic.entries.size()), per_iteration};
    state.counters["event"] = {static_cast<double>(events), per_iteration};
    if (refused != 0) state.SkipWithError("entries were refused");
}

/// The loop around the books, to be taken off the others.
void levels_walk(benchmark::State& state)
{
    const Traffic traffic(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        for (const LevelEvent& event : traffic.entries) {
            std::int64_t price = event.price;
            benchmark::DoNotOptimize(price);
        }
    report(state, traffic, 0);
}
BENCHMARK(levels_walk)->Arg(32)->Unit(benchmark::kMillisecond);

void levels_apply(benchmark::State& state)
{
    const auto instruments = static_cast<std::size_t>(state.range(0));
    const Traffic traffic(instruments);
    book::LevelBooks books(instruments, true);
    std::size_t refused = 0;
    for (auto _ : state) {
        state.PauseTiming();
        load(books, traffic, instruments);
        state.ResumeTiming();
        for (const LevelEvent& event : traffic.entries)
            refused += books[static_cast<std::uint32_t>(event.security)].apply(event).is_suspect();
    }
    report(state, traffic, refused);
}
BENCHMARK(levels_apply)->Arg(1)->Arg(32)->Arg(1024)->Unit(benchmark::kMillisecond);

/// Applied, checked at the end of each event, and stored for readers when the top changed.
void levels_publish(benchmark::State& state)
{
    const auto instruments = static_cast<std::size_t>(state.range(0));
    const Traffic traffic(instruments);
    book::LevelBooks books(instruments, true);
    const Region region(book::Publication::bytes_for(instruments), true);
    auto publication = book::Publication::create({region.data(), region.size()}, instruments, 1);
    std::size_t refused = 0;
    for (auto _ : state) {
        state.PauseTiming();
        load(books, traffic, instruments);
        state.ResumeTiming();
        TopOfBook top;
        bool top_changed = false;
        for (std::size_t i = 0; i < traffic.entries.size(); ++i) {
            const auto index = static_cast<std::uint32_t>(traffic.entries[i].security);
            book::LevelBook& book = books[index];
            const book::LevelChange change = book.apply(traffic.entries[i]);
            refused += change.is_suspect();
            top_changed |= change.top_changed;
            if (traffic.ends_event[i] == 0) continue;
            refused += book.check(true) != book::LevelCheck::ok;
            if (!std::exchange(top_changed, false)) continue;
            book.fill(top);
            top.instrument = index;
            publication.store_top({index}, top);
        }
    }
    report(state, traffic, refused);
}
BENCHMARK(levels_publish)->Arg(1)->Arg(32)->Arg(1024)->Unit(benchmark::kMillisecond);

void levels_depth(benchmark::State& state)
{
    const Traffic traffic(1);
    book::LevelBooks books(1, true);
    load(books, traffic, 1);
    Depth depth;
    for (auto _ : state) {
        books[0].fill(depth);
        benchmark::DoNotOptimize(depth);
    }
}
BENCHMARK(levels_depth);

}  // namespace
}  // namespace gapwire::bench
