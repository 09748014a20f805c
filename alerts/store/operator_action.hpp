// What an operator does about alerts: rows of the store, which never feed back into rules.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/types.hpp"

namespace gapwire::alerts {

enum class ActionKind : std::uint8_t {
    acknowledge,
    silence,
    unsilence,  // ends every silence of the same scope and target
    note,
    escalate,
    drill,  // what it is about is an exercise, until then
};

/// What an action is about; acknowledge, escalate and note: an incident.
enum class ActionScope : std::uint8_t { incident, rule, symbol };

/// REQUIRES: a target and who, not empty, of at most 64 bytes; `why` of at most 4,096.
struct OperatorAction {
    ActionKind kind = ActionKind::note;
    ActionScope scope = ActionScope::incident;
    std::string target;  // 16 hex digits of the incident, the rule's name, the symbol
    std::string who;
    std::string why;                      // the text of a note; may be empty elsewhere
    Timestamp until = Timestamp::none();  // silence, drill: needed; else none
    friend bool operator==(const OperatorAction&, const OperatorAction&) = default;
};

constexpr std::string_view to_text(ActionKind kind) noexcept
{
    switch (kind) {
        case ActionKind::acknowledge: return "acknowledge";
        case ActionKind::silence: return "silence";
        case ActionKind::unsilence: return "unsilence";
        case ActionKind::note: return "note";
        case ActionKind::escalate: return "escalate";
        case ActionKind::drill: return "drill";
    }
    return "?";
}

constexpr std::string_view to_text(ActionScope scope) noexcept
{
    switch (scope) {
        case ActionScope::incident: return "incident";
        case ActionScope::rule: return "rule";
        case ActionScope::symbol: return "symbol";
    }
    return "?";
}

/// How an incident is named as a target: 16 hexadecimal digits, as in JSON.
std::string incident_text(std::uint64_t incident);
/// An incident or alert by its name: 1 to 16 hexadecimal digits; nothing for anything else.
std::optional<std::uint64_t> parse_incident(std::string_view text) noexcept;

}  // namespace gapwire::alerts
