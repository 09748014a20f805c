// Alerts on standard output: a sentence or a JSON object a line.
#pragma once

#include <string>

#include "alerts/sinks.hpp"

namespace gapwire::alerts {

/// Buffers whole lines and writes them when flushed, or when more than stdout_buffer_max wait.
/// After a failed write the lines that did not get out are kept for the next attempt, up to
/// stdout_buffer_max; beyond that deliver() refuses.
class StdoutSink final : public Sink {
 public:
    static constexpr std::size_t stdout_buffer_max = std::size_t{64} << 10;

    /// `descriptor` stays open and belongs to the caller.
    explicit StdoutSink(SinkSettings settings, int descriptor = 1);
    ~StdoutSink() override;

    std::string_view name() const noexcept override { return "stdout"; }
    [[nodiscard]] SinkStatus deliver(const Alert& alert) override;
    [[nodiscard]] SinkStatus deliver_marked(const Alert& alert, const Marks& marks) override;
    [[nodiscard]] SinkStatus flush() override;
    bool is_buffered() const noexcept override { return true; }
    std::string_view failure() const noexcept override { return failure_; }

 private:
    SinkSettings settings_;
    int descriptor_;
    std::string waiting_;
    std::string failure_;
};

}  // namespace gapwire::alerts
