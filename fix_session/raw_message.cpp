// FIX messages as text.
#include "fix_session/raw_message.hpp"

#include <cstdlib>
#include <set>

namespace gapwire {
namespace fix_session {
namespace {

bool is_header(const std::string& tag)
{
    static const std::set<std::string> tags{"35", "49",  "56",  "115", "128",  "34",  "50", "142",
                                            "57", "143", "116", "144", "129",  "145", "43", "97",
                                            "52", "122", "347", "369", "1128", "1129"};
    return tags.count(tag) != 0;
}

/// What session messages say that the session layer reads. No data fields: QuickFIX 1.15 does not
/// survive one whose length lies.
bool is_of_session_body(const std::string& tag)
{
    static const std::set<std::string> tags{"7",   "16",  "36",  "45",  "58",  "98",
                                            "108", "112", "123", "141", "371", "372",
                                            "373", "464", "553", "554", "789", "1137"};
    return tags.count(tag) != 0;
}

unsigned sum_of(const std::string& text, std::size_t size)
{
    unsigned sum = 0;
    for (std::size_t i = 0; i < size; ++i) sum += static_cast<unsigned char>(text[i]);
    return sum % 256;
}

/// Where the fields behind the header begin, from BodyLength on; npos: it has none.
std::size_t body_of(const std::string& raw)
{
    std::size_t at = raw.find(
        "\x01"
        "35=");
    while (at != std::string::npos && at + 1 < raw.size()) {
        const std::size_t sign = raw.find('=', at);
        if (sign == std::string::npos) break;
        if (!is_header(raw.substr(at + 1, sign - at - 1))) return at + 1;
        at = raw.find('\x01', sign);
    }
    return std::string::npos;
}

/// BodyLength and CheckSum around fields.
std::string framed(const std::string& begin_string, const std::string& fields)
{
    std::string text = begin_string +
                       "\x01"
                       "9=" +
                       std::to_string(fields.size()) + "\x01" + fields;
    const std::string digits = std::to_string(1000 + sum_of(text, text.size()));
    return text + "10=" + digits.substr(1) + "\x01";
}

}  // namespace

std::uint64_t number_in(const std::string& raw)
{
    const std::size_t at = raw.find(
        "\x01"
        "34=");
    return at == std::string::npos ? 0 : std::strtoull(raw.c_str() + at + 4, nullptr, 10);
}

bool is_of_type(const std::string& raw, char type)
{
    return raw.find(std::string("\x01"
                                "35=") +
                    type + '\x01') != std::string::npos;
}

bool is_possible_duplicate(const std::string& raw)
{
    const std::size_t body = body_of(raw);
    const std::size_t flag = raw.find(
        "\x01"
        "43=Y\x01");
    return flag != std::string::npos && flag < body;
}

std::string for_session(const std::string& raw)
{
    const std::size_t end = raw.rfind("10=");
    const std::size_t type = raw.find(
        "\x01"
        "35=");
    const std::size_t begin_end = raw.find('\x01');
    if (end == std::string::npos || type == std::string::npos || type + 5 >= raw.size()) return raw;
    if (std::strtoul(raw.c_str() + end + 3, nullptr, 10) != sum_of(raw, end)) return raw;
    const bool is_of_session =
        raw[type + 5] == '\x01' && std::string("012345A").find(raw[type + 4]) != std::string::npos;
    std::string fields;
    for (std::size_t at = type + 1; at < end;) {
        const std::size_t sign = raw.find('=', at);
        const std::size_t field_end = raw.find('\x01', at);
        if (sign == std::string::npos || field_end == std::string::npos) break;
        const std::string tag = raw.substr(at, sign - at);
        if (is_header(tag) || (is_of_session && is_of_session_body(tag)))
            fields += raw.substr(at, field_end + 1 - at);
        else if (!is_of_session)
            break;
        at = field_end + 1;
    }
    return framed(raw.substr(0, begin_end), fields);
}

std::string with_end(const std::string& request, std::uint64_t end)
{
    const std::size_t type = request.find("35=");
    const std::size_t mark = request.find(
        "\x01"
        "16=");
    const std::size_t trailer = request.rfind("10=");
    if (type == std::string::npos || mark == std::string::npos || trailer == std::string::npos)
        return request;
    const std::size_t rest = request.find('\x01', mark + 1);
    return framed(request.substr(0, request.find('\x01')),
                  request.substr(type, mark + 4 - type) + std::to_string(end) +
                      request.substr(rest, trailer - rest));
}

std::string with_body_of(const std::string& original, const std::string& again)
{
    const std::size_t type = again.find("35=");
    const std::size_t from = body_of(original);
    const std::size_t to = body_of(again);
    const std::size_t end = original.rfind("10=");
    if (type == std::string::npos || from == std::string::npos || to == std::string::npos ||
        end == std::string::npos || end < from)
        return again;
    return framed(again.substr(0, again.find('\x01')),
                  again.substr(type, to - type) + original.substr(from, end - from));
}

bool numbers_fit(const std::string& raw)
{
    for (const char* tag : {"\x01"
                            "34=",
                            "\x01"
                            "36=",
                            "\x01"
                            "7=",
                            "\x01"
                            "16="}) {
        const std::size_t at = raw.find(tag);
        if (at == std::string::npos) continue;
        const std::size_t begin = raw.find('=', at) + 1;
        const std::size_t size = raw.find('\x01', begin) - begin;
        if (size > 9) return false;
    }
    return true;
}

}  // namespace fix_session
}  // namespace gapwire
