// The rules of style that a program can check.
#include "tests/style/source_rules.hpp"

#include <algorithm>
#include <array>
#include <regex>

namespace gapwire::style {
namespace {

/// Calls `each(line, number)` for every line, numbers from 1.
template <class Each>
void for_each_line(std::string_view text, Each each)
{
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        each(text.substr(0, end), number);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
}

bool starts_with_any(std::string_view path, std::initializer_list<std::string_view> folders)
{
    return std::any_of(folders.begin(), folders.end(),
                       [&](std::string_view folder) { return path.starts_with(folder); });
}

/// What a folder may include of the project; the first row that fits decides.
struct Sight {
    std::string_view folder;
    std::vector<std::string_view> sees;
};
const std::vector<Sight>& sights()
{
    static const std::vector<Sight> all{
        {"core/", {"core/"}},
        {"gapwire/", {"core/"}},
        {"fix_session/", {"fix_session/"}},
        {"feed/", {"feed/", "core/"}},
        {"book/", {"book/", "core/"}},
        {"strategies/", {"strategies/", "core/"}},
        {"alerts/", {"alerts/", "core/", "fix_session/"}},
        {"sim/", {"sim/", "core/", "fix_session/"}},
        {"app/pipeline/",
         {"app/pipeline/", "core/", "feed/", "fix_session/", "book/", "strategies/", "alerts/"}},
    };
    return all;
}

bool may_include(std::string_view path, std::string_view included)
{
    const bool wire_layout = included.starts_with("feed/") && included.ends_with("/wire.hpp");
    if (path.starts_with("sim/") && wire_layout) return true;
    for (const Sight& sight : sights())
        if (path.starts_with(sight.folder))
            return std::any_of(sight.sees.begin(), sight.sees.end(),
                               [&](std::string_view seen) { return included.starts_with(seen); });
    return true;
}

bool may_use_sockets(std::string_view path)
{
    return starts_with_any(
        path, {"feed/transport/", "alerts/sinks/", "sim/", "app/", "tests/", "bench/"});
}

bool may_use_quickfix(std::string_view path)
{
    return starts_with_any(path,
                           {"fix_session/", "bench/quickfix_peer.", "tests/fix/quickfix_oracle."});
}

std::size_t columns_of(std::string_view line)
{
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    }));
}

bool is_feed_path(std::string_view path)
{
    return starts_with_any(path, {"feed/", "book/", "app/pipeline/itch_stream."});
}

/// A file to which a rule does not apply, and why.
struct Exception {
    std::string_view path;
    std::string_view reason;
};
/// Where the feed path may throw or allocate by hand.
constexpr std::array start_files{
    Exception{"feed/transport/input.cpp", "opens files, before anything runs"},
    Exception{"feed/transport/open_capture.cpp", "opens files, before anything runs"},
    Exception{"feed/transport/pcap.cpp", "refuses a version when a file is opened"},
    Exception{"feed/transport/pacer.cpp", "reads --speed, before anything runs"},
    Exception{"feed/transport/byte_stream.cpp", "makes the inflater of a compressed file"},
    Exception{"feed/transport/udp_socket.cpp", "opens sockets, before anything runs"},
    Exception{"feed/transport/udp_receiver.cpp", "makes the batch when a socket is opened"},
    Exception{"feed/transport/event_loop.cpp", "registers sockets, before anything runs"},
    Exception{"feed/transport/tcp_client.cpp", "resolves names, before anything runs"},
};

/// Files that are longer, and why; none may be of more lines than twice the limit.
constexpr std::array long_files{
    Exception{"tests/book/order_books_test.cpp", "every refusal of every order event"},
};

template <std::size_t size>
bool is_among(const std::array<Exception, size>& exceptions, std::string_view path)
{
    return std::any_of(exceptions.begin(), exceptions.end(),
                       [&](const Exception& exception) { return exception.path == path; });
}

struct Ban {
    std::string_view name;
    std::regex pattern;
    bool excepted = false;  // files that only work at start may do it
};
const std::vector<Ban>& feed_path_bans()
{
    static const std::vector<Ban> all{
        {"new", std::regex(R"(\bnew\b)"), true},
        {"malloc", std::regex(R"(\b(malloc|calloc|realloc|free)\s*\()"), false},
        {"make_unique", std::regex(R"(\bmake_(unique|shared)\b)"), true},
        {"std::function", std::regex(R"(\bstd::function\b)"), false},
        {"printing", std::regex(R"(\bf?printf\b|\bfmt::print\b|\bstd::(cout|cerr|clog)\b)"), false},
        {"a lock", std::regex(R"(\bstd::(\w*mutex|lock_guard|unique_lock|scoped_lock)\b)"), false},
        {"throw", std::regex(R"(\bthrow\b)"), true},
    };
    return all;
}

/// Whether a line of code ends by opening the body of a function.
bool opens_body(std::string_view line)
{
    static const std::regex attached(R"(.*(\)|\]|noexcept|const|override) \{\s*)");
    static const std::regex control(R"(\s*(\}\s*)?(if|else|for|while|switch|catch)\b.*)");
    const std::size_t first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) return false;
    if (line.substr(first) == "{") return true;
    const std::string text(line);
    return std::regex_match(text, attached) && !std::regex_match(text, control);
}

/// Replaces what `text[from, to)` says by spaces; line ends stay.
void blank(std::string& text, std::size_t from, std::size_t to)
{
    for (std::size_t i = from; i < std::min(to, text.size()); ++i)
        if (text[i] != '\n') text[i] = ' ';
}

/// The end of a literal whose opening quote is at `at`: behind its closing quote.
std::size_t literal_end(std::string_view text, std::size_t at)
{
    const char quote = text[at];
    for (++at; at < text.size() && text[at] != quote && text[at] != '\n'; ++at)
        if (text[at] == '\\') ++at;
    return std::min(at + 1, text.size());
}

std::size_t raw_string_end(std::string_view text, std::size_t quote)
{
    const std::size_t open = std::min(text.find('(', quote), text.size() - 1);
    const std::string close = ")" + std::string(text.substr(quote + 1, open - quote - 1)) + '"';
    const std::size_t end = text.find(close, open);
    return end == std::string_view::npos ? text.size() : end + close.size();
}

bool is_word(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

}  // namespace

std::string code_of(std::string_view text)
{
    std::string code(text);
    for (std::size_t at = 0; at < text.size();) {
        const char before = at == 0 ? ' ' : text[at - 1];
        const std::string_view rest = text.substr(at);
        std::size_t end = at + 1;
        if (rest.starts_with("//")) {
            end = std::min(text.find('\n', at), text.size());
            blank(code, at, end);
        } else if (rest.starts_with("/*")) {
            end = std::min(text.find("*/", at + 2), text.size() - 2) + 2;
            blank(code, at, end);
        } else if (rest[0] == '"') {
            end = before == 'R' ? raw_string_end(text, at) : literal_end(text, at);
            blank(code, at + 1, end - 1);
        } else if (rest[0] == '\'' && !is_word(before)) {  // not a digit separator
            end = literal_end(text, at);
            blank(code, at + 1, end - 1);
        }
        at = end;
    }
    return code;
}

Violations includes(const Source& source)
{
    static const std::regex own("#include \"([^\"]+)\".*");
    static const std::regex sockets(R"(#include <(boost/)?(asio|beast)[/.].*)");
    Violations found;
    for_each_line(source.text, [&](std::string_view line, std::size_t number) {
        std::match_results<std::string_view::const_iterator> match;
        if (std::regex_match(line.begin(), line.end(), match, own)) {
            const std::string included = match[1];
            if (!may_include(source.path, included))
                found.push_back({source.path, number, "includes " + included});
        } else if (std::regex_match(line.begin(), line.end(), sockets) &&
                   !may_use_sockets(source.path)) {
            found.push_back({source.path, number, "uses Asio"});
        } else if (line.starts_with("#include <quickfix/") && !may_use_quickfix(source.path)) {
            found.push_back({source.path, number, "uses QuickFIX"});
        }
    });
    return found;
}

Violations lines(const Source& source)
{
    static const std::regex left(std::string(R"(\b(TO)") + "DO|FIX" + R"(ME|XX)" + R"(X)\b)");
    Violations found;
    for_each_line(source.text, [&](std::string_view line, std::size_t number) {
        if (const std::size_t columns = columns_of(line); columns > line_columns_max)
            found.push_back({source.path, number, std::to_string(columns) + " columns"});
        if (line.find('\t') != std::string_view::npos)
            found.push_back({source.path, number, "a tab"});
        if (std::regex_search(line.begin(), line.end(), left))
            found.push_back({source.path, number, "work left"});
    });
    return found;
}

Violations functions(const Source& source)
{
    Violations found;
    std::size_t begin = 0;  // of the body we are in; 0: in none
    std::ptrdiff_t depth = 0;
    std::ptrdiff_t depth_inside = 0;
    const std::string code = code_of(source.text);
    for_each_line(code, [&](std::string_view line, std::size_t number) {
        depth += std::count(line.begin(), line.end(), '{');
        depth -= std::count(line.begin(), line.end(), '}');
        if (begin == 0 && opens_body(line)) {
            begin = number;
            depth_inside = depth;
        } else if (begin != 0 && depth < depth_inside) {
            if (const std::size_t size = number - begin + 1; size > function_lines_max)
                found.push_back(
                    {source.path, begin, "a function of " + std::to_string(size) + " lines"});
            begin = 0;
        }
    });
    return found;
}

Violations files(const Source& source)
{
    Violations found;
    std::size_t count = 0;
    std::string_view second;
    for_each_line(source.text, [&](std::string_view line, std::size_t number) {
        count = number;
        if (number == 2) second = line;
    });
    const bool may_be_long = is_among(long_files, source.path) && count <= 2 * file_lines_max;
    if (count > file_lines_max && !may_be_long)
        found.push_back({source.path, count, "a file of " + std::to_string(count) + " lines"});
    if (!source.text.starts_with("// ") || second.starts_with("//"))
        found.push_back({source.path, 1, "no one-line comment that says what the file is"});
    if (source.path.ends_with(".hpp") &&
        code_of(source.text).find("#pragma once\n") == std::string::npos)
        found.push_back({source.path, 1, "no #pragma once"});
    return found;
}

Violations banned_calls(const Source& source)
{
    static const std::regex endl(R"(\bstd::endl\b)");
    static const std::regex iostream(R"(#include <iostream>.*)");
    Violations found;
    for_each_line(code_of(source.text), [&](std::string_view line, std::size_t number) {
        const auto says = [&](const std::regex& pattern) {
            return std::regex_search(line.begin(), line.end(), pattern);
        };
        if (says(endl)) found.push_back({source.path, number, "std::endl"});
        if (!is_feed_path(source.path)) return;
        if (says(iostream)) found.push_back({source.path, number, "iostream"});
        for (const Ban& ban : feed_path_bans())
            if (says(ban.pattern) && !(ban.excepted && is_among(start_files, source.path)))
                found.push_back({source.path, number, std::string(ban.name)});
    });
    return found;
}

}  // namespace gapwire::style
