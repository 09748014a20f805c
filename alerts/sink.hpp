// The interface of every sink: where alerts leave gapwire.
#pragma once

#include <string_view>

#include "core/alert.hpp"

namespace gapwire::alerts {

enum class SinkStatus : std::uint8_t {
    ok,
    failed,  // at least one alert did not get out; failure() says why
};

/// Takes alerts in the order they were raised. A sink may buffer: what deliver() took has left only
/// when flush() returned ok. After a failure it may be tried again.
/// Threads  one, the sinks thread.
class Sink {
 public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    virtual std::string_view name() const noexcept = 0;
    [[nodiscard]] virtual SinkStatus deliver(const Alert& alert) = 0;
    [[nodiscard]] virtual SinkStatus flush() = 0;
    /// Why the last call failed, for the operator; empty when it did not.
    virtual std::string_view failure() const noexcept = 0;
};

}  // namespace gapwire::alerts
