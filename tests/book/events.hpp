// Order events by name, and books as text, for tests of order books.
#pragma once

#include <ostream>
#include <string>

#include "book/order_books.hpp"

namespace gapwire::book {

inline std::ostream& operator<<(std::ostream& out, ApplyStatus status)
{
    constexpr const char* names[] = {"ok",
                                     "unknown_order",
                                     "duplicate_order",
                                     "over_executed",
                                     "over_cancelled",
                                     "zero_quantity",
                                     "wrong_instrument",
                                     "order_table_full",
                                     "level_table_full"};
    return out << names[static_cast<std::size_t>(status)];
}

}  // namespace gapwire::book

namespace gapwire::test {

inline constexpr std::uint32_t acme = 7;

inline OrderEvent added(std::uint64_t reference, Side side, std::uint32_t price,
                        std::uint32_t quantity, std::uint32_t of = acme)
{
    return {.reference = reference,
            .quantity = quantity,
            .price = price,
            .instrument = of,
            .action = OrderAction::add,
            .side = side};
}
inline OrderEvent executed(std::uint64_t reference, std::uint32_t quantity, std::uint32_t of = acme)
{
    return {.reference = reference,
            .quantity = quantity,
            .instrument = of,
            .action = OrderAction::execute};
}
inline OrderEvent executed_at(std::uint64_t reference, std::uint32_t quantity, std::uint32_t price,
                              std::uint32_t of = acme)
{
    return {.reference = reference,
            .quantity = quantity,
            .price = price,
            .instrument = of,
            .action = OrderAction::execute_at_price};
}
inline OrderEvent reduced(std::uint64_t reference, std::uint32_t quantity, std::uint32_t of = acme)
{
    return {.reference = reference,
            .quantity = quantity,
            .instrument = of,
            .action = OrderAction::reduce};
}
inline OrderEvent removed(std::uint64_t reference, std::uint32_t of = acme)
{
    return {.reference = reference, .instrument = of, .action = OrderAction::remove};
}
inline OrderEvent replaced(std::uint64_t reference, std::uint64_t new_reference,
                           std::uint32_t price, std::uint32_t quantity, std::uint32_t of = acme)
{
    return {.reference = reference,
            .new_reference = new_reference,
            .quantity = quantity,
            .price = price,
            .instrument = of,
            .action = OrderAction::replace};
}

/// "bid 1000x60 999x50 | ask 1001x5": price x total quantity of every level, best first.
inline std::string depth(const book::OrderBooks& books, std::uint32_t of = acme)
{
    std::string text;
    for (const Side side : {Side::buy, Side::sell}) {
        text += side == Side::buy ? "bid" : " | ask";
        for (std::size_t rank = 0; rank < books.level_count(of, side); ++rank) {
            const auto level = books.level(of, side, rank);
            text += ' ' + std::to_string(level.price) + 'x' + std::to_string(level.quantity);
        }
    }
    return text;
}

/// The same with every order, first in time first: "bid 1000: 1x40 3x20, 999: 2x50 | ask".
inline std::string queues(const book::OrderBooks& books, std::uint32_t of = acme)
{
    std::string text;
    for (const Side side : {Side::buy, Side::sell}) {
        text += side == Side::buy ? "bid" : " | ask";
        for (std::size_t rank = 0; rank < books.level_count(of, side); ++rank) {
            text +=
                (rank == 0 ? " " : ", ") + std::to_string(books.level(of, side, rank).price) + ':';
            books.for_each_order(of, side, rank, [&](std::uint64_t reference, std::uint32_t size) {
                text += ' ' + std::to_string(reference) + 'x' + std::to_string(size);
            });
        }
    }
    return text;
}

}  // namespace gapwire::test
