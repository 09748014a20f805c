// Scripts from markets, and the times at which their messages are due.
#include "sim/serve_script.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "sim/market.hpp"

namespace gapwire::sim {

void Script::add(Bytes message, std::int64_t time_ns)
{
    const std::uint64_t number = store.prepared() + 1;
    if (message.size() > message_bytes_max)
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("message {} has {} bytes, more than a packet takes: {}",
                                        number, message.size(), message_bytes_max));
    if (!store.prepare(message))
        throw OperatorError(ExitCode::bad_input,
                            fmt::format("more messages than one session takes: {}", number - 1));
    times.push_back(times.empty() ? time_ns : std::max(time_ns, times.back()));
}

Script script_of(const Scenario& scenario, std::string_view session)
{
    Script script(session);
    Market market(scenario, [&](std::uint64_t time_ns, Bytes message) {
        script.add(message, static_cast<std::int64_t>(time_ns));
    });
    market.run();
    return script;
}

Timestamp due_time(const Script& script, const Pace& pace, std::uint64_t number)
{
    GAPWIRE_ASSERT(number >= 1 && number <= script.times.size());
    if (pace.rate > 0) {
        const Wide due = wide(static_cast<std::int64_t>(number - 1)) * Pace::scale / pace.rate;
        return {static_cast<std::int64_t>(due)};
    }
    if (pace.units == 0) return {0};
    const Wide passed = wide(script.times[number - 1]) - script.times.front();
    const Wide due = passed * Pace::scale / pace.units;
    return {due >= never.ns ? never.ns - 1 : static_cast<std::int64_t>(due)};
}

}  // namespace gapwire::sim
