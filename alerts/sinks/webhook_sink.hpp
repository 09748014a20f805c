// Alerts as webhooks: Standard Webhooks, and the bodies that Slack and Teams want.
#pragma once

#include <string>

#include "alerts/sinks.hpp"
#include "alerts/sinks/curl_call.hpp"

namespace gapwire::alerts {

/// A POST for each alert, taken when the answer is 2xx; 410 says that none ever will be. All else
/// is worth another attempt, after Retry-After where the answer has it. Redirects are not followed.
///
/// Headers  webhook-id: id-revision-state, the same with every attempt; webhook-timestamp;
///          webhook-signature where there is a secret.
/// Source   Standard Webhooks 1.0.0.
class WebhookSink final : public Sink {
 public:
    /// Throws OperatorError(config) for a secret that is none.
    explicit WebhookSink(SinkSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    [[nodiscard]] SinkStatus deliver(const Alert& alert) override
    {
        return deliver_marked(alert, {});
    }
    [[nodiscard]] SinkStatus deliver_marked(const Alert& alert, const Marks& marks) override;
    [[nodiscard]] SinkStatus deliver_list(std::span<const Alert> alerts,
                                          std::string_view title) override;
    [[nodiscard]] SinkStatus flush() override { return SinkStatus::ok; }
    std::string_view failure() const noexcept override { return failure_; }
    std::int64_t retry_after_ns() const noexcept override { return retry_after_ns_; }
    void interrupt() noexcept override { call_.interrupt(); }

 private:
    SinkStatus post(const std::string& id, std::string body);

    SinkSettings settings_;
    std::string key_;
    CurlCall call_;
    std::string failure_;
    std::int64_t retry_after_ns_ = 0;
};

}  // namespace gapwire::alerts
