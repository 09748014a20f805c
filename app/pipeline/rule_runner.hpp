// Hands instruments and updates to the rules of a configuration, and their alerts to a sink.
#pragma once

#include <absl/container/flat_hash_map.h>
#include <absl/container/inlined_vector.h>

#include <vector>

#include "alerts/sink.hpp"
#include "core/counters.hpp"
#include "strategies/config.hpp"

namespace gapwire::pipeline {

/// Threads: one. The configuration, counters and sink outlive it.
class RuleRunner {
 public:
    RuleRunner(strategies::Config& config, alerts::Sink& sink, Counters& counters)
        : config_(config), sink_(sink), counters_(counters)
    {}

    /// Fixes the trading date: the configured one, else that of the first capture time. Throws
    /// OperatorError(config) when there is neither. Returns midnight of it on the exchange's clock.
    Timestamp begin(Timestamp first_captured);
    /// The same for a date that is known.
    Timestamp begin_on(Date date);

    /// Goes on with other rules and references from here, on the same trading date. They do not
    /// know what has fired: what was raised before and still stands is not raised again, what comes
    /// later is a revision of it. Every instrument has to be made known anew.
    void replace(strategies::Config config);

    /// The union of what the rules want to hear of this instrument.
    std::uint8_t on_instrument(const Instrument& instrument);
    /// A close or settlement is a reference from the next trading date on. The instrument has to be
    /// made known again for the rules to look it up.
    void on_close(const Instrument& instrument, const ReferencePrice& close);
    /// Makes timers due that are before it, then hands it to those who watch its instrument.
    void on_update(const MarketUpdate& update) noexcept;
    /// Time goes on without an update. Earlier times than before are let be.
    void on_time(Timestamp now) noexcept;
    void on_alert(const Alert& raised) noexcept;

    Date trading_date() const noexcept { return day_.date; }
    /// Alerts that fired; later revisions are not counted.
    std::uint64_t alert_count() const noexcept { return alert_count_; }
    /// Whether an alert did not reach the sink.
    bool delivery_failed() const noexcept { return delivery_failed_; }

 private:
    strategies::Config& config_;
    alerts::Sink& sink_;
    Counters& counters_;
    void begin_rules();

    void tell_blind() noexcept;
    bool is_news(Alert& alert) noexcept;

    using Watchers = absl::InlinedVector<strategies::Rule*, 4>;

    strategies::TradingDay day_{};
    strategies::Timers timers_;
    Timestamp now_ = Timestamp::none();  // the latest exchange time of an update
    std::vector<Watchers> watchers_;     // [InstrumentId], in the order of the rules
    /// What was raised last under an id.
    struct Told {
        std::uint32_t revision = 0;
        AlertState state = AlertState::firing;
        Confidence confidence = Confidence::clean;
        bool is_forgotten = false;  // by the rules, which were replaced since
    };
    absl::flat_hash_map<std::uint64_t, Told> told_;
    std::vector<std::pair<Text<4>, Timestamp>> blind_;  // raised, and not told to the rules yet
    std::uint64_t alert_count_ = 0;
    bool delivery_failed_ = false;
};

}  // namespace gapwire::pipeline
