// One ITCH session: how far its books can be trusted, and how they start anew.
#include <utility>

#include "app/pipeline/itch_stream.hpp"

namespace gapwire::pipeline {

/// Calls visit(locate) for every instrument that anything is known of.
template <class Visit>
void ItchStream::for_each_known(Visit visit) noexcept
{
    for (std::uint32_t locate = 0; locate < locates; ++locate)
        if (!hot_[locate].id.is_none()) visit(locate);
}

/// Changes what speaks against all books, and tells everyone if that changes their state, or
/// whether anything is heard of them.
template <class Change>
void ItchStream::change_trust(Change change) noexcept
{
    const BookState before = trust_.state();
    const bool was_silent = trust_.silent;
    change();
    const BookState after = trust_.state();
    if (after == before && trust_.silent == was_silent) return;
    look_for_readers();
    for_each_known([&](std::uint32_t locate) {
        if (after == BookState::stale && before != after)
            context_.counters->add(Counter::books_stale);
        status_changed(locate);
    });
    store_depths();
}

void ItchStream::on_loss(std::uint64_t, std::uint64_t count) noexcept
{
    lost_ += count;
    change_trust([&] { trust_.lost = true; });
}

void ItchStream::on_joined(std::uint64_t) noexcept
{
    change_trust([&] { trust_.joined_late = true; });
}

void ItchStream::on_hole(std::uint64_t) noexcept
{
    change_trust([&] { trust_.hole_open = true; });
}

void ItchStream::on_hole_closed() noexcept
{
    change_trust([&] { trust_.hole_open = false; });
}

void ItchStream::set_silent(bool silent) noexcept
{
    change_trust([&] { trust_.silent = silent; });
}

void ItchStream::set_snapshot_due(bool due) noexcept
{
    change_trust([&] { trust_.snapshot_due = due; });
}

void ItchStream::make_suspect(std::uint32_t locate) noexcept
{
    any_suspect_ = true;
    Hot& hot = hot_[locate];
    if (hot.trust == BookState::suspect) return;
    hot.trust = BookState::suspect;
    context_.counters->add(Counter::books_suspect);
    status_changed(locate);
}

void ItchStream::on_disagreement(arbitration::LinePrefix delivered, Bytes other) noexcept
{
    look_for_readers();
    make_suspect(std::uint32_t{delivered[1]} << 8 | delivered[2]);
    if (other.size() >= 3) make_suspect(std::uint32_t{other[1]} << 8 | other[2]);
    store_depths();
}

BookState ItchStream::state(std::uint32_t locate) const noexcept
{
    return state(hot_[locate], trust_);
}

BookState ItchStream::state(const Hot& hot, const SessionTrust& trust) const noexcept
{
    const BookState session = trust.state();
    if (session == BookState::stale) return session;
    if (hot.trust != BookState::valid) return hot.trust;
    if (session != BookState::valid) return session;
    const TradingState trading = hot.trading();
    const bool halted = trading == TradingState::halted || trading == TradingState::paused;
    return halted ? BookState::halted : BookState::valid;
}

// ---- a start anew

void ItchStream::on(const SystemEvent& event) noexcept
{
    if (event.code != 'O') return;
    // What came before the first start of messages belongs to it, unless something is missing.
    if (opened_ || trust_.is_incomplete()) restart();
    opened_ = true;
}

/// The feed begins a day inside a session: nothing of before is true any more.
void ItchStream::restart() noexcept
{
    context_.counters->add(Counter::sessions_restarted);
    books_.clear();
    trade_log_ = book::TradeLog(book::TradeLog::prints_max_usual, context_.limits.prefault);
    trust_.lost = trust_.joined_late = trust_.snapshot_due = false;
    any_suspect_ = opened_ = day_begun_ = false;
    time_ns_ = 0;
    depths_due_.clear();
    for (std::uint32_t locate = 0; locate < locates; ++locate) {
        statistics_[locate] = {};
        Hot& hot = hot_[locate];
        const Hot before = std::exchange(hot, {.id = hot.id, .wanted = hot.wanted});
        if (before.id.is_none()) continue;
        retire(locate);
        tell(locate, update_status, time_ns_);
        hot = {};
    }
}

void ItchStream::begin_day() noexcept
{
    day_begun_ = true;
    if (context_.midnight_of != nullptr && !received_.is_none())
        context_.midnight = context_.midnight_of(context_.midnight_context, received_);
}

/// Readers see the instrument of this locate without a book from now on.
void ItchStream::retire(std::uint32_t locate) noexcept
{
    const Hot& hot = hot_[locate];
    if (!publishes(hot)) return;
    context_.publication->store_top(hot.id, {.instrument = hot.id.value});
    if (context_.publication->depth_wanted(hot.id))
        context_.publication->store_depth(hot.id, {.instrument = hot.id.value});
}

// ---- snapshots

void ItchStream::introduce(Bytes message) noexcept
{
    if (message.size() < sizeof(itch50::AddOrder)) return;
    const auto& header = view_as<itch50::Header>(message.data());
    if (message[0] == itch50::StockDirectory::type)
        itch50::decode_other(message, *this);
    else if (itch50::order_table[message[0]].action == OrderAction::add)
        meet(header.stock_locate, view_as<itch50::AddOrder>(message.data()).stock.text());
}

void ItchStream::adopt(SnapshotSplice& splice) noexcept
{
    std::swap(books_, splice.books());
    trust_.lost = trust_.joined_late = trust_.snapshot_due = false;
    any_suspect_ = false;
    opened_ = true;  // a start of messages after a snapshot is another one
    look_for_readers();
    for_each_known([&](std::uint32_t locate) {
        const SnapshotSplice::Locate& now = splice.locate(locate);
        Hot& hot = hot_[locate];
        hot.trust = now.is_suspect ? BookState::suspect : BookState::valid;
        any_suspect_ |= now.is_suspect;
        if (now.has_traded) hot.traded = now.traded;
        hot.market_halted = now.market_halted;
        statistics_[locate].trading = hot.trading();
        publish_top(locate);
        note_depth(locate, hot);
        tell(locate, update_status | update_quote, time_ns_);
    });
    store_depths();
    context_.counters->add(Counter::snapshots_spliced);
}

}  // namespace gapwire::pipeline
