// Reads a store: history, deliveries and what operators did.
#pragma once

#include "alerts/store/alert_store.hpp"
#include "alerts/store/operator_state.hpp"

namespace gapwire::alerts {

/// Which alerts; what is not set matches all.
struct AlertFilter {
    std::optional<Timestamp> since{};  // by exchange time, inclusive
    std::optional<std::string> symbol{};
    std::optional<std::string> rule{};
    std::optional<Severity> severity{};  // this one or worse
    std::optional<std::uint64_t> incident{};
    std::optional<std::uint64_t> id{};
    std::optional<AlertState> state{};
    std::optional<std::int64_t> after{};   // rows behind this one
    std::optional<std::int64_t> before{};  // rows in front of this one
    std::size_t limit = 1'000;             // the newest of them
};

struct StoredAlert {
    std::int64_t seq = 0;
    Timestamp stored{};
    Alert alert;
    std::string line;  // as alert_json() gave it when it was stored
};

/// What became of an alert at a sink.
struct StoredDelivery {
    std::int64_t seq = 0;
    Timestamp time{};
    std::string sink;
    SettleKind kind = SettleKind::delivered;
    std::string why;
};

/// A connection of one's own that only reads.
/// Threads  one a reader. Errors  as AlertStore has them.
class StoreReader {
 public:
    StoreReader();
    ~StoreReader();
    StoreReader(StoreReader&&) noexcept;
    StoreReader& operator=(StoreReader&&) noexcept;

    /// `io` when there is no such file.
    StoreStatus open(const StoreOptions& options);

    /// Of the newest row: when it has not changed, nothing has.
    StoreStatus last_seq(std::int64_t& seq);
    /// Oldest first.
    StoreStatus alerts(const AlertFilter& filter, std::vector<StoredAlert>& found);
    /// Operator rows after `after`, oldest first.
    StoreStatus actions(std::int64_t after, std::vector<StoredAction>& found);
    /// Everything about one row's deliveries, oldest first.
    StoreStatus deliveries(std::int64_t alert_seq, std::vector<StoredDelivery>& found);
    /// All blind intervals after row `after`, oldest first.
    StoreStatus blind_intervals(std::int64_t after, std::vector<BlindInterval>& found);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace gapwire::alerts
