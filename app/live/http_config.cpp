// The [http] table of a configuration.
#include "app/live/http_config.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>

#include "app/live/setting_values.hpp"
#include "core/error.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::app {
namespace {

using strategies::refuse;
using strategies::Setting;

/// "127.0.0.1:8080", "[::1]:0": an address in numbers, and a port; port 0 is one that is free.
void read_address(const Setting& setting, http::Settings& settings)
{
    const std::string text = text_in(setting);
    const std::size_t colon = text.rfind(':');
    std::string host = text.substr(0, colon);
    const std::string port = colon == std::string::npos ? "" : text.substr(colon + 1);
    const bool is_in_brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (is_in_brackets) host = host.substr(1, host.size() - 2);
    const auto endpoint = transport::parse_address(host);
    const bool is_right = endpoint && endpoint->is_v6 == is_in_brackets && !is_multicast(*endpoint);
    const auto [stop, error] =
        std::from_chars(port.data(), port.data() + port.size(), settings.port);
    if (!is_right || error != std::errc() || stop != port.data() + port.size())
        refuse(setting, fmt::format("\"{}\" is not ADDRESS:PORT, in numbers", text));
    settings.address = host;
}

void read_tokens(const Setting& table, const std::filesystem::path& folder,
                 http::Settings& settings)
{
    const auto add = [&](const Setting& setting, const std::string& text) {
        const std::size_t before = settings.tokens.size();
        if (const auto wrong = settings.tokens.add(text)) refuse(setting, *wrong);
        if (settings.tokens.size() == before) refuse(setting, "there is no token in it");
    };
    if (const Setting* const file = table.find("token_file"))
        add(*file, strategies::read_text_file(folder / text_in(*file)));
    if (const Setting* const variable = table.find("token_env")) {
        const std::string name = text_in(*variable);
        const char* const value = std::getenv(name.c_str());
        if (value == nullptr)
            refuse(*variable, fmt::format("there is no variable {} in the environment", name));
        add(*variable, value);
    }
}

void read_hosts(const Setting& table, http::Settings& settings)
{
    const Setting* const hosts = table.find("hosts");
    if (hosts == nullptr) return;
    strategies::expect_kind(*hosts, {strategies::SettingKind::list}, "a list of names");
    for (const Setting& host : hosts->children) {
        settings.hosts.push_back(text_in(host, 253));
        if (settings.hosts.back().find_first_of("/ @") != std::string::npos)
            refuse(host, "want NAME or NAME:PORT");
    }
}

void read_tls(const Setting& table, const std::filesystem::path& folder, http::Settings& settings)
{
    const Setting* const certificate = table.find("tls_certificate");
    const Setting* const key = table.find("tls_key");
    if ((certificate == nullptr) != (key == nullptr))
        refuse(certificate == nullptr ? *key : *certificate,
               "want both tls_certificate and tls_key");
    if (certificate == nullptr) return;
    settings.tls_certificate = folder / text_in(*certificate);
    settings.tls_key = folder / text_in(*key);
}

}  // namespace

http::Settings read_http(const Setting& table, const std::filesystem::path& folder)
{
    strategies::expect_kind(table, {strategies::SettingKind::table}, "a table");
    strategies::allow_keys(
        table, {"address", "token_file", "token_env", "page", "tls_certificate", "tls_key", "hosts",
                "connections_max", "requests_a_second_max", "requests_burst_max", "read_timeout_ms",
                "idle_timeout_ms", "queue_max"});
    http::Settings settings;
    if (const Setting* const address = table.find("address")) read_address(*address, settings);
    read_tokens(table, folder, settings);
    read_hosts(table, settings);
    read_tls(table, folder, settings);
    if (const Setting* const page = table.find("page")) {
        settings.page = folder / text_in(*page);
        if (!std::filesystem::is_directory(settings.page))
            refuse(*page, fmt::format("{} is no folder", settings.page.string()));
    }
    read_integer(table, "connections_max", 1, 60'000, settings.connections_max);
    read_integer(table, "requests_a_second_max", 1, 100'000, settings.requests_a_second_max);
    read_integer(table, "requests_burst_max", 1, 100'000, settings.requests_burst_max);
    read_integer(table, "read_timeout_ms", 10, 600'000, settings.read_timeout_ms);
    read_integer(table, "idle_timeout_ms", 10, 3'600'000, settings.idle_timeout_ms);
    read_integer(table, "queue_max", 1, 100'000, settings.queue_max);
    if (!http::is_loopback(settings.address) && settings.tokens.empty())
        refuse(table, fmt::format("{} can be reached by others: want token_file or token_env",
                                  settings.address));
    return settings;
}

}  // namespace gapwire::app
