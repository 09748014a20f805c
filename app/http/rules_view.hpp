// What the rules thread tells of rules, instruments and references: made whole, never changed.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/alert.hpp"
#include "core/time.hpp"
#include "core/update.hpp"

namespace gapwire::http {

/// An instrument that a rule wants to hear of. Prices are in points.
struct WatchedInstrument {
    Instrument instrument{};
    ReferencePrice reference{};  // the one that wins; none: no price
    std::array<ReferencePrice, reference_kinds> references{};
    std::vector<Price> rungs{};  // of rules that have a ladder: where each would fire
    Price low_limit = Price::none();
    LimitSource limit_source = LimitSource::none;
};

struct RuleLine {
    std::string name;
    std::string kind;
    std::string sentence;
};

struct RulesView {
    Date trading_date{};
    std::string language = "en";
    std::vector<RuleLine> rules{};
    std::vector<Instrument> instruments{};                            // [id]; none: not known
    std::vector<std::shared_ptr<const WatchedInstrument>> watched{};  // [id]; null: not watched
};

/// Where the newest view is found. The lock is held for a pointer's time.
/// Threads  one publishes, any read.
class RulesBoard {
 public:
    void publish(std::shared_ptr<const RulesView> view)
    {
        const std::lock_guard lock(mutex_);
        view_.swap(view);  // the former one goes after the lock
    }
    /// Never null.
    std::shared_ptr<const RulesView> newest() const
    {
        const std::lock_guard lock(mutex_);
        return view_;
    }

 private:
    mutable std::mutex mutex_;
    std::shared_ptr<const RulesView> view_ = std::make_shared<const RulesView>();
};

}  // namespace gapwire::http
