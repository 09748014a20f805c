// Lines to the operator.
#include "app/live/operator_log.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "core/clock.hpp"
#include "core/time.hpp"

namespace gapwire::app {

void log(std::string_view text)
{
    fmt::print(stderr, "{} gapwire: {}\n", rfc3339(wall_clock()), text);
}

}  // namespace gapwire::app
