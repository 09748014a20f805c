// The [[sink]] and [[escalation]] tables of a configuration.
#include "app/live/sink_config.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

#include "app/live/setting_values.hpp"
#include "strategies/rule_settings.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::app {
namespace {

using alerts::SinkOptions;
using alerts::SinkSettings;
using strategies::allow_keys;
using strategies::expect_kind;
using strategies::read_duration;
using strategies::read_flag;
using strategies::refuse;
using strategies::required;
using strategies::Setting;
using strategies::SettingKind;

constexpr std::int64_t ns_per_ms = 1'000'000;
constexpr std::int64_t hour_ms = 3'600'000;
constexpr std::uint32_t attempts_default = 40;  // of sinks on a network: some hours
constexpr std::size_t text_max = 1'024;

void read_text(const Setting& table, std::string_view key, std::string& to)
{
    if (const auto* setting = table.find(key)) to = text_in(*setting, text_max);
}

void read_path(const Setting& table, std::string_view key, const std::filesystem::path& folder,
               std::filesystem::path& to)
{
    if (const auto* setting = table.find(key)) to = folder / text_in(*setting);
}

/// What KEY says, or the file that KEY_file names, or the variable that KEY_env names; one of them
/// at most. Without white space at its end.
void read_secret(const Setting& table, const std::string& key, const std::filesystem::path& folder,
                 std::string& to)
{
    const Setting* const here = table.find(key);
    const Setting* const file = table.find(key + "_file");
    const Setting* const variable = table.find(key + "_env");
    const int given = (here ? 1 : 0) + (file ? 1 : 0) + (variable ? 1 : 0);
    if (given > 1) refuse(table, fmt::format("want one of {0}, {0}_file and {0}_env", key));
    if (here != nullptr) to = text_in(*here);
    if (file != nullptr) to = strategies::read_text_file(folder / text_in(*file));
    if (variable != nullptr) {
        const char* const value = std::getenv(text_in(*variable).c_str());
        if (value == nullptr) refuse(*variable, "there is no such variable in the environment");
        to = value;
    }
    to.erase(to.find_last_not_of(" \r\n\t") + 1);
    if (given == 1 && to.empty()) refuse(table, fmt::format("{} is empty", key));
    // A secret is never shown, not even one that is wrong.
    const auto prints = [](char c) { return c >= ' ' && c <= '~'; };
    if (to.size() > text_max || !std::all_of(to.begin(), to.end(), prints))
        refuse(table, fmt::format("{} is not {} ASCII characters at most", key, text_max));
}

void read_format(const Setting& table, SinkSettings& settings)
{
    const Setting* const format = table.find("format");
    if (format == nullptr) return;
    const std::string name = text_in(*format);
    if (name != "json" && name != "text") refuse(*format, "is neither \"json\" nor \"text\"");
    settings.format = name == "json" ? alerts::AlertFormat::json : alerts::AlertFormat::text;
}

// ---- kinds

void read_stdout(const Setting& table, const std::filesystem::path&, SinkOptions& sink)
{
    allow_keys(table, {"name", "kind", "severity", "trouble", "format", "zone", "language"});
    read_format(table, sink.settings);
}

void read_file(const Setting& table, const std::filesystem::path& folder, SinkOptions& sink)
{
    allow_keys(table,
               {"name", "kind", "severity", "trouble", "path", "rotate_bytes", "keep", "sync"});
    alerts::FileSettings& file = sink.settings.file;
    file.path = folder / text_in(required(table, "path"));
    if (!file.path.has_filename()) refuse(*table.find("path"), "want the name of a file");
    read_integer(table, "rotate_bytes", 0, std::int64_t{1} << 40, file.rotate_bytes);
    read_integer(table, "keep", 1, 1'000, file.keep);
    read_flag(table, "sync", file.is_synced);
}

void read_webhook(const Setting& table, const std::filesystem::path& folder, SinkOptions& sink)
{
    allow_keys(table, {"name", "kind", "severity", "trouble", "paging", "quiet", "zone", "language",
                       "retry_ms", "retry_max_ms", "attempts_max", "timeout_ms", "ca_file", "url",
                       "url_file", "url_env", "secret_file", "secret_env", "format"});
    alerts::WebhookSettings& webhook = sink.settings.webhook;
    read_secret(table, "url", folder, webhook.url);
    if (!webhook.url.starts_with("http://") && !webhook.url.starts_with("https://"))
        refuse(table, "want a url that begins with http:// or https://");
    read_secret(table, "secret", folder, webhook.secret);
    read_integer(table, "timeout_ms", 100, hour_ms, webhook.timeout_ms);
    read_path(table, "ca_file", folder, webhook.ca_file);
    const Setting* const format = table.find("format");
    if (format == nullptr) return;
    const std::string name = text_in(*format);
    if (name == "slack")
        webhook.format = alerts::WebhookFormat::slack;
    else if (name == "teams")
        webhook.format = alerts::WebhookFormat::teams;
    else if (name != "json")
        refuse(*format, "is none of \"json\", \"slack\", \"teams\"");
}

void read_email(const Setting& table, const std::filesystem::path& folder, SinkOptions& sink)
{
    allow_keys(
        table,
        {"name",         "kind",     "severity", "trouble",      "paging",     "quiet",
         "zone",         "language", "retry_ms", "retry_max_ms", "timeout_ms", "attempts_max",
         "ca_file",      "server",   "tls",      "username",     "password",   "password_file",
         "password_env", "from",     "to"});
    alerts::MailSettings& mail = sink.settings.mail;
    const Setting& server = required(table, "server");
    mail.server = text_in(server, text_max);
    if (!mail.server.starts_with("smtp://") && !mail.server.starts_with("smtps://"))
        refuse(server, "want smtp:// or smtps:// and HOST:PORT");
    read_flag(table, "tls", mail.needs_tls);
    read_text(table, "username", mail.username);
    read_secret(table, "password", folder, mail.password);
    mail.from = text_in(required(table, "from"), text_max);
    const Setting& to = required(table, "to");
    expect_kind(to, {SettingKind::list}, "a list of addresses");
    for (const Setting& one : to.children) mail.to.push_back(text_in(one, text_max));
    if (mail.to.empty()) refuse(to, "needs at least one address");
    read_integer(table, "timeout_ms", 100, hour_ms, mail.timeout_ms);
    read_path(table, "ca_file", folder, mail.ca_file);
}

void read_nats(const Setting& table, const std::filesystem::path& folder, SinkOptions& sink)
{
    allow_keys(table,
               {"name",       "kind",         "severity",      "trouble",      "paging",
                "quiet",      "zone",         "language",      "retry_ms",     "retry_max_ms",
                "timeout_ms", "attempts_max", "ca_file",       "url",          "subject",
                "username",   "password",     "password_file", "password_env", "credentials_file"});
    alerts::NatsSettings& nats = sink.settings.nats;
    nats.url = text_in(required(table, "url"), text_max);
    const Setting& subject = required(table, "subject");
    nats.subject = text_in(subject, text_max);
    if (nats.subject.empty() || nats.subject.find_first_of(" *>") != std::string::npos)
        refuse(subject, "is no subject to publish on");
    read_text(table, "username", nats.username);
    read_secret(table, "password", folder, nats.password);
    read_path(table, "credentials_file", folder, nats.credentials_file);
    read_path(table, "ca_file", folder, nats.ca_file);
    read_integer(table, "timeout_ms", 100, hour_ms, nats.timeout_ms);
}

void read_fix(const Setting& table, const std::filesystem::path& folder, SinkOptions& sink)
{
    allow_keys(table, {"name", "kind", "severity", "trouble", "paging", "quiet", "zone", "listen",
                       "begin_string", "sender", "target", "username", "password", "password_file",
                       "password_env", "store", "timeout_ms"});
    alerts::FixSettings& fix = sink.settings.fix;
    const HostPort listen = host_port_in(required(table, "listen"));
    fix.address = listen.host;
    fix.port = listen.port;
    fix.sender = text_in(required(table, "sender"), text_max);
    fix.target = text_in(required(table, "target"), text_max);
    read_text(table, "begin_string", fix.begin_string);
    if (fix.begin_string != "FIX.4.4" && fix.begin_string != "FIXT.1.1")
        refuse(*table.find("begin_string"), "is neither \"FIX.4.4\" nor \"FIXT.1.1\"");
    read_text(table, "username", fix.username);
    read_secret(table, "password", folder, fix.password);
    fix.store = folder / text_in(required(table, "store"));
    read_integer(table, "timeout_ms", 100, hour_ms, fix.timeout_ms);
}

struct KindReader {
    std::string_view kind;
    void (*read)(const Setting& table, const std::filesystem::path& folder, SinkOptions& sink);
    bool is_paging;  // where the table does not say
    bool is_remote;
};
constexpr std::array kind_readers{
    KindReader{"stdout", read_stdout, false, false}, KindReader{"file", read_file, false, false},
    KindReader{"webhook", read_webhook, true, true}, KindReader{"email", read_email, true, true},
    KindReader{"nats", read_nats, false, true},      KindReader{"fix", read_fix, false, false},
};

// ---- what all have

void read_policy(const Setting& table, alerts::DeliveryPolicy& policy, const std::string& zone)
{
    strategies::read_severity(table, policy.severity);
    read_flag(table, "paging", policy.is_paging);
    read_duration(table, "trouble", policy.trouble_ns);
    if (const auto* quiet = table.find("quiet")) policy.quiet = read_quiet(*quiet);
    policy.quiet.zone = zone;
    read_integer(table, "attempts_max", 0, 1'000'000, policy.attempts_max);
    read_integer(table, "retry_ms", 1, hour_ms, policy.retry_ns, ns_per_ms);
    read_integer(table, "retry_max_ms", 1, 24 * hour_ms, policy.retry_max_ns, ns_per_ms);
}

const KindReader& reader_of(const Setting& kind)
{
    const std::string name = text_in(kind);
    std::string names;
    for (const KindReader& reader : kind_readers) {
        if (reader.kind == name) return reader;
        names += fmt::format("{}\"{}\"", names.empty() ? "" : ", ", reader.kind);
    }
    refuse(kind, fmt::format("\"{}\" is none of {}", name, names));
}

}  // namespace

alerts::QuietHours read_quiet(const Setting& setting)
{
    const std::string text = text_in(setting);
    int hours[2];
    int minutes[2];
    int size = 0;
    const int fields = std::sscanf(text.c_str(), "%2d:%2d-%2d:%2d%n", &hours[0], &minutes[0],
                                   &hours[1], &minutes[1], &size);
    const auto is_time = [&](int i) {
        return hours[i] >= 0 && hours[i] < 24 && minutes[i] >= 0 && minutes[i] < 60;
    };
    constexpr int all = 4;
    if (fields != all || static_cast<std::size_t>(size) != text.size() || text.size() != 11 ||
        !is_time(0) || !is_time(1))
        refuse(setting, fmt::format("\"{}\" is not like \"22:00-06:00\"", text));
    return {hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1], "UTC"};
}

SinkOptions read_sink(const Setting& table, const std::filesystem::path& folder,
                      const SinkSettings& plain)
{
    expect_kind(table, {SettingKind::table}, "a table");
    const KindReader& reader = reader_of(required(table, "kind"));
    SinkOptions sink{std::string(reader.kind), plain, {}};
    sink.settings.name = sink.kind;
    strategies::read_name(table, sink.settings.name);
    sink.policy.is_paging = reader.is_paging;
    if (reader.is_remote) sink.policy.attempts_max = attempts_default;
    if (const auto* zone = table.find("zone")) sink.settings.zone = strategies::read_zone(*zone);
    if (const auto* language = table.find("language")) {
        const auto known = alerts::parse_language(text_in(*language));
        if (!known) refuse(*language, "is no language of config/locale");
        sink.settings.language = *known;
    }
    reader.read(table, folder, sink);
    read_policy(table, sink.policy, sink.settings.zone);
    return sink;
}

alerts::Escalation read_escalation(const Setting& table, const std::vector<SinkOptions>& sinks)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"after", "sink", "severity"});
    alerts::Escalation escalation;
    const Setting& sink = required(table, "sink");
    escalation.sink = text_in(sink);
    const bool is_known = std::any_of(sinks.begin(), sinks.end(), [&](const SinkOptions& one) {
        return one.settings.name == escalation.sink;
    });
    if (!is_known) refuse(sink, fmt::format("no [[sink]] is called \"{}\"", escalation.sink));
    escalation.after_ns = read_duration(required(table, "after"));
    strategies::read_severity(table, escalation.severity);
    return escalation;
}

}  // namespace gapwire::app
