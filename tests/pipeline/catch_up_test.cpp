// When a stream over TCP is no longer behind.
#include "app/pipeline/catch_up.hpp"

#include <gtest/gtest.h>

namespace gapwire::pipeline {
namespace {

constexpr std::int64_t ms = 1'000'000;

Timestamp at(std::int64_t milliseconds)
{
    return {milliseconds * ms};
}

TEST(CatchUp, AStreamBeginsBehindAndIsThereWhenMessagesAreYoung)
{
    CatchUp catch_up;
    EXPECT_TRUE(catch_up.is_behind());
    catch_up.on_messages(at(0), at(10'000));
    EXPECT_TRUE(catch_up.is_behind());
    catch_up.on_messages(at(9'000), at(10'100));
    EXPECT_TRUE(catch_up.is_behind());
    catch_up.on_messages(at(9'500), at(10'200));
    EXPECT_FALSE(catch_up.is_behind());
}

/// Behind again after messages that were always an hour old: a clock that is not ours.
CatchUp broken()
{
    CatchUp catch_up;
    catch_up.on_time(at(3'600'000));
    catch_up.on_time(at(3'600'500));
    catch_up.on_messages(at(600), at(3'600'600));
    EXPECT_FALSE(catch_up.is_behind());
    catch_up.on_disconnected();
    EXPECT_TRUE(catch_up.is_behind());
    return catch_up;
}

TEST(CatchUp, AfterABreakTheUsualAgeIsEnough)
{
    CatchUp catch_up = broken();
    catch_up.on_messages(at(700), at(3'605'700));
    catch_up.on_messages(at(5'500), at(3'605'710));
    EXPECT_TRUE(catch_up.is_behind());
    catch_up.on_messages(at(5'620), at(3'605'720));
    EXPECT_FALSE(catch_up.is_behind());
}

TEST(CatchUp, AQuietServerHasNothingMoreToSend)
{
    CatchUp catch_up = broken();
    catch_up.on_time(at(3'605'000));
    catch_up.on_messages(at(700), at(3'605'400));
    catch_up.on_time(at(3'605'899));
    EXPECT_TRUE(catch_up.is_behind());
    catch_up.on_time(at(3'605'900));
    EXPECT_FALSE(catch_up.is_behind());
}

TEST(CatchUp, MessagesThatGetNoYoungerComeAsTheyAreMade)
{
    CatchUp catch_up;
    for (std::int64_t i = 0; i < 1'000; i += 10) {  // ten times as fast: from the past
        catch_up.on_messages(at(10 * i), at(100'000'000 + i));
        ASSERT_TRUE(catch_up.is_behind());
    }
    std::int64_t i = 0;
    for (; catch_up.is_behind() && i < 10'000; i += 10)
        catch_up.on_messages(at(10'000 + i), at(100'001'000 + i));
    EXPECT_GE(i, 1'000);
    EXPECT_LE(i, 3'000);
}

TEST(CatchUp, AnotherSessionHasAnAgeOfItsOwn)
{
    CatchUp catch_up = broken();
    catch_up.on_session();
    catch_up.on_messages(at(5'700), at(3'605'700));
    EXPECT_TRUE(catch_up.is_behind());
}

}  // namespace
}  // namespace gapwire::pipeline
