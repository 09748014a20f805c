// THE LIST of stacks: what carries a feed's messages, from transport to decoder, as one string.
#pragma once

#include <span>
#include <string_view>

#include "app/live/serve_config.hpp"

namespace gapwire::app {

class LiveFeeds;

struct Stack {
    std::string_view name;
    /// Reads the keys of a [[feed]] table that this stack has. Throws OperatorError(config).
    void (*read)(const strategies::Setting& table, FeedConfig& feed);
    /// Opens the feed's sockets. Throws OperatorError(feed_unavailable).
    void (*open)(LiveFeeds& feeds, const FeedConfig& feed);
};

std::span<const Stack> stacks() noexcept;
/// Nothing when the list has none of that name.
const Stack* find_stack(std::string_view name) noexcept;

}  // namespace gapwire::app
