// FIX messages as a venue writes them: fields in order, BodyLength and CheckSum computed.
#pragma once

#include <string>
#include <string_view>

namespace gapwire::sim {

/// Builds one message. The body begins with the type; header fields are fields like others.
class FixEncoder {
 public:
    explicit FixEncoder(std::string_view begin_string = "FIX.4.4") : begin_(begin_string) {}

    /// Begins anew.
    FixEncoder& begin(std::string_view type)
    {
        body_.clear();
        return add(35, type);
    }
    FixEncoder& add(int tag, std::string_view value)
    {
        body_ += std::to_string(tag);
        body_ += '=';
        body_ += value;
        body_ += '\x01';
        return *this;
    }
    FixEncoder& add(int tag, long long value) { return add(tag, std::to_string(value)); }

    /// The whole message.
    std::string message() const;

 private:
    std::string begin_;
    std::string body_;
};

/// "8=FIX.4.4|9=..|" in front of `body`, whose separators are SOH, and "10=123|" behind it.
std::string fix_framed(std::string_view begin_string, std::string_view body);

}  // namespace gapwire::sim
