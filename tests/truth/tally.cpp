// What was raised on a day beside what was true.
#include "tests/truth/tally.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/decimal.hpp"
#include "tests/truth/desk.hpp"

namespace gapwire::truth {
namespace {

constexpr Nanos late_max = second;             // a page after the first moment it was sure
constexpr Nanos touch_age_max = minute;        // what a page rests on was there that lately
constexpr Nanos changed_age_max = 6 * minute;  // a smaller record is told after 5 minutes
constexpr Nanos loss_told_max = 6 * second;    // silence is noticed after 3 s, sight lost 1 s later

/// One run of one day.
class Comparison {
 public:
    Comparison(const Day& day, const Truths& truths, const std::vector<Raised>& raised)
        : day_(day), truths_(truths), raised_(raised), midnight_(midnight(day).ns)
    {}

    Tally run()
    {
        tally_.days = 1;
        for (const Raised& raised : raised_) look(raised);
        for (const auto& [claim, truth] : truths_) demand(claim, truth);
        for (const Outage& outage : day_.outages)
            if (outage.is_total() && outage.until - outage.from > loss_told_max) follow(outage);
        if (!tally_.faults.empty())
            for (const Outage& outage : day_.outages) tally_.faults.push_back(text_of(outage));
        return tally_;
    }

 private:
    static std::string clock(Nanos time) { return clock_text(static_cast<std::uint64_t>(time)); }
    std::string text_of(const Outage& outage) const
    {
        return fmt::format("{}{} not heard from {} to {}, {}", outage.dead[0] ? "A" : "",
                           outage.dead[1] ? "B" : "", clock(outage.from), clock(outage.until),
                           day_.has_requests ? "with requests" : "without requests");
    }

    /// Of what an exchange did, its own time; of what is not heard, when that was noticed.
    Nanos time_of(const Raised& raised) const noexcept
    {
        const bool is_of_feed = raised.alert.kind == AlertKind::blind;
        return is_of_feed ? raised.at : raised.alert.exchange_time.ns - midnight_;
    }
    Claim claim_of(const Alert& alert) const
    {
        return {std::string(alert.rule.view()), std::string(alert.symbol.view()),
                alert.trading_date == *parse_date(day_.date) ? std::size_t{0} : std::size_t{1},
                alert.rung.value};
    }

    bool is_true(const Claim& claim, Nanos time, Nanos age_max) const
    {
        const auto found = truths_.find(claim);
        if (found == truths_.end()) return false;
        const std::vector<Nanos>& touches = found->second.touches;
        const auto after = std::upper_bound(touches.begin(), touches.end(), time);
        return after != touches.begin() && time - *std::prev(after) <= age_max;
    }

    void look(const Raised& raised)
    {
        const Alert& alert = raised.alert;
        const Claim claim = claim_of(alert);
        const Nanos time = time_of(raised);
        if (alert.reason == AlertReason::corporate_action) ++tally_.withheld;
        if (alert.state != AlertState::firing) return;
        told_[claim].push_back(time);
        const Nanos age_max =
            alert.reason == AlertReason::changed ? changed_age_max : touch_age_max;
        const bool is_right = is_true(claim, time, age_max) && is_record_right(alert);
        if (is_page(alert)) {
            ++tally_.pages;
            paged_[claim].push_back(time);
            if (is_right) return;
            ++tally_.false_pages;
            fault("false", claim, time, alert);
        } else if (alert.reason == AlertReason::fired && !is_right) {
            ++tally_.told_untrue;
        }
    }

    /// "The largest since" names the day that it is.
    bool is_record_right(const Alert& alert) const
    {
        if (alert.kind != AlertKind::record) return true;
        const Since since = largest_since(day_, alert.price.units * 2 / (Price::scale / 10'000));
        return since.is_any && since.date == to_text(alert.record.since);
    }

    void demand(const Claim& claim, const Truth& truth)
    {
        const auto in_time = [&](const auto& said, Nanos due) {
            const auto found = said.find(claim);
            return found != said.end() && found->second.front() <= due + late_max;
        };
        const bool must_page = truth.sure != never;
        if (!must_page && truth.seen == never) {
            tally_.in_doubt += !truth.touches.empty();
            return;
        }
        ++(must_page ? tally_.must_page : tally_.must_tell);
        if (must_page ? in_time(paged_, truth.sure) : in_time(told_, truth.seen)) return;
        ++tally_.missed;
        fault(must_page ? "missed" : "not told", claim, must_page ? truth.sure : truth.seen,
              Alert{});
        for (const auto& [alert, at] : raised_)
            if (claim_of(alert) == claim)
                tally_.faults.back() +=
                    fmt::format("; {} {} {} at {}", to_text(alert.confidence),
                                to_text(alert.severity), to_text(alert.reason), clock(at));
    }

    /// Of every name and rule that fired when all lines died, it is told that it cannot be seen.
    void follow(const Outage& outage)
    {
        std::map<Claim, AlertState> states;
        std::set<std::pair<std::string, std::string>> lost;
        for (const auto& [alert, at] : raised_) {
            if (alert.kind != AlertKind::gap) continue;
            if (at < outage.from) states[claim_of(alert)] = alert.state;
            if (alert.reason == AlertReason::sight_lost && at >= outage.from &&
                at <= outage.from + loss_told_max)
                lost.emplace(alert.rule.view(), alert.symbol.view());
        }
        std::set<std::pair<std::string, std::string>> fired;
        for (const auto& [claim, state] : states)
            if (state == AlertState::firing) fired.emplace(claim.rule, claim.symbol);
        const bool is_told = std::any_of(raised_.begin(), raised_.end(), [&](const Raised& raised) {
            return raised.alert.cause == BlindCause::lines_silent && is_page(raised.alert) &&
                   raised.at >= outage.from && raised.at <= outage.from + loss_told_max;
        });
        ++tally_.must_lose;
        tally_.lost += is_told;
        if (!is_told) fault("not told", {"blind", "XNAS", 0, 2}, outage.from, Alert{});
        for (const auto& [rule, symbol] : fired) {
            ++tally_.must_lose;
            if (lost.contains({rule, symbol})) {
                ++tally_.lost;
                continue;
            }
            fault("sight not lost", {rule, symbol, 0, 0}, outage.from, Alert{});
        }
    }

    void fault(std::string_view what, const Claim& claim, Nanos time, const Alert& alert)
    {
        std::string text = fmt::format("{} {}: {} {} {} at {}", day_.date, what, claim.rule,
                                       claim.symbol, claim.rung, clock(time));
        if (alert.id != 0) text += fmt::format(" {}", to_text(alert.reason));
        if (!alert.price.is_none())
            text +=
                fmt::format(" {} from {}", decimal(alert.price), decimal(alert.reference.price));
        if (alert.kind == AlertKind::record) text += " since " + to_text(alert.record.since);
        tally_.faults.push_back(std::move(text));
    }

    const Day& day_;
    const Truths& truths_;
    const std::vector<Raised>& raised_;
    std::int64_t midnight_;
    std::map<Claim, std::vector<Nanos>> paged_;
    std::map<Claim, std::vector<Nanos>> told_;
    Tally tally_;
};

}  // namespace

bool is_page(const Alert& alert) noexcept
{
    return alert.state == AlertState::firing && alert.confidence == Confidence::clean &&
           alert.severity > Severity::info &&
           (alert.reason != AlertReason::changed || alert.kind == AlertKind::record);
}

Tally& Tally::operator+=(const Tally& other)
{
    days += other.days;
    must_page += other.must_page;
    must_tell += other.must_tell;
    in_doubt += other.in_doubt;
    pages += other.pages;
    missed += other.missed;
    false_pages += other.false_pages;
    told_untrue += other.told_untrue;
    must_lose += other.must_lose;
    lost += other.lost;
    withheld += other.withheld;
    faults.insert(faults.end(), other.faults.begin(), other.faults.end());
    return *this;
}

Tally compare(const Day& day, const Truths& truths, const std::vector<Raised>& raised)
{
    return Comparison(day, truths, raised).run();
}

}  // namespace gapwire::truth
