// What the kernel says beside a datagram: when it came, and how many were dropped before it.
#pragma once

#include <sys/socket.h>
#include <time.h>

#include <cstring>

#include "core/types.hpp"

namespace gapwire::transport {

/// Who stamped a datagram.
enum class StampKind : std::uint8_t {
    none,
    kernel,    // on its clock of the time of day, as the packet left the driver
    hardware,  // the card, on the card's clock
};

constexpr std::string_view to_text(StampKind kind) noexcept
{
    switch (kind) {
        case StampKind::none: return "none";
        case StampKind::kernel: return "kernel";
        case StampKind::hardware: return "hardware";
    }
    return "?";
}

/// What SCM_TIMESTAMPING carries: struct scm_timestamping of linux/errqueue.h, which does not stand
/// by itself.
struct SocketStamps {
    timespec kernel;
    timespec unused;
    timespec hardware;
};

struct DatagramControl {
    Timestamp stamp = Timestamp::none();
    StampKind kind = StampKind::none;
    bool has_drops = false;
    std::uint32_t drops = 0;  // since the socket was opened, modulo 2^32; said from the first on
};

/// Room for all that the options of a receiver make the kernel say.
inline constexpr std::size_t control_bytes = CMSG_SPACE(sizeof(SocketStamps)) +
                                             CMSG_SPACE(sizeof(std::uint32_t)) +
                                             CMSG_SPACE(sizeof(timespec));

inline Timestamp timestamp_of(const timespec& time) noexcept
{
    return {std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec};
}

/// The card's stamp where there is one, else the kernel's.
inline void read_stamps(const SocketStamps& stamps, DatagramControl& control) noexcept
{
    const auto is_set = [](const timespec& time) { return time.tv_sec != 0 || time.tv_nsec != 0; };
    if (is_set(stamps.hardware)) {
        control.stamp = timestamp_of(stamps.hardware);
        control.kind = StampKind::hardware;
    } else if (is_set(stamps.kernel)) {
        control.stamp = timestamp_of(stamps.kernel);
        control.kind = StampKind::kernel;
    }
}

/// Reads the control messages that came with a datagram. Source: recvmsg(2), socket(7), the
/// kernel's Documentation/networking/timestamping.rst.
inline DatagramControl read_control(msghdr& header) noexcept
{
    DatagramControl control;
    for (cmsghdr* at = CMSG_FIRSTHDR(&header); at != nullptr; at = CMSG_NXTHDR(&header, at)) {
        if (at->cmsg_level != SOL_SOCKET) continue;
        if (at->cmsg_type == SCM_TIMESTAMPNS) {
            timespec time{};
            std::memcpy(&time, CMSG_DATA(at), sizeof time);
            control.stamp = timestamp_of(time);
            control.kind = StampKind::kernel;
        } else if (at->cmsg_type == SCM_TIMESTAMPING) {
            SocketStamps stamps{};
            std::memcpy(&stamps, CMSG_DATA(at), sizeof stamps);
            read_stamps(stamps, control);
        } else if (at->cmsg_type == SO_RXQ_OVFL) {
            std::memcpy(&control.drops, CMSG_DATA(at), sizeof control.drops);
            control.has_drops = true;
        }
    }
    return control;
}

}  // namespace gapwire::transport
