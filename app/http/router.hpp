// From a request to its answer: the list of paths.
#pragma once

#include <functional>
#include <string>

#include "app/http/desk.hpp"
#include "app/http/guard.hpp"
#include "app/http/message.hpp"
#include "app/http/metrics.hpp"
#include "app/http/static_files.hpp"

namespace gapwire::http {

/// Answers every request but those to /ws. Never throws: what is wrong becomes an answer.
/// Threads  one, which may wait for the disk.
class Router {
 public:
    /// What is told whenever an action has changed something.
    using Tell = std::function<void(DeskNews&)>;

    /// All outlive it. `connections` says how many there are now.
    Router(Desk& desk, const StaticFiles& page, std::function<Connections()> connections, Tell tell)
        : desk_(desk), page_(page), connections_(std::move(connections)), tell_(std::move(tell))
    {}

    /// `who`: the name of the token; empty where none is needed or given. `may_see`: whether the
    /// probes may say why.
    Response answer(const Request& request, const Target& target, const std::string& who,
                    bool may_see);

 private:
    Response get(const Target& target, bool may_see);
    Response get_api(const Target& target, std::string_view path);
    Response get_instrument(const Target& target, std::string_view path);
    Response get_incident(std::string_view path);
    Response get_alerts(const Target& target);
    Response change(const Request& request, const Target& target, const std::string& who);
    Response act(const Request& request, const std::string& who, alerts::OperatorAction action,
                 bool is_of_incident);
    Response live();
    Response ready(bool may_see);

    Desk& desk_;
    const StaticFiles& page_;
    std::function<Connections()> connections_;
    Tell tell_;
};

/// The description of the API, as it is served.
std::string_view openapi_text() noexcept;

}  // namespace gapwire::http
