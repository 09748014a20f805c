// The interface of every rule: instruments and their updates in, alerts out.
#pragma once

#include <string_view>

#include "core/alert.hpp"
#include "core/counters.hpp"
#include "core/update.hpp"
#include "strategies/products.hpp"

namespace gapwire::strategies {

class References;

/// What all rules of one trading date share. References, products and counters outlive the rules.
struct TradingDay {
    Date date{};
    const References* references = nullptr;
    const Products* products = nullptr;  // optional
    Counters* counters = nullptr;        // written by the rules thread only
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
/// Time     only from the updates, so a replay decides exactly as the live run did.
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

    /// Starts a trading date and forgets the one before. Called before anything else.
    virtual void begin(const TradingDay& day) = 0;

    /// Makes an instrument known, or known again with changed attributes or new references; never
    /// forgets what has fired. Only the kinds of update in the result need be handed to on_update.
    virtual Interest on_instrument(const Instrument& instrument) = 0;

    /// Judges one event. An instrument that was never made known, and kinds that were not asked
    /// for, are ignored.
    virtual void on_update(const MarketUpdate& update, AlertWriter& out) noexcept = 0;
};

}  // namespace gapwire::strategies
