// `gapwire bench wire`: from the wire to a book and to an alert, beside a bare socket.
#include "app/bench_wire.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <memory>

#include "app/commands.hpp"
#include "app/version.hpp"
#include "core/error.hpp"
#include "core/hgrm.hpp"

namespace gapwire::app {
namespace {

struct BenchWireCommand {
    WirePlan plan;
    std::string hgrm;
};

void print(std::string_view what, const Histogram& histogram)
{
    fmt::print("{:<24}", what);
    for (const std::uint32_t per_mille : {500u, 900u, 990u, 999u})
        fmt::print(" {:>10}", histogram.quantile(per_mille));
    fmt::print(" {:>10}\n", histogram.max());
}

std::int64_t above(const Histogram& ours, const Histogram& bare, std::uint32_t per_mille)
{
    return static_cast<std::int64_t>(ours.quantile(per_mille)) -
           static_cast<std::int64_t>(bare.quantile(per_mille));
}

void write(const std::string& folder, std::uint64_t rate, std::string_view what,
           const Histogram& histogram)
{
    if (folder.empty()) return;
    const std::string path = fmt::format("{}/{}-{}.hgrm", folder, what, rate);
    std::ofstream file(path);
    file << hgrm(histogram);
    file.close();
    if (!file) throw OperatorError(ExitCode::io, fmt::format("{}: cannot be written", path));
}

void print(const WireResult& result, const std::string& folder)
{
    fmt::print(
        "\n{} packets a second; {} of {} received\n{:<24} {:>10} {:>10} {:>10} {:>10} {:>10}\n",
        result.rate, result.received, result.sent, "ns", "p50", "p90", "p99", "p99.9", "max");
    print("sent late", result.late);
    print("sent to kernel stamp", result.send_to_stamp);
    print("stamp to bare socket", result.stamp_to_user);
    print("stamp to book", result.stamp_to_book);
    print("book to alert", result.book_to_alert);
    fmt::print("ours above the bare socket: p50 {}, p99 {}\n",
               above(result.stamp_to_book, result.stamp_to_user, 500),
               above(result.stamp_to_book, result.stamp_to_user, 990));
    write(folder, result.rate, "sent-to-stamp", result.send_to_stamp);
    write(folder, result.rate, "stamp-to-socket", result.stamp_to_user);
    write(folder, result.rate, "stamp-to-book", result.stamp_to_book);
    write(folder, result.rate, "book-to-alert", result.book_to_alert);
}

int run_wire(const BenchWireCommand& options)
{
    fmt::print("machine  {}\nbuild    {}\n", machine_text(), build_text());
    const WireReport report = bench_wire(options.plan);
    fmt::print("threads  {}\n",
               report.has_cpu_each
                   ? "sender, feed and rules spin, each on a CPU of its own"
                   : "fewer than three CPUs: only the feed spins; the sender sleeps between "
                     "packets and shares its CPU with the rules, which sleep too");
    for (const WireResult& result : report.results) print(result, options.hgrm);
    return 0;
}

}  // namespace

void add_bench_wire(CLI::App& bench, Run& run)
{
    const auto options = std::make_shared<BenchWireCommand>();
    CLI::App* const command = bench.add_subcommand(
        "wire",
        "ns from a packet sent over loopback multicast to a book and to an alert, beside a bare "
        "socket");
    command->add_option("--rate", options->plan.rates, "Packets a second; may be repeated")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("--packets", options->plan.packets, "Packets of each rate")
        ->check(CLI::Range(1, 1'000'000))
        ->capture_default_str();
    command->add_option("--feed-cpu", options->plan.feed_cpu, "Pin the feed thread to this CPU");
    command->add_option("--sender-cpu", options->plan.sender_cpu, "Pin the sender");
    command->add_option("--rules-cpu", options->plan.rules_cpu, "Pin the rules thread");
    command->add_option("--hgrm", options->hgrm,
                        "Write percentile tables in HdrHistogram's layout into this folder");
    command->callback([options, &run] { run = [options] { return run_wire(*options); }; });
}

}  // namespace gapwire::app
