// Bodies of requests that an operator sends.
#include "app/http/action_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "app/http/json_text.hpp"
#include "core/time.hpp"

namespace gapwire::http {
namespace {

namespace json = boost::json;

constexpr std::size_t name_bytes_max = 64;
constexpr std::size_t why_bytes_max = 4'096;
constexpr std::int64_t minute_ns = 60'000'000'000;

using Trouble = std::optional<std::string>;

bool has_controls(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t') || c == 0x7f;
    });
}

/// Reads a text of `least` to `most` bytes. A key that is not there is an empty text.
Trouble read_text(const json::object& body, std::string_view key, std::size_t least,
                  std::size_t most, std::string& to)
{
    to.clear();
    if (const json::value* const value = body.if_contains(key)) {
        if (!value->is_string()) return fmt::format("{}: want a string", key);
        to = std::string(value->get_string());
    }
    if (to.size() < least || to.size() > most)
        return fmt::format("{}: want {} to {} bytes", key, least, most);
    if (has_controls(to)) return fmt::format("{}: has control characters", key);
    return std::nullopt;
}

Trouble check_keys(const json::object& body, BodyKind kind)
{
    for (const auto& [key, value] : body) {
        const bool is_of_all = key == "why" || key == "who";
        const bool is_of_target = kind != BodyKind::incident && (key == "scope" || key == "target");
        const bool is_of_time = kind == BodyKind::silence && (key == "minutes" || key == "until");
        if (!is_of_all && !is_of_target && !is_of_time)
            return fmt::format("{}: there is no such key here", std::string_view(key));
    }
    return std::nullopt;
}

Trouble read_target(const json::object& body, alerts::OperatorAction& action)
{
    std::string scope;
    if (auto trouble = read_text(body, "scope", 0, name_bytes_max, scope)) return trouble;
    bool is_known = false;
    for (const auto known :
         {alerts::ActionScope::incident, alerts::ActionScope::rule, alerts::ActionScope::symbol}) {
        if (to_text(known) != scope) continue;
        action.scope = known;
        is_known = true;
    }
    if (!is_known) return "scope: want \"incident\", \"rule\" or \"symbol\"";
    return read_text(body, "target", 1, name_bytes_max, action.target);
}

Trouble read_until(const json::object& body, Timestamp now, alerts::OperatorAction& action)
{
    const json::value* const minutes = body.if_contains("minutes");
    const json::value* const until = body.if_contains("until");
    if ((minutes == nullptr) == (until == nullptr)) return "want either minutes or until";
    if (minutes != nullptr) {
        if (!minutes->is_int64() || minutes->get_int64() < 1 || minutes->get_int64() > minutes_max)
            return fmt::format("minutes: want a whole number from 1 to {}", minutes_max);
        action.until = {now.ns + minutes->get_int64() * minute_ns};
        return std::nullopt;
    }
    if (!until->is_string()) return "until: want a string";
    const auto time = parse_rfc3339(std::string_view(until->get_string()));
    if (!time) return "until: want a time like 2025-01-27T14:30:00Z";
    if (*time <= now) return "until: that is over";
    if (time->ns - now.ns > minutes_max * minute_ns)
        return fmt::format("until: at most {} minutes from now", minutes_max);
    action.until = *time;
    return std::nullopt;
}

}  // namespace

std::optional<std::string> read_action(std::string_view body, BodyKind kind,
                                       const std::string& token_name, Timestamp now,
                                       alerts::OperatorAction& action)
{
    boost::system::error_code error;
    json::parse_options strict;
    strict.max_depth = 4;
    const json::value parsed =
        json::parse(json::string_view(body.data(), body.size()), error, {}, strict);
    if (error) return fmt::format("the body is no JSON: {}", error.message());
    if (!parsed.is_object()) return "the body is no JSON object";
    const json::object& object = parsed.get_object();
    if (auto trouble = check_keys(object, kind)) return trouble;
    const bool needs_why = action.kind == alerts::ActionKind::note ||
                           action.kind == alerts::ActionKind::silence ||
                           action.kind == alerts::ActionKind::drill;
    if (auto trouble = read_text(object, "why", needs_why ? 1 : 0, why_bytes_max, action.why))
        return trouble;
    if (!token_name.empty())
        action.who = token_name;
    else if (auto trouble = read_text(object, "who", 1, name_bytes_max, action.who))
        return trouble;
    if (kind != BodyKind::incident)
        if (auto trouble = read_target(object, action)) return trouble;
    return kind == BodyKind::silence ? read_until(object, now, action) : std::nullopt;
}

}  // namespace gapwire::http
