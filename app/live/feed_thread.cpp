// The feed thread.
#include "app/live/feed_thread.hpp"

#include "app/live/stacks.hpp"
#include "core/clock.hpp"
#include "core/thread.hpp"

namespace gapwire::app {
namespace {

constexpr std::size_t instruments_max = pipeline::Instruments::instruments_max;

}  // namespace

FeedThread::FeedThread(const ServeConfig& config, const TradingDays& days)
    : threads_(config.threads),
      days_(days),
      has_readers_(config.http.has_value() || !config.shared.name.empty()),
      to_rules_(counters_),
      loop_({.spin = config.threads.spin}),
      feeds_(loop_, context(config), threads_.clock)
{
    unannounced_.reserve(instruments_max);
    for (const FeedConfig& feed : config.feeds) feed.stack->open(feeds_, feed);
    if (!has_readers_) return;
    requests_.emplace(feeds_.streams(), *publication_, counters_);
    if (config.http) feeds_.prepare_figures();
}

/// Makes the place where tops are stored.
book::Publication* FeedThread::make_publication(const SharedConfig& shared)
{
    if (!shared.name.empty()) {
        shared_ = std::make_unique<pipeline::SharedBooks>(shared.name, shared.instruments_max);
        return publication_ = &shared_->publication();
    }
    tops_ = Region(book::Publication::bytes_for(instruments_max));
    own_publication_ = book::Publication::create({tops_.data(), tops_.size()}, instruments_max, 1);
    return publication_ = &*own_publication_;
}

pipeline::StreamContext FeedThread::context(const ServeConfig& config)
{
    return {
        .instruments = &instruments_,
        .counters = &counters_,
        .publication = make_publication(config.shared),
        .observer = {.context = this,
                     .on_instrument = [](void* to, const Instrument& instrument) -> std::uint8_t {
                         static_cast<FeedThread*>(to)->announce(instrument);
                         return 0;
                     },
                     .on_update =
                         [](void* to, const MarketUpdate& update) noexcept {
                             static_cast<FeedThread*>(to)->to_rules_.updates.push(update);
                         },
                     .on_close =
                         [](void* to, const Instrument& instrument, const ReferencePrice& close) {
                             FeedThread& feed = *static_cast<FeedThread*>(to);
                             const bool sent = feed.to_rules_.closes.try_push({instrument, close});
                             if (!sent) feed.counters_.add(Counter::closes_unlearnt);
                         }},
        .interest = &to_rules_.interest,
        .midnight = days_.midnight_of(threads_.clock.now()),
        .midnight_of =
            [](void* to, Timestamp received) noexcept {
                return static_cast<FeedThread*>(to)->days_.midnight_of(received);
            },
        .midnight_context = this,
        .limits = {.orders_max = config.orders_max, .prefault = config.prefault},
        .futures = {.products = config.rules.products}};
}

void FeedThread::announce(const Instrument& instrument) noexcept
{
    if (has_readers_) publication_->tell(instrument);  // it has a top then, an empty one
    if (shared_) count_unshared(instrument);
    if (unannounced_.empty() && to_rules_.instruments.try_push(instrument)) return;
    if (unannounced_.size() < unannounced_.capacity()) unannounced_.push_back(instrument);
}

void FeedThread::count_unshared(const Instrument& instrument) noexcept
{
    const std::uint32_t id = instrument.id.value;
    if (shared_->publication().holds(instrument.id) || id < unshared_from_) return;
    unshared_from_ = id + 1;
    counters_.add(Counter::books_unshared);
}

/// What found no room goes first.
void FeedThread::flush() noexcept
{
    std::size_t sent = 0;
    while (sent < unannounced_.size() && to_rules_.instruments.try_push(unannounced_[sent])) ++sent;
    unannounced_.erase(unannounced_.begin(),
                       unannounced_.begin() + static_cast<std::ptrdiff_t>(sent));
    to_rules_.updates.flush();
}

std::int64_t FeedThread::turn(transport::TurnTime time) noexcept
{
    feeds_.turn(time);
    flush();
    if (shared_) shared_->beat();
    if (requests_) {
        if (!shared_) publication_->beat(monotonic_ns());
        requests_->turn();
    }
    progress_.store(progress() + 1, std::memory_order_relaxed);  // nobody else does
    all_ended_.store(feeds_.all_ended(), std::memory_order_relaxed);
    return 1'000'000;
}

void FeedThread::run()
{
    name_thread("feed");
    if (threads_.feed_cpu) pin_to_cpu(*threads_.feed_cpu);
    loop_.run(*this);
    feeds_.stop();
    do flush();
    while (!unannounced_.empty() || !to_rules_.updates.flush());
    to_rules_.feed_is_over.store(true, std::memory_order_release);  // pairs with the rules' acquire
}

}  // namespace gapwire::app
