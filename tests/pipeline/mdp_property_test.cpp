// Simulated MDP 3.0 channels over faulty lines: a book that claims to be right is right.
#include <gtest/gtest.h>

#include "tests/pipeline/mdp_world.hpp"

namespace gapwire::test {
namespace {

sim::LinkPlan line_of(sim::Random& random)
{
    sim::LinkPlan plan{.delay_ns = 50'000, .jitter_ns = 50'000};
    if (random.below(3) != 0) plan.loss_ppm = random.below(150'000);
    if (random.below(3) == 0) plan.bursts = {.enter_ppm = 5'000, .leave_ppm = 200'000};
    if (random.below(3) == 0) plan.duplicate_ppm = 50'000;
    if (random.below(2) == 0) plan.reorder_ppm = 60'000;
    plan.reorder_ns = random.below(2) == 0 ? ms : 5 * ms;  // within the wait, and beyond
    return plan;
}

/// Faults of every kind, each in some seeds.
MdpPlan plan_of(std::uint64_t seed)
{
    sim::Random random(seed * 77 + 1);
    MdpPlan plan;
    plan.market = {.instruments = random.between(5, 40),
                   .reset_ppm = random.below(4) == 0 ? 3'000u : 0u,
                   .book_reset_ppm = 10'000,
                   .has_orders = random.below(4) != 0};
    plan.lines = {line_of(random), line_of(random)};
    if (random.below(3) != 0) plan.shared.loss_ppm = random.below(30'000);
    if (random.below(3) == 0) plan.shared.bursts = {.enter_ppm = 3'000, .leave_ppm = 300'000};
    if (random.below(4) == 0) {
        const std::int64_t dies = 1'800'000'000'000 * ms + random.below(60) * ms;
        plan.lines[random.below(2)].dead.push_back({Timestamp{dies}, sim::never});
    }
    plan.loop = {.delay_ns = random.below(3) == 0 ? 8 * ms : 100'000, .jitter_ns = 200'000};
    if (random.below(2) == 0) plan.loop.loss_ppm = 60'000;
    if (random.below(3) == 0) plan.loop.duplicate_ppm = 60'000;
    plan.events = random.between(100, 350);
    plan.joined_at = random.below(2) == 0 ? 1 : random.between(2, 150);
    plan.lag_max = random.below(3) * random.below(20);
    plan.loop_every_ns = random.between(8, 40) * ms;
    plan.has_loops = random.below(8) != 0;
    plan.has_definitions = random.below(4) != 0;
    plan.via_router = random.below(3) == 0;
    if (plan.via_router && random.below(2) == 0) plan.weeks = 2;
    return plan;
}

/// What has happened over all seeds.
struct Sums {
    std::array<std::uint64_t, counter_count> counters{};
    app::MdpComparisons compared;
    std::uint64_t lost_on_lines = 0;
    std::uint64_t lost_jointly = 0;
    std::uint64_t lost_dead = 0;
    std::uint64_t duplicated = 0;
    std::uint64_t overtaken = 0;
    std::uint64_t loops_lost = 0;

    void add(const MdpWorld& world)
    {
        for (std::size_t i = 0; i < counters.size(); ++i)
            counters[i] += world.counters[static_cast<Counter>(i)];
        compared += world.comparisons();
        lost_on_lines += world.lost_on_lines;
        lost_jointly += world.lost_jointly;
        lost_dead += world.lost_dead;
        duplicated += world.duplicated;
        overtaken += world.overtaken;
        loops_lost += world.loops_lost;
    }
    std::uint64_t operator[](Counter counter) const
    {
        return counters[static_cast<std::size_t>(counter)];
    }
};

#ifdef GAPWIRE_SANITIZED
constexpr std::uint64_t seeds = 60;
#else
constexpr std::uint64_t seeds = 300;
#endif

/// What has to have happened at least, for a number that three hundred seeds reach easily.
constexpr std::uint64_t of_all(std::uint64_t of_three_hundred)
{
    return of_three_hundred * seeds / 300;
}

void expect_that_it_was_hard(const Sums& all)
{
    EXPECT_GT(all.compared.books, of_all(1'000'000));
    EXPECT_GT(all.compared.orders, of_all(1'000'000));
    EXPECT_GT(all.lost_on_lines, of_all(1'000));
    EXPECT_GT(all.lost_jointly, of_all(500));
    EXPECT_GT(all.lost_dead, of_all(1'000));
    EXPECT_GT(all.duplicated, of_all(500));
    EXPECT_GT(all.overtaken, of_all(1'000));
    EXPECT_GT(all.loops_lost, of_all(1'000));
    EXPECT_GT(all.compared.ahead, of_all(100));
    EXPECT_LT(all.compared.unnoticed, all.compared.books / 1'000);
    EXPECT_GT(all[Counter::losses], of_all(1'000));
    EXPECT_GT(all[Counter::mdp_entries_missing], of_all(1'000));
    EXPECT_GT(all[Counter::mdp_entries_known], of_all(10));
    EXPECT_GT(all[Counter::mdp_snapshots_loaded], of_all(1'000));
    EXPECT_GT(all[Counter::mdp_snapshots_too_old], of_all(100));
    EXPECT_GT(all[Counter::mdp_channel_resets], of_all(100));
    EXPECT_GT(all[Counter::mdp_begun_anew], of_all(20));
    testing::Test::RecordProperty("comparisons",
                                  std::to_string(all.compared.books + all.compared.orders));
}

TEST(MdpProperty, ABookThatClaimsToBeRightIsTheTrueOne)
{
    Sums all;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        const MdpPlan plan = plan_of(seed);
        MdpWorld world(seed, plan);
        ASSERT_EQ(world.run(), "") << "seed " << seed;
        if (plan.has_loops) {
            ASSERT_EQ(world.remains(), "") << "seed " << seed;
        }
        all.add(world);
    }
    expect_that_it_was_hard(all);
}

}  // namespace
}  // namespace gapwire::test
