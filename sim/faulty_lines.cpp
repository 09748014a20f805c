// From the publisher through the shared link into the links of the lines.
#include "sim/faulty_lines.hpp"

#include <algorithm>

namespace gapwire::sim {
namespace {

/// Whether the packet holds a message of one of the ranges.
bool holds_any(const ByteVector& packet, const std::vector<NumberRange>& ranges) noexcept
{
    const auto& header = view_as<moldudp64::PacketHeader>(packet.data());
    const std::uint16_t count = header.message_count;
    if (count == moldudp64::heartbeat_count || count == moldudp64::end_of_session_count)
        return false;
    const std::uint64_t first = header.sequence_number;
    const std::uint64_t last = first + count - 1;
    return std::any_of(ranges.begin(), ranges.end(), [&](const NumberRange& range) {
        return range.first <= last && first <= range.last;
    });
}

}  // namespace

FaultyLines::FaultyLines(const MessageStore& store, const MoldPublisherOptions& options,
                         LinkPlan shared, const std::vector<FaultyLinePlan>& lines,
                         std::uint64_t seed, Timestamp now)
    : publisher_(store, options, now), shared_(std::move(shared), seed)
{
    GAPWIRE_ASSERT(!lines.empty());
    for (const FaultyLinePlan& plan : lines) lines_.push_back({Link(plan.link, ++seed), plan.lose});
}

void FaultyLines::poll(Timestamp now)
{
    for (ByteVector packet; publisher_.poll(now, packet);) shared_.send(packet, now);
    for (Arrival arrival; shared_.pop_until(now, arrival);)
        for (Line& line : lines_) send(line, arrival);
}

void FaultyLines::send(Line& line, const Arrival& packet)
{
    if (holds_any(packet.bytes, line.lose))
        ++line.lost_by_number;
    else
        line.link.send(packet.bytes, packet.time);
}

bool FaultyLines::pop_until(Timestamp time, std::size_t& line, Arrival& arrival)
{
    const auto first = std::min_element(
        lines_.begin(), lines_.end(),
        [](const Line& a, const Line& b) { return a.link.next_time() < b.link.next_time(); });
    line = static_cast<std::size_t>(first - lines_.begin());
    return first->link.pop_until(time, arrival);
}

Timestamp FaultyLines::next_time() const noexcept
{
    Timestamp next = std::min(publisher_.next_time(), shared_.next_time());
    for (const Line& line : lines_) next = std::min(next, line.link.next_time());
    return next;
}

}  // namespace gapwire::sim
