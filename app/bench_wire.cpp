// From a packet sent to a book and to an alert, over loopback multicast.
#include "app/bench_wire.hpp"

#include <fmt/format.h>
#include <linux/net_tstamp.h>
#include <sys/socket.h>
#include <time.h>

#include <atomic>
#include <cstring>
#include <thread>

#include "app/pipeline/itch_channel.hpp"
#include "app/pipeline/rule_runner.hpp"
#include "app/pipeline/update_lane.hpp"
#include "core/clock.hpp"
#include "core/thread.hpp"
#include "feed/transport/udp_receiver.hpp"
#include "sim/itch_encoder.hpp"
#include "sim/mold_packetizer.hpp"
#include "strategies/gap.hpp"

namespace gapwire::app {
namespace {

namespace itch = sim::itch;

constexpr std::uint64_t rungs = 25;  // percents of a ladder; one packet reaches one
constexpr std::uint64_t slice = 2'000;
constexpr std::int64_t pause_ns = 20'000'000;  // between slices
constexpr std::uint32_t reference_price = 1'000'000;

std::string symbol_of_instrument(std::uint64_t index)
{
    return fmt::format("S{:05}", index);
}

/// What is sent: first every instrument's directory entry, then one packet an alert.
std::vector<sim::ByteVector> make_packets(std::uint64_t count)
{
    std::vector<sim::ByteVector> packets;
    sim::MoldPacketizer packetizer("WIRE");
    const std::uint64_t instruments = (count + rungs - 1) / rungs;
    for (std::uint64_t i = 0; i < instruments; ++i) {
        packetizer.add(
            itch::encode(itch::StockDirectory{.at = {.locate = static_cast<std::uint16_t>(i + 1)},
                                              .stock = symbol_of_instrument(i)}));
        packets.push_back(packetizer.take());
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::string stock = symbol_of_instrument(i / rungs);
        const itch::At at{.locate = static_cast<std::uint16_t>(i / rungs + 1), .time_ns = i};
        const auto price = static_cast<std::uint32_t>(reference_price / 100 * (99 - i % rungs));
        packetizer.add(itch::encode(itch::AddOrder{.at = at,
                                                   .reference = i + 1,
                                                   .side = 'B',
                                                   .shares = 100,
                                                   .stock = stock,
                                                   .price = price}));
        packetizer.add(itch::encode(itch::OrderDelete{.at = at, .reference = i + 1}));
        packetizer.add(itch::encode(
            itch::Trade{.at = at, .shares = 100, .stock = stock, .price = price, .match = i + 1}));
        packets.push_back(packetizer.take());
    }
    return packets;
}

strategies::Config make_config(std::uint64_t count)
{
    strategies::Config config = strategies::default_config();
    config.trading_date = {2025, 1, 27};
    strategies::GapSettings settings;
    settings.name = "wire";
    settings.ladder.clear();
    for (std::uint64_t rung = 1; rung <= rungs; ++rung)
        settings.ladder.push_back({static_cast<std::int32_t>(rung * 100)});
    config.rules.clear();
    config.rules.push_back(std::make_unique<strategies::Gap>(settings));
    for (std::uint64_t i = 0; i * rungs < count; ++i)
        config.references.set_fixed(symbol_of_instrument(i),
                                    {std::int64_t{reference_price} * 100'000});
    return config;
}

/// A plain socket that stamps, read with recvmsg: what everybody pays.
class BareSocket {
 public:
    explicit BareSocket(const transport::UdpOptions& options)
        : socket_(transport::open_udp(options))
    {}

    /// The number in the datagram and the kernel's stamp; false when there is none.
    bool receive(std::uint64_t& number, std::int64_t& stamp) noexcept
    {
        iovec part{&number, sizeof number};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control_;
        message.msg_controllen = sizeof control_;
        if (::recvmsg(socket_.descriptor.number(), &message, MSG_DONTWAIT) <= 0) return false;
        for (cmsghdr* at = CMSG_FIRSTHDR(&message); at != nullptr; at = CMSG_NXTHDR(&message, at))
            if (at->cmsg_level == SOL_SOCKET && at->cmsg_type == SCM_TIMESTAMPNS) {
                timespec time;
                std::memcpy(&time, CMSG_DATA(at), sizeof time);
                stamp = std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
            }
        return true;
    }
    const transport::Endpoint& local() const noexcept { return socket_.local; }

 private:
    transport::UdpSocket socket_;
    alignas(cmsghdr) char control_[256];
};

/// Sender, feed and rules of one rate.
class WireRun final : alerts::Sink {
 public:
    WireRun(const WirePlan& plan, std::uint64_t rate, bool has_cpu_each, WireResult& result);
    void run();

    // For the receiver.
    void on_datagram(const transport::Datagram& datagram) noexcept
    {
        stamp_ = datagram.captured.ns;
        channel_.on_datagram(0, datagram.payload, datagram.captured);
    }
    void on_kernel_drops(std::uint32_t, std::uint64_t) noexcept {}

 private:
    enum class Mode : int { books, bare, over };
    static transport::UdpOptions line(const WirePlan& plan, std::uint16_t port)
    {
        return {.address = plan.group, .port = port, .interface = plan.interface};
    }

    pipeline::StreamContext context();
    void receive();
    void receive_bare() noexcept;
    void judge();
    void send();
    void send_slice(std::uint64_t from, std::uint64_t until, bool bare);
    void wait_until(std::int64_t time) const noexcept;
    void on_update(const MarketUpdate& update) noexcept;

    // alerts::Sink
    std::string_view name() const noexcept override { return "wire"; }
    alerts::SinkStatus deliver(const Alert& alert) override;
    alerts::SinkStatus flush() override { return alerts::SinkStatus::ok; }
    std::string_view failure() const noexcept override { return {}; }

    const WirePlan& plan_;
    std::int64_t interval_;
    bool has_cpu_each_;
    WireResult& result_;
    std::vector<sim::ByteVector> packets_;
    std::size_t instruments_count_;
    std::vector<std::atomic<std::int64_t>> sent_;    // [packet for books, then bare]
    std::vector<std::atomic<std::int64_t>> booked_;  // [packet]
    std::atomic<Mode> mode_{Mode::books};

    Counters counters_;
    Counters rules_counters_;
    pipeline::Instruments instruments_;
    SpscRing<Instrument> introductions_{1u << 14};
    InterestTable interest_{pipeline::Instruments::instruments_max};
    pipeline::UpdateLane lane_;
    strategies::Config config_;
    pipeline::RuleRunner runner_;
    pipeline::StreamContext context_;
    pipeline::ItchChannel channel_;
    transport::UdpReceiver receiver_;
    transport::UdpReceiver sender_;
    BareSocket bare_;
    std::int64_t stamp_ = 0;
};

WireRun::WireRun(const WirePlan& plan, std::uint64_t rate, bool has_cpu_each, WireResult& result)
    : plan_(plan),
      interval_(static_cast<std::int64_t>(1'000'000'000 / rate)),
      has_cpu_each_(has_cpu_each),
      result_(result),
      packets_(make_packets(plan.packets)),
      instruments_count_(packets_.size() - plan.packets),
      sent_(2 * plan.packets),
      booked_(plan.packets),
      lane_(1u << 14, pipeline::Instruments::instruments_max, counters_),
      config_(make_config(plan.packets)),
      runner_(config_, *this, rules_counters_),
      context_(context()),
      channel_(context_, 0, "WIRE", {.lines = {"A"}},
               {.context = this, .send_request = [](void*, std::size_t, Bytes) noexcept {}}),
      receiver_(line(plan, 27'401), counters_),
      sender_({.address = plan.interface}, counters_),
      bare_(line(plan, 27'402))
{
    result_.rate = rate;
}

pipeline::StreamContext WireRun::context()
{
    return {.instruments = &instruments_,
            .counters = &counters_,
            .observer = {
                .context = this,
                .on_instrument = [](void* to, const Instrument& instrument) -> std::uint8_t {
                    GAPWIRE_ASSERT(static_cast<WireRun*>(to)->introductions_.try_push(instrument));
                    return 0;
                },
                .on_update =
                    [](void* to, const MarketUpdate& update) noexcept {
                        static_cast<WireRun*>(to)->on_update(update);
                    }},
            .interest = &interest_,
            .midnight = runner_.begin({0}),
            .limits = {.orders_max = 1u << 16, .prefault = true}};
}

// ---- the feed thread

void WireRun::on_update(const MarketUpdate& update) noexcept
{
    const std::int64_t now = wall_clock().ns;
    const auto packet = static_cast<std::size_t>(update.exchange_time.ns - context_.midnight.ns);
    if (packet >= booked_.size()) return;  // somebody else sends on this group
    if ((update.kinds & update_trade) != 0 &&
        booked_[packet].load(std::memory_order_relaxed) == 0) {
        booked_[packet].store(now, std::memory_order_relaxed);
        ++result_.received;
        const std::int64_t sent = sent_[packet].load(std::memory_order_relaxed);
        result_.send_to_stamp.add(static_cast<std::uint64_t>(std::max(stamp_ - sent, INT64_C(0))));
        result_.stamp_to_book.add(static_cast<std::uint64_t>(std::max(now - stamp_, INT64_C(0))));
    }
    lane_.push(update);
}

void WireRun::receive_bare() noexcept
{
    std::uint64_t number = 0;
    std::int64_t stamp = 0;
    if (!bare_.receive(number, stamp)) return;
    const std::int64_t now = wall_clock().ns;
    result_.stamp_to_user.add(static_cast<std::uint64_t>(std::max(now - stamp, INT64_C(0))));
}

void WireRun::receive()
{
    name_thread("feed");
    if (plan_.feed_cpu) pin_to_cpu(*plan_.feed_cpu);
    for (;;) {
        switch (mode_.load(std::memory_order_relaxed)) {
            case Mode::over: return;
            case Mode::bare: receive_bare(); break;
            case Mode::books:
                receiver_.receive(*this);
                channel_.on_time(wall_clock());
                lane_.flush();
        }
    }
}

// ---- the rules thread

alerts::SinkStatus WireRun::deliver(const Alert& alert)
{
    const std::int64_t now = wall_clock().ns;
    const auto packet = static_cast<std::size_t>(alert.exchange_time.ns - context_.midnight.ns);
    const std::int64_t booked = booked_[packet].load(std::memory_order_relaxed);
    result_.book_to_alert.add(static_cast<std::uint64_t>(std::max(now - booked, INT64_C(0))));
    return alerts::SinkStatus::ok;
}

void WireRun::judge()
{
    name_thread("rules");
    if (plan_.rules_cpu) pin_to_cpu(*plan_.rules_cpu);
    while (mode_.load(std::memory_order_relaxed) != Mode::over) {
        std::size_t done = introductions_.pop_batch(64, [&](const Instrument& instrument) {
            interest_.set(instrument.id, runner_.on_instrument(instrument));
        });
        interest_.publish();
        done += lane_.pop(64, [&](const MarketUpdate& update) { runner_.on_update(update); });
        if (done == 0 && !has_cpu_each_) std::this_thread::sleep_for(std::chrono::microseconds(20));
    }
}

// ---- the sender

void WireRun::wait_until(std::int64_t time) const noexcept
{
    if (!has_cpu_each_) {
        const timespec wake{.tv_sec = time / 1'000'000'000, .tv_nsec = time % 1'000'000'000};
        ::clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &wake, nullptr);
    }
    while (wall_clock().ns < time) {
    }
}

void WireRun::send_slice(std::uint64_t from, std::uint64_t until, bool bare)
{
    mode_.store(bare ? Mode::bare : Mode::books, std::memory_order_relaxed);
    std::int64_t due = wall_clock().ns + pause_ns;
    const transport::Endpoint& to = bare ? bare_.local() : receiver_.local();
    for (std::uint64_t i = from; i < until; ++i, due += interval_) {
        wait_until(due);
        const std::int64_t now = wall_clock().ns;
        result_.late.add(static_cast<std::uint64_t>(now - due));
        sent_[i + (bare ? plan_.packets : 0)].store(now, std::memory_order_relaxed);
        sender_.send_to(to, packets_[instruments_count_ + i]);
    }
    wait_until(due + pause_ns);
}

void WireRun::send()
{
    if (plan_.sender_cpu) pin_to_cpu(*plan_.sender_cpu);
    for (std::size_t i = 0; i < instruments_count_; ++i) {
        wait_until(wall_clock().ns + 20'000);
        sender_.send_to(receiver_.local(), packets_[i]);
    }
    for (std::uint64_t from = 0; from < plan_.packets; from += slice) {
        const std::uint64_t until = std::min(from + slice, plan_.packets);
        send_slice(from, until, true);
        send_slice(from, until, false);
    }
    result_.sent = plan_.packets;
    mode_.store(Mode::over, std::memory_order_relaxed);
}

void WireRun::run()
{
    std::thread feed([&] { receive(); });
    std::thread rules([&] { judge(); });
    std::thread sender([&] { send(); });
    sender.join();
    rules.join();
    feed.join();
}

}  // namespace

WireReport bench_wire(const WirePlan& plan)
{
    WireReport report;
    report.has_cpu_each = std::thread::hardware_concurrency() >= 3;
    for (const std::uint64_t rate : plan.rates) {
        WireResult& result = report.results.emplace_back();
        auto run = std::make_unique<WireRun>(plan, rate, report.has_cpu_each, result);
        run->run();
    }
    return report;
}

}  // namespace gapwire::app
