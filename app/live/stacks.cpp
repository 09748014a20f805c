// THE LIST of stacks.
#include "app/live/stacks.hpp"

#include <algorithm>
#include <array>

#include "app/live/feed_settings.hpp"
#include "app/live/live_feeds.hpp"

namespace gapwire::app {
namespace {

constexpr std::array list{
    Stack{"udp/moldudp64/itch50", read_mold_feed,
          [](LiveFeeds& feeds, const FeedConfig& feed) { feeds.add_mold(feed); }},
    Stack{"udp/mdp3", read_mdp_feed,
          [](LiveFeeds& feeds, const FeedConfig& feed) { feeds.add_mdp(feed); }},
    Stack{"tcp/soupbintcp/itch50", read_soup_feed,
          [](LiveFeeds& feeds, const FeedConfig& feed) { feeds.add_soup(feed); }},
    Stack{"tcp/fix", read_fix_feed,
          [](LiveFeeds& feeds, const FeedConfig& feed) { feeds.add_fix(feed); }},
};

}  // namespace

std::span<const Stack> stacks() noexcept
{
    return list;
}

const Stack* find_stack(std::string_view name) noexcept
{
    const auto found = std::find_if(list.begin(), list.end(),
                                    [&](const Stack& stack) { return stack.name == name; });
    return found == list.end() ? nullptr : &*found;
}

}  // namespace gapwire::app
