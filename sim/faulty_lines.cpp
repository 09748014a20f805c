// From the publisher through the shared link into the links of the lines.
#include "sim/faulty_lines.hpp"

#include <algorithm>

namespace gapwire::sim {
namespace {

NumberRange message_numbers(Bytes packet) noexcept
{
    const auto& header = view_as<moldudp64::PacketHeader>(packet.data());
    const std::uint16_t count = header.message_count;
    if (count == moldudp64::heartbeat_count || count == moldudp64::end_of_session_count)
        return {1, 0};
    const std::uint64_t first = header.sequence_number;
    return {first, first + count - 1};
}

}  // namespace

FaultyLinks::FaultyLinks(LinkPlan shared, const std::vector<FaultyLinePlan>& lines,
                         std::uint64_t seed, Numbers numbers)
    : numbers_(numbers), shared_(std::move(shared), seed)
{
    GAPWIRE_ASSERT(!lines.empty());
    for (const FaultyLinePlan& plan : lines) lines_.push_back({Link(plan.link, ++seed), plan.lose});
}

void FaultyLinks::send(Line& line, const Arrival& packet) const
{
    const NumberRange held = line.lose.empty() ? NumberRange{1, 0} : numbers_(packet.bytes);
    const bool is_chosen = std::ranges::any_of(line.lose, [&](const NumberRange& range) {
        return held.first <= held.last && range.first <= held.last && held.first <= range.last;
    });
    if (is_chosen)
        ++line.lost_by_number;
    else
        line.link.send(packet.bytes, packet.time);
}

bool FaultyLinks::pop_until(Timestamp time, std::size_t& line, Arrival& arrival)
{
    for (Arrival shared; shared_.pop_until(time, shared);)
        for (Line& each : lines_) send(each, shared);
    const auto first = std::min_element(
        lines_.begin(), lines_.end(),
        [](const Line& a, const Line& b) { return a.link.next_time() < b.link.next_time(); });
    line = static_cast<std::size_t>(first - lines_.begin());
    return first->link.pop_until(time, arrival);
}

Timestamp FaultyLinks::next_time() const noexcept
{
    Timestamp next = shared_.next_time();
    for (const Line& line : lines_) next = std::min(next, line.link.next_time());
    return next;
}

FaultyLines::FaultyLines(const MessageStore& store, const MoldPublisherOptions& options,
                         LinkPlan shared, const std::vector<FaultyLinePlan>& lines,
                         std::uint64_t seed, Timestamp now)
    : publisher_(store, options, now), links_(std::move(shared), lines, seed, message_numbers)
{}

void FaultyLines::poll(Timestamp now)
{
    for (ByteVector packet; publisher_.poll(now, packet);) links_.send(packet, now);
}

}  // namespace gapwire::sim
