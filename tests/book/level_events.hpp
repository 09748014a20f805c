// Level events by name, level books as text, and small books, for tests of level books.
#pragma once

#include <gtest/gtest.h>

#include <ostream>
#include <string>

#include "book/level_book.hpp"

namespace gapwire::book {

inline std::ostream& operator<<(std::ostream& out, LevelStatus status)
{
    constexpr const char* names[] = {
        "ok",           "doubtful",      "level_out_of_range", "hole",
        "absent_level", "price_differs", "quantity_differs",   "no_price",
        "no_quantity"};
    return out << names[static_cast<std::size_t>(status)];
}

inline std::ostream& operator<<(std::ostream& out, LevelChange change)
{
    return out << change.status << (change.top_changed ? ", top" : "");
}

inline std::ostream& operator<<(std::ostream& out, LevelCheck check)
{
    constexpr const char* names[] = {"ok", "unordered", "crossed", "implied_crossed"};
    return out << names[static_cast<std::size_t>(check)];
}

}  // namespace gapwire::book

namespace gapwire::test {

inline LevelEvent level_event(LevelAction action, Side side, int level, std::int64_t price,
                              std::uint64_t quantity, std::uint32_t orders = 1)
{
    return {.price = price,
            .quantity = quantity,
            .orders = orders,
            .level = static_cast<std::uint8_t>(level),
            .action = action,
            .side = side};
}
inline LevelEvent inserted(Side side, int level, std::int64_t price, std::uint64_t quantity,
                           std::uint32_t orders = 1)
{
    return level_event(LevelAction::insert, side, level, price, quantity, orders);
}
inline LevelEvent changed(Side side, int level, std::int64_t price, std::uint64_t quantity,
                          std::uint32_t orders = 1)
{
    return level_event(LevelAction::change, side, level, price, quantity, orders);
}
inline LevelEvent removed(Side side, int level, std::int64_t price, std::uint64_t quantity)
{
    return level_event(LevelAction::remove, side, level, price, quantity);
}
inline LevelEvent overlaid(Side side, int level, std::int64_t price, std::uint64_t quantity,
                           std::uint32_t orders = 1)
{
    return level_event(LevelAction::overlay, side, level, price, quantity, orders);
}
inline LevelEvent removed_through(Side side)
{
    return level_event(LevelAction::remove_through, side, 1, Price::none().units, 0, 0);
}
inline LevelEvent removed_from(Side side, int level)
{
    return level_event(LevelAction::remove_from, side, level, Price::none().units, 0, 0);
}
/// The same for the book that spreads imply, which knows no orders.
inline LevelEvent implied(LevelEvent event)
{
    event.implied = true;
    event.orders = 0;
    return event;
}

/// " 100x5/2": price x quantity / orders.
inline std::string text_of(const Level& level)
{
    return ' ' + std::to_string(level.price.units) + 'x' + std::to_string(level.quantity) + '/' +
           std::to_string(level.orders);
}

/// "bid 1000x60/2 999x50/1 | ask 1001x5/1" of one part, best first.
inline std::string levels_of(const book::LevelBook& book,
                             book::BookPart part = book::BookPart::outright)
{
    std::string text;
    for (const Side side : {Side::buy, Side::sell}) {
        text += side == Side::buy ? "bid" : " | ask";
        for (std::size_t rank = 0; rank < book.level_count(side, part); ++rank)
            text += text_of(book.level(side, part, rank));
    }
    return text;
}

/// The same of both parts together, as a depth has it.
inline std::string depth_of(const book::LevelBook& book)
{
    Depth depth;
    book.fill(depth);
    std::string text;
    for (const Side side : {Side::buy, Side::sell}) {
        text += side == Side::buy ? "bid" : " | ask";
        for (const Level& level : depth.sides[index_of(side)])
            if (!level.price.is_none()) text += text_of(level);
    }
    return text;
}

inline constexpr book::LevelChange touched{book::LevelStatus::ok, true};
inline constexpr book::LevelChange below_top{book::LevelStatus::ok, false};
inline constexpr std::int64_t no_price = Price::none().units;

inline book::LevelChange refused(book::LevelStatus why)
{
    return {why, false};
}

/// bid 100x10/1 99x20/1 98x30/1 | ask 101x11/1 102x21/1 103x31/1
inline book::LevelBook three_a_side()
{
    book::LevelBook book;
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(book.apply(inserted(Side::buy, i + 1, 100 - i, 10 + 10 * i)).is_applied());
        EXPECT_TRUE(book.apply(inserted(Side::sell, i + 1, 101 + i, 11 + 10 * i)).is_applied());
    }
    return book;
}
inline constexpr std::string_view three =
    "bid 100x10/1 99x20/1 98x30/1 | ask 101x11/1 102x21/1 103x31/1";

/// A side of `count` levels from `best` outwards.
inline void fill_side(book::LevelBook& book, Side side, int count, std::int64_t best)
{
    for (int i = 0; i < count; ++i)
        ASSERT_EQ(
            book.apply(inserted(side, i + 1, side == Side::buy ? best - i : best + i, 1)).status,
            book::LevelStatus::ok);
}

}  // namespace gapwire::test
