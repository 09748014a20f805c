// Messages of MDP 3.0 as text or JSON, one line each, by the tables of their templates.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "core/futures_event.hpp"
#include "feed/mdp3/packet.hpp"
#include "feed/transport/frame.hpp"

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

    /// Whether the datagram is a packet of MDP 3.0, which is then told. Lines are destinations in
    /// the order of their appearance.
    bool on_datagram(const transport::Datagram& datagram, std::string& out);
    /// The same for a packet of a TCP feed, of which one segment holds all. A feed that is cut into
    /// segments in other places cannot be followed: its packets do not say how long they are.
    bool on_segment(const transport::Segment& segment, std::string& out);

 private:
    struct Line {
        std::uint32_t capture;
        transport::Endpoint destination;
        transport::VlanList vlans;
        friend bool operator==(const Line&, const Line&) = default;
    };

    std::string letter(const Line& line);
    void packet(std::uint64_t number, std::string_view line, const mdp3::Packet& packet,
                std::string& out);
    bool passes(Bytes message);

    MdpFilter filter_;
    bool json_;
    std::map<SecurityId, std::string> symbols_;
    std::vector<Line> lines_;
};

}  // namespace gapwire::app
