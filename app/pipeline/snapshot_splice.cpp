// A snapshot loaded beside the live stream, and spliced into it at the right message.
#include "app/pipeline/snapshot_splice.hpp"

#include <algorithm>
#include <cstring>

#include "core/assert.hpp"
#include "feed/itch50/batch.hpp"
#include "feed/itch50/decoder.hpp"

namespace gapwire::pipeline {

SnapshotSplice::SnapshotSplice(const SpliceLimits& limits, const book::OrderBooksLimits& books,
                               Counters& counters)
    : limits_(limits),
      counters_(&counters),
      books_(books),
      locates_(book::OrderBooks::instruments_max),
      kept_(limits.live_bytes_max)
{}

void SnapshotSplice::begin(std::uint64_t next_live)
{
    GAPWIRE_ASSERT(!is_active());
    books_.clear();
    std::fill_n(locates_.data(), locates_.size(), Locate{});
    status_ = Status::loading;
    next_ = 0;
    forget_kept(next_live);
}

void SnapshotSplice::abandon() noexcept
{
    status_ = Status::idle;
}

void SnapshotSplice::fail(Status status) noexcept
{
    counters_->add(Counter::splices_failed);
    status_ = status;
}

void SnapshotSplice::forget_kept(std::uint64_t next_live) noexcept
{
    next_live_ = next_live;
    kept_first_ = next_live;
    kept_begin_ = kept_end_ = 0;
}

// ---- the live stream

void SnapshotSplice::on_live(std::uint64_t first_sequence, std::span<const Bytes> messages) noexcept
{
    if (!is_active()) return;
    GAPWIRE_ASSERT(first_sequence == next_live_);
    next_live_ += messages.size();
    for (const Bytes message : messages) {
        const auto length = static_cast<std::uint16_t>(message.size());
        if (kept_.size() - kept_end_ < sizeof length + message.size()) return fail(Status::full);
        std::uint8_t* const to = kept_.data() + kept_end_;
        std::memcpy(to, &length, sizeof length);
        if (!message.empty()) std::memcpy(to + sizeof length, message.data(), message.size());
        kept_end_ += sizeof length + message.size();
    }
}

/// What was kept from before the loss can only be of use if the snapshot holds what was lost, and
/// then it holds all of that too.
void SnapshotSplice::on_live_loss(std::uint64_t first_sequence, std::uint64_t count) noexcept
{
    if (!is_active()) return;
    if (status_ == Status::catching_up && next_ < first_sequence + count)
        return fail(Status::behind_live);
    forget_kept(first_sequence + count);
}

// ---- the snapshot

void SnapshotSplice::on_snapshot(std::span<const Bytes> messages) noexcept
{
    if (status_ == Status::loading) apply(messages);
}

void SnapshotSplice::on_snapshot_end(std::uint64_t next) noexcept
{
    if (status_ != Status::loading) return;
    if (next < kept_first_) return fail(Status::behind_live);
    next_ = next;
    status_ = Status::catching_up;
}

SnapshotSplice::Status SnapshotSplice::step() noexcept
{
    if (status_ != Status::catching_up) return status_;
    std::array<Bytes, batch_max> messages;
    for (std::size_t done = 0;
         done < limits_.messages_a_step_max && status_ == Status::catching_up;) {
        const std::size_t size = take_kept(messages);
        if (size == 0) {
            if (next_ == next_live_) status_ = Status::ready;
            break;
        }
        // Those before next_ are in the snapshot already.
        const std::uint64_t first = kept_first_ - size;
        const std::size_t known = std::min<std::uint64_t>(next_ - first, size);
        apply(std::span(messages).first(size).subspan(known));
        next_ = std::max(next_, kept_first_);
        done += size;
    }
    return status_;
}

/// Takes the next kept messages, as many as there are and fit. They live until the next on_live.
std::size_t SnapshotSplice::take_kept(std::span<Bytes> messages) noexcept
{
    std::size_t size = 0;
    while (size < messages.size() && kept_begin_ < kept_end_) {
        std::uint16_t length;
        std::memcpy(&length, kept_.data() + kept_begin_, sizeof length);
        messages[size++] = {kept_.data() + kept_begin_ + sizeof length, length};
        kept_begin_ += sizeof length + length;
    }
    kept_first_ += size;
    if (kept_begin_ == kept_end_) kept_begin_ = kept_end_ = 0;
    return size;
}

// ---- messages to books

void SnapshotSplice::apply(std::span<const Bytes> messages) noexcept
{
    for (; !messages.empty(); messages = messages.subspan(std::min(messages.size(), batch_max))) {
        const std::size_t size = std::min(messages.size(), batch_max);
        const std::span<OrderEvent> events(events_.data(), size);
        itch50::decode_orders(messages.first(size), events);
        for (std::size_t i = 0; i < size; ++i) {
            if (i % book::OrderBooks::look_ahead_step == 0) books_.look_ahead(events, i);
            if (events[i].action == OrderAction::none)
                apply_other(messages[i]);
            else
                apply_order(events[i]);
        }
    }
}

void SnapshotSplice::apply_order(const OrderEvent& event) noexcept
{
    const book::ApplyStatus status = books_.apply(event).status();
    if (status == book::ApplyStatus::ok) return;
    counters_->add(Counter::snapshot_events_refused);
    if (status != book::ApplyStatus::zero_quantity) locates_[event.instrument].is_suspect = true;
}

void SnapshotSplice::apply_other(Bytes message) noexcept
{
    const auto status = itch50::decode_other(message, *this);
    if (const auto locate = itch50::lost_order_of(message, status))
        locates_[*locate].is_suspect = true;
}

void SnapshotSplice::on(const SystemEvent& event) noexcept
{
    // The live stream begins anew behind the snapshot, which is of before.
    if (event.code == 'O' && status_ == Status::catching_up) fail(Status::behind_live);
}

void SnapshotSplice::on(const TradingStatus& event) noexcept
{
    locates_[event.instrument].traded = event.state;
    locates_[event.instrument].has_traded = true;
}

void SnapshotSplice::on(const MarketCenterHalt& event) noexcept
{
    if (event.market == 'Q') locates_[event.instrument].market_halted = event.halted;
}

}  // namespace gapwire::pipeline
