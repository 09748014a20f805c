// From a request to its answer.
#include "app/http/router.hpp"

#include <fmt/format.h>

#include <array>

#include "app/http/action_body.hpp"
#include "app/http/json_text.hpp"
#include "app/http/query.hpp"
#include "core/clock.hpp"

namespace gapwire::http {
namespace {

constexpr std::string_view api = "/api/v1/";

/// Takes a text off the front of another, if it is there.
bool take(std::string_view& path, std::string_view start)
{
    if (!path.starts_with(start)) return false;
    path.remove_prefix(start.size());
    return true;
}

Response not_allowed(std::string_view allow)
{
    Response answer = problem(405, fmt::format("this path knows {}", allow));
    answer.allow = allow;
    return answer;
}

Response not_there(const Target& target)
{
    return problem(404, fmt::format("there is no {}", target.path));
}

template <class E, std::size_t N>
E named(const Target& target, std::string_view key, const std::array<E, N>& all)
{
    for (const E one : all)
        if (to_text(one) == *target.find(key)) return one;
    throw BadQuery(fmt::format("{}: {} is none of them", key, *target.find(key)));
}

std::uint64_t id_in(const Target& target, std::string_view key)
{
    const auto id = alerts::parse_incident(*target.find(key));
    if (!id) throw BadQuery(fmt::format("{}: want up to 16 hexadecimal digits", key));
    return *id;
}

Timestamp time_in(const Target& target, std::string_view key)
{
    const std::string& text = *target.find(key);
    if (const auto date = parse_date(text)) return wall_time(*date, 0, "UTC");
    const auto time = parse_rfc3339(text);
    if (!time) throw BadQuery(fmt::format("{}: want a day or an instant", key));
    return *time;
}

alerts::AlertFilter filter_in(const Target& target)
{
    constexpr std::array severities{Severity::info, Severity::warning, Severity::critical,
                                    Severity::emergency};
    constexpr std::array states{AlertState::firing, AlertState::recovering, AlertState::unknown,
                                AlertState::withdrawn};
    allow_parameters(target, {"since", "symbol", "rule", "severity", "state", "incident", "id",
                              "limit", "before"});
    alerts::AlertFilter filter;
    const auto has = [&](std::string_view key) { return target.find(key) != nullptr; };
    if (has("since")) filter.since = time_in(target, "since");
    if (has("symbol")) filter.symbol = *target.find("symbol");
    if (has("rule")) filter.rule = *target.find("rule");
    if (has("severity")) filter.severity = named(target, "severity", severities);
    if (has("state")) filter.state = named(target, "state", states);
    if (has("incident")) filter.incident = id_in(target, "incident");
    if (has("id")) filter.id = id_in(target, "id");
    if (has("before"))
        filter.before = static_cast<std::int64_t>(number_in(target, "before", 1, INT64_MAX, 0));
    filter.limit = number_in(target, "limit", 1, 1'000, 100);
    return filter;
}

/// Paths that know POST or DELETE.
std::string_view changes_of(std::string_view path)
{
    if (path == "silences") return "GET, POST, DELETE";
    if (path == "drills") return "POST";
    if (!take(path, "incidents/")) return {};
    const std::size_t slash = path.find('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view verb = path.substr(slash + 1);
    return verb == "acknowledge" || verb == "note" || verb == "escalate" ? "POST" : "";
}

}  // namespace

Response Router::answer(const Request& request, const Target& target, const std::string& who,
                        bool may_see)
{
    try {
        std::string_view path = target.path;
        const std::string_view changes = take(path, api) ? changes_of(path) : std::string_view();
        if (is_change(request.method)) {
            const std::string_view verb = request.method == Method::post  ? "POST"
                                          : request.method == Method::del ? "DELETE"
                                                                          : "?";
            if (changes.find(verb) == std::string_view::npos)
                return not_allowed(changes.empty() ? "GET, HEAD" : changes);
            return change(request, target, who);
        }
        if (request.method == Method::options) return not_allowed("GET, HEAD");
        if (!changes.empty() && !changes.starts_with("GET")) return not_allowed(changes);
        return get(target, may_see);
    } catch (const BadQuery& bad) {
        return problem(400, bad.what());
    } catch (const std::exception& error) {
        return problem(500, error.what());
    }
}

Response Router::get(const Target& target, bool may_see)
{
    std::string_view path = target.path;
    if (path == "/livez") return live();
    if (path == "/readyz") return ready(may_see);
    if (path == "/metrics")
        return {.content_type = "text/plain; version=0.0.4; charset=utf-8",
                .body = metrics_text(desk_, connections_())};
    if (path == "/ws") {
        Response answer = problem(426, "this path wants a WebSocket");
        return answer;
    }
    if (take(path, api)) return get_api(target, path);
    return page_.get(path);
}

Response Router::get_api(const Target& target, std::string_view path)
{
    if (path == "alerts") return get_alerts(target);
    if (path.starts_with("instruments")) return get_instrument(target, path);
    if (path == "incidents") {
        allow_parameters(target, {"date", "open"});
        std::optional<Date> date;
        if (const std::string* text = target.find("date")) {
            date = parse_date(*text);
            if (!date) throw BadQuery("date: want YYYY-MM-DD");
        }
        const std::string* const open = target.find("open");
        if (open != nullptr && *open != "true" && *open != "false")
            throw BadQuery("open: want true or false");
        return json_answer(desk_.incidents_json(date, open != nullptr && *open == "true"));
    }
    if (take(path, "incidents/")) return get_incident(path);
    allow_parameters(target, {});
    if (path == "status") return json_answer(desk_.status_json());
    if (path == "watch") return json_answer(desk_.watch_json());
    if (path == "silences") return json_answer(desk_.silences_json());
    if (path == "rules") return json_answer(desk_.rules_json());
    if (path == "references") return json_answer(desk_.references_json());
    if (path == "feeds") return json_answer(fmt::format(R"({{"feeds":{}}})", desk_.feeds_json()));
    if (path == "counters") return json_answer(desk_.counters_json());
    if (path == "openapi.json") return json_answer(std::string(openapi_text()));
    return not_there(target);
}

Response Router::get_instrument(const Target& target, std::string_view path)
{
    if (path == "instruments") {
        allow_parameters(target, {"symbol", "limit", "offset"});
        const std::string* const symbol = target.find("symbol");
        return json_answer(
            desk_.instruments_json(symbol == nullptr ? std::nullopt : std::optional(*symbol),
                                   number_in(target, "limit", 1, 10'000, 1'000),
                                   number_in(target, "offset", 0, UINT32_MAX, 0)));
    }
    if (!take(path, "instruments/")) return not_there(target);
    const std::size_t slash = std::min(path.find('/'), path.size());
    const auto id = parse_number(path.substr(0, slash));
    const std::string_view what = path.substr(std::min(slash + 1, path.size()));
    if (what != "book" && what != "depth" && what != "bars") return not_there(target);
    const auto missing = [&] {
        return problem(404, fmt::format("no instrument {}", path.substr(0, slash)));
    };
    if (!id || *id >= UINT32_MAX) return missing();
    const auto instrument = static_cast<std::uint32_t>(*id);
    std::string json;
    if (what == "bars") {
        allow_parameters(target, {"seconds"});
        const auto seconds =
            static_cast<std::uint32_t>(number_in(target, "seconds", 1, 86'400, 60));
        json = desk_.quotes().bars_json(instrument, seconds);
    } else {
        allow_parameters(target, {});
        json = what == "depth" ? desk_.depth_json(instrument, "")
                               : desk_.quote_json(instrument).value_or("");
    }
    return json.empty() ? missing() : json_answer(std::move(json));
}

Response Router::get_incident(std::string_view path)
{
    const auto id = alerts::parse_incident(path);
    auto page = id ? desk_.incident_page_json(*id) : std::nullopt;
    if (!page) return problem(404, fmt::format("no incident {}", path));
    return json_answer(std::move(*page));
}

Response Router::get_alerts(const Target& target)
{
    return json_answer(desk_.alerts_json(filter_in(target)));
}

Response Router::change(const Request& request, const Target& target, const std::string& who)
{
    allow_parameters(target, {});
    std::string_view path = std::string_view(target.path).substr(api.size());
    alerts::OperatorAction action;
    if (path == "silences") {
        action.kind = request.method == Method::del ? alerts::ActionKind::unsilence
                                                    : alerts::ActionKind::silence;
        return act(request, who, action, false);
    }
    if (path == "drills") {
        action.kind = alerts::ActionKind::drill;
        return act(request, who, action, false);
    }
    take(path, "incidents/");
    const std::size_t slash = path.find('/');
    const std::string_view verb = path.substr(slash + 1);
    action.kind = verb == "acknowledge" ? alerts::ActionKind::acknowledge
                  : verb == "escalate"  ? alerts::ActionKind::escalate
                                        : alerts::ActionKind::note;
    action.target = path.substr(0, slash);
    if (!alerts::parse_incident(action.target))
        return problem(404, fmt::format("no incident {}", action.target));
    return act(request, who, action, true);
}

Response Router::act(const Request& request, const std::string& who, alerts::OperatorAction action,
                     bool is_of_incident)
{
    const bool is_end = action.kind == alerts::ActionKind::unsilence;
    const BodyKind kind = is_of_incident ? BodyKind::incident
                          : is_end       ? BodyKind::unsilence
                                         : BodyKind::silence;
    const auto wrong = read_action(request.body, kind, who, desk_.sources().wall(), action);
    if (wrong) return problem(400, *wrong);
    DeskNews news;
    const ActionResult result = desk_.act(std::move(action), news);
    if (result.json.empty()) return problem(result.status, result.why);
    if (tell_) tell_(news);
    return json_answer(fmt::format(R"({{"action":{}}})", result.json), is_end ? 200 : 201);
}

Response Router::live()
{
    const auto stalled = desk_.stalled(monotonic_ns());
    if (stalled.empty()) return {.content_type = "text/plain; charset=utf-8", .body = "ok\n"};
    return {.status = 503,
            .content_type = "text/plain; charset=utf-8",
            .body = fmt::format("no turn for five seconds: {}\n", fmt::join(stalled, ", "))};
}

Response Router::ready(bool may_see)
{
    const auto waiting = desk_.waiting_for();
    if (waiting.empty()) return {.content_type = "text/plain; charset=utf-8", .body = "ready\n"};
    return {.status = 503,
            .content_type = "text/plain; charset=utf-8",
            .body = may_see ? fmt::format("waiting for {}\n", fmt::join(waiting, "\nwaiting for "))
                            : "not ready\n"};
}

}  // namespace gapwire::http
