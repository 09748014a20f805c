// The rules of the project on a generated day, by each way in; and all that they raised.
#pragma once

#include <vector>

#include "alerts/sink.hpp"
#include "core/alert.hpp"
#include "core/time.hpp"
#include "core/update.hpp"
#include "strategies/config.hpp"
#include "tests/truth/classes.hpp"

namespace gapwire::truth {

/// The rules, references, calendars and actions of a day.
strategies::Config configure(const Day& day);

/// An alert, and when it was raised: live by the clock on the wall, else by its own time.
struct Raised {
    Alert alert;
    Nanos at = 0;
};

/// Every alert that the day raised, in order.
std::vector<Raised> run(const Day& day, Way way);

std::vector<Raised> run_wire(const Day& day);
std::vector<Raised> run_live(const Day& day);

/// Keeps what is raised.
class Raisings final : public alerts::Sink {
 public:
    explicit Raisings(Timestamp midnight) : midnight_(midnight) {}

    std::string_view name() const noexcept override { return "raisings"; }
    alerts::SinkStatus deliver(const Alert& alert) override
    {
        const Nanos time = alert.exchange_time.ns - midnight_.ns;
        kept.push_back({alert, clock == never ? time : clock});
        return alerts::SinkStatus::ok;
    }
    alerts::SinkStatus flush() override { return alerts::SinkStatus::ok; }
    std::string_view failure() const noexcept override { return {}; }

    Nanos clock = never;  // on the wall; never: there is none
    std::vector<Raised> kept;

 private:
    Timestamp midnight_;
};

/// Midnight of the day in New York.
Timestamp midnight(const Day& day);

inline Price price_of(Units units) noexcept
{
    return units == 0 ? Price::none() : Price{units * (Price::scale / 10'000)};
}

}  // namespace gapwire::truth
