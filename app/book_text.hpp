// Order books as text, JSON and CSV. Prices are exact decimals everywhere.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/pipeline/book_source.hpp"

namespace gapwire::app {

/// One book for people: a line about the instrument, then bids and asks side by side.
std::string book_text(const pipeline::BookSource& stream, std::uint32_t place, std::size_t depth);

/// The same as one JSON object on a line.
std::string book_json(const pipeline::BookSource& stream, std::uint32_t place, std::size_t depth);

/// `time_ns,ask_price_1,ask_size_1,bid_price_1,bid_size_1,...` for `depth` levels.
std::string event_header(std::size_t depth);
/// The row of that table after an event; fields of an empty level are empty.
std::string event_row(const pipeline::BookSource& stream, std::uint32_t place,
                      std::uint64_t time_ns, std::size_t depth);

struct AllBooks {
    std::string csv;  // symbol,side,price,quantity,orders: B before S, best price first
    std::map<BookState, std::uint64_t> not_valid;  // books with orders that are not valid
};

/// Every book, symbols in byte order.
AllBooks all_books_csv(const std::vector<const pipeline::BookSource*>& streams);

/// What a state means, for the operator.
std::string_view state_reason(BookState state) noexcept;

}  // namespace gapwire::app
