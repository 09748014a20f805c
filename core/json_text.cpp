// Pieces of JSON in ASCII.
#include "core/json_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "core/decimal.hpp"

namespace gapwire {

std::string json_quoted(std::string_view text)
{
    std::string json = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\')
            json.append({'\\', c});
        else if (c >= ' ' && c <= '~')
            json += c;
        else
            fmt::format_to(std::back_inserter(json), "\\u{:04x}", static_cast<unsigned char>(c));
    }
    return json += '"';
}

std::string json_quoted_or_null(std::string_view text)
{
    return text.empty() ? "null" : json_quoted(text);
}

std::string json_time(Timestamp time)
{
    return time.is_none() ? "null" : json_quoted(rfc3339(time));
}

std::string json_date(Date date)
{
    return json_quoted_or_null(to_text(date));
}

std::string json_price(Price price)
{
    return json_quoted_or_null(decimal(price));
}

std::string json_id(std::uint64_t id)
{
    return fmt::format("\"{:016x}\"", id);
}

}  // namespace gapwire
