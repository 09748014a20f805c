// A generated day as ITCH on two lines: captured and played back, or heard live.
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "app/pipeline/itch_channel.hpp"
#include "app/pipeline/player.hpp"
#include "app/pipeline/rule_runner.hpp"
#include "sim/itch_encoder.hpp"
#include "sim/mold_request_server.hpp"
#include "sim/pcapng_writer.hpp"
#include "sim/redundant_lines.hpp"
#include "tests/truth/desk.hpp"

namespace gapwire::truth {
namespace {

namespace itch = sim::itch;

constexpr std::string_view session = "TRUTH";

struct Said {
    Nanos time = 0;
    sim::ByteVector message;
};

/// Says a day in ITCH: one order on each side of each book, a new one where its quote moves.
class Speaker {
 public:
    explicit Speaker(const Day& day) : day_(day), books_(day.names.size()) {}

    std::vector<Said> say()
    {
        const Nanos start = day_.events.front().time - minute;
        add(start, itch::SystemEvent{.at = {.time_ns = time_of(start)}, .event = 'O'});
        for (std::uint32_t name = 0; name < books_.size(); ++name) {
            add(start, itch::StockDirectory{.at = at(name, start), .stock = symbol(name)});
            add(start, itch::StockTradingAction{.at = at(name, start), .stock = symbol(name)});
        }
        for (const Event& event : day_.events) say(event);
        return std::move(said_);
    }

 private:
    struct Book {
        std::uint64_t bid = 0;  // order references; 0: none
        std::uint64_t ask = 0;
        Units bid_price = 0;
    };

    static std::uint64_t time_of(Nanos time) noexcept { return static_cast<std::uint64_t>(time); }
    static std::uint32_t price_of(Units price) noexcept
    {
        return static_cast<std::uint32_t>(price);
    }
    std::string_view symbol(std::uint32_t name) const { return day_.names[name].symbol; }
    itch::At at(std::uint32_t name, Nanos time) const
    {
        return {.locate = static_cast<std::uint16_t>(name + 1), .time_ns = time_of(time)};
    }
    template <itch::Message M>
    void add(Nanos time, const M& message)
    {
        said_.push_back({time, itch::encode(message)});
    }

    void say(const Event& event)
    {
        const itch::At at = this->at(event.name, event.time);
        switch (event.what) {
            case What::quote: quote(event); break;
            case What::trade: trade(event); break;
            case What::broken:
                add(event.time, itch::BrokenTrade{.at = at, .match = event.match});
                break;
            case What::halt:
            case What::resume:
                add(event.time,
                    itch::StockTradingAction{.at = at,
                                             .stock = symbol(event.name),
                                             .state = event.what == What::halt ? 'H' : 'T',
                                             .reason = event.reason});
                break;
        }
    }

    /// The side that moves away first: a book never crosses but where its quote does.
    void quote(const Event& event)
    {
        Book& book = books_[event.name];
        const bool is_fall = event.bid < book.bid_price;
        if (is_fall) order(event, 'B', event.bid, book.bid);
        order(event, 'S', event.ask, book.ask);
        if (!is_fall) order(event, 'B', event.bid, book.bid);
        book.bid_price = event.bid;
    }
    void order(const Event& event, char side, Units price, std::uint64_t& reference)
    {
        constexpr std::uint32_t shares = 1'000'000;
        const itch::At at = this->at(event.name, event.time);
        const std::uint64_t before = std::exchange(reference, ++references_);
        if (before != 0) add(event.time, itch::OrderDelete{.at = at, .reference = before});
        add(event.time, itch::AddOrder{.at = at,
                                       .reference = reference,
                                       .side = side,
                                       .shares = shares,
                                       .stock = symbol(event.name),
                                       .price = price_of(price)});
    }
    void trade(const Event& event)
    {
        const itch::At at = this->at(event.name, event.time);
        const Book& book = books_[event.name];
        if (event.is_hidden)
            return add(event.time, itch::Trade{.at = at,
                                               .shares = event.quantity,
                                               .stock = symbol(event.name),
                                               .price = price_of(event.price),
                                               .match = event.match});
        const bool is_bid = event.price == book.bid_price;
        add(event.time, itch::OrderExecuted{.at = at,
                                            .reference = is_bid ? book.bid : book.ask,
                                            .shares = event.quantity,
                                            .match = event.match});
    }

    const Day& day_;
    std::vector<Book> books_;
    std::uint64_t references_ = 0;
    std::vector<Said> said_;
};

/// Books and rules of a day, and what the line tells them.
struct Surroundings {
    explicit Surroundings(const Day& day)
        : config(configure(day)), sink(midnight(day)), runner(config, sink, counters)
    {
        context.midnight = runner.begin_on(*parse_date(day.date));
        context.observer = {
            .context = this,
            .on_instrument =
                [](void* to, const Instrument& instrument) {
                    return static_cast<Surroundings*>(to)->runner.on_instrument(instrument);
                },
            .on_update =
                [](void* to, const MarketUpdate& update) noexcept {
                    static_cast<Surroundings*>(to)->runner.on_update(update);
                },
            .on_close =
                [](void* to, const Instrument& instrument, const ReferencePrice& close) {
                    static_cast<Surroundings*>(to)->runner.on_close(instrument, close);
                }};
    }
    Surroundings(const Surroundings&) = delete;

    strategies::Config config;
    Raisings sink;
    Counters counters;
    pipeline::RuleRunner runner;
    pipeline::Instruments instruments;
    pipeline::StreamContext context{
        .instruments = &instruments,
        .counters = &counters,
        .limits = {.orders_max = 1'024, .ladder_bytes = std::size_t{4} << 20, .prefault = false}};
};

/// Two lines that lose a packet in a hundred each, never the same one.
void write_capture(const Day& day, const std::string& file)
{
    sim::ByteVector out;
    sim::append_section_header(out, "Generated.");
    std::array<sim::LinePlan, 2> lines;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        sim::append_interface(out, i == 0 ? "A" : "B");
        lines[i].path = {{0x0A000001}, 5000, {0xE9360C6FU + static_cast<std::uint32_t>(i)}, 26477};
        lines[i].latency_ns = 20'000 + i * 10'000;
        lines[i].jitter_ns = 5'000;
        lines[i].loss_ppm = 10'000;
    }
    sim::RedundantLines wire(lines, session, 1, [&](const sim::CapturedFrame& frame) {
        const auto since = static_cast<std::int64_t>(frame.time_ns);
        sim::append_packet(out, static_cast<std::uint32_t>(frame.line), {midnight(day).ns + since},
                           frame.frame);
    });
    for (const Said& said : Speaker(day).say())
        wire.message(static_cast<std::uint64_t>(said.time), said.message);
    wire.finish(static_cast<std::uint64_t>(day.end), true);
    std::ofstream(file, std::ios::binary)
        .write(reinterpret_cast<const char*>(out.data()), static_cast<std::streamsize>(out.size()));
}

/// The lines of a day and who listens, by a clock that ticks four times a second.
class Live {
 public:
    Live(const Day& day, Surroundings& around)
        : day_(day), around_(around), channel_(around.context, 0, "TRUTH", options(), output())
    {}

    void play()
    {
        const std::vector<Said> all = Speaker(day_).say();
        for (const Said& said : all)
            if (!store_.prepare(said.message))
                throw std::length_error("a day of too many messages");
        std::size_t next = 0;
        for (Nanos now = all.front().time; now <= day_.end; now += second / 4) {
            for (; next < all.size() && all[next].time <= now; ++next) send(all[next]);
            around_.sink.clock = now;
            // The feed stops a while after the market has closed.
            if (now % second == 0 && now < day_.close + minute) send_heartbeats(now);
            answer(now);
            channel_.on_time(time_of(now));
            around_.runner.on_time(time_of(now));
        }
    }

 private:
    static pipeline::ChannelOptions options()
    {
        pipeline::ChannelOptions options{.lines = {"A", "B"}};
        options.session.requests.servers = 1;
        return options;
    }
    pipeline::ChannelOutput output()
    {
        return {.context = this, .send_request = [](void* to, std::size_t, Bytes packet) noexcept {
                    static_cast<Live*>(to)->requests_.emplace_back(packet.begin(), packet.end());
                }};
    }
    Timestamp time_of(Nanos time) const noexcept { return {midnight_.ns + time}; }

    bool is_dead(std::size_t line, Nanos time) const noexcept
    {
        for (const Outage& outage : day_.outages)
            if (outage.dead[line] && time >= outage.from && time < outage.until) return true;
        return false;
    }
    void send(const Said& said)
    {
        sim::MoldPacketizer packets(session, store_.next());
        packets.add(said.message);
        store_.send();
        around_.sink.clock = said.time;
        deliver(packets.take(), said.time);
    }
    void send_heartbeats(Nanos now)
    {
        deliver(sim::MoldPacketizer(session, store_.next()).heartbeat(), now);
    }
    void deliver(const sim::ByteVector& packet, Nanos time)
    {
        for (std::size_t line = 0; line < 2; ++line)
            if (!is_dead(line, time)) channel_.on_datagram(line, packet, time_of(time));
    }
    void answer(Nanos now)
    {
        if (!day_.has_requests || (is_dead(0, now) && is_dead(1, now))) return requests_.clear();
        while (!requests_.empty()) {
            const sim::ByteVector request = std::move(requests_.back());
            requests_.pop_back();
            if (const auto packet = server_.answer(request))
                channel_.on_datagram(pipeline::ItchChannel::answer_line, *packet, time_of(now));
            channel_.on_time(time_of(now));  // asks for more
        }
    }

    const Day& day_;
    Surroundings& around_;
    Timestamp midnight_ = midnight(day_);
    sim::MessageStore store_{session};
    sim::MoldRequestServer server_{store_};
    std::vector<sim::ByteVector> requests_;
    pipeline::ItchChannel channel_;
};

}  // namespace

std::vector<Raised> run_wire(const Day& day)
{
    const std::filesystem::path folder = std::filesystem::temp_directory_path();
    const std::string file =
        (folder / ("gapwire-truth-" + std::to_string(::getpid()))).string() + ".pcapng";
    write_capture(day, file);
    Surroundings around(day);
    pipeline::Player player(around.context, {});
    player.play({file});
    around.runner.on_time({midnight(day).ns + day.end});
    std::filesystem::remove(file);
    return around.sink.kept;
}

std::vector<Raised> run_live(const Day& day)
{
    Surroundings around(day);
    Live(day, around).play();
    return around.sink.kept;
}

}  // namespace gapwire::truth
