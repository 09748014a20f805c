// Packing by time, loss on one line at a time, and the merge of both by capture time.
#include "sim/redundant_lines.hpp"

#include <algorithm>

#include "core/assert.hpp"

namespace gapwire::sim {
namespace {

constexpr std::uint64_t packing_ns = 20'000;  // how long a packet waits for more messages
constexpr std::uint64_t heartbeat_ns = 1'000'000'000;
constexpr std::uint32_t million = 1'000'000;

}  // namespace

RedundantLines::RedundantLines(const std::array<LinePlan, 2>& lines, std::string_view session,
                               std::uint64_t seed, Output output)
    : lines_{Line{.plan = lines[0], .jitter = Random(seed + 1)},
             Line{.plan = lines[1], .jitter = Random(seed + 2)}},
      loss_(seed),
      packets_(session),
      output_(std::move(output))
{
    GAPWIRE_ASSERT(lines[0].loss_ppm + lines[1].loss_ppm <= million);
}

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
    deliver_until(UINT64_MAX);
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
    deliver_until(time_ns);
    auto& [a, b] = lines_;
    const std::uint32_t drawn = loss_.below(million);
    const bool lost_on_a = drawn < a.plan.loss_ppm;
    const bool lost_on_b = !lost_on_a && drawn < a.plan.loss_ppm + b.plan.loss_ppm;
    a.count.lost += lost_on_a;
    b.count.lost += lost_on_b;
    if (!lost_on_a) travel(a, time_ns, packet);
    if (!lost_on_b) travel(b, time_ns, packet);
    last_sent_ns_ = time_ns;
}

void RedundantLines::travel(Line& line, std::uint64_t time_ns, const ByteVector& packet)
{
    const std::uint64_t arrival =
        time_ns + line.plan.latency_ns + line.jitter.waiting(line.plan.jitter_ns);
    line.last_arrival_ns = std::max(arrival, line.last_arrival_ns + 1);
    line.count.packets += 1;
    Frame& frame = line.underway.emplace_back(Frame{line.last_arrival_ns, {}});
    append_udp_frame(frame.bytes, line.plan.path, line.identification++, packet);
}

/// No packet sent from now on arrives before `time_ns`.
void RedundantLines::deliver_until(std::uint64_t time_ns)
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
