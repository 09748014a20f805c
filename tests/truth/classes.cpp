// The classes of days, drawn from a seed.
#include "tests/truth/classes.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/truth/scripts.hpp"

namespace gapwire::truth {
namespace {

constexpr Units dollar = 10'000;

/// Trading dates with the ones before and after; NYSE's announced holidays taken out by hand.
struct Dates {
    const char* before;
    const char* date;
    const char* after;
};
constexpr Dates full_days[] = {
    {"2025-01-24", "2025-01-27", "2025-01-28"}, {"2025-02-14", "2025-02-18", "2025-02-19"},
    {"2025-03-07", "2025-03-10", "2025-03-11"}, {"2025-04-03", "2025-04-04", "2025-04-07"},
    {"2025-05-23", "2025-05-27", "2025-05-28"}, {"2025-07-16", "2025-07-17", "2025-07-18"},
    {"2025-10-31", "2025-11-03", "2025-11-04"}, {"2026-01-16", "2026-01-20", "2026-01-21"},
    {"2026-03-06", "2026-03-09", "2026-03-10"}, {"2026-09-04", "2026-09-08", "2026-09-09"}};
constexpr Dates half_days[] = {
    {"2025-07-02", "2025-07-03", "2025-07-07"}, {"2025-11-26", "2025-11-28", "2025-12-01"},
    {"2025-12-23", "2025-12-24", "2025-12-26"}, {"2026-11-25", "2026-11-27", "2026-11-30"},
    {"2026-12-23", "2026-12-24", "2026-12-28"}, {"2027-11-24", "2027-11-26", "2027-11-29"}};
constexpr Dates rolls[] = {{"2025-03-12", "2025-03-13", "2025-03-14"},
                           {"2025-06-11", "2025-06-12", "2025-06-13"},
                           {"2025-09-10", "2025-09-11", "2025-09-12"},
                           {"2025-12-10", "2025-12-11", "2025-12-12"}};

template <std::size_t N>
const Dates& pick(const Dates (&dates)[N], sim::Random& random)
{
    return dates[random.below(N)];
}

/// A day with five names and a history of two years of the first of them.
Day begin(const Dates& dates, sim::Random& random)
{
    Day day;
    day.before = dates.before;
    day.date = dates.date;
    day.after = dates.after;
    for (const char* symbol : {"QQQ", "NVDA", "ORCL", "PLTR", "ASML"}) {
        Name name;
        name.symbol = symbol;
        name.reference[0] = between(random, 2'000, 90'000) * dollar / 100;
        day.names.push_back(name);
    }
    return day;
}

/// Closes of weekdays that end with the reference: most changes small, a few large.
void add_history(Day& day, sim::Random& random)
{
    Units close = day.names[0].reference[0];
    int year = std::stoi(day.before.substr(0, 4));
    int month = std::stoi(day.before.substr(5, 2));
    int in_month = std::stoi(day.before.substr(8, 2));
    for (int i = 0; i < 400; ++i) {
        day.history.push_back({fmt::format("{:04}-{:02}-{:02}", year, month, in_month), close});
        const bool is_large = random.below(25) == 0;
        const std::int64_t change = between(random, -percent, percent) * (is_large ? 6 : 1);
        close = std::max(dollar, moved(close, -change));
        in_month -= 1 + static_cast<int>(random.below(3) == 0);
        if (in_month >= 1) continue;
        in_month = 28;
        if (--month >= 1) continue;
        month = 12;
        --year;
    }
    std::reverse(day.history.begin(), day.history.end());
}

Day calm(std::uint64_t seed)
{
    sim::Random random(seed);
    Day day = begin(pick(full_days, random), random);
    add_history(day, random);
    Life life;
    for (const Name& name : day.names)
        life.scripts.push_back(random.below(4) == 0 ? just_short(name.reference[0], 2, random)
                                                    : quiet(name.reference[0], random));
    play(life, random, day);
    return day;
}

Day trending(std::uint64_t seed)
{
    sim::Random random(seed);
    Day day = begin(pick(full_days, random), random);
    add_history(day, random);
    Life life;
    constexpr std::int64_t rungs[] = {3, 4, 5, 7, 8, 10};
    for (const Name& name : day.names) {
        const std::int64_t rung = rungs[random.below(std::size(rungs))];
        life.scripts.push_back(random.below(5) == 0 ? just_short(name.reference[0], rung, random)
                                                    : trend(name.reference[0], random));
    }
    play(life, random, day);
    return day;
}

Day bad_ticks(std::uint64_t seed)
{
    sim::Random random(seed);
    Day day = begin(pick(full_days, random), random);
    add_history(day, random);
    Life life;
    for (std::uint32_t name = 0; name < day.names.size(); ++name) {
        const Units start = day.names[name].reference[0];
        const std::uint32_t kind = random.below(4);
        life.scripts.push_back(kind == 0   ? trend(start, random)
                               : kind == 1 ? fall(start, random)
                                           : quiet(start, random));
        for (std::uint32_t i = random.below(4) + 1; i-- > 0;)
            life.faults.push_back(bad_print(name, random));
        for (std::uint32_t i = random.below(3); i-- > 0;)
            life.faults.push_back(bad_quote(name, random));
        if (random.below(3) != 0 || life.scripts.back().knots.empty()) continue;
        // A print that tells what comes true a little later.
        Fault early = bad_print(name, random);
        early.from =
            (life.scripts.back().knots.front().time - time_between(random, 0, 14 * minute)) / step *
            step;
        early.move = -std::abs(early.move);
        if (early.until != 0) early.until = early.from + 2 * minute;
        life.faults.push_back(early);
    }
    play(life, random, day);
    return day;
}

/// An action of one name between the reference and today, and how its price looks after it.
Units act(const Day& day, Name& name, std::string& rows, sim::Random& random)
{
    const Units before = name.reference[0];
    const std::uint32_t ratio = 2 + random.below(9);
    name.is_withheld = true;
    switch (random.below(5)) {
        case 0:
            rows += fmt::format("{},{},split,{},1,,\n", name.symbol, day.date, ratio);
            return before / ratio / 100 * 100;
        case 1:
            rows += fmt::format("{},{},split,1,{},,\n", name.symbol, day.date, ratio);
            return before * ratio;
        case 2:
            rows += fmt::format("{},{},special_dividend,{},1,,\n", name.symbol, day.date, ratio);
            return moved(before, -5 * percent);
        case 3:
            rows += fmt::format("OLD{0},{1},symbol_change,,,{0},\n", name.symbol, day.date);
            return moved(before, -30 * percent);
        default:  // long before, or not yet: nothing is withheld
            rows += fmt::format("{},{},split,{},1,,\n", name.symbol,
                                random.below(2) == 0 ? day.before : day.after, ratio);
            name.is_withheld = false;
            return before;
    }
}

Day actions(std::uint64_t seed)
{
    sim::Random random(seed);
    Day day = begin(pick(full_days, random), random);
    Life life;
    for (std::uint32_t name = 0; name < day.names.size(); ++name) {
        const bool has_action = random.below(5) < 3;
        const Units start = has_action ? act(day, day.names[name], day.actions, random)
                                       : day.names[name].reference[0];
        const std::uint32_t kind = random.below(3);
        life.scripts.push_back(kind == 0   ? trend(start, random)
                               : kind == 1 ? fall(start, random)
                                           : quiet(start, random));
    }
    play(life, random, day);
    return day;
}

/// Two contracts of one product, the later one dearer; the front month changes in the evening.
Day roll_days(std::uint64_t seed)
{
    sim::Random random(seed);
    const Dates& dates = pick(rolls, random);
    Day day;
    day.before = dates.before;
    day.date = dates.date;
    day.after = dates.after;
    day.open = 0;
    day.close = day.end = 24 * hour;
    day.next_date = 18 * hour;
    const Units near = between(random, 4'000, 25'000) * dollar;
    const Units far = moved(near, between(random, percent, 4 * percent));
    Life today{.from = 4 * hour, .until = 17 * hour, .scripts = {}, .faults = {}};
    Life evening{.from = 18 * hour, .until = 24 * hour, .scripts = {}, .faults = {}};
    const Script shape = random.below(2) == 0 ? fall(near, random) : trend(near, random);
    const bool moves = random.below(3) != 0;
    for (const Units start : {near, far}) {
        Script script = moves ? shape : quiet(start, random);
        script.start = start;
        today.scripts.push_back(script);
        const std::int64_t settled = moves && !script.knots.empty() ? script.knots.back().move : 0;
        const Units settlement = moved(start, settled);
        Script night = quiet(settlement, random);
        if (random.below(2) == 0)
            night.knots = {{19 * hour, 0}, {21 * hour, -between(random, 1, 6) * percent}};
        evening.scripts.push_back(night);
        Name name;
        name.symbol = start == near ? "NQNEAR" : "NQFAR";
        name.product = "NQ";
        name.reference = {start, settlement};
        name.is_front = {start == near, start == far};
        name.low_limit = {moved(start, -7 * percent), moved(settlement, -7 * percent)};
        day.names.push_back(name);
    }
    play(today, random, day);
    play(evening, random, day);
    return day;
}

/// Half days, and what ends them: the feed closes its books and stops.
Day short_days(std::uint64_t seed)
{
    sim::Random random(seed);
    Day day = begin(pick(half_days, random), random);
    day.close = 17 * hour;
    day.end = 18 * hour;
    Life life{.from = 8 * hour, .until = 13 * hour, .scripts = {}, .faults = {}};
    Life after{.from = 13 * hour, .until = 17 * hour, .scripts = {}, .faults = {}};
    for (const Name& name : day.names) {
        const Units start = name.reference[0];
        const std::uint32_t kind = random.below(3);
        Script script = kind == 0   ? trend(start, random)
                        : kind == 1 ? fall(start, random)
                                    : quiet(start, random);
        life.scripts.push_back(script);
        script.is_quiet = true;
        after.scripts.push_back(script);
    }
    play(life, random, day);
    play(after, random, day);
    for (std::uint32_t name = 0; name < day.names.size(); ++name) {
        Event event;
        event.time = 17 * hour + second;
        event.name = name;
        event.what = What::halt;
        day.events.push_back(event);
    }
    return day;
}

Day outages(std::uint64_t seed)
{
    sim::Random random(seed);
    Day day = begin(pick(full_days, random), random);
    Life life;
    for (const Name& name : day.names)
        life.scripts.push_back(random.below(3) == 0 ? quiet(name.reference[0], random)
                                                    : fall(name.reference[0], random));
    play(life, random, day);
    day.has_requests = random.below(2) == 0;
    Nanos from = time_between(random, 9 * hour, 10 * hour);
    for (std::uint32_t i = 1 + random.below(2); i-- > 0;) {
        const std::uint32_t kind = random.below(3);
        const Nanos until = from + time_between(random, 5 * second, 20 * minute);
        day.outages.push_back({from, until, {kind != 1, kind != 0}});
        from = until + time_between(random, 30 * minute, 3 * hour);
    }
    return day;
}

Day crashes(std::uint64_t seed)
{
    sim::Random random(seed);
    Day day = begin(pick(full_days, random), random);
    add_history(day, random);
    Life life;
    const Script together = fall(day.names[0].reference[0], random);
    const bool is_market = random.below(2) == 0;
    for (std::uint32_t name = 0; name < day.names.size(); ++name) {
        Script script = is_market ? together : fall(day.names[name].reference[0], random);
        script.start = day.names[name].reference[0];
        for (Knot& knot : script.knots) knot.move = knot.move * (80 + random.below(40)) / 100;
        life.scripts.push_back(script);
        if (is_market || random.below(3) != 0 || script.knots.size() < 2) continue;
        const Nanos at = std::max(script.knots[1].time, 9 * hour + 31 * minute) / step * step;
        life.faults.push_back({.flaw = Flaw::pause,
                               .name = name,
                               .from = at + step,
                               .until = at + step + 5 * minute,
                               .reason = "LUDP"});
    }
    if (is_market && random.below(2) == 0)
        for (std::uint32_t name = 0; name < day.names.size(); ++name)
            life.faults.push_back({.flaw = Flaw::market_halt,
                                   .name = name,
                                   .from = 10 * hour,
                                   .until = 10 * hour + 15 * minute,
                                   .reason = "MWC1"});
    play(life, random, day);
    return day;
}

constexpr DayClass classes[] = {
    {"calm", calm, {Way::updates, Way::wire}},
    {"trending", trending, {Way::updates, Way::wire}},
    {"bad_ticks", bad_ticks, {Way::updates, Way::wire}},
    {"actions", actions, {Way::updates, Way::wire}},
    {"rolls", roll_days, {Way::updates, Way::updates}},
    {"short_days", short_days, {Way::live, Way::live}},
    {"outages", outages, {Way::live, Way::live}},
    {"crashes", crashes, {Way::updates, Way::wire}},
};

}  // namespace

std::span<const DayClass> day_classes() noexcept
{
    return classes;
}

Day make_day(const DayClass& of, std::uint32_t number)
{
    const auto place = static_cast<std::uint64_t>(&of - classes);
    return of.make(place * 1'000'000 + number);
}

}  // namespace gapwire::truth
