// The ioctls for stamps of network cards (the kernel's Documentation/networking/timestamping.rst).
#include "feed/transport/hardware_stamps.hpp"

#include <linux/ethtool.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sys/ioctl.h>

#include <cstdint>

namespace gapwire::transport {
namespace {

bool ask(int socket, unsigned long request, ifreq& interface, void* data) noexcept
{
    interface.ifr_data = static_cast<char*>(data);
    return ::ioctl(socket, request, &interface) == 0;
}

bool can_stamp_all(int socket, ifreq& interface) noexcept
{
    ethtool_ts_info info{};
    info.cmd = ETHTOOL_GET_TS_INFO;
    constexpr std::uint32_t needed =
        std::uint32_t{SOF_TIMESTAMPING_RX_HARDWARE} | std::uint32_t{SOF_TIMESTAMPING_RAW_HARDWARE};
    return ask(socket, SIOCETHTOOL, interface, &info) &&
           (info.so_timestamping & needed) == needed &&
           (info.rx_filters & std::uint32_t{1} << HWTSTAMP_FILTER_ALL) != 0;
}

}  // namespace

bool enable_hardware_stamps(int socket, unsigned interface) noexcept
{
    ifreq request{};
    if (interface == 0 || ::if_indextoname(interface, request.ifr_name) == nullptr) return false;
    if (!can_stamp_all(socket, request)) return false;
    hwtstamp_config config{};
    if (ask(socket, SIOCGHWTSTAMP, request, &config) && config.rx_filter == HWTSTAMP_FILTER_ALL)
        return true;
    config.rx_filter = HWTSTAMP_FILTER_ALL;  // and the transmitting side stays as it is
    return ask(socket, SIOCSHWTSTAMP, request, &config) && config.rx_filter == HWTSTAMP_FILTER_ALL;
}

}  // namespace gapwire::transport
