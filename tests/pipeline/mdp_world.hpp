// A simulated MDP 3.0 channel, faulty lines from it, and the real line at their end, by one seed.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "app/pipeline/mdp_router.hpp"
#include "app/simulation/mdp_truth.hpp"
#include "sim/mdp3_channel.hpp"
#include "sim/network.hpp"

namespace gapwire::test {

inline constexpr std::int64_t ms = 1'000'000;

/// What a seed makes of a run.
struct MdpPlan {
    sim::MdpChannelOptions market{};
    sim::LinkPlan shared{};  // hits both lines
    std::array<sim::LinkPlan, 2> lines{};
    sim::LinkPlan loop{};
    std::uint32_t events = 300;
    std::uint32_t joined_at = 1;  // the first packet that is sent to us
    std::uint32_t lag_max = 0;    // packets by which snapshots are behind
    std::uint32_t weeks = 1;
    std::int64_t loop_every_ns = 15 * ms;
    bool has_loops = true;
    bool has_definitions = true;
    bool via_router = false;
};

/// Sends a channel's packets through faults to the real line, and compares after each arrival.
class MdpWorld {
 public:
    static constexpr std::int64_t wait_ns = 2 * ms;

    MdpWorld(std::uint64_t seed, const MdpPlan& plan)
        : plan_(plan),
          random_(seed ^ 0x5EED),
          channel_(seed, plan.market),
          shared_(plan.shared, random_.next()),
          lines_{sim::Link(plan.lines[0], random_.next()),
                 sim::Link(plan.lines[1], random_.next())},
          loops_{sim::Link(plan.loop, random_.next()), sim::Link(plan.loop, random_.next()),
                 sim::Link(plan.loop, random_.next())}
    {
        context_.instruments = &instruments_;
        context_.counters = &counters;
        if (!plan.via_router)
            direct_ = std::make_unique<pipeline::MdpChannel>("channel", 0, limits(), context_);
        if (direct_) direct_->session.set_line_count(2);
    }

    /// Weeks with faults, then `calm_ns` without. Empty when no book was ever wrong.
    std::string run(std::int64_t calm_ns = 200 * ms)
    {
        for (std::uint32_t week = 1; week <= plan_.weeks; ++week) {
            if (week > 1) {
                pump_until(now_ + 50 * ms);
                now_ += 5'000 * ms;
                channel_.begin_week();
                pending_.clear();
            }
            for (std::uint32_t i = 0; i < plan_.events && fault_.empty(); ++i) step();
        }
        pump_until(now_ + 50 * ms);
        take_counts();
        calm();
        for (const std::int64_t end = now_ + calm_ns; now_ < end && fault_.empty();) step();
        is_quiet_ = true;
        for (const std::int64_t end = now_ + 150 * ms; now_ < end && fault_.empty();) step();
        pump_until(now_ + 50 * ms);
        return fault_;
    }

    /// What is not right at the end; empty when all is.
    std::string remains() const
    {
        const pipeline::MdpChannel* const line = receiver();
        if (line == nullptr) return "no channel";
        return truth_.not_right(line->stream);
    }

    std::size_t channels() const { return router_.channels().size(); }

    Counters counters;
    const app::MdpComparisons& comparisons() const { return truth_.count(); }
    std::uint64_t lost_on_lines = 0;
    std::uint64_t lost_jointly = 0;
    std::uint64_t duplicated = 0;
    std::uint64_t overtaken = 0;
    std::uint64_t lost_dead = 0;
    std::uint64_t loops_lost = 0;

 private:
    enum Kind : std::uint8_t { books, orders, definitions };
    struct Pending {
        std::int64_t time;
        Kind kind;
        sim::ByteVector bytes;
    };

    static arbitration::SessionLimits limits()
    {
        return {.reorder_wait_max = wait_ns,
                .reorder_packets_max = 256,
                .reorder_bytes_max = mdp3::Session::datagram_bytes_max};
    }
    pipeline::MdpChannel* receiver() const
    {
        if (direct_) return direct_.get();
        return router_.channels().empty() ? nullptr : &router_.channels().front()->channel;
    }

    // ---- sending

    std::uint64_t time_ns() const { return static_cast<std::uint64_t>(now_); }

    void step()
    {
        pump_until(now_ + static_cast<std::int64_t>(random_.waiting(300'000)));
        if (plan_.has_loops && now_ >= next_loop_ && pending_.empty()) begin_loops();
        std::vector<sim::ByteVector> packets;
        if (is_quiet_ || random_.chance(30'000))
            packets.push_back(channel_.heartbeat(time_ns()));
        else
            packets = channel_.event(time_ns());
        const std::uint32_t last = channel_.now().packet;
        auto number = last - static_cast<std::uint32_t>(packets.size());
        for (const sim::ByteVector& packet : packets)
            if (++number >= plan_.joined_at || channel_.now().week > 1)
                shared_.send(packet, Timestamp{now_});
    }

    void begin_loops()
    {
        next_loop_ = now_ + plan_.loop_every_ns;
        const auto spread = [&](Kind kind, const std::vector<sim::ByteVector>& packets) {
            std::int64_t time = now_;
            for (const sim::ByteVector& packet : packets)
                pending_.push_back({time += 100'000, kind, packet});
        };
        spread(books, channel_.book_loop(time_ns() + 1, plan_.lag_max));
        if (plan_.market.has_orders)
            spread(orders, channel_.order_loop(time_ns() + 2, plan_.lag_max));
        if (plan_.has_definitions) spread(definitions, channel_.definition_loop(time_ns() + 3));
        std::ranges::stable_sort(pending_, {}, &Pending::time);
    }

    /// From here on nothing is lost, late or doubled.
    void calm()
    {
        sim::LinkPlan clean{.delay_ns = 100'000};
        shared_ = sim::Link(clean, 1);
        for (sim::Link& line : lines_) line = sim::Link(clean, 1);
        for (sim::Link& loop : loops_) loop = sim::Link(clean, 1);
    }

    void take_counts()
    {
        lost_jointly += shared_.count().all_lost();
        for (const sim::Link& line : lines_) {
            lost_on_lines += line.count().all_lost();
            duplicated += line.count().duplicated;
            overtaken += line.count().overtaken;
            lost_dead += line.count().lost_dead;
        }
        for (const sim::Link& loop : loops_) loops_lost += loop.count().all_lost();
    }

    // ---- receiving

    void pump_until(std::int64_t end)
    {
        for (;;) {
            std::int64_t next = end;
            next = std::min(next, shared_.next_time().ns);
            for (const sim::Link& line : lines_) next = std::min(next, line.next_time().ns);
            for (const sim::Link& loop : loops_) next = std::min(next, loop.next_time().ns);
            if (!pending_.empty()) next = std::min(next, pending_.front().time);
            now_ = std::max(now_, next);
            pass_on();
            if (next >= end || !fault_.empty()) break;
        }
        now_ = std::max(now_, end);
    }

    void pass_on()
    {
        sim::Arrival arrival;
        while (!pending_.empty() && pending_.front().time <= now_) {
            loops_[pending_.front().kind].send(pending_.front().bytes, Timestamp{now_});
            pending_.erase(pending_.begin());
        }
        while (shared_.pop_until(Timestamp{now_}, arrival))
            for (sim::Link& line : lines_) line.send(arrival.bytes, Timestamp{now_});
        for (std::size_t line = 0; line < 2; ++line)
            while (fault_.empty() && lines_[line].pop_until(Timestamp{now_}, arrival)) {
                // A line is known by a packet that another one has sent.
                if (!are_lines_known_) deliver(0, 1 - line, arrival.bytes);
                are_lines_known_ = receiver() != nullptr;
                deliver(0, line, arrival.bytes);
            }
        for (std::size_t kind = 0; kind < 3; ++kind)
            while (fault_.empty() && loops_[kind].pop_until(Timestamp{now_}, arrival))
                deliver(kind + 1, 0, arrival.bytes);
    }

    void deliver(std::size_t kind, std::size_t line, const sim::ByteVector& bytes)
    {
        if (direct_) {
            deliver_directly(kind, bytes);
        } else {
            transport::Datagram datagram;
            datagram.captured = Timestamp{now_};
            datagram.destination.port = static_cast<std::uint16_t>(1 + 2 * kind + line);
            datagram.payload = bytes;
            static_cast<void>(router_.offer(datagram));
        }
        compare();
    }

    void deliver_directly(std::size_t kind, const sim::ByteVector& bytes)
    {
        mdp3::Packet packet;
        GAPWIRE_ASSERT(mdp3::parse_packet(bytes, packet) == mdp3::PacketStatus::ok);
        switch (kind) {
            case 0:
                direct_->session.on_packet(mdp3::numbered(packet, bytes), Timestamp{now_},
                                           direct_->stream);
                return;
            case 3: direct_->stream.on_definitions(packet.messages); return;
            default: direct_->snapshots.on_packet(packet);
        }
    }

    // ---- comparing

    void compare()
    {
        const pipeline::MdpChannel* const line = receiver();
        if (line == nullptr) return;
        const auto week = static_cast<std::uint32_t>(1 + counters[Counter::mdp_begun_anew]);
        fault_ = truth_.difference(line->stream, week);
    }

    MdpPlan plan_;
    sim::Random random_;
    sim::Mdp3Channel channel_;
    app::MdpTruth truth_{channel_};
    pipeline::Instruments instruments_;
    pipeline::StreamContext context_{};
    std::unique_ptr<pipeline::MdpChannel> direct_;
    pipeline::MdpRouter router_{context_, limits()};
    sim::Link shared_;
    std::array<sim::Link, 2> lines_;
    std::array<sim::Link, 3> loops_;
    std::vector<Pending> pending_;
    std::int64_t now_ = 1'800'000'000'000 * ms;
    std::int64_t next_loop_ = 0;
    bool is_quiet_ = false;  // only heartbeats and loops
    bool are_lines_known_ = false;
    std::string fault_;
};

}  // namespace gapwire::test
