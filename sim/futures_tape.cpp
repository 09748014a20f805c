// Which event of the futures channel comes when, and its packets on their lines.
#include "sim/futures_tape.hpp"

#include <algorithm>

#include "core/assert.hpp"
#include "sim/futures_market.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t lead_ns = 10 * second;
constexpr std::uint64_t heartbeat_ns = 30 * second;  // after so long a silence
constexpr std::uint64_t loop_gap_ns = 200'000;       // between two packets of a loop
constexpr std::uint64_t apart_ns = 20'000;           // packets of one event
constexpr std::uint8_t pre_open = 21;                // SecurityTradingStatus
constexpr std::uint8_t trading = 17;
constexpr std::uint8_t closed = 4;

std::uint16_t days_of(Date date)
{
    return static_cast<std::uint16_t>(day_number(date));
}

MdpChannelOptions channel_options(const Scenario& scenario)
{
    MdpChannelOptions options{.first_security = 1'001, .has_orders = false, .remembers = false};
    for (const ContractPlan& plan : scenario.futures->contracts)
        options.listings.push_back({.symbol = plan.symbol,
                                    .product = plan.product,
                                    .last_trade_ns = plan.last_trade_ns,
                                    .tick = plan.tick,
                                    .settlement = plan.settlement,
                                    .settlement_date = days_of(scenario.previous_date),
                                    .limit_low = plan.limit_low,
                                    .limit_high = plan.limit_high});
    return options;
}

/// A known point: trading begins, or one of a contract.
struct Point {
    enum class Kind { begin, open, low, settlement };
    std::uint64_t time_ns;
    Kind kind;
    std::size_t contract = 0;
};

class FuturesTape {
 public:
    FuturesTape(const Scenario& scenario, const std::array<bool, 2>& heard, Tape& tape)
        : plan_(*scenario.futures),
          date_(days_of(scenario.date)),
          random_(scenario.seed + 100),
          channel_(scenario.seed + 101, channel_options(scenario)),
          tape_(tape),
          lines_(plan_.lines, scenario.seed + 102,
                 [this](const CapturedFrame& frame) { keep(frame); }),
          snapshots_(plan_.snapshots, scenario.seed + 105),
          definitions_(plan_.definitions, scenario.seed + 106)
    {
        for (std::size_t line = 0; line < heard.size(); ++line)
            if (heard[line]) interfaces_[line] = tape_.interface(plan_.lines[line].interface);
        for (std::size_t i = 0; i < plan_.contracts.size(); ++i)
            markets_.emplace_back(plan_.contracts[i], channel_.security(i), random_);
        add_points();
    }

    FuturesReport run()
    {
        begin_day();
        for (;;) {
            const std::uint64_t point =
                next_point_ < points_.size() ? points_[next_point_].time_ns : UINT64_MAX;
            const std::uint64_t beat = last_sent_ + heartbeat_ns;
            const std::uint64_t now = std::min({point, next_event_, next_loop_, beat});
            if (now >= plan_.time.until_ns) break;
            if (now == point)
                reach(points_[next_point_++]);
            else if (now == next_loop_)
                send_loops();
            else if (now == next_event_)
                send_event();
            else
                send(now, {channel_.heartbeat(now)});
        }
        tell_status(plan_.time.until_ns, closed);
        lines_.deliver_until(UINT64_MAX);
        report_.lines = {lines_.count(0), lines_.count(1)};
        return report_;
    }

 private:
    void add_points()
    {
        using enum Point::Kind;
        points_.push_back({plan_.time.from_ns - 1'000'000, begin});
        for (std::size_t i = 0; i < markets_.size(); ++i) {
            const ContractPlan& plan = plan_.contracts[i];
            points_.push_back({plan_.time.from_ns, open, i});
            points_.push_back({plan.low.time_ns, low, i});
            points_.push_back({plan.settled.time_ns, settlement, i});
        }
        std::ranges::stable_sort(points_, {}, &Point::time_ns);
    }

    /// An event a contract, so that numbers of loops are behind those of the incremental feed: a
    /// listener knows which is which.
    void begin_day()
    {
        std::uint64_t now = plan_.time.from_ns - lead_ns;
        for (const FuturesMarket& market : markets_)
            send(now, channel_.tell(now, {market.limits()}));
        tell_status(now += 1'000'000, pre_open);
        next_loop_ = now + second;
        next_event_ = plan_.time.from_ns + second;
    }
    /// Of the groups of all contracts.
    void tell_status(std::uint64_t time_ns, std::uint8_t status)
    {
        std::vector<Mdp3Channel::Message> messages;
        for (const ContractPlan& plan : plan_.contracts) {
            FuturesStatus message{.for_group = true, .date = date_, .status = status};
            std::ranges::copy(plan.product, message.group.raw.begin());
            messages.emplace_back(message);
        }
        send(time_ns, channel_.tell(time_ns, messages));
    }

    void reach(const Point& point)
    {
        FuturesMarket& market = markets_[point.contract];
        const ContractPlan& plan = market.plan();
        switch (point.kind) {
            case Point::Kind::begin: return tell_status(point.time_ns, trading);
            case Point::Kind::open: return say(point.time_ns, market.print(plan.path[0].price));
            case Point::Kind::low: return say(point.time_ns, market.print(plan.low.price));
            case Point::Kind::settlement: break;
        }
        say(point.time_ns, {market.settlement(date_)});
    }
    void say(std::uint64_t now, FuturesMarket::Messages messages)
    {
        ++report_.events;
        send(now, channel_.tell(now, std::move(messages)));
    }

    void send_event()
    {
        std::uint32_t weights = 0;
        for (const ContractPlan& plan : plan_.contracts) weights += plan.weight;
        std::uint32_t drawn = random_.below(weights);
        std::size_t contract = 0;
        while (drawn >= plan_.contracts[contract].weight)
            drawn -= plan_.contracts[contract++].weight;
        const std::uint64_t now = next_event_;
        say(now, markets_[contract].event(now));
        next_event_ = now + 1 + wait(now);
    }
    /// Until the next event; a busy time that begins before it is not slept through.
    std::uint64_t wait(std::uint64_t now)
    {
        std::uint64_t every = plan_.event_every_ns;
        std::uint64_t begins_in = UINT64_MAX;
        for (const BusyTime& busy : plan_.busy) {
            if (busy.time.holds(now)) every = busy.event_every_ns;
            if (busy.time.from_ns > now) begins_in = std::min(begins_in, busy.time.from_ns - now);
        }
        return std::min(random_.waiting(every), begins_in);
    }

    /// Packets of the incremental feed, which never goes back in time.
    void send(std::uint64_t now, const std::vector<ByteVector>& packets)
    {
        for (const ByteVector& packet : packets) {
            last_sent_ = std::max(now, last_sent_ + apart_ns);
            lines_.send(last_sent_, packet);
        }
    }
    void send_loops()
    {
        send_loop(definitions_, channel_.definition_loop(next_loop_));
        send_loop(snapshots_, channel_.book_loop(next_loop_, 0));
        next_loop_ += plan_.loop_every_ns;
    }
    void send_loop(CapturedLine& line, const std::vector<ByteVector>& packets)
    {
        const std::uint32_t interface = tape_.interface(line.plan().interface);
        std::uint64_t at = next_loop_;
        for (const ByteVector& packet : packets) {
            ++report_.loop_packets;
            ByteVector frame;
            const std::uint64_t captured = line.carry(at, packet, frame);
            if (!line.is_silent(at))
                tape_.add({{static_cast<std::int64_t>(captured)}, interface, std::move(frame)});
            at += loop_gap_ns;
        }
    }
    void keep(const CapturedFrame& frame)
    {
        const auto& interface = interfaces_[frame.line];
        if (!interface) return;
        tape_.add({{static_cast<std::int64_t>(frame.time_ns)},
                   *interface,
                   ByteVector(frame.frame.begin(), frame.frame.end())});
    }

    const FuturesPlan& plan_;
    std::uint16_t date_;
    Random random_;
    Mdp3Channel channel_;
    std::vector<FuturesMarket> markets_;
    std::vector<Point> points_;
    std::size_t next_point_ = 0;
    Tape& tape_;
    LinePair lines_;
    CapturedLine snapshots_;
    CapturedLine definitions_;
    std::array<std::optional<std::uint32_t>, 2> interfaces_{};
    std::uint64_t next_event_ = 0;
    std::uint64_t next_loop_ = 0;
    std::uint64_t last_sent_ = 0;
    FuturesReport report_;
};

}  // namespace

FuturesReport tell_futures(const Scenario& scenario, const std::array<bool, 2>& heard, Tape& tape)
{
    GAPWIRE_ASSERT(scenario.futures.has_value());
    return FuturesTape(scenario, heard, tape).run();
}

}  // namespace gapwire::sim
