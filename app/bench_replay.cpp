// The stages of the line, timed.
#include "app/bench_replay.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <fstream>

#include "alerts/sinks.hpp"
#include "app/bench_replay_fix.hpp"
#include "app/bench_replay_mdp.hpp"
#include "app/bench_timing.hpp"
#include "app/pipeline/player.hpp"
#include "app/pipeline/rule_runner.hpp"
#include "core/error.hpp"
#include "feed/itch50/batch.hpp"

namespace gapwire::app {
namespace {

using Clock = BenchClock;

/// The messages of a capture in memory, framed as in a BinaryFILE.
class Messages {
 public:
    explicit Messages(const std::string& path)
    {
        if (is_plain_binary_file(path))
            load(path);
        else
            copy(path);
    }

    Bytes bytes() const noexcept { return bytes_; }
    std::uint64_t count() const noexcept { return count_; }

 private:
    bool is_plain_binary_file(const std::string& path)
    {
        const transport::Capture capture = transport::open_capture(path, counters_);
        const auto* file = std::get_if<transport::BinaryFile>(&capture);
        return file != nullptr && file->is_stable();
    }

    /// Reads a plain BinaryFILE into huge pages, as a network card's ring would be.
    void load(const std::string& path)
    {
        const std::size_t size = std::filesystem::file_size(path);
        region_ = Region(size + 64);  // a decoder may look a few bytes past a short message
        std::ifstream in(path, std::ios::binary);
        in.read(reinterpret_cast<char*>(region_.data()), static_cast<std::streamsize>(size));
        const auto* const first = reinterpret_cast<const std::uint8_t*>(region_.data());
        std::size_t end = 0;
        while (end + 2 <= size && end + 2 + view_as<U16be>(first + end) <= size) {
            end += 2 + view_as<U16be>(first + end);
            ++count_;
        }
        bytes_ = {first, end};
    }

    void copy(const std::string& path)
    {
        pipeline::Instruments instruments;
        pipeline::StreamContext context{.instruments = &instruments, .counters = &counters_};
        context.observer.context = this;
        context.observer.on_message = [](void* to, Bytes message) {
            auto& self = *static_cast<Messages*>(to);
            self.copy_.push_back(static_cast<std::uint8_t>(message.size() >> 8));
            self.copy_.push_back(static_cast<std::uint8_t>(message.size()));
            self.copy_.insert(self.copy_.end(), message.begin(), message.end());
            ++self.count_;
        };
        pipeline::Player player(context, {});
        player.play({path});
        bytes_ = copy_;
    }

    Counters counters_;
    Region region_;
    std::vector<std::uint8_t> copy_;
    Bytes bytes_;
    std::uint64_t count_ = 0;
};

/// Calls use(batch) for consecutive messages, `batch` at a time.
template <class Use>
void walk(Bytes bytes, std::size_t batch, Use&& use)
{
    std::array<Bytes, pipeline::ItchStream::batch_max> messages;
    const std::uint8_t* at = bytes.data();
    const std::uint8_t* const end = at + bytes.size();
    while (at < end) {
        std::size_t count = 0;
        for (; count < batch && at < end; ++count) {
            const std::size_t size = view_as<U16be>(at);
            messages[count] = {at + 2, size};
            at += 2 + size;
        }
        use(std::span<const Bytes>(messages).first(count));
    }
}

struct Ignore {
    template <class Event>
    void on(const Event& event) noexcept
    {
        keep(event);
    }
};

std::int64_t time_walk(Bytes bytes, std::size_t batch)
{
    const auto start = Clock::now();
    std::uint64_t sum = 0;
    walk(bytes, batch, [&](std::span<const Bytes> messages) {
        for (const Bytes message : messages) sum += message.size();
    });
    keep(sum);
    return (Clock::now() - start).count();
}

std::int64_t time_decode(Bytes bytes, std::size_t batch)
{
    const auto start = Clock::now();
    std::array<OrderEvent, pipeline::ItchStream::batch_max> events;
    Ignore ignore;
    walk(bytes, batch, [&](std::span<const Bytes> messages) {
        itch50::decode_orders(messages, events);
        for (std::size_t i = 0; i < messages.size(); ++i) {
            if (events[i].action == OrderAction::none) [[unlikely]]
                keep(itch50::decode_other(messages[i], ignore));
        }
        keep(events);
    });
    return (Clock::now() - start).count();
}

/// All that the books stage and the rules stage need, fresh for each run.
struct Line {
    explicit Line(bool with_rules)
        : tops(book::Publication::bytes_for(pipeline::Instruments::instruments_max)),
          publication(book::Publication::create({tops.data(), tops.size()},
                                                pipeline::Instruments::instruments_max, 1)),
          config(strategies::default_config()),
          sink(alerts::make_sink("stdout", {})),
          runner(config, *sink, counters),
          context{.instruments = &instruments, .counters = &counters}
    {
        context.limits = {.orders_max = std::size_t{1} << 21,
                          .ladder_bytes = std::size_t{32} << 20,
                          .prefault = true};
        if (with_rules) {
            config.trading_date = {2025, 1, 27};
            runner.begin(Timestamp::none());
            context.publication = &publication;
            context.observer = {
                .context = &runner,
                .on_instrument =
                    [](void* to, const Instrument& instrument) {
                        return static_cast<pipeline::RuleRunner*>(to)->on_instrument(instrument);
                    },
                .on_update =
                    [](void* to, const MarketUpdate& update) noexcept {
                        static_cast<pipeline::RuleRunner*>(to)->on_update(update);
                    }};
        }
        stream = std::make_unique<pipeline::ItchStream>(context, 0, "bench");
    }

    Counters counters;
    pipeline::Instruments instruments;
    Region tops;
    book::Publication publication;
    strategies::Config config;
    std::unique_ptr<alerts::Sink> sink;
    pipeline::RuleRunner runner;
    pipeline::StreamContext context;
    std::unique_ptr<pipeline::ItchStream> stream;
};

std::int64_t time_line(Bytes bytes, std::size_t batch, bool with_rules)
{
    Line line(with_rules);
    std::uint64_t next = 1;
    const auto start = Clock::now();
    walk(bytes, batch, [&](std::span<const Bytes> messages) {
        line.stream->on_messages(next, messages, Timestamp::none());
        next += messages.size();
    });
    return (Clock::now() - start).count();
}

Latency time_each(Bytes bytes)
{
    Line line(true);
    EachTimer timer;
    std::uint64_t next = 1;
    walk(bytes, 1, [&](std::span<const Bytes> messages) {
        timer.time([&] { line.stream->on_messages(next++, messages, Timestamp::none()); });
    });
    return timer.latency();
}

}  // namespace

BenchReport bench_replay(const std::string& path, const BenchPlan& plan)
{
    pin_to_core(plan.cpu);
    if (auto quotes = bench_replay_fix(path, plan)) return *std::move(quotes);
    if (auto futures = bench_replay_mdp(path, plan)) return *std::move(futures);
    const Messages messages(path);
    if (messages.count() == 0)
        throw OperatorError(ExitCode::bad_input, fmt::format("{}: holds no messages", path));
    const Bytes bytes = messages.bytes();
    std::array<std::vector<std::int64_t>, 4> times;
    for (int run = 0; run < plan.runs; ++run) {
        times[0].push_back(time_walk(bytes, plan.batch));
        times[1].push_back(time_decode(bytes, plan.batch));
        times[2].push_back(time_line(bytes, plan.batch, false));
        times[3].push_back(time_line(bytes, plan.batch, true));
    }
    BenchReport report{path, messages.count(), "message", plan.batch, {}, {}, {}};
    report.instruction_set = std::string(book::OrderBooks::instruction_sets().back());
    constexpr const char* names[] = {"walk", "decode", "books", "rules"};
    for (std::size_t i = 0; i < times.size(); ++i)
        report.stages.push_back(stage_result(names[i], times[i], messages.count()));
    report.latency = time_each(bytes);
    return report;
}

}  // namespace gapwire::app
