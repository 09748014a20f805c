// Scripts: when their messages are due, and what they refuse.
#include "sim/serve_script.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"

namespace gapwire::sim {
namespace {

TEST(Script, MessagesAreDueByTheirTimesOrByARate)
{
    Script script("S");
    for (const std::int64_t time : {1'000, 1'500, 1'200, 3'000}) script.add(ByteVector{1}, time);
    const auto due = [&](const Pace& pace) {
        std::string text;
        for (std::uint64_t number = 1; number <= 4; ++number)
            text += std::to_string(due_time(script, pace, number).ns) + " ";
        return text;
    };
    EXPECT_EQ(due({}), "0 500 500 2000 ");
    EXPECT_EQ(due({.units = Pace::scale * 10}), "0 50 50 200 ");
    EXPECT_EQ(due({.units = Pace::scale / 2}), "0 1000 1000 4000 ");
    EXPECT_EQ(due({.units = 0}), "0 0 0 0 ");
    EXPECT_EQ(due({.rate = 1'000}), "0 1000000 2000000 3000000 ");
}

TEST(Script, AMessageThatFitsIntoNoPacketIsRefused)
{
    Script script("S");
    script.add(ByteVector(Script::message_bytes_max), 0);
    EXPECT_THROW(script.add(ByteVector(Script::message_bytes_max + 1), 0), OperatorError);
    EXPECT_EQ(script.store.prepared(), 1u);
}

}  // namespace
}  // namespace gapwire::sim
