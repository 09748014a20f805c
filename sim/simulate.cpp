// A market played into a pcapng of two lines, or into a BinaryFILE.
#include "sim/simulate.hpp"

#include <fmt/format.h>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "sim/binary_file_writer.hpp"
#include "sim/book_csv.hpp"
#include "sim/market.hpp"
#include "sim/pcapng_writer.hpp"
#include "sim/plan_reader.hpp"
#include "sim/redundant_lines.hpp"
#include "sim/time_window.hpp"

namespace gapwire::sim {
namespace {

std::string references_csv(const Scenario& scenario)
{
    std::string out = "symbol,date,close\n";
    for (const InstrumentPlan& plan : scenario.instruments)
        fmt::format_to(std::back_inserter(out), "{},{},{}\n", plan.symbol,
                       to_text(scenario.previous_date), decimal(plan.previous_close, 4));
    for (const VenuePlan& venue : scenario.venues)
        for (const InstrumentPlan& plan : venue.instruments)
            fmt::format_to(std::back_inserter(out), "{}@{},{},{}\n", plan.symbol, venue.mic,
                           to_text(scenario.previous_date), decimal(plan.previous_close, 4));
    return out;
}

/// Merges frames of ITCH, as they come, with those of a tape. One interface a line that is heard.
class CaptureWriter {
 public:
    /// `tape` is sorted and must outlive this.
    CaptureWriter(const Scenario& scenario, const ScenarioFiles& files, const Tape& tape)
        : midnight_(wall_time(scenario.date, 0, exchange_zone)), tape_(tape), file_(files.capture)
    {
        append_section_header(block_, capture_comment(scenario));
        for (const std::string& name : tape.interfaces()) append_interface(block_, name);
        std::uint32_t next = 0;
        for (std::size_t line = 0; line < files.lines.size(); ++line)
            if (files.lines[line]) interfaces_[line] = next++;
        file_.write(block_);
    }

    void frame(const CapturedFrame& captured)
    {
        const std::optional<std::uint32_t> interface = interfaces_[captured.line];
        if (!interface) return;
        const Timestamp time{midnight_.ns + static_cast<std::int64_t>(captured.time_ns)};
        write_tape_until(time);
        write(*interface, time, captured.frame);
    }

    std::uint64_t close()
    {
        write_tape_until(never);
        file_.close();
        return file_.bytes_written();
    }

 private:
    void write_tape_until(Timestamp time)
    {
        const std::vector<TapeFrame>& frames = tape_.frames();
        for (; next_ < frames.size() && frames[next_].captured <= time; ++next_)
            write(frames[next_].interface, frames[next_].captured, frames[next_].bytes);
    }
    void write(std::uint32_t interface, Timestamp time, Bytes frame)
    {
        block_.clear();
        append_packet(block_, interface, time, frame);
        file_.write(block_);
    }

    Timestamp midnight_;
    const Tape& tape_;
    std::size_t next_ = 0;  // of its frames
    OutputFile file_;
    ByteVector block_;
    std::array<std::optional<std::uint32_t>, 2> interfaces_{};  // of the ITCH lines, the first ones
};

/// Plays the market; `write` sees every message.
std::uint64_t play(const Scenario& scenario, const ScenarioFiles& files, Exchange::Output write)
{
    Market market(scenario, std::move(write));
    market.run();
    if (files.truth) write_text(*files.truth, book_csv(market.exchange()));
    return market.messages();
}

ScenarioReport write_binary_file(const Scenario& scenario, const ScenarioFiles& files)
{
    BinaryFileWriter writer(files.capture);
    ScenarioReport report;
    report.messages =
        play(scenario, files, [&](std::uint64_t, Bytes message) { writer.message(message); });
    report.bytes = writer.close();
    return report;
}

/// All but ITCH; the interfaces of its lines come first.
Tape tape_of(const Scenario& scenario, const ScenarioFiles& files, ScenarioReport& report)
{
    Tape tape;
    for (std::size_t line = 0; line < files.lines.size(); ++line)
        if (files.lines[line]) static_cast<void>(tape.interface(scenario.lines[line].interface));
    if (scenario.futures) report.futures = tell_futures(scenario, files.lines, tape);
    for (std::size_t i = 0; i < scenario.venues.size(); ++i)
        report.venues.push_back(tell_venue(scenario, i, tape));
    tape.sort();
    return tape;
}

ScenarioReport write_pcapng(const Scenario& scenario, const ScenarioFiles& files)
{
    ScenarioReport report;
    const Tape tape = tape_of(scenario, files, report);
    CaptureWriter writer(scenario, files, tape);
    RedundantLines lines(scenario.lines, scenario.session, scenario.seed,
                         [&](const CapturedFrame& frame) { writer.frame(frame); });
    report.messages = play(scenario, files, [&](std::uint64_t time_ns, Bytes message) {
        lines.message(time_ns, message);
    });
    lines.finish(scenario.until_ns, scenario.until_ns == system_hours_until_ns);
    report.bytes = writer.close();
    report.lines = {lines.count(0), lines.count(1)};
    return report;
}

}  // namespace

std::optional<CaptureKind> capture_kind(const std::filesystem::path& file)
{
    if (file.extension() == ".pcapng") return CaptureKind::pcapng;
    if (file.extension() == ".itch") return CaptureKind::binary_file;
    return std::nullopt;
}

std::string capture_comment(const Scenario& scenario)
{
    return fmt::format("Synthetic: made by gapwire simulate, not recorded. {}. Seed {}.",
                       scenario.title, scenario.seed);
}

ScenarioReport simulate(const Scenario& scenario, const ScenarioFiles& files)
{
    const auto kind = capture_kind(files.capture);
    GAPWIRE_ASSERT(kind.has_value());
    if (files.references) write_text(*files.references, references_csv(scenario));
    return *kind == CaptureKind::pcapng ? write_pcapng(scenario, files)
                                        : write_binary_file(scenario, files);
}

}  // namespace gapwire::sim
