// The TCP connection between the channel and the snapshot server, in virtual time.
#pragma once

#include <optional>

#include "app/pipeline/itch_channel.hpp"
#include "app/simulation/exchange_site.hpp"

namespace gapwire::app {

/// What happened to the connections of a run.
struct SnapshotCount {
    std::uint64_t connections = 0;
    std::uint64_t refused = 0;  // the server was down
    std::uint64_t cut = 0;      // it went down
    std::uint64_t faults = 0;   // it misbehaved
};

/// One connection at a time, each to a server object of its own.
class SnapshotConnection {
 public:
    SnapshotConnection(const SimulationPlan& plan, std::uint64_t seed) : plan_(plan), random_(seed)
    {}

    // What the channel asks for; carried out by the next step().
    void ask_connect() noexcept { connect_asked_ = true; }
    void ask_send(Bytes bytes) { sim::append(to_send_, bytes); }
    void ask_close() noexcept { close_asked_ = true; }

    /// Moves everything on that is due, and tells the channel.
    void step(const ExchangeSite& site, pipeline::ItchChannel& channel, Timestamp now);
    Timestamp next_time() const noexcept;
    const SnapshotCount& count() const noexcept { return count_; }

 private:
    struct Open {
        Open(const ExchangeSite& site, const sim::StreamPlan& stream, std::uint64_t seed,
             const sim::GlimpseOptions& options, Timestamp now)
            : server(site.state(), site.store().session().view(), options, now),
              up(stream, seed),
              down(stream, seed + 1)
        {}
        sim::GlimpseServer server;
        sim::StreamLink up;
        sim::StreamLink down;
        bool fault_counted = false;
    };

    bool is_down(Timestamp now) const noexcept;
    void connect(const ExchangeSite& site, pipeline::ItchChannel& channel, Timestamp now);
    void serve(Timestamp now);
    void drop(pipeline::ItchChannel& channel, Timestamp now);

    const SimulationPlan& plan_;
    sim::Random random_;
    std::optional<Open> open_;
    bool connect_asked_ = false;
    bool close_asked_ = false;
    sim::ByteVector to_send_;
    SnapshotCount count_;
};

}  // namespace gapwire::app
