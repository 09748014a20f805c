// A simulated MDP 3.0 channel on real sockets.
#include "sim/mdp3_serve.hpp"

#include <algorithm>
#include <boost/asio/signal_set.hpp>
#include <csignal>

#include "core/clock.hpp"
#include "feed/mdp3/wire.hpp"
#include "sim/turn_timer.hpp"

namespace gapwire::sim {
namespace {

constexpr int packets_a_turn_max = 512;

NumberRange packet_number(Bytes packet) noexcept
{
    const std::uint32_t number = view_as<mdp3::PacketHeader>(packet.data()).sequence;
    return {number, number};
}

/// Everything that serve_mdp3() needs while it runs.
class MdpLoop {
 public:
    MdpLoop(Mdp3Channel& channel, const MdpServeOptions& options)
        : options_(options),
          clock_(options.start_after_ns),
          publisher_(channel, publisher_options(), clock_.now(), Timestamp{0}),
          timer_(io_, clock_, turn_),
          signals_(io_, SIGINT, SIGTERM)
    {
        std::vector<FaultyLinePlan> plans;
        for (const ServeLine& line : options.lines) plans.push_back(line.faults);
        links_.emplace_back(options.shared, plans, options.seed, packet_number);
        sockets_.resize(1 + mdp_loop_kinds);
        for (const ServeLine& line : options.lines)
            sockets_[0].emplace_back(io_, line, options.ttl);
        for (std::size_t i = 0; i < mdp_loop_kinds; ++i) {
            const std::vector<FaultyLinePlan> plan{options.loops[i].faults};
            links_.emplace_back(LinkPlan{}, plan, options.seed + 100 * (i + 1), packet_number);
            sockets_[i + 1].emplace_back(io_, options.loops[i], options.ttl);
        }
    }

    void run()
    {
        signals_.async_wait([this](const error_code& error, int) {
            if (!error) io_.stop();
        });
        turn();
        io_.run();
    }

    MdpServeReport report() const
    {
        MdpServeReport report{.events = publisher_.events(),
                              .has_ended = !publisher_.has_events(),
                              .shared = links_[0].shared_count()};
        for (std::size_t feed = 0; feed < links_.size(); ++feed)
            for (std::size_t line = 0; line < links_[feed].lines(); ++line) {
                report.lines.push_back(links_[feed].count(line));
                report.send_errors.push_back(sockets_[feed][line].errors());
            }
        return report;
    }

 private:
    MdpPublisherOptions publisher_options() const
    {
        MdpPublisherOptions options = options_.publisher;
        options.wire_epoch_ns = static_cast<std::uint64_t>(wall_clock().ns - clock_.now().ns);
        return options;
    }

    /// Does everything that is due, and arranges for the next turn.
    void turn()
    {
        const Timestamp now = clock_.now();
        MdpDuePacket due;
        for (int i = 0; i < packets_a_turn_max && publisher_.poll(now, due); ++i)
            links_[static_cast<std::size_t>(due.feed)].send(due.bytes, now);
        Timestamp next = publisher_.next_time();
        for (std::size_t feed = 0; feed < links_.size(); ++feed) {
            std::size_t line = 0;
            for (Arrival arrival; links_[feed].pop_until(now, line, arrival);)
                sockets_[feed][line].send(arrival.bytes);
            next = std::min(next, links_[feed].next_time());
        }
        if (!publisher_.has_events() && ended_ == never) ended_ = now;
        const Timestamp end = after(ended_, options_.linger_ns);
        if (now >= end)
            io_.stop();
        else
            timer_.wait(now, std::min(next, end));
    }

    const MdpServeOptions& options_;
    StreamClock clock_;
    Mdp3Publisher publisher_;
    std::vector<FaultyLinks> links_;  // [MdpFeedKind]
    Timestamp ended_ = never;
    const std::function<void()> turn_ = [this] { turn(); };

    asio::io_context io_{1};
    std::vector<std::vector<LineSocket>> sockets_;  // [MdpFeedKind][line]
    TurnTimer timer_;
    asio::signal_set signals_;
};

}  // namespace

MdpServeReport serve_mdp3(Mdp3Channel& channel, const MdpServeOptions& options,
                          const std::function<void()>& ready)
{
    GAPWIRE_ASSERT(!options.lines.empty());
    MdpLoop loop(channel, options);
    ready();
    loop.run();
    return loop.report();
}

}  // namespace gapwire::sim
