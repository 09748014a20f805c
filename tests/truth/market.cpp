// From a script of moves to what a feed says.
#include "tests/truth/market.hpp"

#include <algorithm>

namespace gapwire::truth {
namespace {

constexpr Units cent = 100;
constexpr std::int64_t million = 1'000'000;

std::int64_t line_at(const std::vector<Knot>& knots, Nanos time) noexcept
{
    if (knots.empty()) return 0;
    if (time <= knots.front().time) return knots.front().move;
    for (std::size_t i = 1; i < knots.size(); ++i) {
        const Knot& a = knots[i - 1];
        const Knot& b = knots[i];
        if (time < b.time)
            return a.move + (b.move - a.move) * ((time - a.time) / second) /
                                std::max<std::int64_t>(1, (b.time - a.time) / second);
    }
    return knots.back().move;
}

/// One name as time goes on.
class Player {
 public:
    Player(const Life& life, std::uint32_t name, sim::Random& random, Day& day)
        : life_(life),
          script_(life.scripts[name]),
          name_(name),
          random_(random),
          day_(day),
          match_(day.events.size())
    {}

    void play()
    {
        for (Nanos now = life_.from; now < life_.until; now += step) {
            wander();
            const Units value = moved(script_.start, line_at(script_.knots, now) + noise_);
            if (stop_or_go(now)) live(now, value);
        }
        for (const Fault& fault : life_.faults)
            if (fault.name == name_) spoil(fault);
    }

 private:
    void wander()
    {
        if (script_.noise == 0) return;
        noise_ += script_.noise * random_.normal() / 65'536 - noise_ / 40;
        noise_ = std::clamp(noise_, -script_.noise_max, script_.noise_max);
    }

    const Fault* current(Nanos now, Flaw flaw) const noexcept
    {
        for (const Fault& fault : life_.faults)
            if (fault.name == name_ && fault.flaw == flaw && now >= fault.from && now < fault.until)
                return &fault;
        return nullptr;
    }

    /// Halts where a pause begins, goes on where it ends. Whether it trades.
    bool stop_or_go(Nanos now)
    {
        const Fault* stop = current(now, Flaw::pause);
        if (stop == nullptr) stop = current(now, Flaw::market_halt);
        if ((stop != nullptr) == is_stopped_) return !is_stopped_;
        is_stopped_ = stop != nullptr;
        Event event = at(now);
        event.what = is_stopped_ ? What::halt : What::resume;
        if (is_stopped_) event.reason = stop->reason;
        day_.events.push_back(event);
        return !is_stopped_;
    }

    void live(Nanos now, Units value)
    {
        values_.push_back({now, value});
        if (script_.is_quiet) {
            constexpr std::int64_t stub = 100'000;
            if (values_.size() % 30 == 1)
                quote(now + second, moved(value, -stub), moved(value, stub));
            if (random_.below(40) == 0) trade(now + 4 * second, value, true);
            return;
        }
        const Fault* const wide = current(now, Flaw::wide);
        const Units half = wide == nullptr ? half_spread(value) : moved(value, wide->move) - value;
        const bool is_jump = last_ != 0 && std::abs(value - last_) * 50 > last_;
        if (is_jump && script_.trades_first) trade(now, value, true);
        quote(now + second, value - half, value + half);
        if (random_.below(10) < 6) {
            const Units side = static_cast<Units>(random_.below(3)) - 1;
            const Units inside = wide == nullptr ? half : half_spread(value);
            trade(now + 2 * second, value + side * inside, wide != nullptr || side == 0);
        }
        last_ = value;
    }

    void spoil(const Fault& fault)
    {
        if (fault.flaw == Flaw::print || fault.flaw == Flaw::odd_lot) print(fault);
        if (fault.flaw == Flaw::crossed) cross(fault);
    }

    /// Trades outside the quote that no market stood behind, and their end.
    void print(const Fault& fault)
    {
        const Units value = value_at(fault.from);
        if (value == 0) return;
        const Fault* const wide = current(fault.from, Flaw::wide);
        const Units half = wide == nullptr ? half_spread(value) : moved(value, wide->move) - value;
        for (std::uint32_t i = 0; i < fault.count; ++i) {
            Event event = at(fault.from + 5 * second + i * (second / 4));
            event.what = What::trade;
            event.is_genuine = false;
            event.is_hidden = true;
            event.price = moved(value + (fault.move < 0 ? -half : half), fault.move);
            event.quantity = fault.flaw == Flaw::odd_lot ? 1 : 100;
            event.match = next_match();
            day_.events.push_back(event);
            if (fault.until == 0) continue;
            event.what = What::broken;
            event.time = fault.until + i * second / 4;
            day_.events.push_back(event);
        }
    }

    /// A bid far above the offer, or an offer far below the bid, for a moment.
    void cross(const Fault& fault)
    {
        const Units value = value_at(fault.from);
        if (value == 0) return;
        const Units half = half_spread(value);
        const Units off = moved(value, fault.move) - value;
        Event event = at(fault.from + 6 * second);
        event.is_genuine = false;
        event.bid = value - half + std::max<Units>(off, 0);
        event.ask = value + half + std::min<Units>(off, 0);
        day_.events.push_back(event);
        event = at(fault.from + 7 * second);
        event.bid = value - half;
        event.ask = value + half;
        day_.events.push_back(event);
    }

    Units value_at(Nanos time) const noexcept
    {
        for (const auto& [from, value] : values_)
            if (time >= from && time < from + step) return value;
        return 0;
    }

    Event at(Nanos time) const
    {
        Event event;
        event.time = time;
        event.name = name_;
        return event;
    }
    void quote(Nanos time, Units bid, Units ask)
    {
        Event event = at(time);
        event.bid = bid;
        event.ask = ask;
        day_.events.push_back(event);
    }
    void trade(Nanos time, Units price, bool is_hidden)
    {
        Event event = at(time);
        event.what = What::trade;
        event.price = price;
        event.quantity = 100 * (1 + random_.below(9));
        event.is_hidden = is_hidden;
        event.match = next_match();
        day_.events.push_back(event);
    }
    std::uint64_t next_match() noexcept { return ++match_ * 64 + name_; }

    const Life& life_;
    const Script& script_;
    std::uint32_t name_;
    sim::Random& random_;
    Day& day_;
    std::int64_t noise_ = 0;
    Units last_ = 0;
    bool is_stopped_ = false;
    std::uint64_t match_;
    std::vector<std::pair<Nanos, Units>> values_;
};

}  // namespace

Units moved(Units from, std::int64_t millionths) noexcept
{
    const Units exact = from + from / cent * millionths / (million / cent);
    return std::max<Units>(cent, exact / cent * cent);
}

Units half_spread(Units value) noexcept
{
    return std::max<Units>(cent, value / 4'000 / cent * cent);
}

void play(const Life& life, sim::Random& random, Day& day)
{
    for (std::uint32_t name = 0; name < life.scripts.size(); ++name)
        Player(life, name, random, day).play();
    std::stable_sort(day.events.begin(), day.events.end(),
                     [](const Event& a, const Event& b) { return a.time < b.time; });
}

}  // namespace gapwire::truth
