// The sinks thread.
#include "app/live/sinks_thread.hpp"

#include <fmt/format.h>

#include <chrono>
#include <thread>
#include <utility>

#include "alerts/sinks.hpp"
#include "app/live/operator_log.hpp"
#include "core/clock.hpp"
#include "core/thread.hpp"

namespace gapwire::app {
namespace {

constexpr std::chrono::microseconds idle_wait{200};
constexpr std::chrono::microseconds retry_wait{100'000};
constexpr std::int64_t finish_ns = 5'000'000'000;  // for sinks, when everything ends

}  // namespace

SinksThread::SinksThread(const std::string& zone, const ThreadConfig& threads,
                         AlertRing& from_rules, const RulesThread& rules,
                         std::optional<DeliveryConfig> delivery)
    : threads_(threads), from_rules_(from_rules), rules_(rules)
{
    const auto observe = [this](const Alert& alert, std::int64_t seq) {
        if (tap_ != nullptr) tap_->on_alert(alert, seq);
    };
    if (delivery)
        delivery_ = std::make_unique<AlertDelivery>(std::move(*delivery), observe);
    else
        sink_ = alerts::make_sink("stdout", {.format = alerts::AlertFormat::json, .zone = zone});
}

void SinksThread::run()
{
    name_thread("sinks");
    if (threads_.sinks_cpu) pin_to_cpu(*threads_.sinks_cpu);
    for (;;) {
        const bool last = from_rules_.is_over.load(std::memory_order_acquire);
        taken_.clear();
        from_rules_.pop([&](const Alert& alert) { taken_.push_back(alert); });
        progress_.store(progress() + 1, std::memory_order_relaxed);  // nobody else does
        if (!last) watch_rules();
        const bool is_any = !taken_.empty();
        hand_over();
        if (is_any && !failed_) continue;
        if (last) break;
        std::this_thread::sleep_for(failed_ ? retry_wait : idle_wait);
    }
    if (delivery_) delivery_->finish(rules_.trading_date(), finish_ns);
}

std::string SinksThread::failure() const
{
    if (delivery_) return delivery_->stdout_failure();
    return failed_ ? std::string(sink_->failure()) : "";
}

void SinksThread::watch_rules()
{
    const auto alert =
        watchdog_.look(rules_.progress(), rules_.trading_date(), monotonic_ns(), wall_clock());
    if (!alert) return;
    log(watchdog_.is_stalled() ? "the rules thread stands still" : "the rules thread goes on");
    taken_.push_back(delivery_ ? delivery_->numbered(*alert) : *alert);
}

void SinksThread::hand_over()
{
    if (delivery_) {
        delivery_->turn(taken_, rules_.trading_date());
        return;
    }
    for (const Alert& alert : taken_) {
        if (tap_ != nullptr) tap_->on_alert(alert, 0);
        waiting_.push_back(alert);
    }
    if (!waiting_.empty() || failed_) write_out();
}

void SinksThread::write_out()
{
    while (!waiting_.empty() && sink_->deliver(waiting_.front()) == alerts::SinkStatus::ok)
        waiting_.pop_front();
    const bool fails = sink_->flush() != alerts::SinkStatus::ok || !waiting_.empty();
    if (fails && !std::exchange(failed_, true))
        log(fmt::format("alerts cannot be written, and wait: {}", sink_->failure()));
    else if (!fails && std::exchange(failed_, false))
        log("alerts can be written again");
}

}  // namespace gapwire::app
