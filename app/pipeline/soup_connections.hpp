// TCP segments of captures to the SoupBinTCP connections among them, and the messages of each.
#pragma once

#include <memory>
#include <vector>

#include "feed/glimpse/end_of_snapshot.hpp"
#include "feed/itch50/wire.hpp"
#include "feed/soupbintcp/witness.hpp"
#include "feed/transport/tcp_reassembly.hpp"

namespace gapwire::pipeline {

/// One connection that turned out to be SoupBinTCP.
struct SoupConnection {
    std::uint32_t slot = 0;  // below transport::TcpLimits::connections_max; reused when it is over
    transport::Endpoint client;
    transport::Endpoint server;
    std::optional<soupbintcp::Request> request;  // of the client, where its login was seen
};

/// Receives what the connections bring, in the order of the capture; every call is noexcept.
template <class T>
concept SoupHandler = requires(T handler, const SoupConnection& connection,
                               const soupbintcp::Accepted& accepted, std::uint64_t sequence,
                               std::span<const Bytes> messages, const transport::Segment& cause)
{
    handler.on_connection(connection);  // it was recognised
    handler.on_accepted(connection, accepted);
    handler.on_sequenced(connection, sequence, messages, cause);  // sequence 0: not known
    handler.on_place_lost(connection);  // something is missing, and numbers are not known any more
    handler.on_end(connection);         // of the session
    handler.on_closed(connection);
};

/// Whether a message could be of TotalView-ITCH 5.0, or the end of a GLIMPSE snapshot: a known type
/// of its exact length.
bool is_itch_message(Bytes message) noexcept;

/// Recognises SoupBinTCP from its bytes, whatever addresses and ports, from the beginning of a
/// connection or joined later; everything else on TCP is passed by.
///
/// Memory   that of transport::TcpReassembly, and 140 KiB a connection that may still be
/// SoupBinTCP. Threads  one.
class SoupConnections {
 public:
    SoupConnections(const transport::TcpLimits& limits, Counters& counters)
        : counters_(counters), reassembly_(limits, counters), slots_(limits.connections_max)
    {}

    /// True when bytes of the segment were used.
    template <SoupHandler Handler>
    bool on_segment(const transport::Segment& segment, Handler& handler) noexcept
    {
        used_ = false;
        Incoming<Handler> incoming{*this, handler};
        reassembly_.on_segment(segment, incoming);
        return used_;
    }

    /// Nothing will come any more.
    template <SoupHandler Handler>
    void finish(Handler& handler) noexcept
    {
        Incoming<Handler> incoming{*this, handler};
        reassembly_.finish(incoming);
    }

 private:
    using TcpSide = transport::TcpSide;

    struct Slot {
        Slot(const transport::TcpConnection& connection_of, std::uint32_t number,
             Counters& counters);

        soupbintcp::Witness& witness(TcpSide side) noexcept
        {
            return side == TcpSide::client ? client : server;
        }
        void recognise(TcpSide server_side) noexcept;
        /// Whether it can be left alone for good.
        bool is_foreign() const noexcept;

        transport::TcpConnection tcp;
        soupbintcp::Witness client;  // only where it is not known which side is the client
        soupbintcp::Witness server;
        soupbintcp::LoginWitness login;
        std::optional<TcpSide> server_side;  // once recognised
        SoupConnection connection;
    };

    /// What one direction brings, on its way to the handler.
    template <class Handler>
    struct Heard {
        Handler& handler;
        Slot& slot;
        TcpSide side;
        const transport::Segment* cause;

        bool on_accepted(const soupbintcp::Accepted& accepted) noexcept
        {
            handler.on_accepted(known(), accepted);
            return true;
        }
        void on_rejected(char) noexcept { known(); }
        void on_sequenced(std::uint64_t first, std::span<const Bytes> messages, Timestamp) noexcept
        {
            handler.on_sequenced(known(), first, messages, *cause);
        }
        void on_end() noexcept { handler.on_end(known()); }
        void on_place_lost() noexcept { handler.on_place_lost(known()); }

        const SoupConnection& known() noexcept
        {
            if (!slot.server_side) {
                slot.recognise(side);
                handler.on_connection(slot.connection);
            }
            return slot.connection;
        }
    };

    /// What the reassembly brings, on its way to the slots.
    template <class Handler>
    struct Incoming {
        SoupConnections& self;
        Handler& handler;

        void on_opened(std::uint32_t number, const transport::TcpConnection& tcp) noexcept
        {
            self.slots_[number] = std::make_unique<Slot>(tcp, number, self.counters_);
        }
        void on_bytes(std::uint32_t number, TcpSide side, Bytes bytes,
                      const transport::Segment& cause) noexcept
        {
            auto& slot = self.slots_[number];
            if (slot == nullptr) return;
            if (slot->server_side.value_or(side) != side) return;  // what a client says
            if (slot->tcp.from_the_start && side == TcpSide::client) {
                slot->login.on_bytes(bytes);
                return;
            }
            Heard<Handler> heard{handler, *slot, side, &cause};
            slot->witness(side).on_bytes(bytes, cause.captured, heard);
            self.used_ |= slot->server_side.has_value();
            if (slot->is_foreign()) slot.reset();
        }
        void on_lost(std::uint32_t number, TcpSide side, std::uint64_t) noexcept
        {
            auto& slot = self.slots_[number];
            if (slot == nullptr || slot->server_side.value_or(side) != side) return;
            Heard<Handler> heard{handler, *slot, side, nullptr};
            slot->witness(side).on_lost(heard);
        }
        void on_closed(std::uint32_t number) noexcept
        {
            auto& slot = self.slots_[number];
            if (slot != nullptr && slot->server_side) handler.on_closed(slot->connection);
            slot.reset();
        }
    };

    Counters& counters_;
    transport::TcpReassembly reassembly_;
    std::vector<std::unique_ptr<Slot>> slots_;  // none: closed, or not SoupBinTCP
    bool used_ = false;
};

}  // namespace gapwire::pipeline
