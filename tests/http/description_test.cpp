// Answers keep to config/openapi.json, and metrics to the format of Prometheus.
#include <boost/json.hpp>
#include <cstdlib>
#include <regex>

#include "tests/http/world.hpp"

namespace gapwire::http::test {
namespace {

/// The part of JSON Schema that the description uses.
class Schemas {
 public:
    explicit Schemas(const json::value& document) : document_(document) {}

    /// What is wrong with a value, with its place; empty: nothing.
    std::string check(const json::value& value, const json::object& schema,
                      const std::string& place) const
    {
        if (const json::value* ref = schema.if_contains("$ref")) {
            const std::string name(ref->as_string());
            return check(value,
                         document_.at("components")
                             .at("schemas")
                             .at(name.substr(name.rfind('/') + 1))
                             .as_object(),
                         place);
        }
        if (const json::value* choices = schema.if_contains("oneOf")) {
            std::string wrong;
            for (const json::value& choice : choices->as_array()) {
                const std::string why = check(value, choice.as_object(), place);
                if (why.empty()) return {};
                wrong = wrong.empty() ? why : wrong;
            }
            return wrong;
        }
        if (std::string wrong = check_type(value, schema, place); !wrong.empty()) return wrong;
        if (value.is_string()) return check_string(value, schema, place);
        if (value.is_array()) return check_array(value, schema, place);
        return value.is_object() ? check_object(value.as_object(), schema, place) : std::string();
    }

 private:
    static bool is_of(const json::value& value, std::string_view type)
    {
        if (type == "null") return value.is_null();
        if (type == "boolean") return value.is_bool();
        if (type == "string") return value.is_string();
        if (type == "array") return value.is_array();
        if (type == "object") return value.is_object();
        if (type == "number") return value.is_number();
        return type == "integer" && (value.is_int64() || value.is_uint64());
    }
    static std::string check_type(const json::value& value, const json::object& schema,
                                  const std::string& place)
    {
        const json::value& type = schema.at("type");
        bool is_right = false;
        if (type.is_string()) is_right = is_of(value, std::string_view(type.as_string()));
        if (type.is_array())
            for (const json::value& one : type.as_array())
                is_right |= is_of(value, std::string_view(one.as_string()));
        return is_right ? "" : place + ": " + json::serialize(value) + " is of another type";
    }
    static std::string check_string(const json::value& value, const json::object& schema,
                                    const std::string& place)
    {
        const std::string text(value.as_string());
        if (const json::value* pattern = schema.if_contains("pattern"))
            if (!std::regex_search(text, std::regex(std::string(pattern->as_string()))))
                return place + ": " + text + " does not fit";
        const json::value* const names = schema.if_contains("enum");
        if (names == nullptr) return {};
        for (const json::value& name : names->as_array())
            if (name == value) return {};
        return place + ": " + text + " is none of them";
    }
    std::string check_array(const json::value& value, const json::object& schema,
                            const std::string& place) const
    {
        for (const json::value& item : value.as_array())
            if (std::string wrong = check(item, schema.at("items").as_object(), place + "[]");
                !wrong.empty())
                return wrong;
        return {};
    }
    std::string check_object(const json::object& object, const json::object& schema,
                             const std::string& place) const
    {
        if (const json::value* required = schema.if_contains("required"))
            for (const json::value& key : required->as_array())
                if (!object.contains(std::string_view(key.as_string())))
                    return place + ": there is no " + std::string(key.as_string());
        const json::value* const properties = schema.if_contains("properties");
        const json::value* const more = schema.if_contains("additionalProperties");
        for (const auto& [key, value] : object) {
            const std::string below = place + '.' + std::string(key);
            const json::value* rule =
                properties == nullptr ? nullptr : properties->as_object().if_contains(key);
            if (rule == nullptr) rule = more;
            if (rule == nullptr || (rule->is_bool() && rule->as_bool())) continue;
            if (rule->is_bool()) return below + " is not described";
            if (std::string wrong = check(value, rule->as_object(), below); !wrong.empty())
                return wrong;
        }
        return {};
    }

    const json::value& document_;
};

/// A kind of alert of each form, so that every key is seen.
std::vector<Alert> all_kinds()
{
    std::vector<Alert> all;
    for (const AlertKind kind : {AlertKind::gap, AlertKind::velocity, AlertKind::basket,
                                 AlertKind::contagion, AlertKind::record, AlertKind::limit_distance,
                                 AlertKind::halt, AlertKind::blind, AlertKind::imbalance}) {
        Alert alert = alert_of(0x100 + all.size() * 16, "NVDA");
        alert.kind = kind;
        alert.limit_source = LimitSource::rule;
        alert.record = {.since = {2022, 9, 13}, .from = {1999, 1, 4}};
        alert.roster.crossed = alert.roster.members = 1;
        alert.roster.entries[0].symbol = symbol_of("NVDA");
        alert.venue = {{'X', 'A', 'M', 'S'}};
        alert.cause = BlindCause::lines_silent;
        all.push_back(alert);
    }
    return all;
}

std::string filled(std::string path)
{
    const auto replace = [&](const std::string& name, const std::string& value) {
        if (const std::size_t at = path.find(name); at != std::string::npos)
            path.replace(at, name.size(), value);
    };
    replace("{id}", "0");
    replace("{incident}", "0000000000000010");
    return path;
}

TEST(Description, EveryAnswerIsAsDescribed)
{
    World world;
    world.trade(0, {128'330'000'000});
    const Running running(world, {.requests_burst_max = 10'000}, store_with(all_kinds()));
    const json::value document = json::parse(get(running.port(), "/api/v1/openapi.json").body);
    ASSERT_EQ(document.at("openapi"), "3.1.0");
    const Schemas schemas(document);
    std::size_t checked = 0;
    for (const auto& [path, methods] : document.at("paths").as_object())
        for (const auto& [method, operation] : methods.as_object()) {
            std::string body = R"({"why":"w","who":"anna")";
            if (path == "/api/v1/silences" || path == "/api/v1/drills")
                body += R"(,"scope":"symbol","target":"NVDA")";
            if (method == "post" && body.size() > 30) body += R"(,"minutes":5)";
            std::string verb(method);
            for (char& c : verb) c = static_cast<char>(std::toupper(c));
            const bool is_get = method == "get";
            const Answer answer =
                fetch(running.port(), verb, filled(std::string(path)),
                      is_get ? "" : "X-Gapwire: 1\r\nContent-Type: application/json\r\n",
                      is_get ? "" : body + '}');
            const auto& responses = operation.at("responses").as_object();
            ASSERT_TRUE(responses.contains(std::to_string(answer.status)) ||
                        answer.headers.at("content-type").starts_with("text/plain"))
                << path << ' ' << answer.status << ' ' << answer.body;
            ++checked;
            if (answer.headers.at("content-type") != "application/json") continue;
            const json::object& schema = responses.at(std::to_string(answer.status))
                                             .at("content")
                                             .at("application/json")
                                             .at("schema")
                                             .as_object();
            EXPECT_EQ(schemas.check(json::parse(answer.body), schema, std::string(path)), "");
        }
    EXPECT_GT(checked, 20u);
    const Answer problem = get(running.port(), "/api/v1/nothing");
    EXPECT_EQ(schemas.check(json::parse(problem.body), {{"$ref", "#/components/schemas/Problem"}},
                            "problem"),
              "");
}

TEST(Description, MetricsAreInTheFormatOfPrometheus)
{
    World world;
    const Running running(world, {}, store_with(all_kinds()));
    const Answer answer = get(running.port(), "/metrics");
    EXPECT_EQ(answer.headers.at("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    for (const char* line :
         {"gapwire_feed_messages_total{feed=\"test\"} 3",
          "gapwire_line_packets_total{feed=\"test\",line=\"A\"} 7",
          "gapwire_alerts_total{rule=\"gap_down\",severity=\"warning\"} 9", "gapwire_blind 1",
          "gapwire_events_total{thread=\"feed\",event=\"messages_delivered\"} 3",
          "gapwire_store_up 1", "gapwire_ws_clients 0"})
        EXPECT_NE(answer.body.find(std::string(line) + '\n'), std::string::npos) << line;
    const auto file = folder() / "metrics.txt";
    std::ofstream(file) << answer.body;
    if (std::system("command -v promtool >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "promtool is not there";
    const std::string command = "promtool check metrics <'" + file.string() + "' >'" +
                                (folder() / "said.txt").string() + "' 2>&1";
    const int status = std::system(command.c_str());
    std::ifstream said(folder() / "said.txt");
    EXPECT_EQ(status, 0) << std::string(std::istreambuf_iterator<char>(said), {});
}

}  // namespace
}  // namespace gapwire::http::test
