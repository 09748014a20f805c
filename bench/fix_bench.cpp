// FIX: a generated mix of W and X, scanned and decoded, beside QuickFIX's parse of the same bytes.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <random>

#include "feed/fix/decoder.hpp"
#include "feed/fix/split.hpp"
#include "sim/fix_encoder.hpp"
#ifdef GAPWIRE_HAS_QUICKFIX
#include "bench/quickfix_peer.hpp"
#endif

namespace gapwire::bench {
namespace {

struct Input {
    std::vector<std::string> messages;
    std::string bytes;  // one after the other
    std::size_t entries = 0;
};

void add_entry(sim::FixEncoder& to, std::mt19937_64& random, bool is_refresh)
{
    if (!is_refresh) to.add(279, static_cast<long long>(random() % 3));
    to.add(269, static_cast<long long>(random() % 2));
    if (!is_refresh) to.add(278, "E" + std::to_string(100'000 + random() % 900'000));
    if (!is_refresh) to.add(55, "NQH" + std::to_string(random() % 8));
    const auto price = 21'000'00 + random() % 1'000'00;
    to.add(270, std::to_string(price / 100) + '.' + std::to_string(10 + price % 90));
    to.add(271, static_cast<long long>(1 + random() % 500));
    to.add(273, "13:30:" + std::to_string(10 + random() % 50) + ".123");
    to.add(290, static_cast<long long>(1 + random() % 10));
    to.add(346, static_cast<long long>(1 + random() % 20));
}

/// 4,096 messages, one in eight a full refresh; 413 bytes each on average.
const Input& fix_input()
{
    static const Input made = [] {
        std::mt19937_64 random(20250127);
        Input input;
        for (int i = 0; i < 4'096; ++i) {
            const bool is_refresh = i % 8 == 0;
            const std::size_t entries = is_refresh ? 4 + random() % 8 : 1 + random() % 7;
            sim::FixEncoder encoder;
            encoder.begin(is_refresh ? "W" : "X").add(34, i + 1).add(49, "VENUE").add(56, "DESK");
            encoder.add(52, "20250127-13:30:00.250").add(262, "request-1");
            if (is_refresh) encoder.add(55, "NQH5");
            encoder.add(268, static_cast<long long>(entries));
            for (std::size_t e = 0; e < entries; ++e) add_entry(encoder, random, is_refresh);
            input.messages.push_back(encoder.message());
            input.bytes += input.messages.back();
            input.entries += entries;
        }
        return input;
    }();
    return made;
}

Bytes bytes_of(const std::string& text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// Takes every event as a book would: from memory.
struct FixTaker {
    void on_message_begin(const QuoteMessage& m) noexcept { take(m); }
    void on_message_end(const QuoteMessage& m) noexcept { take(m); }
    void on(const QuoteEntry& e) noexcept
    {
        take(e);
        ++entries;
    }
    void on(const auto& other) noexcept { take(other); }
    template <class T>
    static void take(const T& value)
    {
        benchmark::DoNotOptimize(&value);
        benchmark::ClobberMemory();
    }
    std::size_t entries = 0;
};

void report(benchmark::State& state)
{
    const auto messages = static_cast<double>(fix_input().messages.size());
    state.counters["ns_per_message"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * messages / 1e9,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["bytes_per_message"] = static_cast<double>(fix_input().bytes.size()) / messages;
}

/// The floor: where fields end, and nothing of them.
void split_fields(benchmark::State& state)
{
    std::vector<std::uint32_t> places(std::size_t{1} << 16);
    for (auto _ : state)
        for (const std::string& message : fix_input().messages)
            benchmark::DoNotOptimize(fix::split(bytes_of(message), places.data()));
    report(state);
}
BENCHMARK(split_fields);

/// Length and checksum verified.
void scan_messages(benchmark::State& state)
{
    for (auto _ : state)
        for (const std::string& message : fix_input().messages)
            benchmark::DoNotOptimize(fix::scan(bytes_of(message)));
    report(state);
}
BENCHMARK(scan_messages);

/// The whole of it, out of one stream of bytes: scan, fields, groups, values, events.
void scan_and_decode(benchmark::State& state)
{
    fix::Decoder decoder;
    FixTaker taker;
    for (auto _ : state) {
        for (Bytes rest = bytes_of(fix_input().bytes); !rest.empty();) {
            const fix::Scanned scanned = fix::scan(rest);
            decoder.decode(fix::Message::of(rest, scanned), taker);
            rest = rest.subspan(scanned.size);
        }
    }
    if (taker.entries != fix_input().entries * state.iterations())
        state.SkipWithError("entries are missing");
    report(state);
}
BENCHMARK(scan_and_decode);

#ifdef GAPWIRE_HAS_QUICKFIX
/// `$GAPWIRE_FIX_DICTIONARY`, else QuickFIX's own beside the captures.
std::string dictionary()
{
    if (const char* set = std::getenv("GAPWIRE_FIX_DICTIONARY")) return set;
    const char* const data = std::getenv("GAPWIRE_SHARED_DATA");
    return std::filesystem::path(data != nullptr ? data : "../shared/data") / "fix" /
           "dictionaries-quickfix-1.15.1" / "FIX44.xml";
}

void quickfix_parse(benchmark::State& state)
{
    if (!std::filesystem::exists(dictionary())) {
        state.SkipWithError("needs a dictionary: GAPWIRE_FIX_DICTIONARY");
        return;
    }
    const QuickfixPeer peer(dictionary());
    std::size_t entries = 0;
    for (auto _ : state)
        for (const std::string& message : fix_input().messages) entries += peer.entries(message);
    if (entries != fix_input().entries * state.iterations())
        state.SkipWithError("entries are missing");
    report(state);
}
BENCHMARK(quickfix_parse);
#endif

}  // namespace
}  // namespace gapwire::bench
