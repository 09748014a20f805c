// The HTTP thread of `gapwire serve`: the service on what the other threads let be seen.
#pragma once

#include <memory>
#include <string>
#include <thread>

#include "app/http/service.hpp"
#include "app/live/alert_tap.hpp"
#include "app/live/feed_thread.hpp"
#include "app/live/rules_thread.hpp"
#include "app/live/sinks_thread.hpp"

namespace gapwire::app {

/// What it looks at; all of it outlives the thread.
struct HttpSources {
    FeedThread& feed;
    RulesThread& rules;
    RulesBoards& boards;
    const SinksThread& sinks;
    std::shared_ptr<const strategies::Calendars> calendars;  // null: none are configured
};

/// Errors   OperatorError from the constructor, before anything runs: a port that is taken (69), a
///          certificate that cannot be used (78).
/// Threads  start(), stop() and all else on the starting thread; on_alert() on the sinks thread.
class HttpThread final : public AlertTap {
 public:
    /// REQUIRES: `config.http`. `zone`, `language`: of what alerts say; `config_hash`: of the file.
    HttpThread(const ServeConfig& config, const std::string& zone, std::string_view language,
               const std::string& config_hash, const HttpSources& sources);
    ~HttpThread() override { stop(); }

    void start();
    /// Tells its clients that it goes, and ends. May be called twice.
    void stop();

    void on_alert(const Alert& alert, std::int64_t seq) noexcept override
    {
        service_.hear(alert, seq);
    }

    std::string url() const { return service_.url(); }
    const Counters& counters() const noexcept { return counters_; }

 private:
    Counters counters_;
    http::Service service_;
    std::thread thread_;
};

}  // namespace gapwire::app
