// What captures and logs hold of FIX.
#include "app/inspection_fix.hpp"

#include <fmt/format.h>

namespace gapwire::app {

std::string fix_text(const pipeline::FixRouter& router)
{
    std::string text;
    for (const auto& feed : router.feeds()) {
        const pipeline::FixStream& stream = feed->stream;
        text += fmt::format(
            "session \"{}\": fix, {} messages: W {} X {}; {} entries; "
            "{} instruments\n",
            stream.name(), stream.messages(), stream.refreshes(),
            stream.messages() - stream.refreshes(), stream.entries(), stream.places());
    }
    return text;
}

boost::json::array fix_sessions(const pipeline::FixRouter& router)
{
    boost::json::array sessions;
    for (const auto& feed : router.feeds()) {
        const pipeline::FixStream& stream = feed->stream;
        sessions.push_back(
            {{"session", stream.name()},
             {"stack", "tcp/fix"},
             {"messages", stream.messages()},
             {"messages_by_type",
              {{"W", stream.refreshes()}, {"X", stream.messages() - stream.refreshes()}}},
             {"lines", boost::json::array{}}});
    }
    return sessions;
}

}  // namespace gapwire::app
