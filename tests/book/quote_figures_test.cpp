// Prints that are taken back, figures by kind, and what there is no room for.
#include "book/quote_figures.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gapwire::test {
namespace {

using book::QuoteFigure;
using book::QuoteFigures;
using book::QuotePrint;

QuotePrint print_at(std::int64_t price)
{
    return {.price = {price}, .quantity = 1};
}

std::int64_t last_price(const QuoteFigures& figures)
{
    return figures.last() == nullptr ? -1 : figures.last()->price.units;
}

TEST(QuoteFigures, ATakenBackPrintGivesWayToTheOneBefore)
{
    QuoteFigures figures;
    figures.print("a", print_at(1));
    figures.print("b", print_at(2));
    EXPECT_EQ(last_price(figures), 2);
    EXPECT_TRUE(figures.take_back("b"));
    EXPECT_EQ(last_price(figures), 1);
    EXPECT_FALSE(figures.take_back("b"));
    EXPECT_TRUE(figures.take_back("a"));
    EXPECT_EQ(last_price(figures), -1);
}

TEST(QuoteFigures, ACorrectionChangesWhatItSays)
{
    QuoteFigures figures;
    figures.print("a", print_at(1));
    EXPECT_TRUE(figures.correct("a", {.price = {5}}));
    EXPECT_EQ(*figures.last(), (QuotePrint{.price = {5}, .quantity = 1}));
    EXPECT_FALSE(figures.correct("", {.price = {6}}));
}

TEST(QuoteFigures, PrintsThatMadeRoomOrHadNoIdCannotBeTakenBack)
{
    QuoteFigures figures;
    figures.print("a", print_at(0));
    figures.print("", print_at(1));
    figures.print(std::string(41, 'x'), print_at(2));
    EXPECT_FALSE(figures.take_back(""));
    EXPECT_FALSE(figures.take_back(std::string(41, 'x')));
    for (std::size_t i = 0; i < QuoteFigures::prints_max; ++i) figures.print("b", print_at(9));
    EXPECT_FALSE(figures.take_back("a"));
    EXPECT_EQ(last_price(figures), 9);
}

TEST(QuoteFigures, EachKindKeepsItsLast)
{
    QuoteFigures figures;
    EXPECT_TRUE(figures.tell({.type = '7', .price = {10}}));
    EXPECT_TRUE(figures.tell({.type = '8', .price = {3}}));
    EXPECT_TRUE(figures.tell({.type = '7', .price = {11}}));
    EXPECT_EQ(figures.all().size(), 2u);
    ASSERT_NE(figures.find('7'), nullptr);
    EXPECT_EQ(*figures.find('7'), (QuoteFigure{.type = '7', .price = {11}}));
    EXPECT_TRUE(figures.remove('7'));
    EXPECT_FALSE(figures.remove('7'));
    EXPECT_EQ(figures.find('7'), nullptr);
    EXPECT_NE(figures.find('8'), nullptr);
}

TEST(QuoteFigures, AKindMoreThanThereIsRoomForIsRefused)
{
    QuoteFigures figures;
    for (char type = 'A'; type < 'A' + static_cast<char>(QuoteFigures::figures_max); ++type)
        ASSERT_TRUE(figures.tell({.type = type}));
    EXPECT_FALSE(figures.tell({.type = 'z'}));
    EXPECT_TRUE(figures.tell({.type = 'A', .price = {1}}));
}

}  // namespace
}  // namespace gapwire::test
