// Who may ask what: hosts, origins, tokens, and what marks a request that changes something.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/http/message.hpp"
#include "app/http/settings.hpp"
#include "core/counters.hpp"

namespace gapwire::http {

/// What a request was found to be.
struct Admission {
    std::optional<Response> refusal;  // if there is one, it is the answer
    std::string who;                  // the name of the token; empty where none is needed
};

/// Checks every request before anything is made of it:
///   host     on a loopback address, and where `hosts` are named: one of the service's own names,
///            so that a page of another site cannot reach it under a name of its own (421);
///   origin   where the browser tells one: the service's own (403);
///   token    where there are any: of all but the page and the probes (401);
///   marker   POST, PUT and DELETE: `X-Gapwire: 1` and JSON, which no form of another site can
///            send (403, 415).
/// Threads  one.
class Guard {
 public:
    /// `settings` outlive it. `port`: the one that is listened to.
    Guard(const Settings& settings, std::uint16_t port, Counters& counters);

    Admission admit(const Request& request, const Target& target) const;
    bool needs_token() const noexcept { return !settings_.tokens.empty(); }

 private:
    bool is_own_host(std::string_view host) const;
    bool is_own_origin(const Request& request) const;
    const std::string* token_of(const Request& request, const Target& target) const;

    const Settings& settings_;
    Counters& counters_;
    bool checks_host_;
    std::vector<std::string> hosts_;  // in lower case, with a port
};

/// Whether the request asks for something that is to be changed.
constexpr bool is_change(Method method) noexcept
{
    return method != Method::get && method != Method::head && method != Method::options;
}

}  // namespace gapwire::http
