// Which settings of a FIX session make sense.
#include "fix_session/settings.hpp"

#include <stdexcept>

namespace gapwire {
namespace fix_session {

void check(const Settings& settings)
{
    const auto refuse = [](const char* why) { throw std::invalid_argument(why); };
    if (settings.sender_comp_id.empty()) refuse("sender_comp_id: is empty");
    if (settings.target_comp_id.empty()) refuse("target_comp_id: is empty");
    if (settings.begin_string != "FIX.4.4" && settings.begin_string != "FIXT.1.1")
        refuse("begin_string: is neither FIX.4.4 nor FIXT.1.1");
    if (settings.heartbeat_s < 1) refuse("heartbeat_s: is less than 1");
    if (settings.logon_wait_s < 1) refuse("logon_wait_s: is less than 1");
    if (settings.logout_wait_s < 1) refuse("logout_wait_s: is less than 1");
    if (settings.resend_wait_s < 1) refuse("resend_wait_s: is less than 1");
    if (settings.latency_max_s < 0) refuse("latency_max_s: is negative");
}

}  // namespace fix_session
}  // namespace gapwire
