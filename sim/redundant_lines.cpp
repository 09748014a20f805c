// Packing by time, and heartbeats.
#include "sim/redundant_lines.hpp"

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t packing_ns = 20'000;  // how long a packet waits for more messages
constexpr std::uint64_t heartbeat_ns = 1'000'000'000;

}  // namespace

RedundantLines::RedundantLines(const std::array<LinePlan, 2>& lines, std::string_view session,
                               std::uint64_t seed, Output output)
    : lines_(lines, seed, std::move(output)), packets_(session)
{}

void RedundantLines::message(std::uint64_t time_ns, Bytes message)
{
    GAPWIRE_ASSERT(time_ns >= last_message_ns_);
    const bool waited = !packets_.empty() && time_ns > packet_opened_ns_ + packing_ns;
    if (waited || !packets_.fits(message.size())) send_open_packet();
    if (packets_.empty()) {
        send_heartbeats_until(time_ns);
        packet_opened_ns_ = time_ns;
    }
    packets_.add(message);
    last_message_ns_ = time_ns;
}

void RedundantLines::finish(std::uint64_t until_ns, bool end_of_session)
{
    send_open_packet();
    send_heartbeats_until(until_ns);
    if (end_of_session) send(std::max(until_ns, last_sent_ns_), packets_.end_of_session());
    lines_.deliver_until(UINT64_MAX);
}

void RedundantLines::send_open_packet()
{
    if (!packets_.empty()) send(last_message_ns_, packets_.take());
}

void RedundantLines::send_heartbeats_until(std::uint64_t time_ns)
{
    if (last_sent_ns_ == 0) return;  // the session begins with its first message
    while (last_sent_ns_ + heartbeat_ns < time_ns)
        send(last_sent_ns_ + heartbeat_ns, packets_.heartbeat());
}

void RedundantLines::send(std::uint64_t time_ns, const ByteVector& packet)
{
    lines_.send(time_ns, packet);
    last_sent_ns_ = time_ns;
}

}  // namespace gapwire::sim
