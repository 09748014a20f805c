// The interface of every rule: instruments and their updates in, alerts out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/alert.hpp"
#include "core/counters.hpp"
#include "core/sentence.hpp"
#include "core/update.hpp"
#include "strategies/products.hpp"
#include "strategies/timers.hpp"

namespace gapwire::strategies {

class Calendars;
class CorporateActions;
class DailyHistory;
class References;

/// What all rules of one trading date share. All of it outlives the rules.
struct TradingDay {
    Date date{};
    const References* references = nullptr;
    const Products* products = nullptr;  // optional
    Counters* counters = nullptr;        // written by the rules thread only
    Timers* timers = nullptr;
    const CorporateActions* corporate_actions = nullptr;  // optional
    const Calendars* calendars = nullptr;                 // optional
    const DailyHistory* history = nullptr;                // optional
};

/// What a rule wants to hear of one instrument: a set of UpdateKind bits, 0 for nothing at all.
struct Interest {
    std::uint8_t kinds = 0;
    friend constexpr bool operator==(Interest, Interest) = default;
};

/// Where a rule raises its alerts: a function and its context, so that raising allocates nothing.
/// Whoever receives them counts `alerts_fired`.
class AlertWriter {
 public:
    using Raise = void (*)(void* context, const Alert& alert) noexcept;

    AlertWriter(Raise function, void* context) noexcept : function_(function), context_(context) {}

    /// Writes to `receiver.on_alert(alert)`, which must be noexcept. `receiver` outlives the
    /// writer.
    template <class Receiver>
    static AlertWriter to(Receiver& receiver) noexcept
    {
        static_assert(noexcept(receiver.on_alert(Alert{})));
        return {[](void* context, const Alert& alert) noexcept {
                    static_cast<Receiver*>(context)->on_alert(alert);
                },
                &receiver};
    }

    void raise(const Alert& alert) noexcept { function_(context_, alert); }

 private:
    Raise function_;
    void* context_;
};

/// A rule: judges the updates of the instruments it is interested in and raises alerts.
///
/// Time     only from the updates and the timers they make due, so a replay decides exactly as the
///          live run did.
/// Memory   grows in begin() and on_instrument() only.
/// Threads  one, the rules thread.
class Rule {
 public:
    Rule() = default;
    Rule(const Rule&) = delete;
    Rule& operator=(const Rule&) = delete;
    virtual ~Rule() = default;

    /// The name its alerts carry: unique in a configuration, at most 16 characters.
    virtual std::string_view name() const noexcept = 0;

    /// What it does, in sentences for people: keys of config/locale with what goes into them.
    virtual std::vector<Sentence> explain() const = 0;

    /// What it makes of an instrument now, clause by clause: what stops it, or what it has said
    /// already. `last`: the update it was handed last, or null. For `gapwire rules why`.
    virtual std::vector<std::string> why(InstrumentId instrument,
                                         const MarketUpdate* last) const = 0;

    /// Starts a trading date and forgets the one before. Called before anything else.
    virtual void begin(const TradingDay& day) = 0;

    /// Makes an instrument known, or known again with changed attributes or new references; never
    /// forgets what has fired. Only the kinds of update in the result need be handed to on_update.
    virtual Interest on_instrument(const Instrument& instrument) = 0;

    /// Judges one event. An instrument that was never made known, and kinds that were not asked
    /// for, are ignored.
    virtual void on_update(const MarketUpdate& update, AlertWriter& out) noexcept = 0;

    /// A timer that this rule set in TradingDay::timers is due, at the time it was set for. `what`
    /// is what the rule said.
    virtual void on_timer(Timestamp, std::uint64_t what, AlertWriter&) noexcept { (void)what; }

    /// A market (MIC) has fallen silent at `time`: what fires there cannot be seen.
    virtual void on_blind(const Text<4>& market, Timestamp time, AlertWriter&) noexcept
    {
        (void)market, (void)time;
    }
};

}  // namespace gapwire::strategies
