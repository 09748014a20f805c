// The rules of style that a program can check: each takes one source file and says what breaks it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gapwire::style {

/// A source file: its path below the root of the tree, such as "feed/itch50/wire.hpp", and its
/// text.
struct Source {
    std::string path;
    std::string text;
};

struct Violation {
    std::string path;
    std::size_t line = 0;  // from 1
    std::string what;
    friend bool operator==(const Violation&, const Violation&) = default;
};
using Violations = std::vector<Violation>;

inline constexpr std::size_t line_columns_max = 100;
inline constexpr std::size_t function_lines_max = 60;
inline constexpr std::size_t file_lines_max = 400;

/// core includes no sibling; feed, book and strategies only themselves and core; alerts and sim
/// fix_session besides, sim the wire layouts of feed, too; app/pipeline everything but sim and the
/// program; only app, tests and bench see all. Asio and Beast only in feed/transport, alerts/sinks,
/// sim and app.
Violations includes(const Source& source);

/// Lines of more columns (UTF-8 code points), with a tab, or with a mark that work is left.
Violations lines(const Source& source);

/// Functions of more lines from the opening to the closing brace, both counted. A body is taken to
/// begin at a line that is only `{` (where the house format opens functions, and nothing else) or
/// that ends in `) {`, `] {`, `noexcept {`, `const {` or `override {` without being an if, for,
/// while, switch or catch; and to end where its brace is closed.
Violations functions(const Source& source);

/// Files of more lines; no one-line comment that says what the file is; headers without guard.
Violations files(const Source& source);

/// On the feed path (feed, book, the ITCH stream): allocation by hand, std::function, printing,
/// locks, and throwing. Everywhere: std::endl.
Violations banned_calls(const Source& source);

/// The code alone: comments and the contents of literals become spaces, lines stay where they are.
std::string code_of(std::string_view text);

}  // namespace gapwire::style
