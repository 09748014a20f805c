// What an open AlertStore holds.
#pragma once

#include "alerts/store/alert_store.hpp"
#include "alerts/store/log.hpp"
#include "alerts/store/owner_lock.hpp"

namespace gapwire::alerts {

struct AlertStore::State {
    std::filesystem::path path;
    OwnerLock owner;
    Database database;  // closed after everything below, which are its statements
    Log log;
    Statement find_alert;

    StoreStatus open(const StoreOptions& options, OpenMode mode, Timestamp now,
                     std::string_view replaces);
    /// `io` when the file is not where it was.
    StoreStatus look() const;
    /// Every transaction that writes begins so.
    StoreStatus begin(Transaction& transaction);
    StoreStatus append_one(std::string_view kind, std::string_view payload, Timestamp now);
    /// The row of the same key, if there is one.
    StoreStatus find(const Alert& alert, std::optional<Appended>& found);
    /// From when on nobody watched, and why; nothing when there was no run.
    StoreStatus last_run(std::optional<BlindInterval>& since);
    /// A run that stored no alert told nobody what it found: `since` then begins there.
    StoreStatus add_untold(BlindInterval& since);
};

}  // namespace gapwire::alerts
