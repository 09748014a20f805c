// Options, warnings and exit codes of commands that read captures.
#include "app/capture_command.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "core/error.hpp"

namespace gapwire::app {

void add_capture_options(CLI::App& command, CaptureOptions& options, bool captures_required)
{
    auto* captures =
        command.add_option("CAPTURE", options.captures,
                           "pcap, pcapng, BinaryFILE or FIX log, plain or compressed; - is "
                           "standard input. Several are merged by capture time");
    if (captures_required) captures->required();
    command.add_flag("--accept-sequence-zero", options.accept_sequence_zero,
                     "Take MoldUDP64 packets numbered 0 in the order they come (re-wrapped "
                     "captures)");
    command
        .add_option("--reorder-wait-ms", options.reorder_wait_ms,
                    "How long a hole waits for another line before it is a loss")
        ->check(CLI::Range(0, 60'000))
        ->capture_default_str();
    command
        .add_option("--fix-key", options.fix_key,
                    "What FIX entries of a book are known by: price, id or position")
        ->check(CLI::IsMember({"price", "id", "position"}))
        ->capture_default_str();
    command
        .add_option("--fix-quantity-digits", options.fix_quantity_digits,
                    "How many decimals of FIX quantities are kept")
        ->check(CLI::Range(0, 9))
        ->capture_default_str();
    command.add_flag("--strict", options.strict,
                     "End with 65 also for a cut-off file or an unrecovered loss");
}

void warn(std::string_view text)
{
    fmt::print(stderr, "gapwire: warning: {}\n", text);
}

namespace {

bool ended(const pipeline::FileReport& file, transport::ReadStatus status)
{
    return file.end.status == status;
}

void warn_of_end(const pipeline::FileReport& file)
{
    const bool truncated = ended(file, transport::ReadStatus::truncated);
    if (!truncated && !ended(file, transport::ReadStatus::malformed)) return;
    warn(fmt::format("{}: {} at byte {}: {}; {} complete records were read", file.name,
                     truncated ? "cut off" : "damaged", file.end.offset, file.end.reason,
                     file.records));
}

}  // namespace

int finish(const std::vector<pipeline::FileReport>& files, std::uint64_t used,
           const Counters& counters, const CaptureOptions& options)
{
    bool truncated = false;
    bool malformed = false;
    for (const pipeline::FileReport& file : files) {
        warn_of_end(file);
        truncated |= ended(file, transport::ReadStatus::truncated);
        malformed |= ended(file, transport::ReadStatus::malformed);
    }
    if (used == 0) {
        fmt::print(stderr, "gapwire: {}\n", pipeline::why_unused(counters));
        return static_cast<int>(ExitCode::bad_input);
    }
    const std::uint64_t losses = counters[Counter::losses];
    if (losses > 0)
        warn(fmt::format("{}{} messages lost in {} holes; the books of those sessions are stale",
                         counters[Counter::tcp_bytes_lost] > 0 ? "at least " : "",
                         counters[Counter::messages_lost], losses));
    const bool strictly_bad = options.strict && (truncated || losses > 0);
    return static_cast<int>(malformed || strictly_bad ? ExitCode::bad_input : ExitCode::ok);
}

}  // namespace gapwire::app
