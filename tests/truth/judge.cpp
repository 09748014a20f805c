// What a day's rules must say and may say: the whole path, walked plainly.
#include "tests/truth/judge.hpp"

#include <algorithm>
#include <cstdlib>
#include <ctime>

namespace gapwire::truth {
namespace {

constexpr Nanos line_slack = 5 * second;     // a line is missed, and heard again, a little later
constexpr Nanos window_slack = 30 * second;  // of velocity: its window is counted in parts

/// What is known of one name while its events are walked.
struct Walk {
    Units bid = 0;
    Units ask = 0;
    bool is_stopped = false;
    Units print = 0;  // the last one; 0: none, or a bad one
    Units mid() const noexcept
    {
        const bool is_tight = bid > 0 && bid <= ask && (ask - bid) * 400 <= ask + bid;
        return is_tight && !is_stopped ? bid + ask : 0;
    }
};

bool is_hidden(const Day& day, Nanos time) noexcept
{
    return std::any_of(day.outages.begin(), day.outages.end(), [&](const Outage& outage) {
        const bool is_lost = outage.is_total() && !day.has_requests;
        return is_lost && time >= outage.from && time < outage.until;
    });
}

bool is_whole(const Day& day, Nanos time) noexcept
{
    return std::none_of(day.outages.begin(), day.outages.end(), [&](const Outage& outage) {
        if (outage.is_total() && !day.has_requests) return time >= outage.from;
        return time >= outage.from && time < outage.until + line_slack;
    });
}

Look look_at_quote(const Walk& walk)
{
    Look look;
    look.mid = walk.mid();
    look.sure_low = look.sure_high = look.mid;
    look.low = look.mid == 0 ? 0 : walk.bid * 2;
    look.high = look.mid == 0 ? 0 : walk.ask * 2;
    return look;
}

/// A trade is as sure as the other price that goes along with it.
Look look_at_trade(const Walk& walk, Units price)
{
    Look look;
    const Units at = price * 2;
    look.print = at;
    const Units mid = walk.mid();
    look.mid = mid;
    look.low = mid == 0 ? at : std::min(at, mid);
    look.high = std::max(at, mid);
    // A trade that a quote speaks against waits for the quote.
    const bool is_outside = mid != 0 && std::abs(at - mid) * 1'000 > mid * 29;
    const Units before = is_outside ? 0 : walk.print * 2;
    if (mid == 0 && before == 0) return look;
    const Units lowest = mid == 0 ? before : before == 0 ? mid : std::min(mid, before);
    look.sure_low = std::max(at, lowest);
    look.sure_high = std::min(at, std::max(mid, before));
    return look;
}

bool fell(Units from, Units to, int basis_points) noexcept
{
    return to != 0 && (from - to) * 10'000 >= from * basis_points;
}
bool rose(Units from, Units to, int basis_points) noexcept
{
    return to != 0 && (to - from) * 10'000 >= from * basis_points;
}

/// Takes a look into a claim: `may`, `must`: a genuine price, a sure one is there.
void take(Truth& truth, const Look& look, bool may, bool must)
{
    if (may) truth.touches.push_back(look.time);
    if (must && look.is_whole) truth.sure = std::min(truth.sure, look.time);
}

/// One trade there is told at once, sure or not.
void take_print(Truth& truth, const Look& look, bool is_there)
{
    if (is_there) truth.seen = std::min(truth.seen, look.time);
}

void judge_gaps(const Day& day, const std::vector<Look>& looks, Truths& truths)
{
    for (const Look& look : looks) {
        const Name& name = day.names[look.name];
        const std::size_t session = session_of(day, look.time);
        const bool is_watched = name.product.empty() || name.is_front[session];
        if (!is_watched || name.is_withheld) continue;
        const Units from = name.reference[session] * 2;
        for (const int rung : ladder) {
            if (fell(from, look.low, rung)) {
                const bool sure = fell(from, look.sure_low, rung);
                const bool printed = fell(from, look.print, rung);
                Truth& both = truths[{"down", name.symbol, session, rung}];
                Truth& trades = truths[{"down_trades", name.symbol, session, rung}];
                take(both, look, true, sure);
                take(trades, look, true, sure && printed);
                take_print(both, look, printed);
                take_print(trades, look, printed);
            }
            if (rose(from, look.high, rung)) {
                Truth& truth = truths[{"up", name.symbol, session, rung}];
                take(truth, look, true, rose(from, look.sure_high, rung));
                take_print(truth, look, rose(from, look.print, rung));
            }
        }
    }
}

void judge_limits(const Day& day, const std::vector<Look>& looks, Truths& truths)
{
    for (const Look& look : looks) {
        const Name& name = day.names[look.name];
        const std::size_t session = session_of(day, look.time);
        if (name.low_limit[session] == 0 || !name.is_front[session]) continue;
        const Units from = name.reference[session] * 2;
        const Units way = from - name.low_limit[session] * 2;
        const auto reached = [&](Units price, int rung) {
            return price != 0 && (from - price) * 10'000 >= way * rung;
        };
        for (const int rung : limit_ladder)
            if (reached(look.low, rung))
                take(truths[{"limit", name.symbol, session, rung}], look, true,
                     reached(look.sure_low, rung));
    }
}

/// A price lasted when the next one was within 10 % of it.
bool is_near(Units a, Units b) noexcept
{
    return a != 0 && b != 0 && std::abs(a - b) * 10 <= a;
}

/// Moves within the window, from every price of it to every later one.
void judge_velocity(const Day& day, const std::vector<Look>& looks, Truths& truths)
{
    for (std::size_t i = 0; i < looks.size(); ++i) {
        const Look& now = looks[i];
        const Name& name = day.names[now.name];
        const std::size_t session = session_of(day, now.time);
        if (!name.product.empty() && !name.is_front[session]) continue;
        Units high = 0;
        Units low = INT64_MAX / 20'000;
        Units sure_high = 0;
        Units sure_low = INT64_MAX / 20'000;
        const Look* next = &now;
        for (std::size_t k = i; k-- > 0;) {
            const Look& then = looks[k];
            if (now.time - then.time > velocity_window + window_slack) break;
            if (then.name != now.name || session_of(day, then.time) != session) continue;
            if (then.low != 0) low = std::min(low, then.low);
            high = std::max(high, then.high);
            const bool lasted = next != &now && is_near(then.mid, next->mid);
            next = &then;
            if (now.time - then.time > velocity_window - window_slack || !lasted) continue;
            sure_high = std::max(sure_high, then.mid);
            sure_low = std::min(sure_low, then.mid);
        }
        take(truths[{"fast", name.symbol, session, velocity_move}], now,
             fell(high, now.low, velocity_move), fell(sure_high, now.mid, velocity_move));
        take(truths[{"fast_up", name.symbol, session, velocity_move}], now,
             rose(low, now.high, velocity_move), rose(sure_low, now.mid, velocity_move));
    }
}

void judge_record(const Day& day, const std::vector<Look>& looks, Truths& truths)
{
    if (day.history.empty()) return;
    for (const Look& look : looks) {
        if (look.name != 0) continue;
        const bool may = largest_since(day, look.low).is_any;
        take(truths[{"record", day.names[0].symbol, 0, 0}], look, may,
             may && largest_since(day, look.sure_low).is_any);
    }
}

}  // namespace

int days_between(const std::string& from, const std::string& to)
{
    const auto noon = [](const std::string& date) {
        std::tm time{};
        time.tm_year = std::stoi(date.substr(0, 4)) - 1900;
        time.tm_mon = std::stoi(date.substr(5, 2)) - 1;
        time.tm_mday = std::stoi(date.substr(8, 2));
        time.tm_hour = 12;
        return timegm(&time);
    };
    return static_cast<int>((noon(to) - noon(from)) / 86'400);
}

Since largest_since(const Day& day, Units price)
{
    const Units reference = day.names[0].reference[0];
    if (!fell(reference * 2, price, record_move)) return {};
    for (std::size_t i = day.history.size(); i-- > 1;) {
        const Units from = day.history[i - 1].close;
        const Units to = day.history[i].close;
        // (from - to) / from >= (reference - price) / reference, prices doubled
        const bool is_as_large = (from - to) * 2 * reference >= (reference * 2 - price) * from;
        if (is_as_large)
            return {days_between(day.history[i].date, day.date) >= record_age, day.history[i].date};
    }
    return {days_between(day.history.front().date, day.date) >= record_age, ""};
}

std::vector<Look> looks_of(const Day& day)
{
    std::vector<Look> looks;
    std::vector<Walk> walks(day.names.size());
    for (const Event& event : day.events) {
        Walk& walk = walks[event.name];
        if (is_hidden(day, event.time)) {
            walk.print = 0;
            continue;
        }
        Look look;
        switch (event.what) {
            case What::halt: walk.is_stopped = true; continue;
            case What::resume:
                walk.is_stopped = false;
                look = look_at_quote(walk);  // the book stands as it stood
                look.sure_low = look.sure_high = look.mid = 0;
                break;
            case What::broken: walk.print = 0; continue;
            case What::quote:
                walk.bid = event.bid;
                walk.ask = event.ask;
                look = look_at_quote(walk);
                break;
            case What::trade:
                if (event.is_genuine) look = look_at_trade(walk, event.price);
                walk.print = event.is_genuine ? event.price : 0;
                break;
        }
        if (!event.is_genuine || look.low == 0) continue;
        look.time = event.time;
        look.name = event.name;
        look.is_whole = is_whole(day, event.time);
        looks.push_back(look);
    }
    return looks;
}

Truths judge(const Day& day)
{
    Truths truths;
    const std::vector<Look> looks = looks_of(day);
    judge_gaps(day, looks, truths);
    judge_limits(day, looks, truths);
    judge_velocity(day, looks, truths);
    judge_record(day, looks, truths);
    judge_basket(day, looks, truths);
    judge_stops(day, truths);
    return truths;
}

}  // namespace gapwire::truth
