// Messages of MDP 3.0 as text or JSON, one line each, by the tables of their templates.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/futures_event.hpp"
#include "feed/mdp3/packet.hpp"

namespace gapwire::app {

struct MdpFilter {
    std::set<std::uint16_t> templates{};  // empty: all
    std::set<std::string> symbols{};      // or "#" and a security id; empty: all
};

/// The templates that `--type 46,48` names; what is no number is of another protocol.
std::set<std::uint16_t> template_ids(const std::vector<std::string>& types);

/// Appends the messages of packets to a text. Knows symbols by the definitions that went before.
/// Threads: one.
class MdpDecoder {
 public:
    MdpDecoder(MdpFilter filter, bool json) : filter_(std::move(filter)), json_(json) {}

    /// REQUIRES: a packet that was accepted.
    void packet(std::uint64_t number, std::string_view line, const mdp3::Packet& packet,
                std::string& out);

 private:
    bool passes(Bytes message);

    MdpFilter filter_;
    bool json_;
    std::map<SecurityId, std::string> symbols_;
};

}  // namespace gapwire::app
