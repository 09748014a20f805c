// An alert as JSON and as text, with what is told beside it.
#include "alerts/marked.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "alerts/alert_json.hpp"
#include "alerts/alert_text.hpp"
#include "alerts/store/chain.hpp"

namespace gapwire::alerts {

std::string marked_json(const Alert& alert, const Marks& marks)
{
    std::string json = alert_json(alert);
    json.pop_back();
    if (!marks.is_stored) json += R"(,"stored":false)";
    if (marks.is_drill) json += R"(,"drill":true)";
    return json + '}';
}

std::string marked_text(const Alert& alert, const Marks& marks, const SinkSettings& settings)
{
    std::string text = marks.is_drill ? "DRILL  " : "";
    text += alert_text(alert, settings.zone, settings.language);
    if (!marks.is_stored) text += "  NOT STORED";
    return text;
}

std::string marked_line(const Alert& alert, const Marks& marks, const SinkSettings& settings)
{
    return settings.format == AlertFormat::json ? marked_json(alert, marks)
                                                : marked_text(alert, marks, settings);
}

std::string list_json(std::span<const Alert> alerts, std::string_view title)
{
    std::string json = fmt::format(R"({{"list":{},"alerts":[)",
                                   boost::json::serialize(boost::json::string(title)));
    for (std::size_t i = 0; i < alerts.size(); ++i) {
        if (i > 0) json += ',';
        json += alert_json(alerts[i]);
    }
    return json + "]}";
}

std::string list_text(std::span<const Alert> alerts, std::string_view title,
                      const SinkSettings& settings)
{
    std::string text = fmt::format("{} alerts {}", alerts.size(), title);
    for (const Alert& alert : alerts)
        text += '\n' + alert_text(alert, settings.zone, settings.language);
    return text;
}

std::string delivery_key(const Alert& alert)
{
    return fmt::format("{:016x}-{}-{}", alert.id, alert.revision, to_text(alert.state));
}

std::string list_key(std::span<const Alert> alerts)
{
    constexpr std::size_t digits = 32;
    std::string keys;
    for (const Alert& alert : alerts) keys += delivery_key(alert) + '\n';
    return "list-" + sha256_hex(keys).substr(0, digits);
}

}  // namespace gapwire::alerts
