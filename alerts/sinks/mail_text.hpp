// An alert as a mail: headers that nothing of a feed can break out of, and a body.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "alerts/sinks.hpp"

namespace gapwire::alerts {

/// What a mail says, apart from who sends it to whom.
struct MailText {
    std::string subject;   // any bytes
    std::string key;       // of Message-ID: delivery_key()
    std::string thread{};  // of References: what belongs together; empty: none
    std::string body;      // UTF-8
};

MailText mail_text(const Alert& alert, const Marks& marks, const SinkSettings& settings);
MailText mail_text(std::span<const Alert> alerts, std::string_view title,
                   const SinkSettings& settings);

/// The whole message, RFC 5322, lines ended by CR LF. Whatever is not printable ASCII in a header
/// becomes '?'; the body is base64.
std::string mail_message(const MailText& text, const MailSettings& settings, Timestamp now);

/// "desk@example.com" from "Desk <desk@example.com>"; the text itself where there is no '<'.
std::string mail_address(std::string_view text);

}  // namespace gapwire::alerts
