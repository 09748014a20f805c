// One exchange of a simulation: a session's script, its publishers and its request servers.
#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "app/simulation/plan.hpp"
#include "sim/faulty_request_server.hpp"
#include "sim/feed_state.hpp"
#include "sim/glimpse_server.hpp"
#include "sim/mold_publisher.hpp"

namespace gapwire::app {

/// Sends the messages of a market of its own, at times that are fixed when it is made.
class ExchangeSite {
 public:
    ExchangeSite(std::string_view session, std::uint64_t seed, std::uint64_t seconds,
                 const SimulationPlan& plan, Timestamp start);
    ExchangeSite(const ExchangeSite&) = delete;

    /// Sends what is due. Its state is that of what was sent.
    void send_until(Timestamp now);
    /// The next packet of a line that is due; false when there is none.
    bool poll(std::size_t line, Timestamp now, sim::ByteVector& packet)
    {
        return publishers_[line]->poll(now, packet);
    }
    void end() { store_.end(); }

    Timestamp next_time() const noexcept;
    Timestamp last_time() const noexcept { return times_.back(); }
    bool all_sent() const noexcept { return store_.sent() == store_.prepared(); }
    const sim::MessageStore& store() const noexcept { return store_; }
    const sim::FeedState& state() const noexcept { return state_; }
    sim::FaultyRequestServer& request_server(std::size_t index) noexcept
    {
        return *request_servers_[index];
    }

 private:
    sim::MessageStore store_;
    std::vector<Timestamp> times_;  // [number - 1]
    sim::FeedState state_;
    std::array<std::unique_ptr<sim::MoldPublisher>, 2> publishers_;
    std::array<std::unique_ptr<sim::FaultyRequestServer>, 2> request_servers_;
};

}  // namespace gapwire::app
