// What rows of the log other than alerts say, as JSON and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/store/alert_store.hpp"

namespace gapwire::alerts {

/// The kinds of rows; those of operators are named as to_text(ActionKind) has them, those of
/// deliveries as to_text(SettleKind).
namespace log_kind {
inline constexpr std::string_view format = "format";
inline constexpr std::string_view start = "start";
inline constexpr std::string_view stop = "stop";
inline constexpr std::string_view blind = "blind";
inline constexpr std::string_view sink = "sink";
inline constexpr std::string_view alert = "alert";
}  // namespace log_kind

constexpr std::string_view to_text(SettleKind kind) noexcept
{
    switch (kind) {
        case SettleKind::delivered: return "delivered";
        case SettleKind::failed: return "failed";
        case SettleKind::dead: return "dead";
        case SettleKind::skipped: return "skipped";
    }
    return "?";
}

std::optional<ActionKind> action_kind_of(std::string_view kind) noexcept;
std::optional<SettleKind> settle_kind_of(std::string_view kind) noexcept;

/// One row about several alerts of one sink, with the same outcome.
struct SettledRow {
    std::string sink;
    std::vector<std::int64_t> alerts;  // the rows of the alerts
    SettleKind kind = SettleKind::delivered;
    std::string why;
    Timestamp next = Timestamp::none();
};

std::string format_payload(std::string_view replaces);
std::string start_payload(const RunInfo& run);
std::string blind_payload(const BlindInterval& interval);
std::string sink_payload(std::string_view sink);
std::string settled_payload(const SettledRow& row);
std::string action_payload(const OperatorAction& action);

// Each gives nothing for text that is no such payload. Keys that are not known are passed over.
std::optional<int> parse_format(std::string_view payload);
std::optional<BlindInterval> parse_blind(std::string_view payload);
std::optional<std::string> parse_sink(std::string_view payload);
std::optional<SettledRow> parse_settled(SettleKind kind, std::string_view payload);
std::optional<OperatorAction> parse_action(ActionKind kind, std::string_view payload);
/// Whether it is one JSON object: all that is asked of rows of other kinds.
bool is_object(std::string_view payload);

}  // namespace gapwire::alerts
