// Alerts on a subject of NATS.
#pragma once

#include <memory>
#include <string>

#include "alerts/sinks.hpp"

namespace gapwire::alerts {

/// One message of JSON for each alert, with the header Nats-Msg-Id: id-revision-state. Where a
/// stream of JetStream takes the subject, an alert is delivered when that has stored it, and the
/// stream drops what comes again within its window; else when the server has it.
///
/// A connection that fails is given up and made anew with the next attempt.
class NatsSink final : public Sink {
 public:
    explicit NatsSink(SinkSettings settings);
    ~NatsSink() override;

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

 private:
    struct Connection;

    SinkStatus publish(const std::string& key, const std::string& body);
    SinkStatus fail(int status);

    SinkSettings settings_;
    std::unique_ptr<Connection> connection_;
    std::string failure_;
};

}  // namespace gapwire::alerts
