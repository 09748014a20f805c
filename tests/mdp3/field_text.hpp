// Every field of a message of MDP 3.0 as text, to compare whole.
#pragma once

#include <string>

#include "feed/mdp3/fields.hpp"

namespace gapwire::mdp3::test {

/// Writes what it visits as Name=value, groups as Name{entry}{entry}, "null" for none.
class FieldText {
 public:
    void field(const Field& field, Bytes bytes)
    {
        if (!text_.empty() && text_.back() != '{') text_ += ' ';
        const Value value = value_of(*field.type, bytes);
        text_ += std::string(field.name) + '=';
        text_ += value.kind == ValueKind::none ? "null" : value.text;
    }
    void begin_group(const Group& group, std::size_t count)
    {
        if (!text_.empty()) text_ += ' ';
        text_ += group.name;
        if (count == 0) text_ += "{}";
    }
    void begin_entry(std::size_t index) { text_ += index == 0 ? "{" : "}{"; }
    void end_group()
    {
        if (text_.back() != '}') text_ += '}';
    }
    const std::string& text() const { return text_; }

 private:
    std::string text_;
};

inline std::string field_text(Bytes message)
{
    const Template* shape = find_template(view_as<MessageHeader>(message.data()).template_id);
    if (shape == nullptr) return "unknown";
    FieldText text;
    walk(*shape, message, text);
    return text.text();
}

}  // namespace gapwire::mdp3::test
