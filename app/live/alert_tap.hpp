// Who hears every alert the moment the sinks thread has it, stored or not.
#pragma once

#include <cstdint>

#include "core/alert.hpp"

namespace gapwire::app {

/// Hears alerts in the order in which they were raised. What is heard unstored is heard again,
/// under the same (id, revision, state), when it has a row.
/// Threads  on_alert() on the sinks thread: it must not block.
class AlertTap {
 public:
    AlertTap() = default;
    AlertTap(const AlertTap&) = delete;
    AlertTap& operator=(const AlertTap&) = delete;
    virtual ~AlertTap() = default;

    /// `seq`: its row in the store, 0 while it has none.
    virtual void on_alert(const Alert& alert, std::int64_t seq) noexcept = 0;
};

}  // namespace gapwire::app
