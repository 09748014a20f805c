// What alerts about trading itself say: halts, auctions, and a watch that sees nothing.
#include <utility>

#include "alerts/text/phrases.hpp"
#include "alerts/text/sentences.hpp"

namespace gapwire::alerts {
namespace {

/// The exchange's code in words; one that is not known as it is.
std::string halt_reason(const Voice& voice, std::string_view code)
{
    if (code.empty()) return voice.say("halt.no_reason");
    if (!voice.knows("code", code)) return voice.name(code);
    return voice.say("halt.reason",
                     {{"words", voice.say_in("code", code)}, {"code", voice.name(code)}});
}

std::string resumption(const Voice& voice, const Alert& alert)
{
    std::string resumed =
        alert.window_ns > 0
            ? voice.say("halt.resumed_after", {{"duration", voice.duration(alert.window_ns)}})
            : voice.say("halt.resumed");
    const std::string_view code = alert.detail.view();
    if (code.empty()) return resumed;
    return voice.say("halt.resumed_why",
                     {{"resumed", resumed}, {"reason", halt_reason(voice, code)}});
}

std::string stop(const Voice& voice, const Alert& alert)
{
    const std::string reason = halt_reason(voice, alert.detail.view());
    std::string line =
        alert.reason == AlertReason::changed
            ? voice.say("halt.changed", {{"reason", reason}})
            : reason_phrase(voice, alert, "told", voice.say("halt.stopped", {{"reason", reason}}));
    if (alert.price.is_none()) return line;
    return line + "  " + voice.say("halt.last", {{"price", voice.price(alert.price)}});
}

char at(const Text<16>& detail, std::size_t index) noexcept
{
    return detail.raw[index];
}

std::string auction_phrase(const Voice& voice, char cross)
{
    const std::string_view key(&cross, 1);
    return voice.say_in("auction", key == "O" || key == "C" || key == "H" ? key : "other");
}

/// An alert without a rung is about an imbalance that has changed sides.
std::string imbalance_phrase(const Voice& voice, const Alert& alert)
{
    const bool has_turned = alert.rung == BasisPoints{0};
    const std::string shares = voice.shares(alert.quantity);
    switch (at(alert.detail, 0)) {
        case 'B':
            return voice.say(has_turned ? "auction.buy_now" : "auction.buy", {{"shares", shares}});
        case 'S':
            return voice.say(has_turned ? "auction.sell_now" : "auction.sell",
                             {{"shares", shares}});
        case 'N': return voice.say("auction.balanced");
        default: return voice.say("auction.unclear");
    }
}

}  // namespace

std::string halt_sentence(const Voice& voice, const Alert& alert)
{
    if (alert.reason == AlertReason::over) return resumption(voice, alert);
    const bool is_reopening =
        alert.state == AlertState::recovering && alert.reason == AlertReason::changed;
    if (!is_reopening) return stop(voice, alert);
    return voice.say("halt.reopened", {{"price", voice.price(alert.price)},
                                       {"change", voice.change(alert.fall)},
                                       {"before", voice.price(alert.reference.price)}});
}

std::string imbalance_sentence(const Voice& voice, const Alert& alert)
{
    const std::string auction = auction_phrase(voice, at(alert.detail, 1));
    const std::string imbalance = imbalance_phrase(voice, alert);
    std::string line;
    if (alert.price.is_none())
        line = voice.say("auction.line", {{"auction", auction}, {"imbalance", imbalance}});
    else if (alert.reference.price <= Price{0})
        line = voice.say(
            "auction.crossing",
            {{"auction", auction}, {"imbalance", imbalance}, {"price", voice.price(alert.price)}});
    else
        line = voice.say("auction.from", {{"auction", auction},
                                          {"imbalance", imbalance},
                                          {"price", voice.price(alert.price)},
                                          {"change", voice.change(alert.fall)},
                                          {"reference", reference_phrase(voice, alert.reference)}});
    return reason_phrase(voice, alert, "told", line);
}

std::string blind_sentence(const Voice& voice, const Alert& alert)
{
    const std::string cause = voice.say_in("cause", to_text(alert.cause));
    const bool has_length = alert.window_ns > 0;
    if (alert.reason == AlertReason::over && has_length)
        return voice.say("blind.over_after",
                         {{"duration", voice.duration(alert.window_ns)}, {"cause", cause}});
    if (alert.reason == AlertReason::over) return voice.say("blind.over", {{"cause", cause}});
    const bool sees_others = alert.cause == BlindCause::line_silent;
    std::string line =
        voice.say(sees_others ? "blind.impaired" : "blind.blind", {{"cause", cause}});
    if (has_length)
        line =
            voice.say("blind.for", {{"what", line}, {"duration", voice.duration(alert.window_ns)}});
    return reason_phrase(voice, alert, "told", line);
}

}  // namespace gapwire::alerts
