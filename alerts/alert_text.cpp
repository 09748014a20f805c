// An alert as the sentence a desk reads.
#include "alerts/alert_text.hpp"

#include <utility>

#include "alerts/text/phrases.hpp"
#include "alerts/text/sentences.hpp"
#include "alerts/text/voice.hpp"

namespace gapwire::alerts {
namespace {

/// A line of parts; those with nothing to say are left out.
class Line {
 public:
    explicit Line(std::string_view opening) : text_(opening), opening_(opening.size()) {}

    void add(std::string_view part)
    {
        if (part.empty()) return;
        if (text_.size() > opening_) text_ += "  ";
        text_ += part;
    }
    std::string take() { return std::move(text_); }

 private:
    std::string text_;
    std::size_t opening_;
};

std::string sentence(const Voice& voice, const Alert& alert)
{
    if (is_withheld(alert)) return withheld_sentence(voice, alert);
    switch (alert.kind) {
        case AlertKind::gap: return gap_sentence(voice, alert);
        case AlertKind::velocity: return velocity_sentence(voice, alert);
        case AlertKind::basket:
        case AlertKind::contagion: return roster_sentence(voice, alert);
        case AlertKind::record: return record_sentence(voice, alert);
        case AlertKind::limit_distance: return limit_distance_sentence(voice, alert);
        case AlertKind::halt: return halt_sentence(voice, alert);
        case AlertKind::blind: return blind_sentence(voice, alert);
        case AlertKind::imbalance: return imbalance_sentence(voice, alert);
    }
    return "?";
}

std::string subject(const Voice& voice, const Alert& alert)
{
    const bool is_of_market = alert.kind == AlertKind::halt && alert.symbol.view().empty();
    return is_of_market ? voice.say("halt.market") : voice.name(alert.symbol.view());
}

/// Whether it is worth a word how far trading may still fall, and that it is halted.
bool is_about_a_price(AlertKind kind)
{
    return kind == AlertKind::gap || kind == AlertKind::velocity || kind == AlertKind::record ||
           kind == AlertKind::limit_distance;
}

void add_place(Line& line, const Voice& voice, const Alert& alert)
{
    const bool has_limit = is_about_a_price(alert.kind) && alert.kind != AlertKind::limit_distance;
    if (has_limit && alert.direction == Direction::down) line.add(limit_phrase(voice, alert));
    if (!is_of_own_market(alert) && alert.kind != AlertKind::blind)
        line.add(voice.say("place.venue", {{"venue", voice.name(alert.venue.view())}}));
    if (is_about_a_price(alert.kind) && alert.book_state == BookState::halted)
        line.add(voice.say("place.halted"));
}

/// What else the price may be measured from.
void add_references(Line& line, const Voice& voice, const Alert& alert)
{
    if (is_withheld(alert) || alert.price.is_none()) return;
    for (const ReferencePrice& other : alert.references) {
        if (other.price <= Price{0} || other.kind == alert.reference.kind) continue;
        line.add(voice.say("reference.also",
                           {{"change", voice.change(fall_from(other.price, alert.price))},
                            {"reference", reference_phrase(voice, other)}}));
    }
}

/// "not seen since ...", where the alert tells for how long; of a velocity, the length is another.
void add_sight(Line& line, const Voice& voice, const Alert& alert)
{
    const bool is_lost = alert.reason == AlertReason::sight_lost &&
                         alert.kind != AlertKind::velocity && alert.kind != AlertKind::blind;
    if (!is_lost || alert.window_ns <= 0 || alert.exchange_time.is_none()) return;
    const Timestamp since{alert.exchange_time.ns - alert.window_ns};
    line.add(voice.say("place.not_seen_since", {{"clock", voice.clock(since)}}));
}

void add_gap_endings(Line& line, const Voice& voice, const Alert& alert)
{
    if (alert.kind != AlertKind::gap) return;
    add_references(line, voice, alert);
    if (alert.severity >= Severity::critical)
        line.add(voice.say_in("severity", to_text(alert.severity)));
}

}  // namespace

std::string alert_text(const Alert& alert, std::string_view zone, Language language)
{
    const Voice voice(language, zone);
    Line line(voice.opening());
    line.add(voice.clock(alert.exchange_time));
    if (alert.kind != AlertKind::gap) line.add(voice.say_in("severity", to_text(alert.severity)));
    line.add(subject(voice, alert));
    line.add(sentence(voice, alert));
    if (alert.kind != AlertKind::blind) line.add(confidence_phrase(voice, alert));
    add_place(line, voice, alert);
    if (alert.kind == AlertKind::record && !alert.record.series.view().empty())
        line.add(voice.say("record.series", {{"series", voice.name(alert.record.series.view())}}));
    line.add(state_phrase(voice, alert));
    add_sight(line, voice, alert);
    add_gap_endings(line, voice, alert);
    return line.take();
}

}  // namespace gapwire::alerts
