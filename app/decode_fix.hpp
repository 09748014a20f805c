// FIX messages as text or JSON, one line each, every field as it was written.
#pragma once

#include <array>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "feed/fix/framer.hpp"
#include "feed/transport/tcp_reassembly.hpp"

namespace gapwire::app {

struct FixFilter {
    std::set<std::string> types{};    // MsgType; empty: all
    std::set<std::string> symbols{};  // Symbol or SecurityID, anywhere in the message; empty: all
};

/// Appends messages to a text.
/// Threads: one.
class FixDecoder {
 public:
    FixDecoder(FixFilter filter, bool json);

    /// A message of a log: its number there.
    void message(std::uint64_t number, std::string_view line, const fix::Message& message,
                 std::string& out);
    /// Whether the segment brought messages; each side of a connection is a line, in the order of
    /// appearance.
    bool on_segment(const transport::Segment& segment, std::string& out);

    // What the reassembly delivers.
    void on_opened(std::uint32_t slot, const transport::TcpConnection& connection) noexcept;
    void on_bytes(std::uint32_t slot, transport::TcpSide side, Bytes bytes,
                  const transport::Segment& cause) noexcept;
    void on_lost(std::uint32_t slot, transport::TcpSide side, std::uint64_t count) noexcept;
    void on_closed(std::uint32_t slot) noexcept { connections_[slot].reset(); }

 private:
    struct Direction {
        fix::Framer framer;
        std::string line;
    };
    using Connection = std::array<Direction, 2>;  // [TcpSide]

    bool passes(std::string_view type, const fix::Message& message) const;

    FixFilter filter_;
    bool json_;
    Counters unused_;
    transport::TcpReassembly reassembly_;
    std::vector<std::unique_ptr<Connection>> connections_;  // by slot
    std::size_t lines_ = 0;
    std::string* out_ = nullptr;
    std::uint64_t told_ = 0;
};

}  // namespace gapwire::app
