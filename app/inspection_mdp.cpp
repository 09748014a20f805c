// What captures hold of MDP 3.0.
#include "app/inspection_mdp.hpp"

#include <fmt/format.h>

namespace gapwire::app {
namespace {

template <class Visit>
void for_each_template(const pipeline::MdpStream& stream, Visit visit)
{
    for (std::size_t id = 0; id < stream.messages_by_template().size(); ++id)
        if (const std::uint64_t count = stream.messages_by_template()[id]; count > 0)
            visit(id, count);
}

}  // namespace

std::string mdp_text(const pipeline::MdpRouter& router)
{
    std::string text;
    for (const auto& channel : router.channels()) {
        text += fmt::format("channel {}: mdp3, {} messages:", channel->channel.stream.name(),
                            channel->channel.stream.messages());
        for_each_template(channel->channel.stream, [&](std::size_t id, std::uint64_t count) {
            text += fmt::format(" {} {}", id, count);
        });
        text += fmt::format("; {} instruments\n", channel->channel.stream.places());
        for (std::size_t i = 0; i < channel->lines.size(); ++i) {
            const pipeline::Line& line = channel->lines[i];
            text += fmt::format("  line {} {}: {} packets, {} lost on this line\n",
                                pipeline::Line::letter(i), transport::to_text(line.destination),
                                line.packets, line.lost);
        }
    }
    return text;
}

boost::json::array mdp_sessions(const pipeline::MdpRouter& router)
{
    boost::json::array sessions;
    for (const auto& channel : router.channels()) {
        boost::json::object types;
        for_each_template(channel->channel.stream, [&](std::size_t id, std::uint64_t count) {
            types[std::to_string(id)] = count;
        });
        boost::json::array lines;
        for (std::size_t i = 0; i < channel->lines.size(); ++i) {
            const pipeline::Line& line = channel->lines[i];
            lines.push_back({{"line", pipeline::Line::letter(i)},
                             {"destination", transport::to_text(line.destination)},
                             {"packets", line.packets},
                             {"messages", line.messages},
                             {"lost", line.lost}});
        }
        sessions.push_back({{"session", channel->channel.stream.name()},
                            {"stack", "udp/mdp3"},
                            {"messages", channel->channel.stream.messages()},
                            {"messages_by_type", std::move(types)},
                            {"lines", std::move(lines)}});
    }
    return sessions;
}

}  // namespace gapwire::app
