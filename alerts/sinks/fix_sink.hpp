// Alerts as FIX News (35=B), to a desk's system that logs on to us.
#pragma once

#include <string>

#include "alerts/sinks.hpp"
#include "alerts/sinks/fix_acceptor.hpp"

namespace gapwire::alerts {

/// One News for each alert: OrigTime (42), Urgency (61: 1 of critical ones and worse, else 0),
/// Headline (148: the sentence), the symbol (146, 55), two lines of text (33, 58: the sentence and
/// the JSON). An alert is delivered when the session has numbered and kept it; what the peer
/// misses of that it gets by a ResendRequest. While nobody is logged on it waits.
class FixSink final : public Sink {
 public:
    /// Throws OperatorError as FixAcceptor does.
    explicit FixSink(SinkSettings settings);

    std::string_view name() const noexcept override { return settings_.name; }
    [[nodiscard]] SinkStatus deliver(const Alert& alert) override
    {
        return deliver_marked(alert, {});
    }
    [[nodiscard]] SinkStatus deliver_marked(const Alert& alert, const Marks& marks) override;
    [[nodiscard]] SinkStatus flush() override { return SinkStatus::ok; }
    std::string_view failure() const noexcept override { return failure_; }
    void interrupt() noexcept override { acceptor_.interrupt(); }
    std::uint16_t port() const noexcept { return acceptor_.port(); }

 private:
    SinkSettings settings_;
    FixAcceptor acceptor_;
    std::string failure_;
};

}  // namespace gapwire::alerts
