// Checks a request and packs as many of the messages as one datagram holds.
#include "sim/mold_request_server.hpp"

#include <algorithm>

#include "sim/mold_packetizer.hpp"

namespace gapwire::sim {

std::optional<ByteVector> MoldRequestServer::answer(Bytes request)
{
    ++refused_;
    if (request.size() != sizeof(moldudp64::RequestPacket)) return std::nullopt;
    const auto& asked = view_as<moldudp64::RequestPacket>(request.data());
    const bool same_session = std::equal(std::begin(asked.session.raw), std::end(asked.session.raw),
                                         std::begin(store_.session().raw));
    if (!same_session || !store_.has(asked.sequence_number)) return std::nullopt;
    if (asked.requested_message_count == 0) return std::nullopt;

    ByteVector answer = packet(asked.sequence_number, asked.requested_message_count);
    if (answer.empty()) return std::nullopt;
    --refused_;
    ++answered_;
    return answer;
}

/// Nothing when not even the first message fits.
ByteVector MoldRequestServer::packet(std::uint64_t first, std::uint16_t asked) const
{
    MoldPacketizer packet(store_.session().view(), first,
                          {.payload_bytes_max = limits_.payload_bytes_max,
                           .messages_max = std::min(asked, limits_.messages_max)});
    for (std::uint64_t number = first; store_.has(number); ++number) {
        const Bytes message = store_[number];
        if (!packet.fits(message.size())) break;
        packet.add(message);
    }
    return packet.empty() ? ByteVector() : packet.take();
}

}  // namespace gapwire::sim
