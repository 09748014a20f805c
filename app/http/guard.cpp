// Who may ask what.
#include "app/http/guard.hpp"

#include <absl/strings/ascii.h>

#include <algorithm>

namespace gapwire::http {
namespace {

std::string lower(std::string_view text)
{
    return absl::AsciiStrToLower({text.data(), text.size()});
}

/// What stands behind the last ':' outside brackets; empty: no port.
std::string_view port_of(std::string_view host)
{
    const std::size_t colon = host.rfind(':');
    const std::size_t bracket = host.rfind(']');
    const bool is_inside = bracket != std::string_view::npos && colon < bracket;
    if (colon == std::string_view::npos || is_inside) return {};
    return host.substr(colon + 1);
}

/// With the port that a browser leaves out.
std::string with_port(std::string_view host, bool has_tls)
{
    std::string whole = lower(host);
    if (port_of(host).empty()) whole += has_tls ? ":443" : ":80";
    return whole;
}

bool is_json(std::string_view content_type)
{
    const std::string type = lower(content_type.substr(0, content_type.find(';')));
    return type.substr(0, type.find_last_not_of(" \t") + 1) == "application/json";
}

/// What may be read without a token: nothing that the feeds or rules say.
bool is_open_to_all(const Target& target)
{
    return !target.path.starts_with("/api/") && target.path != "/metrics" && target.path != "/ws";
}

}  // namespace

Guard::Guard(const Settings& settings, std::uint16_t port, Counters& counters)
    : settings_(settings),
      counters_(counters),
      checks_host_(is_loopback(settings.address) || !settings.hosts.empty())
{
    const auto add = [&](const std::string& host) { hosts_.push_back(host); };
    const std::string digits = ":" + std::to_string(port);
    if (is_loopback(settings.address))
        for (const char* name : {"localhost", "127.0.0.1", "[::1]"}) add(name + digits);
    add(authority_of(settings.address, port));
    for (const std::string& host : settings.hosts) add(with_port(host, settings.has_tls()));
}

bool Guard::is_own_host(std::string_view host) const
{
    const std::string whole = with_port(host, settings_.has_tls());
    return std::find(hosts_.begin(), hosts_.end(), whole) != hosts_.end();
}

/// Of the same scheme and host as the request itself, or one of those that are named. Behind a
/// proxy that speaks TLS the origin is https, and its host one that is named.
bool Guard::is_own_origin(const Request& request) const
{
    const std::string origin = lower(request.origin);
    const bool is_tls = origin.starts_with("https://");
    if (!is_tls && !origin.starts_with("http://")) return false;
    const std::string host = with_port(origin.substr(is_tls ? 8 : 7), is_tls);
    if (std::find_if(settings_.hosts.begin(), settings_.hosts.end(), [&](const auto& named) {
            return with_port(named, is_tls) == host;
        }) != settings_.hosts.end())
        return true;
    return is_tls == settings_.has_tls() && host == with_port(request.host, is_tls);
}

const std::string* Guard::token_of(const Request& request, const Target& target) const
{
    constexpr std::string_view scheme = "bearer ";
    const std::string& given = request.authorization;
    if (given.size() > scheme.size() && lower(given.substr(0, scheme.size())) == scheme)
        return settings_.tokens.find(std::string_view(given).substr(scheme.size()));
    if (target.path != "/ws") return nullptr;
    const std::string* const token = target.find("token");
    return token == nullptr ? nullptr : settings_.tokens.find(*token);
}

Admission Guard::admit(const Request& request, const Target& target) const
{
    const auto refuse = [&](Counter counter, int status, std::string_view why) {
        counters_.add(counter);
        return Admission{problem(status, why), {}};
    };
    if (request.host.empty() || (checks_host_ && !is_own_host(request.host)))
        return refuse(Counter::http_cross_site, 421, "the Host header names another service");
    if (!request.origin.empty() && !is_own_origin(request))
        return refuse(Counter::http_cross_site, 403, "the request comes from another origin");
    Admission admission;
    if (needs_token()) {
        const std::string* const who = token_of(request, target);
        if (who == nullptr && !is_open_to_all(target))
            return refuse(Counter::http_unauthorised, 401,
                          "want a header Authorization: Bearer TOKEN");
        if (who != nullptr) admission.who = *who;
    }
    if (!is_change(request.method)) return admission;
    if (request.marker != "1" || request.fetch_site == "cross-site")
        return refuse(Counter::http_cross_site, 403, "want a header X-Gapwire: 1");
    if (!is_json(request.content_type))
        return refuse(Counter::http_malformed, 415, "want Content-Type: application/json");
    return admission;
}

}  // namespace gapwire::http
