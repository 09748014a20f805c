// Names of redundant lines in the order in which a capture brings them.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/pipeline/mold_router.hpp"

namespace gapwire::app {

/// Sessions and their lines, as they appear.
class LineNames {
 public:
    struct Name {
        std::uint64_t session;
        std::string line;
    };
    Name name(const moldudp64::SessionId& id, const transport::Datagram& datagram)
    {
        std::size_t at = 0;
        while (at < sessions_.size() && !(sessions_[at].first == id)) ++at;
        if (at == sessions_.size()) sessions_.push_back({id, {}});
        auto& lines = sessions_[at].second;
        std::size_t line = 0;
        while (line < lines.size() && !lines[line].carries(datagram)) ++line;
        if (line == lines.size()) lines.push_back(pipeline::Line::of(datagram));
        return {at, pipeline::Line::letter(line)};
    }

 private:
    std::vector<std::pair<moldudp64::SessionId, std::vector<pipeline::Line>>> sessions_;
};

}  // namespace gapwire::app
