// Faults drawn from one seed, packets in a heap by their time of arrival.
#include "sim/network.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::sim {
namespace {

constexpr std::uint32_t million = 1'000'000;

/// Uniform in [0, most].
std::int64_t up_to(Random& random, std::int64_t most) noexcept
{
    if (most == 0) return 0;
    return static_cast<std::int64_t>(random.next() % (static_cast<std::uint64_t>(most) + 1));
}

}  // namespace

Link::Link(LinkPlan plan, std::uint64_t seed) : plan_(std::move(plan)), random_(seed)
{
    GAPWIRE_ASSERT(plan_.delay_ns >= 0 && plan_.jitter_ns >= 0 && plan_.reorder_ns >= 0);
    for (const std::uint32_t share :
         {plan_.loss_ppm, plan_.bursts.enter_ppm, plan_.bursts.leave_ppm, plan_.bursts.loss_ppm,
          plan_.duplicate_ppm, plan_.reorder_ppm, plan_.corrupt_ppm})
        GAPWIRE_ASSERT(share <= million);
}

void Link::send(Bytes packet, Timestamp now)
{
    ++count_.sent;
    ++number_;
    if (is_lost(now)) return;
    travel(packet, now);
    if (!random_.chance(plan_.duplicate_ppm)) return;
    ++count_.duplicated;
    travel(packet, now);
}

bool Link::is_lost(Timestamp now)
{
    const bool in_burst = is_lost_in_burst();
    const bool at_random = random_.chance(plan_.loss_ppm);
    const bool dead = std::any_of(plan_.dead.begin(), plan_.dead.end(),
                                  [&](const TimeWindow& window) { return window.contains(now); });
    if (dead) {
        ++count_.lost_dead;
    } else if (in_burst) {
        ++count_.lost_in_bursts;
        count_.bursts += !std::exchange(burst_counted_, true);
    } else {
        count_.lost += at_random;
    }
    return dead || in_burst || at_random;
}

bool Link::is_lost_in_burst()
{
    const bool changes =
        random_.chance(in_burst_ ? plan_.bursts.leave_ppm : plan_.bursts.enter_ppm);
    if (changes) {
        in_burst_ = !in_burst_;
        burst_counted_ = false;
    }
    return in_burst_ && random_.chance(plan_.bursts.loss_ppm);
}

void Link::travel(Bytes packet, Timestamp now)
{
    Timestamp arrival = after(now, plan_.delay_ns + up_to(random_, plan_.jitter_ns));
    if (random_.chance(plan_.reorder_ppm))
        arrival = after(std::max(arrival, last_in_order_), plan_.reorder_ns);
    else
        last_in_order_ = arrival = std::max(arrival, last_in_order_);
    UnderWay copy{arrival, number_, ByteVector(packet.begin(), packet.end()), false};
    if (random_.chance(plan_.corrupt_ppm) && !packet.empty()) corrupt(copy);
    under_way_.push_back(std::move(copy));
    std::push_heap(under_way_.begin(), under_way_.end(), is_later);
}

/// One to three different bits, so that they never cancel out.
void Link::corrupt(UnderWay& packet)
{
    const auto bits = static_cast<std::uint32_t>(packet.bytes.size() * 8);
    const std::uint32_t flips = std::min(random_.between(1, 3), bits);
    const std::uint32_t first = random_.below(bits);
    for (std::uint32_t i = 0; i < flips; ++i) {
        const std::uint32_t bit = (first + i * 5) % bits;
        packet.bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << bit % 8);
    }
    packet.corrupted = true;
}

bool Link::is_later(const UnderWay& a, const UnderWay& b) noexcept
{
    return a.time != b.time ? a.time > b.time : a.number > b.number;
}

bool Link::pop_until(Timestamp time, Arrival& arrival)
{
    if (under_way_.empty() || first().time > time) return false;
    std::pop_heap(under_way_.begin(), under_way_.end(), is_later);
    UnderWay& packet = under_way_.back();
    ++count_.delivered;
    count_.corrupted += packet.corrupted;
    count_.overtaken += packet.number < highest_delivered_;
    highest_delivered_ = std::max(highest_delivered_, packet.number);
    arrival = {packet.time, std::move(packet.bytes), packet.corrupted};
    under_way_.pop_back();
    return true;
}

// ---- streams

StreamLink::StreamLink(StreamPlan plan, std::uint64_t seed) : plan_(std::move(plan)), random_(seed)
{
    GAPWIRE_ASSERT(plan_.delay_ns >= 0 && plan_.jitter_ns >= 0 && plan_.chunk_bytes_max > 0);
}

void StreamLink::send(Bytes bytes, Timestamp now)
{
    if (!open_) return;
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    for (std::size_t left = bytes.size(); left > 0;) {
        const std::size_t most = std::min<std::size_t>(left, plan_.chunk_bytes_max);
        const bool pieces = plan_.chunk_bytes_max != UINT32_MAX;
        const std::size_t size =
            pieces ? random_.between(1, static_cast<std::uint32_t>(most)) : left;
        chunks_.push_back({arrival_of_next(now), size});
        left -= size;
    }
}

Timestamp StreamLink::arrival_of_next(Timestamp now)
{
    Timestamp arrival = after(now, plan_.delay_ns + up_to(random_, plan_.jitter_ns));
    // As many times as there are windows, since one may end inside another.
    const Timestamp before = arrival;
    for (std::size_t i = 0; i < plan_.stalled.size(); ++i)
        for (const TimeWindow& window : plan_.stalled)
            if (window.contains(arrival)) arrival = window.until;
    count_.stalled += arrival != before;
    return last_ = std::max(arrival, last_);
}

void StreamLink::cut() noexcept
{
    ++count_.cuts;
    count_.bytes_lost += bytes_.size();
    chunks_.clear();
    bytes_.clear();
    open_ = false;
}

bool StreamLink::pop_until(Timestamp time, ByteVector& out)
{
    if (chunks_.empty() || chunks_.front().time > time) return false;
    const auto end = bytes_.begin() + static_cast<std::ptrdiff_t>(chunks_.front().size);
    out.insert(out.end(), bytes_.begin(), end);
    count_.bytes += chunks_.front().size;
    ++count_.chunks;
    bytes_.erase(bytes_.begin(), end);
    chunks_.pop_front();
    return true;
}

}  // namespace gapwire::sim
