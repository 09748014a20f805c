// Lines and fields of comma-separated text.
#include "strategies/csv.hpp"

#include <algorithm>

namespace gapwire::strategies {
namespace {

constexpr std::string_view blanks = " \t";

void skip_blanks(std::string_view& text)
{
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
}

/// Takes a field without quotes off `line`, up to the comma or the end.
std::string take_plain(std::string_view& line)
{
    const std::string_view field = line.substr(0, line.find(','));
    line.remove_prefix(field.size());
    return std::string(field.substr(0, field.find_last_not_of(blanks) + 1));
}

/// Takes a quoted field off `line`, whose first character is its quote.
std::optional<std::string> take_quoted(std::string_view& line)
{
    std::string field;
    for (line.remove_prefix(1); !line.empty(); line.remove_prefix(1)) {
        if (line.front() == '"') {
            if (!line.starts_with("\"\"")) {
                line.remove_prefix(1);
                return field;
            }
            line.remove_prefix(1);
        }
        field += line.front();
    }
    return std::nullopt;
}

}  // namespace

std::string_view next_line(std::string_view& text)
{
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

bool is_blank(std::string_view line)
{
    return line.find_first_not_of(blanks) == std::string_view::npos;
}

std::optional<std::vector<std::string>> csv_fields(std::string_view line)
{
    std::vector<std::string> fields;
    while (true) {
        skip_blanks(line);
        auto field = line.starts_with('"') ? take_quoted(line) : take_plain(line);
        if (!field) return std::nullopt;
        fields.push_back(*std::move(field));
        skip_blanks(line);
        if (line.empty()) return fields;
        if (line.front() != ',') return std::nullopt;
        line.remove_prefix(1);
    }
}

}  // namespace gapwire::strategies
