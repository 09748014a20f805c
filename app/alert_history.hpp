// What `gapwire alerts` prints of a store, and how it refuses.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "alerts/language.hpp"
#include "alerts/store/store_reader.hpp"

namespace gapwire::app {

/// How alerts are shown.
struct HistoryFormat {
    bool json = false;
    std::string zone = "America/New_York";
    alerts::Language language = alerts::Language::english;
};

/// Throws OperatorError with the exit code of the fault; nothing when it is ok. A store that is
/// damaged, or none: 65; one that cannot be read or written: 74; a busy one: 1.
void check(const alerts::StoreStatus& status);

/// A store that is opened for reading, with what operators did.
class AlertHistory {
 public:
    /// Throws OperatorError, as check() does.
    explicit AlertHistory(const alerts::StoreOptions& options);

    std::vector<alerts::StoredAlert> alerts(const alerts::AlertFilter& filter);
    /// Throws OperatorError(bad_input) when no alert belongs to the incident.
    void require_incident(std::uint64_t incident);

    /// One line an alert.
    std::string list(const alerts::AlertFilter& filter, const HistoryFormat& format, Timestamp now);
    /// Everything about the alerts whose id or incident `id` is. Throws OperatorError(bad_input)
    /// when there is none.
    std::string show(std::uint64_t id, const HistoryFormat& format, Timestamp now);

 private:
    std::string line_of(const alerts::StoredAlert& stored, const HistoryFormat& format,
                        Timestamp now) const;
    std::string json_of(const alerts::StoredAlert& stored, Timestamp now,
                        std::string_view more = {}) const;
    std::vector<alerts::StoredDelivery> deliveries(std::int64_t seq);
    std::string show_text(const std::vector<alerts::StoredAlert>& found,
                          const HistoryFormat& format, Timestamp now);
    std::string show_json(const std::vector<alerts::StoredAlert>& found, Timestamp now);
    std::vector<alerts::StoredAction> actions_about(
        const std::vector<alerts::StoredAlert>& found) const;

    std::filesystem::path path_;
    alerts::StoreReader reader_;
    std::vector<alerts::StoredAction> actions_;
    alerts::OperatorState state_;
};

}  // namespace gapwire::app
