// LOBSTER's sample days: every event of the visible book, and the book it shows after each.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/assert.hpp"
#include "core/types.hpp"
#include "tests/oracles/command.hpp"

namespace gapwire::test::lobster {

enum class Kind { add = 1, cancel = 2, remove = 3, execute = 4, execute_hidden = 5 };

struct Event {
    std::uint64_t time_ns = 0;  // since midnight
    Kind kind = Kind::add;
    std::uint64_t id = 0;
    std::uint32_t size = 0;
    std::uint32_t price = 0;  // 1e-4 dollar
    Side side = Side::buy;    // of the resting order
};

struct Shown {
    std::uint32_t price = 0;
    std::uint32_t size = 0;
    friend bool operator==(const Shown&, const Shown&) = default;
};

/// The levels that are there, best first, by Side; at most as many as the file shows.
using Book = std::array<std::vector<Shown>, 2>;

/// A file of a zip, cut into lines without a copy.
class Lines {
 public:
    Lines(const std::filesystem::path& zip, const std::string& pattern)
        : text_(output_of("unzip -p " + shell_word(zip) + ' ' + shell_word(pattern))), rest_(text_)
    {}
    Lines(const Lines&) = delete;

    std::optional<std::string_view> next()
    {
        if (rest_.empty()) return std::nullopt;
        const std::size_t end = rest_.find('\n');
        const std::string_view line = rest_.substr(0, end);
        rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
        return line;
    }

 private:
    std::string text_;
    std::string_view rest_;
};

/// Takes one integer and the comma behind it.
inline std::int64_t take_number(std::string_view& line)
{
    const bool negative = !line.empty() && line.front() == '-';
    std::size_t at = negative;
    std::int64_t value = 0;
    for (; at < line.size() && line[at] >= '0' && line[at] <= '9'; ++at)
        value = value * 10 + (line[at] - '0');
    const bool separated = at < line.size() && (line[at] == ',' || line[at] == '.');
    line.remove_prefix(at + separated);
    return negative ? -value : value;
}

/// Takes "34200.015105074," as nanoseconds; any number of decimals up to nine.
inline std::uint64_t take_time(std::string_view& line)
{
    auto ns = static_cast<std::uint64_t>(take_number(line)) * 1'000'000'000;
    const std::size_t decimals = line.find(',');
    auto fraction = static_cast<std::uint64_t>(take_number(line));
    for (std::size_t i = decimals; i < 9; ++i) fraction *= 10;
    return ns + fraction;
}

inline Event event_of(std::string_view line)
{
    Event event{.time_ns = take_time(line)};
    event.kind = static_cast<Kind>(take_number(line));
    event.id = static_cast<std::uint64_t>(take_number(line));
    event.size = static_cast<std::uint32_t>(take_number(line));
    event.price = static_cast<std::uint32_t>(take_number(line));
    event.side = take_number(line) == 1 ? Side::buy : Side::sell;
    return event;
}

/// Ask price, ask size, bid price, bid size of each level; sizes are 0 where there is none.
inline Book book_of(std::string_view line)
{
    Book book;
    while (!line.empty()) {
        for (const Side side : {Side::sell, Side::buy}) {
            const std::int64_t price = take_number(line);
            const std::int64_t size = take_number(line);
            if (size > 0)
                book[index_of(side)].push_back(
                    {static_cast<std::uint32_t>(price), static_cast<std::uint32_t>(size)});
        }
    }
    return book;
}

/// The book before the event that led to `book`. REQUIRES: the event is no add, for which it could
/// not be said what it pushed out of sight.
inline Book before(Book book, const Event& event)
{
    GAPWIRE_ASSERT(event.kind != Kind::add);
    if (event.kind == Kind::execute_hidden) return book;
    auto& levels = book[index_of(event.side)];
    auto at = levels.begin();
    const auto better = [&](const Shown& level) {
        return event.side == Side::buy ? level.price > event.price : level.price < event.price;
    };
    while (at != levels.end() && better(*at)) ++at;
    if (at == levels.end() || at->price != event.price) at = levels.insert(at, {event.price, 0});
    at->size += event.size;
    return book;
}

}  // namespace gapwire::test::lobster
