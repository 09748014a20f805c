// One TCP connection as captured beside the client: its handshake, its bytes, its end.
#pragma once

#include <array>
#include <string_view>

#include "sim/frame_builder.hpp"
#include "sim/tape.hpp"

namespace gapwire::sim {

enum class TcpEnd : std::uint8_t { client, server };

/// Frames of both directions, captured in the order in which they are said. Segments acknowledge
/// what came before; there are none that do nothing else.
/// Threads: one.
class TcpTape {
 public:
    /// `path` goes from the client to the server. `tape` must outlive this.
    TcpTape(Tape& tape, std::uint32_t interface, const UdpPath& path);

    void connect(Timestamp time);
    /// In as many segments as it takes.
    void say(TcpEnd from, Timestamp time, std::string_view text);
    /// Both ends are done; the server first.
    void close(Timestamp time);

 private:
    static constexpr std::size_t segment_bytes_max = 1'460;
    struct End {
        UdpPath path;
        std::uint32_t next;  // sequence number
        std::uint16_t identification = 0;
    };
    void send(TcpEnd from, Timestamp time, std::uint8_t flags, Bytes payload);

    Tape& tape_;
    std::uint32_t interface_;
    std::array<End, 2> ends_;  // [TcpEnd]
    Timestamp last_{0};
};

}  // namespace gapwire::sim
