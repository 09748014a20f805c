// What captures and logs hold of FIX.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "app/pipeline/fix_router.hpp"

namespace gapwire::app {

/// A line a session.
std::string fix_text(const pipeline::FixRouter& router);
/// The same as objects of `sessions`.
boost::json::array fix_sessions(const pipeline::FixRouter& router);

}  // namespace gapwire::app
