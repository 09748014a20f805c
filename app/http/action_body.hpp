// Bodies of requests that an operator sends, read strictly.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "alerts/store/operator_action.hpp"

namespace gapwire::http {

/// Which keys a body may have, beside `why` and `who`.
enum class BodyKind : std::uint8_t {
    incident,   // none: what it is about stands in the path
    silence,    // scope, target, minutes or until
    unsilence,  // scope, target
};

/// Reads a body. `token_name`: who it is by the token; empty: the body says. Returns what is wrong,
/// with the key it is about, or nothing.
std::optional<std::string> read_action(std::string_view body, BodyKind kind,
                                       const std::string& token_name, Timestamp now,
                                       alerts::OperatorAction& action);

/// At most so many minutes may a silence or a drill last: 366 days.
inline constexpr std::int64_t minutes_max = 366 * 24 * 60;

}  // namespace gapwire::http
