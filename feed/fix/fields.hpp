// The fields of one FIX message as they are written, for tools: tag and value, one after the other.
#pragma once

#include <algorithm>
#include <string_view>

#include "feed/fix/decoder.hpp"
#include "feed/fix/values.hpp"

namespace gapwire::fix {

/// Calls visit(tag, value) for each field of the body, in order. Data fields are whole; what is not
/// `tag=value` comes with an empty tag.
template <class Visit>
void for_each_field(const Message& message, Visit&& visit)
{
    const std::string_view body(reinterpret_cast<const char*>(message.bytes.data()) + message.body,
                                message.end - message.body);
    std::uint64_t data_size = 0;
    bool is_data = false;
    for (std::size_t at = 0; at < body.size();) {
        std::size_t end = std::min(body.find(soh, at), body.size());
        const std::size_t sign = std::min(body.find('=', at), end);
        const bool has_sign = sign < end;
        if (is_data && has_sign && data_size <= body.size() - sign - 1)
            end = std::max<std::size_t>(end, sign + 1 + data_size);
        const std::string_view tag = body.substr(at, has_sign ? sign - at : 0);
        const std::size_t value = has_sign ? sign + 1 : at;
        visit(tag, body.substr(value, end - value));
        is_data = is_data_length(tag) && parse_unsigned(body.substr(value, end - value), data_size);
        at = end + 1;
    }
}

}  // namespace gapwire::fix
