// `gapwire top`: what a terminal shows of a running service, as lines.
#pragma once

#include <boost/json/value.hpp>
#include <cstddef>
#include <string>
#include <vector>

namespace gapwire::shared {
class Reader;
}

namespace gapwire::app {

enum class LineStyle : std::uint8_t { plain, title, good, warning, bad };

struct ScreenLine {
    std::string text;
    LineStyle style = LineStyle::plain;
    friend bool operator==(const ScreenLine&, const ScreenLine&) = default;
};

/// Answers of the service, as docs/api.md has them. What is missing is left out.
struct DeskAnswers {
    boost::json::value status;
    boost::json::value feeds;
    boost::json::value incidents;
    boost::json::value watch;
};

/// Status, blindness, feeds with their lines, incidents that are open, and the wall, the largest
/// fall first: at most `rows` lines of at most `columns` characters.
std::vector<ScreenLine> desk_screen(const DeskAnswers& answers, std::size_t rows,
                                    std::size_t columns);

/// The tops of books in shared memory, those that changed last first.
std::vector<ScreenLine> books_screen(const std::string& name, const shared::Reader& reader,
                                     std::size_t rows, std::size_t columns);

/// The lines as text for a terminal, with colours; or plain, for a file.
std::string screen_text(const std::vector<ScreenLine>& lines, bool is_terminal);

}  // namespace gapwire::app
