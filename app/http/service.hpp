// The HTTP service whole: desk, hub, router and server, wired.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "app/http/server.hpp"

namespace gapwire::http {

/// What the service is made of.
struct ServiceParts {
    Settings settings{};
    DeskFacts facts{};
    DeskSources sources{};
    std::optional<alerts::StoreOptions> store{};
};

/// Errors   the constructor throws OperatorError: no such folder for the page (78), and as Server.
/// Threads  run() on the HTTP thread; hear(), stop() and progress() from any; counters() read by
///          any.
class Service {
 public:
    static constexpr std::size_t waiting_max = 4'096;

    /// `counters`: written by the HTTP thread alone; they outlive it.
    Service(ServiceParts parts, Counters& counters);
    Service(const Service&) = delete;

    void run();
    void stop() { server_.stop(); }

    /// An alert, to all who look. What there is no room for is counted, and found in the store.
    void hear(const Alert& alert, std::int64_t seq) noexcept;

    std::uint16_t port() const noexcept { return server_.port(); }
    std::string url() const { return server_.url(); }
    /// Changes with every turn.
    std::uint64_t progress() const noexcept { return progress_.load(std::memory_order_relaxed); }

 private:
    struct Heard {
        Alert alert{};
        std::int64_t seq = 0;
    };

    void tick();
    void take_alerts();

    ServiceParts parts_;
    Counters& counters_;
    StaticFiles page_;
    Desk desk_;
    Hub hub_;
    Router router_;
    std::mutex mutex_;  // of what hear() leaves for the HTTP thread
    std::vector<Heard> heard_;
    std::uint64_t missed_ = 0;
    std::uint32_t ticks_ = 0;
    std::atomic<std::uint64_t> progress_{0};
    Server server_;  // last: its connections look at all of the above
};

}  // namespace gapwire::http
