// Which trading date a run belongs to.
#include "strategies/trading_date.hpp"

#include "core/error.hpp"

namespace gapwire::strategies {

Date trading_date(Date given, Timestamp first_capture, std::string_view zone)
{
    if (!given.is_none()) return given;
    if (first_capture.is_none())
        throw OperatorError(ExitCode::config,
                            "trading_date: the capture has no capture times to take it from: give "
                            "--date YYYY-MM-DD, or trading_date in the configuration");
    return date_in_zone(first_capture, zone);
}

}  // namespace gapwire::strategies
