// Appends to the log, and keeps what is derived from it in step.
#pragma once

#include "alerts/store/alert_store.hpp"
#include "alerts/store/chain.hpp"
#include "alerts/store/database.hpp"
#include "alerts/store/log_payloads.hpp"

namespace gapwire::alerts {

/// The only place that writes rows. Every call REQUIRES a transaction of the caller that may write,
/// and catch_up() as the first in it: other processes append, too.
class Log {
 public:
    StoreStatus prepare(Database& database);
    StoreStatus catch_up();

    StoreStatus append(std::string_view kind, std::string_view payload, Timestamp now,
                       std::string_view line = {});
    /// As append(), and derives what the table of alerts and every outbox say.
    StoreStatus append_alert(const Alert& alert, Timestamp now);
    StoreStatus append_sink(std::string_view sink, Timestamp now);
    StoreStatus append_settled(const SettledRow& row, Timestamp now);

    /// Reads the log from its beginning, and derives everything anew.
    StoreStatus rebuild();
    /// Whether what is derived belongs to the newest row; `corrupt` when it belongs to a later one,
    /// which must have been there.
    StoreStatus is_derived(bool& yes);

    std::int64_t last_seq() const noexcept { return last_seq_; }

 private:
    StoreStatus derive_alert(std::int64_t seq, const Alert& alert);
    StoreStatus derive_sink(std::string_view sink);
    StoreStatus derive_settled(std::int64_t seq, const SettledRow& row);
    StoreStatus derive(std::int64_t seq, std::string_view kind, std::string_view payload);

    Database* database_ = nullptr;
    std::int64_t last_seq_ = 0;
    Hash last_hash_{};
    Statement newest_;
    Statement insert_;
    Statement mark_;
    Statement derived_;
    Statement add_alert_;
    Statement fill_outboxes_;
    Statement add_sink_;
    Statement add_delivery_;
    Statement settle_;
    Statement postpone_;
};

}  // namespace gapwire::alerts
