// Alerts on their way out: stored first, then handed to every sink.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "alerts/delivery/dispatcher.hpp"
#include "alerts/delivery/operator_watch.hpp"

namespace gapwire::app {

/// What `gapwire serve` delivers to, and where it keeps what is on its way.
struct DeliveryConfig {
    alerts::KeeperOptions store;  // with `run`; `sinks` are filled in here
    std::vector<alerts::SinkOptions> sinks;
    std::vector<alerts::Escalation> escalations;
};

/// Tells besides of what no rule raises: when nobody watched, and sinks that fail. Such alerts are
/// numbered on from what the store has of them.
/// Threads  one, the sinks thread; and those of the sinks.
class AlertDelivery {
 public:
    using Observe = alerts::StoreKeeper::Observe;

    /// `observe` may be empty. Throws OperatorError as StoreKeeper and Dispatcher do.
    AlertDelivery(DeliveryConfig config, Observe observe);

    /// Stores new alerts, if any, and makes them known to the sinks; settles, hands out, retries.
    /// To be called many times a second. When nobody watched is stored before everything else.
    void turn(const std::vector<Alert>& alerts, Date trading_date);
    /// Delivers what can be delivered within `patience_ns`, and ends the run in the store. False
    /// when something could not be stored.
    bool finish(Date trading_date, std::int64_t patience_ns);

    /// The same alert of the service, numbered on.
    Alert numbered(Alert alert);
    /// Why standard output fails; empty: it does not, or is no sink.
    std::string stdout_failure() const;

    const Counters& counters() const noexcept { return keeper_.counters(); }
    const alerts::Dispatcher& dispatcher() const noexcept { return dispatcher_; }

 private:
    void take(const std::vector<Alert>& alerts);
    void tell_downtime(Date trading_date);
    void tell_troubles(Date trading_date);

    std::vector<alerts::SinkOptions> sinks_;
    alerts::StoreKeeper keeper_;
    alerts::OperatorWatch operators_;
    alerts::Dispatcher dispatcher_;
    bool is_new_ = true;
    bool told_downtime_ = false;
    bool told_before_ = false;  // what the run before said of its sinks was looked up
    std::map<std::uint64_t, std::uint32_t> revisions_;  // of alerts of the service
};

}  // namespace gapwire::app
