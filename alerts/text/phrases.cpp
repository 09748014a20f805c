// What the sentences of several kinds of alert share.
#include "alerts/text/phrases.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::alerts {
namespace {

/// The state that goes without saying with a reason.
AlertState state_of(AlertReason reason) noexcept
{
    switch (reason) {
        case AlertReason::fired:
        case AlertReason::confirmed:
        case AlertReason::returned:
        case AlertReason::seen_again:
        case AlertReason::changed: return AlertState::firing;
        case AlertReason::recovered:
        case AlertReason::over: return AlertState::recovering;
        case AlertReason::sight_lost:
        case AlertReason::corporate_action:
        case AlertReason::no_reference: return AlertState::unknown;
        case AlertReason::trade_broken:
        case AlertReason::reference_corrected: return AlertState::withdrawn;
    }
    return AlertState::firing;
}

/// Whether the sentence itself says a state that its reason does not.
bool says_its_state(const Alert& alert) noexcept
{
    const bool is_no_record = alert.kind == AlertKind::record &&
                              alert.state == AlertState::withdrawn && !has_record(alert.record);
    const bool is_reopening = alert.kind == AlertKind::halt &&
                              alert.reason == AlertReason::changed &&
                              alert.state == AlertState::recovering;
    return is_no_record || is_reopening;
}

}  // namespace

std::string reference_phrase(const Voice& voice, const ReferencePrice& reference)
{
    const std::string name = voice.say_in("reference", to_text(reference.kind));
    if (reference.date.is_none())
        return voice.say("reference.undated",
                         {{"price", voice.price(reference.price)}, {"name", name}});
    return voice.say("reference.dated", {{"price", voice.price(reference.price)},
                                         {"name", name},
                                         {"date", voice.date(reference.date)}});
}

std::string confidence_phrase(const Voice& voice, const Alert& alert)
{
    switch (alert.confidence) {
        case Confidence::clean: return voice.say("confidence.CLEAN");
        case Confidence::unconfirmed:
            return voice.say(alert.kind == AlertKind::imbalance ? "confidence.auction"
                                                                : "confidence.UNCONFIRMED");
        case Confidence::degraded:
            return voice.say("confidence.DEGRADED",
                             {{"trouble", voice.say_in("trouble", to_text(alert.book_state))}});
    }
    return "?";
}

std::string limit_phrase(const Voice& voice, const Alert& alert)
{
    if (alert.limit_source == LimitSource::unknown) return voice.say("limit.unknown");
    const auto distance = to_low_limit(alert);
    if (!distance) return "";
    const std::string_view who =
        alert.limit_source == LimitSource::none ? "feed" : to_text(alert.limit_source);
    return voice.say_in(
        "limit", who,
        {{"price", voice.price(alert.low_limit)}, {"distance", voice.change(*distance)}});
}

std::string reason_phrase(const Voice& voice, const Alert& alert, std::string_view table,
                          std::string what)
{
    return voice.say_in(table, to_text(alert.reason), {{"what", std::move(what)}});
}

std::string state_phrase(const Voice& voice, const Alert& alert)
{
    if (alert.state == state_of(alert.reason) || says_its_state(alert)) return "";
    return voice.say_in("now", to_text(alert.state));
}

BasisPoints fall_from(Price reference, Price price) noexcept
{
    const Wide fall = (wide(reference.units) - price.units) * 10'000 / reference.units;
    return {static_cast<std::int32_t>(std::clamp<Wide>(fall, INT32_MIN, INT32_MAX))};
}

}  // namespace gapwire::alerts
