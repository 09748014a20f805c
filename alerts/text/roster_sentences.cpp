// What alerts about several instruments say: how many, and who in what order.
#include <algorithm>

#include "alerts/text/phrases.hpp"
#include "alerts/text/sentences.hpp"

namespace gapwire::alerts {
namespace {

std::string entry_phrase(const Voice& voice, const RosterEntry& entry, Timestamp beside)
{
    const std::string symbol = voice.name(entry.symbol.view());
    const std::string change = voice.change(entry.fall);
    const std::string clock = voice.short_clock(entry.crossed, beside);
    if (is_own_market(entry.venue.view()))
        return voice.say("roster.entry",
                         {{"symbol", symbol}, {"change", change}, {"clock", clock}});
    return voice.say("roster.entry_abroad", {{"symbol", symbol},
                                             {"venue", voice.name(entry.venue.view())},
                                             {"change", change},
                                             {"clock", clock}});
}

/// With how much later than the first it crossed.
std::string lagging_phrase(const Voice& voice, std::string entry, Timestamp first,
                           Timestamp crossed)
{
    if (first.is_none() || crossed.is_none()) return entry;
    const std::int64_t lag = crossed.ns - first.ns;
    if (lag == 0) return voice.say("roster.together", {{"entry", entry}});
    return voice.say(lag > 0 ? "roster.after" : "roster.before",
                     {{"entry", entry}, {"lag", voice.duration(lag > 0 ? lag : -lag)}});
}

std::string order_phrase(const Voice& voice, const Alert& alert)
{
    const Roster& roster = alert.roster;
    const std::size_t shown = std::min<std::size_t>(roster.crossed, Roster::entries_max);
    std::string order;
    for (std::size_t i = 0; i < shown; ++i) {
        const RosterEntry& entry = roster.entries[i];
        std::string text = entry_phrase(voice, entry, alert.exchange_time);
        if (i > 0 && alert.kind == AlertKind::contagion)
            text = lagging_phrase(voice, text, roster.entries[0].crossed, entry.crossed);
        order += voice.say(i == 0 ? "roster.first" : "roster.next", {{"entry", text}});
    }
    if (roster.crossed > shown)
        order += voice.say("roster.more", {{"count", voice.number(roster.crossed - shown)}});
    return order;
}

}  // namespace

std::string roster_sentence(const Voice& voice, const Alert& alert)
{
    std::string line = voice.say_in(to_text(alert.kind), to_text(alert.direction),
                                    {{"crossed", voice.number(alert.roster.crossed)},
                                     {"members", voice.number(alert.roster.members)},
                                     {"move", voice.percent(alert.rung)}});
    if (alert.roster.crossed > 0)
        line = voice.say("basket.line", {{"breadth", line},
                                         {"mean", voice.change(alert.fall)},
                                         {"order", order_phrase(voice, alert)}});
    return reason_phrase(voice, alert, "told", line);
}

}  // namespace gapwire::alerts
