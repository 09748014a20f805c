// A market played into a pcapng of two lines, or into a BinaryFILE.
#include "sim/simulate.hpp"

#include <fmt/format.h>

#include "core/assert.hpp"
#include "core/decimal.hpp"
#include "sim/binary_file_writer.hpp"
#include "sim/book_csv.hpp"
#include "sim/market.hpp"
#include "sim/pcapng_writer.hpp"

namespace gapwire::sim {
namespace {

constexpr std::string_view exchange_zone = "America/New_York";

std::string references_csv(const Scenario& scenario)
{
    std::string out = "symbol,date,close\n";
    for (const InstrumentPlan& plan : scenario.instruments)
        fmt::format_to(std::back_inserter(out), "{},{},{}\n", plan.symbol,
                       to_text(scenario.previous_date), decimal(plan.previous_close, 4));
    return out;
}

/// One interface a line that is heard, numbered in the order of the lines.
class CaptureWriter {
 public:
    CaptureWriter(const Scenario& scenario, const ScenarioFiles& files)
        : midnight_(wall_time(scenario.date, 0, exchange_zone)), file_(files.capture)
    {
        append_section_header(block_, capture_comment(scenario));
        std::uint32_t next = 0;
        for (std::size_t line = 0; line < files.lines.size(); ++line) {
            if (!files.lines[line]) continue;
            append_interface(block_, scenario.lines[line].interface);
            interfaces_[line] = next++;
        }
        file_.write(block_);
    }

    void frame(const CapturedFrame& captured)
    {
        const std::optional<std::uint32_t> interface = interfaces_[captured.line];
        if (!interface) return;
        block_.clear();
        append_packet(block_, *interface,
                      {midnight_.ns + static_cast<std::int64_t>(captured.time_ns)}, captured.frame);
        file_.write(block_);
    }

    std::uint64_t close()
    {
        file_.close();
        return file_.bytes_written();
    }

 private:
    Timestamp midnight_;
    OutputFile file_;
    ByteVector block_;
    std::array<std::optional<std::uint32_t>, 2> interfaces_{};
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

ScenarioReport write_pcapng(const Scenario& scenario, const ScenarioFiles& files)
{
    CaptureWriter writer(scenario, files);
    RedundantLines lines(scenario.lines, scenario.session, scenario.seed,
                         [&](const CapturedFrame& frame) { writer.frame(frame); });
    ScenarioReport report;
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
