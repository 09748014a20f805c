// Alerts as e-mail, by an SMTP relay.
#include "alerts/sinks/mail_sink.hpp"

#include <fmt/format.h>

#include <utility>

#include "core/clock.hpp"

namespace gapwire::alerts {

MailSink::MailSink(SinkSettings settings) : settings_(std::move(settings)) {}

SinkStatus MailSink::send(const MailText& text)
{
    const MailSettings& mail = settings_.mail;
    CurlRequest request{.url = mail.server,
                        .timeout_ms = mail.timeout_ms,
                        .ca_file = mail.ca_file.string(),
                        .body = mail_message(text, mail, wall_clock()),
                        .mail_from = fmt::format("<{}>", mail_address(mail.from)),
                        .username = mail.username,
                        .password = mail.password,
                        .needs_tls = mail.needs_tls};
    for (const std::string& to : mail.to)
        request.mail_to.push_back(fmt::format("<{}>", mail_address(to)));
    const CurlReply reply = call_.mail(request);
    failure_.clear();
    if (reply.is_answered) return SinkStatus::ok;
    failure_ = reply.status == 0 ? reply.why : fmt::format("{} ({})", reply.why, reply.status);
    return SinkStatus::failed;
}

}  // namespace gapwire::alerts
