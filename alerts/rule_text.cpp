// What a rule does, as sentences a desk can read.
#include "alerts/rule_text.hpp"

#include "alerts/text/voice.hpp"

namespace gapwire::alerts {
namespace {

/// How one value is said.
struct Say {
    const Voice& voice;

    std::string operator()(const std::string& name) const { return voice.name(name); }
    std::string operator()(const std::vector<std::string>& names) const
    {
        std::string text;
        for (const std::string& name : names) add(text, voice.name(name));
        return text;
    }
    std::string operator()(BasisPoints part) const { return voice.percent(part); }
    std::string operator()(const std::vector<BasisPoints>& parts) const
    {
        std::string text;
        for (const BasisPoints part : parts) add(text, voice.percent(part));
        return text;
    }
    std::string operator()(std::uint64_t number) const { return voice.number(number); }
    std::string operator()(Length length) const { return voice.duration(length.ns); }
    std::string operator()(const PhraseKey& phrase) const { return voice.say(phrase.key); }

    void add(std::string& text, const std::string& item) const
    {
        if (!text.empty()) text += voice.say("rule.comma");
        text += item;
    }
};

}  // namespace

std::string rule_text(const std::vector<Sentence>& sentences, Language language)
{
    const Voice voice(language, "UTC");
    std::string text(voice.opening());
    for (std::size_t i = 0; i < sentences.size(); ++i) {
        std::vector<Field> fields;
        fields.reserve(sentences[i].fields.size());
        for (const SentenceField& field : sentences[i].fields)
            fields.push_back({field.name, std::visit(Say{voice}, field.value)});
        if (i > 0) text += ' ';
        text += voice.say(sentences[i].key, fields);
    }
    return text;
}

}  // namespace gapwire::alerts
