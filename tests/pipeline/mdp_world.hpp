// A simulated MDP 3.0 channel, faulty lines from it, and the real line at their end, by one seed.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "app/pipeline/mdp_router.hpp"
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

/// Where a book differs from the truth though it claims to be right.
struct MdpFault {
    std::string text;
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
        std::string text;
        for (std::size_t i = 0; i < channel_.instruments(); ++i) {
            if (!channel_.is_active(i)) continue;
            const std::uint32_t place = place_of(*line, channel_.security(i));
            if (place == pipeline::MdpStream::no_place) {
                text += " absent " + std::to_string(i);
                continue;
            }
            if (is_as_deep(line->stream, place, i) && !is_trusted(line->stream.state(place)))
                text +=
                    ' ' + std::to_string(i) + ' ' + std::string(to_text(line->stream.state(place)));
            if (plan_.market.has_orders && !line->stream.contract(place).orders_are_right)
                text += " orders " + std::to_string(i);
        }
        return text;
    }

    std::size_t channels() const { return router_.channels().size(); }

    Counters counters;
    std::uint64_t comparisons = 0;
    std::uint64_t order_comparisons = 0;
    std::uint64_t unnoticed = 0;  // wrong, by a lost reset that nothing has shown yet
    std::uint64_t ahead = 0;      // of a snapshot, compared as such
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
    static bool is_trusted(BookState state)
    {
        return state == BookState::valid || state == BookState::halted;
    }
    pipeline::MdpChannel* receiver() const
    {
        if (direct_) return direct_.get();
        return router_.channels().empty() ? nullptr : &router_.channels().front()->channel;
    }
    static std::uint32_t place_of(const pipeline::MdpChannel& line, SecurityId security)
    {
        for (std::uint32_t place = 0; place < line.stream.places(); ++place)
            if (line.stream.contract(place).security == security) return place;
        return pipeline::MdpStream::no_place;
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
        const pipeline::MdpStream& stream = line->stream;
        const auto week = static_cast<std::uint32_t>(1 + counters[Counter::mdp_begun_anew]);
        for (std::uint32_t place = 0; place < stream.places() && fault_.empty(); ++place) {
            const std::size_t instrument = instrument_of(stream.contract(place).security);
            if (is_as_deep(stream, place, instrument) && is_trusted(stream.state(place)))
                compare_levels(stream, place, instrument, week);
            if (stream.contract(place).orders_are_right)
                compare_orders(stream, place, instrument, week);
        }
    }

    /// A book that nothing defines is kept as most are: ten levels deep.
    bool is_as_deep(const pipeline::MdpStream& stream, std::uint32_t place,
                    std::size_t instrument) const
    {
        return stream.contract(place).is_defined || channel_.depth(instrument) == 10;
    }

    std::size_t instrument_of(SecurityId security) const
    {
        return static_cast<std::size_t>((security + 14) / 7);
    }

    /// A lost reset, which numbers do not show before one goes back, is nothing that can be known.
    bool is_unnoticed(const pipeline::MdpStream& stream, sim::MdpMoment moment)
    {
        const bool is = channel_.reset_before(moment) > stream.begun_at();
        unnoticed += is;
        return is;
    }

    void compare_levels(const pipeline::MdpStream& stream, std::uint32_t place,
                        std::size_t instrument, std::uint32_t week)
    {
        const std::uint32_t held = stream.contract(place).held_until;
        ahead += held > stream.last_packet();
        const sim::MdpMoment moment{week, std::max(held, stream.last_packet())};
        if (is_unnoticed(stream, moment)) return;
        const sim::MdpBook& truth = channel_.book_at(instrument, moment);
        ++comparisons;
        for (const Side side : {Side::buy, Side::sell})
            for (const bool implied : {false, true}) {
                const auto part = implied ? book::BookPart::implied : book::BookPart::outright;
                const sim::MdpLevels& levels = truth.levels[index_of(side)][implied];
                bool is_same = stream.book(place).level_count(side, part) == levels.size();
                for (std::size_t rank = 0; is_same && rank < levels.size(); ++rank)
                    is_same = stream.book(place).level(side, part, rank) == levels[rank];
                if (!is_same) return blame("levels", stream, place, instrument, moment);
            }
    }

    void compare_orders(const pipeline::MdpStream& stream, std::uint32_t place,
                        std::size_t instrument, std::uint32_t week)
    {
        const sim::MdpMoment moment{
            week, std::max(stream.contract(place).orders_held_until, stream.last_packet())};
        const sim::MdpBook& truth = channel_.book_at(instrument, moment);
        ++order_comparisons;
        for (const Side side : {Side::buy, Side::sell}) {
            const sim::MdpLine& line = truth.orders[index_of(side)];
            std::size_t at = 0;
            bool is_same = true;
            if (stream.queued_orders() != nullptr)
                stream.queued_orders()->for_each_order(
                    place, side, [&](const book::QueuedOrder& order) {
                        is_same &= at < line.size() &&
                                   line[at] == sim::MdpOrder{order.order, order.priority,
                                                             order.price.units, order.quantity};
                        ++at;
                    });
            if (!is_same || at != line.size())
                return blame("orders", stream, place, instrument, moment);
        }
    }

    void blame(const char* what, const pipeline::MdpStream& stream, std::uint32_t place,
               std::size_t instrument, sim::MdpMoment moment)
    {
        const sim::MdpBook& truth = channel_.book_at(instrument, moment);
        fault_ = std::string(what) + " of " + std::to_string(instrument) + " week " +
                 std::to_string(moment.week) + " packet " + std::to_string(moment.packet) +
                 " sequence " + std::to_string(stream.contract(place).sequence) + " of " +
                 std::to_string(truth.sequence) + " lost until " +
                 std::to_string(stream.lost_until()) + " reset " +
                 std::to_string(channel_.reset_before(moment)) + " joined " +
                 std::to_string(plan_.joined_at);
    }

    MdpPlan plan_;
    sim::Random random_;
    sim::Mdp3Channel channel_;
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
