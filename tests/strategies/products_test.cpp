// The tables of products, and what is wrong with them.
#include "strategies/products.hpp"

#include <gtest/gtest.h>

#include "core/decimal.hpp"
#include "core/error.hpp"
#include "strategies/config.hpp"

namespace gapwire::strategies {
namespace {

Config read(std::string_view text)
{
    return parse_config(text, "desk.toml", "/");
}

std::string refused(std::string_view text)
{
    try {
        read(text);
    } catch (const OperatorError& error) {
        return error.what();
    }
    return "";
}

TEST(Products, HaveAFactorAndARoll)
{
    const Config config =
        read("[product.NQ]\ndisplay_factor = \"0.01\"\n[product.ZN]\nroll_days = 30\n");
    ASSERT_EQ(config.products.size(), 2u);
    EXPECT_EQ(config.products.at("NQ").display_factor, 10'000'000);
    EXPECT_EQ(config.products.at("NQ").roll_days, 8);
    EXPECT_EQ(config.products.at("ZN").display_factor, Price::none().units);
    EXPECT_EQ(config.products.at("ZN").roll_days, 30);
}

TEST(Products, SayWhatLimitsAreMeasuredFrom)
{
    const Config config = read(
        "[product.NQ.limits]\ndate = 2025-01-24\nfuture = \"21911.25\"\nindex = \"21774.01\"\n"
        "tick = \"0.25\"\n");
    const auto& limits = config.products.at("NQ").limits;
    ASSERT_TRUE(limits.has_value());
    EXPECT_EQ(limits->date, (Date{2025, 1, 24}));
    EXPECT_EQ(limits->reference.future, parse_price("21911.25"));
    EXPECT_EQ(limits->reference.index, parse_price("21774.01"));
    EXPECT_EQ(limits->tick, parse_price("0.25"));
}

TEST(Products, EveryMistakeIsNamedWithItsPlace)
{
    EXPECT_EQ(refused("[product.NQ]\ndisplay_factor = \"0\"\n"),
              "desk.toml:2: product.NQ.display_factor: \"0\" is not a decimal above 0 with at most "
              "nine decimals");
    EXPECT_EQ(refused("[product.NQ]\nroll_days = 400\n"),
              "desk.toml:2: product.NQ.roll_days: 400 is not a number of days from 0 to 366");
    EXPECT_EQ(refused("[product.NQ.limits]\ndate = 2025-01-24\nfuture = \"0\"\n"),
              "desk.toml:3: product.NQ.limits.future: \"0\" is not a price above 0");
    EXPECT_EQ(refused("[product.NQ.limits]\ndate = 2025-01-24\n"),
              "desk.toml:1: product.NQ.limits: future is missing");
    EXPECT_NE(refused("[product.NQNQNQNQ]\nroll_days = 4\n"), "");
    EXPECT_NE(refused("[product.NQ]\nrolldays = 4\n"), "");
}

}  // namespace
}  // namespace gapwire::strategies
