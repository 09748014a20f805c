// The interface of every sink: where alerts leave gapwire.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/alert.hpp"

namespace gapwire::alerts {

enum class SinkStatus : std::uint8_t {
    ok,
    failed,     // at least one alert did not get out; failure() says why
    refused,    // and never will: whoever was to take it says so
    not_ready,  // nobody is there to take any: failure() says who; it is no attempt
};

/// What is told beside an alert and is no part of it.
struct Marks {
    bool is_stored = true;  // false: the store could not be written when it was handed out
    bool is_drill = false;  // an operator's exercise
    friend bool operator==(const Marks&, const Marks&) = default;
};

/// Takes alerts in the order they were raised. A sink may buffer: what deliver() took has left only
/// when flush() returned ok. After a failure it may be tried again.
/// Threads  one, the sink's; interrupt() from any other.
class Sink {
 public:
    Sink() = default;
    Sink(const Sink&) = delete;
    Sink& operator=(const Sink&) = delete;
    virtual ~Sink() = default;

    virtual std::string_view name() const noexcept = 0;
    [[nodiscard]] virtual SinkStatus deliver(const Alert& alert) = 0;
    [[nodiscard]] virtual SinkStatus flush() = 0;
    /// Why the last call failed, for the operator, without secrets; empty when it did not.
    virtual std::string_view failure() const noexcept = 0;

    /// deliver() for sinks that show marks.
    [[nodiscard]] virtual SinkStatus deliver_marked(const Alert& alert, const Marks&)
    {
        return deliver(alert);
    }
    /// One message about several alerts, `title` above them; else one message each.
    [[nodiscard]] virtual SinkStatus deliver_list(std::span<const Alert> alerts, std::string_view)
    {
        for (const Alert& alert : alerts)
            if (const SinkStatus status = deliver(alert); status != SinkStatus::ok) return status;
        return SinkStatus::ok;
    }
    /// True: alerts wait in a buffer until flush(), which is then worth calling once for many.
    virtual bool is_buffered() const noexcept { return false; }
    /// How long whoever takes alerts asked to be left alone after the last failure; 0: it did not.
    virtual std::int64_t retry_after_ns() const noexcept { return 0; }
    /// Makes calls that run, and all later ones, fail soon.
    virtual void interrupt() noexcept {}
};

}  // namespace gapwire::alerts
