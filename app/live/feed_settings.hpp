// How the keys of a [[feed]] table are read, one function a kind of stack.
#pragma once

#include "app/live/serve_config.hpp"
#include "app/pipeline/mold_router.hpp"

namespace gapwire::app {

// Each throws OperatorError(config) `place: key: reason`.
void read_mold_feed(const strategies::Setting& table, FeedConfig& feed);
void read_mdp_feed(const strategies::Setting& table, FeedConfig& feed);
void read_soup_feed(const strategies::Setting& table, FeedConfig& feed);
void read_fix_feed(const strategies::Setting& table, FeedConfig& feed);
/// `username` and `password`.
void read_login(const strategies::Setting& table, soupbintcp::Login& login);

}  // namespace gapwire::app
