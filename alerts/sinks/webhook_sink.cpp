// Alerts as webhooks: Standard Webhooks, and the bodies that Slack and Teams want.
#include "alerts/sinks/webhook_sink.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <utility>

#include "alerts/marked.hpp"
#include "alerts/sinks/signature.hpp"
#include "core/clock.hpp"
#include "core/error.hpp"

namespace gapwire::alerts {
namespace {

namespace json = boost::json;

constexpr std::int64_t ns_per_s = 1'000'000'000;
constexpr long status_gone = 410;

/// As Slack wants text: these three characters mean something there.
std::string slack_text(std::string_view text)
{
    std::string safe;
    for (const char c : text) switch (c) {
            case '&': safe += "&amp;"; break;
            case '<': safe += "&lt;"; break;
            case '>': safe += "&gt;"; break;
            default: safe += c;
        }
    return safe;
}

/// A message with an adaptive card of one block of text.
json::value teams_card(std::string_view text)
{
    const json::object block{{"type", "TextBlock"}, {"text", text}, {"wrap", true}};
    const json::object card{{"$schema", "http://adaptivecards.io/schemas/adaptive-card.json"},
                            {"type", "AdaptiveCard"},
                            {"version", "1.4"},
                            {"body", json::array{block}}};
    const json::object attachment{{"contentType", "application/vnd.microsoft.card.adaptive"},
                                  {"contentUrl", nullptr},
                                  {"content", card}};
    return json::object{{"type", "message"}, {"attachments", json::array{attachment}}};
}

std::string body_of(WebhookFormat format, const std::string& text)
{
    if (format == WebhookFormat::slack)
        return json::serialize(json::object{{"text", slack_text(text)}});
    return json::serialize(teams_card(text));
}

}  // namespace

WebhookSink::WebhookSink(SinkSettings settings)
    : settings_(std::move(settings)), key_(signing_key(settings_.webhook.secret))
{
    if (key_.empty() && !settings_.webhook.secret.empty())
        throw OperatorError(ExitCode::config,
                            fmt::format("sink {}: behind whsec_ stands no base64", settings_.name));
}

SinkStatus WebhookSink::deliver_marked(const Alert& alert, const Marks& marks)
{
    const WebhookFormat format = settings_.webhook.format;
    return post(delivery_key(alert), format == WebhookFormat::json
                                         ? marked_json(alert, marks)
                                         : body_of(format, marked_text(alert, marks, settings_)));
}

SinkStatus WebhookSink::deliver_list(std::span<const Alert> alerts, std::string_view title)
{
    const WebhookFormat format = settings_.webhook.format;
    return post(list_key(alerts), format == WebhookFormat::json
                                      ? list_json(alerts, title)
                                      : body_of(format, list_text(alerts, title, settings_)));
}

SinkStatus WebhookSink::post(const std::string& id, std::string body)
{
    const std::string timestamp = fmt::to_string(wall_clock().ns / ns_per_s);
    CurlRequest request{.url = settings_.webhook.url,
                        .timeout_ms = settings_.webhook.timeout_ms,
                        .ca_file = settings_.webhook.ca_file.string()};
    request.headers = {"Content-Type: application/json", "User-Agent: gapwire",
                       "Expect:", "webhook-id: " + id, "webhook-timestamp: " + timestamp};
    if (!key_.empty())
        request.headers.push_back("webhook-signature: " +
                                  webhook_signature(key_, id, timestamp, body));
    request.body = std::move(body);
    const CurlReply reply = call_.post(request);
    retry_after_ns_ = reply.retry_after_ns;
    failure_ = reply.is_answered ? fmt::format("answers {}", reply.status) : reply.why;
    if (!reply.is_answered) return SinkStatus::failed;
    if (reply.status == status_gone) return SinkStatus::refused;
    if (reply.status < 200 || reply.status >= 300) return SinkStatus::failed;
    failure_.clear();
    return SinkStatus::ok;
}

}  // namespace gapwire::alerts
