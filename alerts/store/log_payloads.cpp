// What rows of the log other than alerts say, as JSON and back.
#include "alerts/store/log_payloads.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <charconv>

namespace gapwire::alerts {
namespace {

namespace json = boost::json;

json::value time_value(Timestamp time)
{
    return time.is_none() ? json::value() : json::value(time.ns);
}

/// Text that operators and configurations give may be no UTF-8: bytes that are not ASCII and do not
/// form it become '?', because SQLite and JSON want it.
json::string text_value(std::string_view text)
{
    const std::string quoted = json::serialize(json::string(text));
    boost::system::error_code error;
    const json::value back = json::parse(quoted, error);
    if (!error) return back.as_string();
    json::string safe(text);
    for (char& c : safe)
        if (static_cast<unsigned char>(c) >= 0x80) c = '?';
    return safe;
}

std::optional<json::object> object_in(std::string_view payload)
{
    boost::system::error_code error;
    json::value value = json::parse(payload, error);
    if (error || !value.is_object()) return std::nullopt;
    return std::move(value.as_object());
}

/// Collects what fields say, and whether each was there and of its kind.
class Fields {
 public:
    explicit Fields(std::string_view payload) : object_(object_in(payload)) {}

    std::string text(std::string_view name)
    {
        const json::value* const value = find(name);
        if (value != nullptr && value->is_string()) return std::string(value->as_string());
        is_good_ = false;
        return {};
    }
    std::int64_t integer(std::string_view name)
    {
        const json::value* const value = find(name);
        if (value != nullptr && value->is_int64()) return value->as_int64();
        is_good_ = false;
        return 0;
    }
    Timestamp time_or_none(std::string_view name)
    {
        const json::value* const value = find(name);
        if (value == nullptr || value->is_null()) return Timestamp::none();
        return {integer(name)};
    }
    std::vector<std::int64_t> integers(std::string_view name)
    {
        std::vector<std::int64_t> found;
        const json::value* const value = find(name);
        const json::array* const list = value == nullptr ? nullptr : value->if_array();
        is_good_ = is_good_ && list != nullptr;
        if (list == nullptr) return found;
        for (const json::value& item : *list) {
            is_good_ = is_good_ && item.is_int64();
            if (item.is_int64()) found.push_back(item.as_int64());
        }
        return found;
    }
    template <class T>
    std::optional<T> if_good(T&& parsed) const
    {
        return is_good_ ? std::optional<T>(std::move(parsed)) : std::nullopt;
    }
    void refuse() noexcept { is_good_ = false; }

 private:
    const json::value* find(std::string_view name) const
    {
        return object_ ? object_->if_contains(name) : nullptr;
    }

    std::optional<json::object> object_;
    bool is_good_ = true;
};

std::optional<ActionScope> scope_of(std::string_view name) noexcept
{
    for (const auto scope : {ActionScope::incident, ActionScope::rule, ActionScope::symbol})
        if (to_text(scope) == name) return scope;
    return std::nullopt;
}

}  // namespace

std::string incident_text(std::uint64_t incident)
{
    return fmt::format("{:016x}", incident);
}

std::optional<std::uint64_t> parse_incident(std::string_view text) noexcept
{
    constexpr std::size_t digits_max = 16;
    std::uint64_t id = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, id, 16);
    if (error != std::errc() || stop != end || text.size() > digits_max) return std::nullopt;
    return id;
}

std::optional<ActionKind> action_kind_of(std::string_view kind) noexcept
{
    for (const auto action : {ActionKind::acknowledge, ActionKind::silence, ActionKind::unsilence,
                              ActionKind::note, ActionKind::escalate, ActionKind::drill})
        if (to_text(action) == kind) return action;
    return std::nullopt;
}

std::optional<SettleKind> settle_kind_of(std::string_view kind) noexcept
{
    for (const auto settled :
         {SettleKind::delivered, SettleKind::failed, SettleKind::dead, SettleKind::skipped})
        if (to_text(settled) == kind) return settled;
    return std::nullopt;
}

std::string format_payload(std::string_view replaces)
{
    json::object object{{"format", store_format}};
    object["replaces"] = replaces.empty() ? json::value() : json::value(text_value(replaces));
    return json::serialize(object);
}

std::string start_payload(const RunInfo& run)
{
    return json::serialize(json::object{{"config_hash", text_value(run.config_hash)},
                                        {"rule_version", text_value(run.rule_version)},
                                        {"build", text_value(run.build)}});
}

std::string blind_payload(const BlindInterval& interval)
{
    return json::serialize(json::object{
        {"from", interval.from.ns}, {"to", interval.to.ns}, {"why", text_value(interval.why)}});
}

std::string sink_payload(std::string_view sink)
{
    return json::serialize(json::object{{"sink", text_value(sink)}});
}

std::string settled_payload(const SettledRow& row)
{
    json::object object{{"sink", text_value(row.sink)}};
    object["alerts"] = json::array(row.alerts.begin(), row.alerts.end());
    if (row.kind != SettleKind::delivered) object["why"] = text_value(row.why);
    if (row.kind == SettleKind::failed) object["next"] = time_value(row.next);
    return json::serialize(object);
}

std::string action_payload(const OperatorAction& action)
{
    return json::serialize(json::object{{"scope", to_text(action.scope)},
                                        {"target", text_value(action.target)},
                                        {"who", text_value(action.who)},
                                        {"why", text_value(action.why)},
                                        {"until", time_value(action.until)}});
}

std::optional<int> parse_format(std::string_view payload)
{
    Fields fields(payload);
    return fields.if_good(static_cast<int>(fields.integer("format")));
}

std::optional<BlindInterval> parse_blind(std::string_view payload)
{
    Fields fields(payload);
    BlindInterval interval{{fields.integer("from")}, {fields.integer("to")}, fields.text("why")};
    return fields.if_good(std::move(interval));
}

std::optional<std::string> parse_sink(std::string_view payload)
{
    Fields fields(payload);
    std::string sink = fields.text("sink");
    return fields.if_good(std::move(sink));
}

std::optional<SettledRow> parse_settled(SettleKind kind, std::string_view payload)
{
    Fields fields(payload);
    SettledRow row{fields.text("sink"), fields.integers("alerts"), kind, {}, Timestamp::none()};
    if (kind != SettleKind::delivered) row.why = fields.text("why");
    if (kind == SettleKind::failed) row.next = fields.time_or_none("next");
    return fields.if_good(std::move(row));
}

std::optional<OperatorAction> parse_action(ActionKind kind, std::string_view payload)
{
    Fields fields(payload);
    const auto scope = scope_of(fields.text("scope"));
    if (!scope) fields.refuse();
    OperatorAction action{kind,
                          scope.value_or(ActionScope::incident),
                          fields.text("target"),
                          fields.text("who"),
                          fields.text("why"),
                          fields.time_or_none("until")};
    return fields.if_good(std::move(action));
}

bool is_object(std::string_view payload)
{
    return object_in(payload).has_value();
}

}  // namespace gapwire::alerts
