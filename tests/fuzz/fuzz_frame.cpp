// Any bytes as a frame of any link type: no crash, and a payload that lies inside the frame.
#include <cstdlib>

#include "core/assert.hpp"
#include "feed/transport/frame.hpp"

using namespace gapwire;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 3) return 0;
    const std::uint32_t link_type = data[0] | std::uint32_t{data[1]} << 8;
    const std::uint32_t cut = data[2];
    const Bytes frame{data + 3, size - 3};
    transport::Datagram datagram;
    const auto status = transport::parse_frame(
        link_type, frame, static_cast<std::uint32_t>(frame.size()) + cut, datagram);
    if (status != transport::FrameStatus::datagram) return 0;

    const Bytes payload = datagram.payload;
    GAPWIRE_ASSERT(payload.data() >= frame.data());
    GAPWIRE_ASSERT(payload.data() + payload.size() <= frame.data() + frame.size());
    GAPWIRE_ASSERT(datagram.vlans.ids().size() <= transport::VlanList::size_max);
    GAPWIRE_ASSERT(to_text(datagram.destination).find(':') != std::string::npos);
    return 0;
}
