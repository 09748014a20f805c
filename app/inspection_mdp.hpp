// What captures hold of MDP 3.0, as text and as JSON.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/pipeline/mdp_router.hpp"

namespace gapwire::app {

std::string mdp_text(const pipeline::MdpRouter& router);

/// One object a channel, as those of other sessions.
boost::json::array mdp_sessions(const pipeline::MdpRouter& router);

}  // namespace gapwire::app
