// A live channel with what it sends kept as text, and packets for it.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/pipeline/itch_channel.hpp"
#include "sim/mold_packetizer.hpp"
#include "tests/pipeline/line.hpp"

namespace gapwire::test {

using pipeline::ChannelOptions;
using pipeline::ItchChannel;

inline constexpr std::int64_t ms = 1'000'000;
inline constexpr Timestamp start{1'737'968'400'000'000'000};

inline Timestamp at(std::int64_t milliseconds)
{
    return {start.ns + milliseconds * ms};
}

/// A channel of two lines and one request server; what it sends is kept as text.
class Channel : public testing::Test {
 protected:
    Channel() { make({}); }

    void make(ChannelOptions options)
    {
        options.lines = {"A", "B"};
        options.session.requests.servers = 1;
        context.instruments = &instruments;
        context.counters = &counters;
        context.limits = {.orders_max = 1'024, .ladder_bytes = std::size_t{1} << 20};
        channel.emplace(
            context, 0, "TEST", options,
            pipeline::ChannelOutput{
                .context = this,
                .send_request =
                    [](void* to, std::size_t server, Bytes packet) noexcept {
                        const auto& request = view_as<moldudp64::RequestPacket>(packet.data());
                        static_cast<Channel*>(to)->said =
                            fmt::format("ask {} for {}+{} of {}", server,
                                        static_cast<std::uint64_t>(request.sequence_number),
                                        static_cast<std::uint16_t>(request.requested_message_count),
                                        request.session.view());
                    },
                .connect_snapshot =
                    [](void* to) noexcept { static_cast<Channel*>(to)->said = "connect"; },
                .send_snapshot = [](void*, Bytes) noexcept {},
                .close_snapshot =
                    [](void* to) noexcept { static_cast<Channel*>(to)->said = "close"; }});
    }
    void packet(std::size_t line, std::string_view session, std::uint64_t sequence,
                const Messages& messages, std::int64_t milliseconds)
    {
        sim::MoldPacketizer packets(session, sequence);
        for (const ByteVector& message : messages.bytes) packets.add(message);
        const auto bytes = messages.bytes.empty() ? packets.heartbeat() : packets.take();
        channel->on_datagram(line, bytes, at(milliseconds));
    }
    void end(std::string_view session, std::uint64_t next, std::int64_t milliseconds)
    {
        channel->on_datagram(0, sim::MoldPacketizer(session, next).end_of_session(),
                             at(milliseconds));
    }
    std::string state() const { return std::string(to_text(channel->stream().state(acme))); }

    Counters counters;
    pipeline::Instruments instruments;
    pipeline::StreamContext context;
    std::string said;
    std::optional<ItchChannel> channel;
};

}  // namespace gapwire::test
