// What tells SoupBinTCP connections apart.
#include "app/pipeline/soup_connections.hpp"

namespace gapwire::pipeline {

bool is_itch_message(Bytes message) noexcept
{
    if (message.empty()) return false;
    if (glimpse::is_end_of_snapshot(message))
        return message.size() == sizeof(glimpse::EndOfSnapshot) ||
               message.size() == sizeof(glimpse::EndOfSnapshotBinary);
    return message.size() == itch50::length_of(static_cast<char>(message.front()));
}

SoupConnections::Slot::Slot(const transport::TcpConnection& connection_of, std::uint32_t number,
                            Counters& counters)
    : tcp(connection_of), client(&is_itch_message, counters), server(&is_itch_message, counters)
{
    connection.slot = number;
    if (tcp.from_the_start) return;
    client.join_late();
    server.join_late();
}

void SoupConnections::Slot::recognise(TcpSide side) noexcept
{
    server_side = side;
    const bool as_captured = side == TcpSide::server;
    connection.client = as_captured ? tcp.client : tcp.server;
    connection.server = as_captured ? tcp.server : tcp.client;
    connection.request = login.request();
}

bool SoupConnections::Slot::is_foreign() const noexcept
{
    return server.is_foreign() && (tcp.from_the_start || client.is_foreign());
}

}  // namespace gapwire::pipeline
