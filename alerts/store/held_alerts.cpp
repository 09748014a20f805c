// What waits in memory for a store that cannot be written.
#include "alerts/store/held_alerts.hpp"

#include <algorithm>
#include <utility>

#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::uint64_t held_mark = std::uint64_t{1} << 63;
constexpr int file_shift = 48;
constexpr std::uint64_t row_mask = (std::uint64_t{1} << file_shift) - 1;

bool has_row(std::uint64_t ticket)
{
    return (ticket & held_mark) == 0;
}

template <class Held>
auto find_ticket(Held& held, std::uint64_t ticket)
{
    const auto at = std::lower_bound(
        held.begin(), held.end(), ticket,
        [](const HeldAlert& one, std::uint64_t wanted) { return one.ticket < wanted; });
    return at != held.end() && at->ticket == ticket ? at : held.end();
}

}  // namespace

HeldAlerts::HeldAlerts(std::size_t held_max, std::span<const std::string> sinks)
    : held_max_(held_max), next_ticket_(held_mark)
{
    GAPWIRE_ASSERT(held_max > 0);
    for (const std::string& sink : sinks) unwritten_[sink];
}

HeldAlerts::Room HeldAlerts::add(const Alert& alert, Timestamp now)
{
    if (held_.size() >= 2 * held_max_) return Room::none;
    const bool is_kept = to_store_ < held_max_;
    held_.push_back({next_ticket_++, alert, is_kept, now});
    if (is_kept) ++to_store_;
    return is_kept ? Room::to_store : Room::only_for_sinks;
}

std::vector<Alert> HeldAlerts::alerts_to_store() const
{
    std::vector<Alert> alerts;
    for (const HeldAlert& one : held_)
        if (one.to_store) alerts.push_back(one.alert);
    return alerts;
}

void HeldAlerts::stored(std::span<const Appended> rows, bool are_seen)
{
    GAPWIRE_ASSERT(rows.size() == to_store_);
    auto row = rows.begin();
    for (const HeldAlert& one : held_) {
        if (!one.to_store) continue;
        const std::uint64_t ticket = ticket_of((row++)->seq);
        if (!are_seen) continue;
        rows_[one.ticket] = ticket;
        for (auto& [sink, all] : unwritten_)
            if (auto node = all.extract(one.ticket); !node.empty()) {
                node.key() = ticket;
                all.insert(std::move(node));
            }
    }
    std::erase_if(held_, [](const HeldAlert& one) { return one.to_store; });
    to_store_ = 0;
    while (rows_.size() > held_max_) rows_.erase(rows_.begin());
}

std::uint64_t HeldAlerts::ticket_of(std::int64_t seq) const
{
    const auto row = static_cast<std::uint64_t>(seq);
    GAPWIRE_ASSERT(row <= row_mask);
    return file_ << file_shift | row;
}

void HeldAlerts::forget_rows()
{
    settlements_written();
    rows_.clear();
    ++file_;
}

bool HeldAlerts::is_known(std::uint64_t ticket) const
{
    return has_row(ticket) ? ticket >> file_shift == file_
                           : find_ticket(held_, ticket) != held_.end();
}

void HeldAlerts::settle(std::string_view sink, std::uint64_t ticket, Unwritten settled)
{
    if (const auto row = rows_.find(ticket); row != rows_.end()) ticket = row->second;
    if (!is_known(ticket)) return;
    const auto all = unwritten_.find(sink);
    GAPWIRE_ASSERT(all != unwritten_.end());
    Unwritten& entry = all->second[ticket];
    settled.attempts = entry.attempts + (settled.kind == SettleKind::failed ? 1 : 0);
    entry = std::move(settled);
    if (!has_row(ticket)) release(ticket);
}

void HeldAlerts::release(std::uint64_t ticket)
{
    const auto one = find_ticket(held_, ticket);
    if (one->to_store) return;
    for (const auto& [sink, all] : unwritten_) {
        const auto found = all.find(ticket);
        if (found == all.end() || found->second.kind == SettleKind::failed) return;
    }
    held_.erase(one);
    for (auto& [sink, all] : unwritten_) all.erase(ticket);
}

const UnwrittenOfSink& HeldAlerts::unwritten(std::string_view sink) const
{
    const auto found = unwritten_.find(sink);
    GAPWIRE_ASSERT(found != unwritten_.end());
    return found->second;
}

bool HeldAlerts::has_unwritten() const
{
    return std::any_of(unwritten_.begin(), unwritten_.end(), [](const auto& sink) {
        return !sink.second.empty() && has_row(sink.second.begin()->first);
    });
}

std::vector<Settlement> HeldAlerts::settlements() const
{
    std::vector<Settlement> all_of_them;
    for (const auto& [sink, all] : unwritten_)
        for (const auto& [ticket, settled] : all)
            if (has_row(ticket))
                all_of_them.push_back({sink, static_cast<std::int64_t>(ticket & row_mask),
                                       settled.kind, settled.why, settled.next});
    return all_of_them;
}

void HeldAlerts::settlements_written()
{
    for (auto& [sink, all] : unwritten_)
        std::erase_if(all, [](const auto& one) { return has_row(one.first); });
}

}  // namespace gapwire::alerts
