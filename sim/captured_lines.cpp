// Delays, losses and silences of lines, and the merge of both by capture time.
#include "sim/captured_lines.hpp"

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint32_t million = 1'000'000;

}  // namespace

bool CapturedLine::is_silent(std::uint64_t time_ns) const noexcept
{
    return std::ranges::any_of(plan_.silent,
                               [&](const TimeRange& range) { return range.holds(time_ns); });
}

std::uint64_t CapturedLine::carry(std::uint64_t time_ns, Bytes packet, ByteVector& frame)
{
    const std::uint64_t arrival = time_ns + plan_.latency_ns + jitter_.waiting(plan_.jitter_ns);
    last_arrival_ns_ = std::max(arrival, last_arrival_ns_ + 1);
    append_udp_frame(frame, plan_.path, identification_++, packet);
    return last_arrival_ns_;
}

LinePair::LinePair(const std::array<LinePlan, 2>& lines, std::uint64_t seed, Output output)
    : lines_{Line{.line = CapturedLine(lines[0], seed + 1)},
             Line{.line = CapturedLine(lines[1], seed + 2)}},
      loss_(seed),
      output_(std::move(output))
{
    GAPWIRE_ASSERT(lines[0].loss_ppm + lines[1].loss_ppm <= million);
}

void LinePair::send(std::uint64_t time_ns, const ByteVector& packet)
{
    deliver_until(time_ns);
    auto& [a, b] = lines_;
    const std::uint32_t drawn = loss_.below(million);
    const std::uint32_t of_a = a.line.plan().loss_ppm;
    const bool silent_a = a.line.is_silent(time_ns);
    const bool silent_b = b.line.is_silent(time_ns);
    send(a, time_ns, packet, silent_a || (!silent_b && drawn < of_a));
    send(b, time_ns, packet,
         silent_b || (!silent_a && drawn >= of_a && drawn < of_a + b.line.plan().loss_ppm));
}

void LinePair::send(Line& line, std::uint64_t time_ns, const ByteVector& packet, bool is_lost)
{
    ++(is_lost ? line.count.lost : line.count.packets);
    if (is_lost) return;
    Frame& frame = line.underway.emplace_back();
    frame.time_ns = line.line.carry(time_ns, packet, frame.bytes);
}

void LinePair::deliver_until(std::uint64_t time_ns)
{
    for (;;) {
        const Line* first = nullptr;
        for (const Line& line : lines_)
            if (!line.underway.empty() && (first == nullptr || line.underway.front().time_ns <
                                                                   first->underway.front().time_ns))
                first = &line;
        if (first == nullptr || first->underway.front().time_ns > time_ns) return;
        const auto index = static_cast<std::size_t>(first - lines_.data());
        output_({index, first->underway.front().time_ns, first->underway.front().bytes});
        lines_[index].underway.pop_front();
    }
}

}  // namespace gapwire::sim
