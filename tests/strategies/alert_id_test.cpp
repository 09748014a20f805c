// Derived ids: pinned, because stores and replicas depend on them.
#include "strategies/alert_id.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gapwire::strategies {
namespace {

constexpr AlertIdentity nvda{"gap_down", "XNAS", "NVDA", Direction::down, {2025, 1, 27}, {1000}};

TEST(AlertId, IsTheSameOnEveryMachineForEver)
{
    EXPECT_EQ(alert_id(nvda), 0x18fbd143eb0cae30u);
    EXPECT_EQ(alert_id({"", "", "", Direction::up, {1, 1, 1}, {0}}), 0xb4d6740d0e192210u);
}

TEST(AlertId, EveryPartOfTheIdentityCounts)
{
    std::set<std::uint64_t> ids{alert_id(nvda)};
    const auto with = [&ids](auto change) {
        AlertIdentity identity = nvda;
        change(identity);
        EXPECT_TRUE(ids.insert(alert_id(identity)).second);
    };
    with([](AlertIdentity& id) { id.rule = "gap_dow"; });
    with([](AlertIdentity& id) { id.venue = "XNYS"; });
    with([](AlertIdentity& id) { id.symbol = "NVD"; });
    with([](AlertIdentity& id) { id.direction = Direction::up; });
    with([](AlertIdentity& id) { id.trading_date.year = 2026; });
    with([](AlertIdentity& id) { id.trading_date.month = 2; });
    with([](AlertIdentity& id) { id.trading_date.day = 28; });
    with([](AlertIdentity& id) { id.rung = {700}; });
    with([](AlertIdentity& id) { id.venue = "XNASN", id.symbol = "VDA"; });
}

}  // namespace
}  // namespace gapwire::strategies
