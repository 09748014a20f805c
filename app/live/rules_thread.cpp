// The rules thread.
#include "app/live/rules_thread.hpp"

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/clock.hpp"
#include "core/thread.hpp"
#include "strategies/watchlist.hpp"

namespace gapwire::app {
namespace {

constexpr std::chrono::microseconds idle_wait{50};
constexpr std::int64_t on_its_way_ns = 250'000'000;

void teach(strategies::References& references, const OfficialClose& close)
{
    if (!close.close.date.is_none()) references.learn(close.instrument, close.close);
}

}  // namespace

RulesThread::RulesThread(strategies::Config config, const TradingDays& days,
                         const ThreadConfig& threads, FeedToRules& from_feed, AlertRing& to_sinks,
                         RulesBoards* boards)
    : config_(std::move(config)),
      days_(days),
      threads_(threads),
      from_feed_(from_feed),
      to_sinks_(to_sinks),
      runner_(config_, to_sinks, counters_)
{
    runner_.begin(threads.clock.now());
    day_ = day_number(runner_.trading_date());
    told_day_.store(day_, std::memory_order_relaxed);
    if (boards == nullptr) return;
    teller_.emplace(config_, *boards);
    teller_->on_rules(runner_.trading_date());
}

void RulesThread::run()
{
    name_thread("rules");
    if (threads_.rules_cpu) pin_to_cpu(*threads_.rules_cpu);
    for (;;) {
        // Looked at before the turn: what was pushed before it was set is then seen by the turn.
        const bool last = from_feed_.feed_is_over.load(std::memory_order_acquire);
        const bool busy = turn();
        if (teller_) teller_->turn(monotonic_ns());
        progress_.store(progress() + 1, std::memory_order_relaxed);  // nobody else does
        if (busy) continue;
        pass_time();
        if (last) break;
        if (!threads_.spin) std::this_thread::sleep_for(idle_wait);
    }
    to_sinks_.is_over.store(true, std::memory_order_release);  // pairs with the sinks' acquire
}

/// True when there was anything to do.
bool RulesThread::turn()
{
    take_rules();
    // Counted first: what the feed has told of their instruments before these updates, their
    // trading date say, is then known before they are judged.
    const std::size_t updates = std::min(from_feed_.updates.waiting(), updates_a_turn);
    std::size_t done = 0;
    const auto take_all = [&](auto& ring, auto&& take) {
        while (const std::size_t taken = ring.pop_batch(updates_a_turn, take)) done += taken;
    };
    take_all(from_feed_.instruments, [&](const Instrument& instrument) { introduce(instrument); });
    take_all(from_feed_.closes, [&](const OfficialClose& close) { learn(close); });
    done += from_feed_.updates.pop(updates, [&](const MarketUpdate& update) {
        judge(update);
        if (teller_) teller_->on_update(update);
    });
    from_feed_.interest.publish();
    if (done > 0) heard_at_ = threads_.clock.now();
    return done > 0;
}

void RulesThread::take_rules()
{
    if (next_.load(std::memory_order_relaxed) == nullptr) return;
    const std::unique_ptr<strategies::Config> config(next_.exchange(nullptr));
    if (!config) return;
    runner_.replace(std::move(*config));
    for (const auto& [symbol, close] : closes_) teach(config_.references, close);
    if (teller_) teller_->on_rules(runner_.trading_date());
    introduce_all();
    from_feed_.interest.ask_again();  // what stands now is news to them
}

/// A close counts for the days after it. The last of a day is the official one.
void RulesThread::learn(const OfficialClose& close)
{
    closes_[strategies::listing_name(close.instrument)] = close;
    teach(config_.references, close);
    introduce(close.instrument);
}

void RulesThread::introduce(const Instrument& instrument)
{
    const std::size_t id = instrument.id.value;
    if (id >= instruments_.size()) instruments_.resize(id + 1);
    instruments_[id] = instrument;
    set_interest(instrument);
}

void RulesThread::set_interest(const Instrument& instrument)
{
    const std::uint8_t kinds = runner_.on_instrument(instrument);
    from_feed_.interest.set(instrument.id, kinds);
    if (teller_) teller_->on_instrument(instrument, kinds);
}

void RulesThread::introduce_all()
{
    for (const Instrument& instrument : instruments_)
        if (!instrument.id.is_none()) set_interest(instrument);
}

/// Timers go on when nothing comes: by as much as has passed on the clock since the last update,
/// less what may still be on its way, which no clock makes faster.
void RulesThread::pass_time()
{
    if (heard_.is_none()) return;
    const ScaledClock& clock = threads_.clock;
    const std::int64_t passed = clock.now().ns - heard_at_.ns - on_its_way_ns * clock.scale;
    if (passed > 0) runner_.on_time({heard_.ns + passed});
}

void RulesThread::judge(const MarketUpdate& update)
{
    heard_ = std::max(heard_, update.exchange_time);
    const std::size_t id = update.instrument.value;
    const bool has_own_day = id < instruments_.size() && instruments_[id].day != 0;
    if (has_own_day || !days_.fixed.is_none()) return runner_.on_update(update);
    if (update.day > day_) {
        day_ = update.day;
        told_day_.store(day_, std::memory_order_relaxed);
        runner_.begin_on(date_of_day(day_));
        if (teller_) teller_->on_rules(runner_.trading_date());
        introduce_all();
    }
    if (update.day < day_) {  // a feed that is behind the others
        counters_.add(Counter::rule_former_day);
        return;
    }
    runner_.on_update(update);
}

}  // namespace gapwire::app
