// Alerts as e-mail, by an SMTP relay.
#pragma once

#include <string>

#include "alerts/sinks.hpp"
#include "alerts/sinks/curl_call.hpp"
#include "alerts/sinks/mail_text.hpp"

namespace gapwire::alerts {

/// A message for each alert, taken when the relay has taken it. Message-ID: id-revision-state, the
/// same with every attempt; mails of one incident refer to one another.
class MailSink final : public Sink {
 public:
    explicit MailSink(SinkSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    [[nodiscard]] SinkStatus deliver(const Alert& alert) override
    {
        return deliver_marked(alert, {});
    }
    [[nodiscard]] SinkStatus deliver_marked(const Alert& alert, const Marks& marks) override
    {
        return send(mail_text(alert, marks, settings_));
    }
    [[nodiscard]] SinkStatus deliver_list(std::span<const Alert> alerts,
                                          std::string_view title) override
    {
        return send(mail_text(alerts, title, settings_));
    }
    [[nodiscard]] SinkStatus flush() override { return SinkStatus::ok; }
    std::string_view failure() const noexcept override { return failure_; }
    void interrupt() noexcept override { call_.interrupt(); }

 private:
    SinkStatus send(const MailText& text);

    SinkSettings settings_;
    CurlCall call_;
    std::string failure_;
};

}  // namespace gapwire::alerts
