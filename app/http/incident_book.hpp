// Incidents and their alerts in memory, for a desk that looks at them now.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "alerts/store/store_reader.hpp"
#include "core/alert.hpp"

namespace gapwire::http {

/// An alert as the desk knows it.
struct KnownAlert {
    Alert alert{};
    std::int64_t seq = 0;  // its row in the store; 0: none
};

/// What one rule has to say of one direction on one trading date.
struct Incident {
    std::uint64_t id = 0;
    Severity severity = Severity::info;  // the worst so far
    Timestamp first = Timestamp::none();
    Timestamp last = Timestamp::none();
    std::map<std::uint64_t, std::pair<std::uint32_t, AlertState>> alerts{};  // revision by id
    std::vector<std::string> symbols{};  // in the order in which they fired first
    KnownAlert latest{};
    std::uint64_t order = 0;  // rises with every alert

    /// Unknown if any of its alerts is, else firing, else recovering, else withdrawn.
    AlertState state() const noexcept;
};

/// Whether the alert is among those that are asked for; rows are not looked at.
bool matches(const alerts::AlertFilter& filter, const Alert& alert) noexcept;

/// Memory   the newest alerts_max alerts, incidents_max incidents and, of each, symbols_max
/// symbols. Threads  one.
class IncidentBook {
 public:
    static constexpr std::size_t alerts_max = 20'000;
    static constexpr std::size_t incidents_max = 4'096;
    static constexpr std::size_t symbols_max = 1'024;
    static constexpr std::size_t ids_max = 16'384;

    /// What becomes of it.
    enum class Outcome {
        news,
        row,    // known already; now it has a row in the store
        known,  // known already
    };
    Outcome apply(const Alert& alert, std::int64_t seq);

    const Incident* find(std::uint64_t id) const noexcept;
    /// Newest first.
    std::vector<const Incident*> all() const;
    /// Oldest first.
    const std::deque<KnownAlert>& alerts() const noexcept { return alerts_; }
    /// Alerts of blindness that still hold, oldest first.
    std::vector<const Alert*> blind() const;
    std::int64_t last_seq() const noexcept { return last_seq_; }
    /// Alerts that fired, by rule and severity.
    const std::map<std::pair<std::string, Severity>, std::uint64_t>& fired() const noexcept
    {
        return fired_;
    }

 private:
    bool may_know(const Alert& alert) const noexcept;
    void take(Incident& incident, const KnownAlert& known);
    void count(const Alert& alert);
    void make_room();

    std::deque<KnownAlert> alerts_;
    std::map<std::uint64_t, Incident> incidents_;
    std::map<std::uint64_t, Alert> blind_;  // by id
    std::map<std::pair<std::string, Severity>, std::uint64_t> fired_;
    std::int64_t last_seq_ = 0;
    std::uint64_t order_ = 0;
};

}  // namespace gapwire::http
