// A keeper, a dispatcher and webhooks to servers of the test, on a clock of the test.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <thread>

#include "alerts/delivery/dispatcher.hpp"
#include "alerts/delivery/operator_watch.hpp"
#include "core/clock.hpp"
#include "tests/sinks/http_server.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {

inline SinkOptions webhook(const std::string& name, const HttpServer& server)
{
    SinkOptions sink;
    sink.kind = "webhook";
    sink.settings.name = name;
    sink.settings.zone = "UTC";
    sink.settings.webhook.url = server.url();
    sink.settings.webhook.timeout_ms = 20'000;
    return sink;
}

class Rig {
 public:
    explicit Rig(std::vector<SinkOptions> sinks, std::vector<Escalation> escalations = {})
        : sinks_(std::move(sinks)), escalations_(std::move(escalations))
    {
        start();
    }

    /// As after a kill: what was not settled is forgotten.
    void start()
    {
        dispatcher.reset();
        keeper.reset();
        KeeperOptions options;
        options.store = folder.options();
        options.run = {"c", "r", "b"};
        for (const SinkOptions& sink : sinks_) options.sinks.push_back(sink.settings.name);
        const auto tell = [this](std::string_view text) { told.emplace_back(text); };
        keeper = std::make_unique<StoreKeeper>(options, tell, now);
        dispatcher = std::make_unique<Dispatcher>(sinks_, escalations_, *keeper, tell);
        operators.emplace(folder.options());
    }
    void take(const std::vector<Alert>& alerts) { keeper->take(alerts, now); }
    /// Until nothing can be delivered at this moment.
    void deliver()
    {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        operators->look(now, ++looks_ * OperatorWatch::poll_ns, 0);
        bool is_new = true;
        do {
            turn(is_new);
            is_new = false;
            std::this_thread::sleep_for(std::chrono::microseconds(200));
        } while (!dispatcher->is_idle() && std::chrono::steady_clock::now() < deadline);
        EXPECT_TRUE(dispatcher->is_idle());
        keeper->turn(now);
    }
    void turn(bool is_new)
    {
        dispatcher->turn(now, monotonic_ns(), operators->state(), is_new);
        keeper->turn(now);
    }
    void pass(std::int64_t seconds) { now.ns += seconds * 1'000'000'000; }
    /// By another process.
    void act(OperatorAction action)
    {
        AlertStore store;
        ASSERT_OK(store.open_existing(folder.options()));
        action.who = "desk";
        ASSERT_OK(store.act(action, now));
    }
    std::uint64_t count(std::string_view sink, Counter counter) const
    {
        std::uint64_t value = 0;
        dispatcher->for_each_sink([&](const std::string& name, const Counters& counters) {
            if (name == sink) value = counters[counter];
        });
        return value;
    }
    std::string kinds() const
    {
        return sql_value(folder.options().path,
                         "SELECT group_concat(kind, ' ') FROM (SELECT kind FROM log WHERE kind IN "
                         "('delivered', 'failed', 'dead', 'skipped', 'escalate') ORDER BY seq)");
    }

    Folder folder;
    Timestamp now{1'737'972'000'000'000'000};  // 2025-01-27 10:00 UTC
    std::vector<std::string> told;
    std::unique_ptr<StoreKeeper> keeper;
    std::unique_ptr<Dispatcher> dispatcher;
    std::optional<OperatorWatch> operators;

 private:
    std::vector<SinkOptions> sinks_;
    std::vector<Escalation> escalations_;
    std::int64_t looks_ = 0;
};

inline OperatorAction action(ActionKind kind, ActionScope scope, const std::string& target,
                             Timestamp until = Timestamp::none())
{
    OperatorAction made;
    made.kind = kind;
    made.scope = scope;
    made.target = target;
    made.until = until;
    return made;
}

/// The webhook-id of a numbered() alert that fires.
inline std::string key_of(std::uint64_t number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%016llx-1-firing", static_cast<unsigned long long>(number));
    return text;
}

}  // namespace gapwire::alerts::test
