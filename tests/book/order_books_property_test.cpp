// Random order flow: the fast books and naive ones must agree after every event.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>
#include <vector>

#include "tests/book/events.hpp"
#include "tests/book/naive_books.hpp"

namespace gapwire::test {
namespace {

using book::ApplyStatus;
using Random = std::mt19937_64;

constexpr std::uint32_t instruments[] = {0, 1, 100, 8000, 65535};
constexpr std::size_t orders_max = 8192;
constexpr std::uint32_t look_ahead_events = 200;  // several steps

enum class Prices { touch, wide, deep, stub, climbing };
enum class References { rising, interleaved, colliding, random };

struct Flow {
    Prices prices;
    References references;
};

std::uint32_t below(Random& random, std::uint32_t bound)
{
    return static_cast<std::uint32_t>(random() % bound);
}

/// Where new orders go: distances from a middle that all instruments share.
class PriceSource {
 public:
    explicit PriceSource(Prices kind) : kind_(kind) {}

    std::uint32_t next(Side side, Random& random)
    {
        if (kind_ == Prices::climbing && below(random, 8) == 0) ++middle_;
        if (kind_ == Prices::stub && below(random, 2) == 0) return stub(random);
        const std::uint32_t distance = this->distance(random);
        return side == Side::buy ? middle_ - distance : middle_ + 1 + distance;
    }

 private:
    static std::uint32_t stub(Random& random)
    {
        constexpr std::uint32_t stubs[] = {0,           1,           2'000'000'000, 1'999'999'900,
                                           0x7FFF'FFFF, 0x8000'0000, 0x8000'0001,   0xFFFF'FFFF};
        return stubs[below(random, std::size(stubs))];
    }
    std::uint32_t distance(Random& random) const
    {
        switch (kind_) {
            case Prices::touch: return static_cast<std::uint32_t>(std::countr_zero(random() | 64));
            case Prices::wide: return below(random, 2000);
            case Prices::deep:
                return below(random, 20) == 0 ? below(random, 20) : 60 + below(random, 300);
            case Prices::stub: return below(random, 30);
            case Prices::climbing: return below(random, 40);
        }
        return 0;
    }

    Prices kind_;
    std::uint32_t middle_ = 1'000'000;
};

/// New references. They may come again, as a faulty feed's would.
class ReferenceSource {
 public:
    explicit ReferenceSource(References kind) : kind_(kind) {}

    std::uint64_t next(Random& random)
    {
        ++count_;
        switch (kind_) {
            case References::rising:
                last_ += 1 + below(random, 4) + (below(random, 5000) == 0 ? 1'000'000 : 0);
                return last_;
            case References::interleaved: {
                const std::uint64_t stream = below(random, 4);
                return (streams_[stream] += 1 + below(random, 2)) * 4 + stream;
            }
            case References::colliding:
                return below(random, 2) == 0 ? count_ * 14 * 1024 : count_ << 32 | (count_ ^ 5);
            case References::random:
                return below(random, 1000) == 0 ? UINT64_MAX - below(random, 3) : random();
        }
        return 0;
    }

 private:
    References kind_;
    std::uint64_t count_ = 0;
    std::uint64_t last_ = 0;
    std::uint64_t streams_[4] = {1'000, 250'000'000, 90'000, std::uint64_t{1} << 40};
};

/// Makes the next event from what the naive books hold: mostly a good one, sometimes not.
class EventSource {
 public:
    EventSource(Flow flow, Random& random)
        : prices_(flow.prices), references_(flow.references), random_(random)
    {}

    OrderEvent next(const NaiveBooks& naive)
    {
        // The books fill up and run empty by turns.
        if (naive.live_orders() + 200 > orders_max) growing_ = false;
        if (naive.live_orders() < 40) growing_ = true;
        const std::uint32_t add_percent = growing_ ? 60 : 15;
        if (issued_.empty() || below(random_, 100) < add_percent) return add();
        return change(pick(naive), naive);
    }

 private:
    OrderEvent add()
    {
        const Side side = below(random_, 2) == 0 ? Side::buy : Side::sell;
        const bool again = !issued_.empty() && below(random_, 200) == 0;
        const std::uint64_t reference =
            again ? issued_[below(random_, size())] : references_.next(random_);
        if (!again) issued_.push_back(reference);
        return added(reference, side, prices_.next(side, random_), quantity(),
                     instruments[below(random_, std::size(instruments))]);
    }

    OrderEvent change(std::uint64_t reference, const NaiveBooks& naive)
    {
        const auto open = naive.quantity(reference);
        const std::uint32_t all = open.value_or(100);
        std::uint32_t of = open ? naive.instrument_of(reference) : instruments[0];
        if (below(random_, 300) == 0) of = instruments[below(random_, std::size(instruments))];
        std::uint32_t part = below(random_, 3) == 0 ? all : below(random_, all) + 1;
        if (below(random_, 100) == 0) part = below(random_, 2) == 0 ? 0 : all + 1;
        switch (below(random_, 10)) {
            case 0: return executed(reference, part, of);
            case 1: return executed_at(reference, part, 77, of);
            case 2: return reduced(reference, part, of);
            case 3:
            case 4:
            case 5: return replace(reference, of);
            case 6: return below(random_, 50) == 0 ? OrderEvent{} : removed(reference, of);
            default: return removed(reference, of);
        }
    }

    OrderEvent replace(std::uint64_t reference, std::uint32_t of)
    {
        const bool in_use = below(random_, 100) == 0;
        const std::uint64_t fresh =
            in_use ? issued_[below(random_, size())] : references_.next(random_);
        if (!in_use) issued_.push_back(fresh);
        const Side side = below(random_, 2) == 0 ? Side::buy : Side::sell;
        return replaced(reference, fresh, prices_.next(side, random_), quantity(), of);
    }

    /// A reference that was handed out, forgotten here if its order has ended; now and then
    /// another.
    std::uint64_t pick(const NaiveBooks& naive)
    {
        if (below(random_, 200) == 0) return random_();
        for (;;) {
            const std::size_t at = below(random_, size());
            const std::uint64_t reference = issued_[at];
            if (naive.quantity(reference) || issued_.size() == 1) return reference;
            issued_[at] = issued_.back();
            issued_.pop_back();
            if (below(random_, 10) == 0) return reference;
        }
    }

    std::uint32_t quantity()
    {
        const std::uint32_t kind = below(random_, 100);
        if (kind == 0) return UINT32_MAX - 1;
        if (kind == 1) return below(random_, 4) == 0 ? 0 : 1;
        return 1 + below(random_, 1000);
    }

    std::uint32_t size() const { return static_cast<std::uint32_t>(issued_.size()); }

    PriceSource prices_;
    ReferenceSource references_;
    Random& random_;
    std::vector<std::uint64_t> issued_;
    bool growing_ = true;
};

std::string naive_side(const NaiveBooks::Levels& levels, Side side)
{
    std::string text;
    const auto level = [&](const auto& entry) {
        text += std::to_string(entry.first) + ':';
        for (const auto& order : entry.second)
            text += ' ' + std::to_string(order.reference) + 'x' + std::to_string(order.quantity);
        text += '\n';
    };
    if (side == Side::buy)
        std::for_each(levels.rbegin(), levels.rend(), level);
    else
        std::for_each(levels.begin(), levels.end(), level);
    return text;
}

std::string fast_side(const book::OrderBooks& books, std::uint32_t of, Side side)
{
    std::string text;
    for (std::size_t rank = 0; rank < books.level_count(of, side); ++rank) {
        const auto level = books.level(of, side, rank);
        text += std::to_string(level.price) + ':';
        std::uint64_t total = 0;
        std::uint32_t orders = 0;
        books.for_each_order(of, side, rank, [&](std::uint64_t reference, std::uint32_t size) {
            text += ' ' + std::to_string(reference) + 'x' + std::to_string(size);
            total += size;
            ++orders;
        });
        EXPECT_EQ(level.quantity, total);
        EXPECT_EQ(level.orders, orders);
        text += '\n';
    }
    return text;
}

class Comparison {
 public:
    Comparison(Flow flow, std::uint64_t seed, std::string_view instruction_set)
        : random_(seed),
          source_(flow, random_),
          fast_({.orders_max = orders_max,
                 .ladder_bytes = std::size_t{16} << 20,
                 .instruction_set = instruction_set})
    {}

    /// A batch of up to `batch_max` events, applied with a look ahead; one alone without.
    void step(std::uint32_t batch_max)
    {
        const std::size_t size = 1 + below(random_, batch_max);
        OrderEvent events[look_ahead_events];
        NaiveBooks::Outcome expected[look_ahead_events];
        for (std::size_t i = 0; i < size; ++i) {
            events[i] = source_.next(naive_);
            expected[i] = naive_.apply(events[i]);
        }
        for (std::size_t i = 0; i < size; ++i) {
            if (batch_max > 1 && i % book::OrderBooks::look_ahead_step == 0)
                fast_.look_ahead({events, size}, i);
            const book::BookChange change = fast_.apply(events[i]);
            compare(events[i], expected[i], change);
            ++statuses[static_cast<std::size_t>(change.status())];
        }
        events_ += size;
        ASSERT_EQ(fast_.live_orders(), naive_.live_orders());
        compare_best(instruments[below(random_, std::size(instruments))]);
    }

    void compare_books()
    {
        for (const std::uint32_t of : instruments)
            for (const Side side : {Side::buy, Side::sell})
                ASSERT_EQ(fast_side(fast_, of, side), naive_side(naive_.levels(of, side), side));
    }

    std::uint64_t events() const { return events_; }
    std::uint64_t statuses[9] = {};

 private:
    void compare(const OrderEvent& event, const NaiveBooks::Outcome& expected,
                 const book::BookChange& change)
    {
        ASSERT_EQ(change.status(), expected.status) << "reference " << event.reference;
        ASSERT_EQ(change.top_changed(), expected.top_changed) << "reference " << event.reference;
        if (expected.price) {
            ASSERT_EQ(change.price(), *expected.price);
        }
        if (expected.side) {
            ASSERT_EQ(change.side(), *expected.side);
        }
    }

    void compare_best(std::uint32_t of)
    {
        for (const Side side : {Side::buy, Side::sell}) {
            const auto& levels = naive_.levels(of, side);
            ASSERT_EQ(fast_.level_count(of, side), levels.size());
            if (levels.empty()) continue;
            const auto& best = side == Side::buy ? *levels.rbegin() : *levels.begin();
            ASSERT_EQ(fast_.best(of, side).price, best.first);
            ASSERT_EQ(fast_.best(of, side).orders, best.second.size());
        }
    }

    Random random_;
    EventSource source_;
    NaiveBooks naive_;
    book::OrderBooks fast_;
    std::uint64_t events_ = 0;
};

class OrderBooksProperty : public testing::TestWithParam<Flow> {
 protected:
    void run(std::uint64_t seed, std::uint64_t events, std::uint32_t batch_max)
    {
        for (const std::string_view instruction_set : book::OrderBooks::instruction_sets())
            run(seed, events, batch_max, instruction_set);
    }
    void run(std::uint64_t seed, std::uint64_t events, std::uint32_t batch_max,
             std::string_view instruction_set)
    {
        SCOPED_TRACE(fmt::format("seed {} batch_max {} {}", seed, batch_max, instruction_set));
        Comparison comparison(GetParam(), seed, instruction_set);
        for (std::uint64_t steps = 0; comparison.events() < events; ++steps) {
            comparison.step(batch_max);
            if (steps % 2000 == 0) comparison.compare_books();
            if (HasFatalFailure()) {
                ADD_FAILURE() << "after " << comparison.events() << " events";
                return;
            }
        }
        comparison.compare_books();
        // Every refusal but those of full tables was met.
        for (const ApplyStatus status : {ApplyStatus::unknown_order, ApplyStatus::duplicate_order,
                                         ApplyStatus::over_executed, ApplyStatus::over_cancelled,
                                         ApplyStatus::zero_quantity, ApplyStatus::wrong_instrument})
            EXPECT_GT(comparison.statuses[static_cast<std::size_t>(status)], 0u) << status;
        EXPECT_GT(comparison.statuses[0], events * 8 / 10);
    }
};

class OrderBooksPropertySlow : public OrderBooksProperty {};

constexpr std::uint64_t events_per_run = 40'000;  // enough to meet every refusal

TEST_P(OrderBooksProperty, OneEventAtATimeTheyAreThoseOfNaiveBooks)
{
    run(20250127, events_per_run, 1);
}

TEST_P(OrderBooksProperty, InBatchesOfAnySizeTheyAreThoseOfNaiveBooks)
{
    run(20220913, events_per_run, look_ahead_events);
}

TEST_P(OrderBooksPropertySlow, FiftyMillionEventsInAllAreThoseOfNaiveBooks)
{
    for (std::uint64_t seed = 1; seed <= 5; ++seed)
        run(seed, 500'000, seed % 2 == 0 ? 1 : look_ahead_events);
}

std::vector<Flow> all_flows()
{
    std::vector<Flow> flows;
    for (const Prices prices :
         {Prices::touch, Prices::wide, Prices::deep, Prices::stub, Prices::climbing})
        for (const References references : {References::rising, References::interleaved,
                                            References::colliding, References::random})
            flows.push_back({prices, references});
    return flows;
}

std::string name_of(const testing::TestParamInfo<Flow>& info)
{
    constexpr const char* prices[] = {"Touch", "Wide", "Deep", "Stub", "Climbing"};
    constexpr const char* references[] = {"Rising", "Interleaved", "Colliding", "Random"};
    return std::string(prices[static_cast<int>(info.param.prices)]) +
           references[static_cast<int>(info.param.references)];
}

INSTANTIATE_TEST_SUITE_P(Flows, OrderBooksProperty, testing::ValuesIn(all_flows()), name_of);
INSTANTIATE_TEST_SUITE_P(Flows, OrderBooksPropertySlow, testing::ValuesIn(all_flows()), name_of);

}  // namespace
}  // namespace gapwire::test
