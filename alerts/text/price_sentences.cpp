// What alerts about the price of one instrument say.
#include "alerts/text/phrases.hpp"
#include "alerts/text/sentences.hpp"

namespace gapwire::alerts {
namespace {

/// "split 10:1" in words; what is not known as it is.
std::string action_phrase(const Voice& voice, std::string_view detail)
{
    const std::size_t space = detail.find(' ');
    const std::string_view kind = detail.substr(0, space);
    const bool has_ratio = space != std::string_view::npos;
    if (kind == "split" && has_ratio)
        return voice.say("action.split", {{"ratio", voice.name(detail.substr(space + 1))}});
    if (kind == "split" || has_ratio || !voice.knows("action", kind)) return voice.name(detail);
    return voice.say_in("action", kind);
}

std::string record_phrase(const Voice& voice, const Alert& alert)
{
    const RecordLine& line = alert.record;
    const bool is_rise = alert.direction == Direction::up;
    std::string record = line.since.is_none()
                             ? voice.say(is_rise ? "record.rise_ever" : "record.fall_ever",
                                         {{"from", voice.date(line.from)}})
                             : voice.say(is_rise ? "record.rise_since" : "record.fall_since",
                                         {{"since", voice.date(line.since)},
                                          {"fall", voice.change(line.since_fall)}});
    if (line.next_price.is_none()) return record;
    if (line.next_since.is_none())
        return voice.say("record.next_ever", {{"record", record},
                                              {"price", voice.price(line.next_price)},
                                              {"from", voice.date(line.from)}});
    return voice.say("record.next_since", {{"record", record},
                                           {"price", voice.price(line.next_price)},
                                           {"since", voice.date(line.next_since)}});
}

/// What stops trading, by what the rule calls it; what is not known as it is.
std::string stop_phrase(const Voice& voice, std::string_view detail)
{
    if (detail.empty() || detail == "price limit") return voice.say("limit_distance.limit");
    if (detail == "dynamic") return voice.say("limit_distance.dynamic");
    if (detail == "LULD") return voice.say("limit_distance.luld");
    if (detail == "MWCB") return voice.say("limit_distance.mwcb");
    return voice.name(detail);
}

}  // namespace

std::string gap_sentence(const Voice& voice, const Alert& alert)
{
    const std::string line =
        voice.say("gap.line", {{"change", voice.change(alert.fall)},
                               {"price", voice.price(alert.price)},
                               {"reference", reference_phrase(voice, alert.reference)},
                               {"rung", voice.rung(alert.rung, alert.direction)}});
    return reason_phrase(voice, alert, "moved", line);
}

std::string velocity_sentence(const Voice& voice, const Alert& alert)
{
    const std::string line =
        voice.say("velocity.line", {{"change", voice.change(alert.fall)},
                                    {"window", voice.duration(alert.window_ns)},
                                    {"from", voice.price(alert.reference.price)},
                                    {"price", voice.price(alert.price)}});
    return reason_phrase(voice, alert, "moved", line);
}

std::string record_sentence(const Voice& voice, const Alert& alert)
{
    const std::string price = voice.price(alert.price);
    const std::string change = voice.change(alert.fall);
    if (alert.state == AlertState::withdrawn && !has_record(alert.record))
        return voice.say("record.withdrawn", {{"price", price}, {"change", change}});
    const bool is_settled = alert.reference.kind == ReferenceKind::settlement;
    const std::string line =
        voice.say(is_settled ? "record.settled" : "record.closed",
                  {{"price", price}, {"change", change}, {"record", record_phrase(voice, alert)}});
    return reason_phrase(voice, alert, "told", line);
}

std::string limit_distance_sentence(const Voice& voice, const Alert& alert)
{
    const bool is_known =
        alert.limit_source == LimitSource::rule || alert.limit_source == LimitSource::estimate;
    std::string line =
        voice.say_in("limit_distance", is_known ? to_text(alert.limit_source) : "feed",
                     {{"part", voice.percent(alert.fall)},
                      {"stop", stop_phrase(voice, alert.detail.view())},
                      {"limit", voice.price(alert.low_limit)},
                      {"from", voice.price(alert.reference.price)}});
    if (const auto distance = to_low_limit(alert))
        line = voice.say("limit_distance.away", {{"what", line},
                                                 {"price", voice.price(alert.price)},
                                                 {"distance", voice.change(*distance)}});
    return reason_phrase(voice, alert, "moved", line);
}

std::string withheld_sentence(const Voice& voice, const Alert& alert)
{
    std::string why =
        alert.reason == AlertReason::no_reference
            ? voice.say("gap.no_reference")
            : voice.say("gap.withheld", {{"action", action_phrase(voice, alert.detail.view())},
                                         {"reference", reference_phrase(voice, alert.reference)}});
    if (alert.price.is_none()) return why;
    return voice.say("place.price", {{"price", voice.price(alert.price)}}) + "  " + why;
}

}  // namespace gapwire::alerts
