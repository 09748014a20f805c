// The stages of the line for FIX, timed.
#include "app/bench_replay_fix.hpp"

#include <array>

#include "app/bench_line.hpp"
#include "app/bench_timing.hpp"
#include "app/pipeline/fix_stream.hpp"
#include "feed/fix/decoder.hpp"
#include "feed/fix/log_reader.hpp"
#include "feed/fix/scanner.hpp"
#include "feed/fix/split.hpp"
#include "feed/transport/open_capture.hpp"

namespace gapwire::app {
namespace {

/// The messages of a log one after the other, with SOH, as a connection would bring them.
struct Messages {
    explicit Messages(fix::LogReader& log)
    {
        for (fix::LoggedMessage logged; log.next(logged); ++count) {
            const Bytes whole = logged.message.bytes;
            bytes.insert(bytes.end(), whole.begin(), whole.end());
        }
    }
    std::vector<std::uint8_t> bytes;
    std::uint64_t count = 0;
};

struct Ignore {
    void on_message_begin(const QuoteMessage& message) noexcept { keep(message); }
    void on_message_end(const QuoteMessage& message) noexcept { keep(message); }
    void on(const auto& event) noexcept { keep(event); }
};

using Line = BenchLine<pipeline::FixStream>;

/// Calls use(message) for each of them; returns the ns that it took.
template <class Use>
std::int64_t time_messages(Bytes bytes, Use&& use)
{
    const auto start = BenchClock::now();
    for (Bytes rest = bytes; !rest.empty();) {
        const fix::Scanned scanned = fix::scan(rest);
        use(fix::Message::of(rest, scanned));
        rest = rest.subspan(scanned.size);
    }
    return (BenchClock::now() - start).count();
}

std::int64_t time_line(Line& line, fix::Decoder& decoder, Bytes bytes)
{
    return time_messages(
        bytes, [&](const fix::Message& message) { decoder.decode(message, *line.stream); });
}

Latency time_each(Line& line, fix::Decoder& decoder, Bytes bytes, int rounds)
{
    EachTimer timer;
    for (int round = 0; round < rounds; ++round)
        for (Bytes rest = bytes; !rest.empty();) {
            std::size_t size = 0;
            timer.time([&] {
                const fix::Scanned scanned = fix::scan(rest);
                decoder.decode(fix::Message::of(rest, scanned), *line.stream);
                size = scanned.size;
            });
            rest = rest.subspan(size);
        }
    return timer.latency();
}

}  // namespace

std::optional<BenchReport> bench_replay_fix(const std::string& path, const BenchPlan& plan)
{
    Counters counters;
    transport::Capture capture = transport::open_capture(path, counters);
    auto* const log = std::get_if<fix::LogReader>(&capture);
    if (log == nullptr) return std::nullopt;
    const Messages messages(*log);
    if (messages.count == 0)
        throw OperatorError(ExitCode::bad_input, fmt::format("{}: holds no messages", path));
    // A log of few messages is played so often that a run takes long enough to be timed.
    constexpr std::uint64_t messages_min = 50'000;
    const auto rounds = static_cast<int>((messages_min + messages.count - 1) / messages.count);
    fix::Decoder decoder;
    Line books(false, pipeline::QuoteSettings{});
    Line line(true, pipeline::QuoteSettings{});
    time_line(books, decoder, messages.bytes);
    time_line(line, decoder, messages.bytes);
    std::array<std::vector<std::int64_t>, 4> times;
    for (int run = 0; run < plan.runs; ++run) {
        std::array<std::int64_t, 4> sum{};
        Ignore ignore;
        for (int round = 0; round < rounds; ++round) {
            sum[0] +=
                time_messages(messages.bytes, [](const fix::Message& message) { keep(message); });
            sum[1] += time_messages(messages.bytes, [&](const fix::Message& message) {
                keep(decoder.decode(message, ignore));
            });
            sum[2] += time_line(books, decoder, messages.bytes);
            sum[3] += time_line(line, decoder, messages.bytes);
        }
        for (std::size_t i = 0; i < times.size(); ++i) times[i].push_back(sum[i]);
    }
    BenchReport report{path, messages.count, "message", 1, "", {}, {}};
    report.instruction_set = std::string(fix::split_way(fix::split_ways() - 1).name);
    constexpr const char* names[] = {"walk", "decode", "books", "rules"};
    for (std::size_t i = 0; i < times.size(); ++i)
        report.stages.push_back(
            stage_result(names[i], times[i], messages.count * static_cast<std::uint64_t>(rounds)));
    report.latency = time_each(line, decoder, messages.bytes, rounds);
    return report;
}

}  // namespace gapwire::app
