// The receiving end of one line: datagrams in batches, stamped, with what the kernel dropped.
#pragma once

#include <concepts>
#include <memory>

#include "core/counters.hpp"
#include "feed/transport/frame.hpp"
#include "feed/transport/udp_control.hpp"
#include "feed/transport/udp_socket.hpp"

namespace gapwire::transport {

/// Takes what a receiver hands over. Drops are told just before the first datagram that was queued
/// after them.
template <class T>
concept DatagramHandler = requires(T handler, const Datagram& datagram)
{
    handler.on_datagram(datagram);
    handler.on_kernel_drops(std::uint32_t{}, std::uint64_t{});  // line, datagrams
};

/// One UDP socket: a multicast line, or a unicast socket that also sends requests.
///
/// Output   handler.on_datagram(datagram): valid until the call returns. `captured` is the receive
///          stamp (see stamp_kind()), `destination` the group or bound address, `capture` the line.
/// Memory   batch_max datagrams of UdpOptions::datagram_max, touched by the constructor; nothing
///          afterwards.
/// Errors   OperatorError from the constructor, as open_udp(). Afterwards none: errors of the
///          system are counted (last_error() says which), datagrams that are too long are dropped
///          and counted, and receiving goes on.
/// Threads  one. A call of receive() is one system call, a call of send_to() another.
class UdpReceiver {
 public:
    static constexpr std::size_t batch_max = 32;

    UdpReceiver(const UdpOptions& options, Counters& counters);
    ~UdpReceiver();
    UdpReceiver(UdpReceiver&&) noexcept;
    UdpReceiver& operator=(UdpReceiver&&) noexcept;

    /// Takes datagrams that are there, and never waits: one from a socket that was empty, so that
    /// it is handed over before the kernel looks for more, then up to batch_max. Returns how many
    /// there were, dropped ones included: 0 means that the socket was empty.
    template <DatagramHandler Handler>
    std::size_t receive(Handler& handler) noexcept
    {
        const std::size_t count = fill();
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint64_t drops = read_drops(i);
            if (drops != 0) [[unlikely]]
                handler.on_kernel_drops(datagram_.capture, drops);
            if (read(i)) [[likely]]
                handler.on_datagram(std::as_const(datagram_));
        }
        return count;
    }

    /// Sends one datagram from this socket, and never waits. False, and counted, when the system
    /// does not take it.
    bool send_to(const Endpoint& endpoint, Bytes bytes) noexcept;

    /// The group, or the bound address; with the port.
    const Endpoint& local() const noexcept { return socket_.local; }
    std::size_t receive_buffer_asked() const noexcept { return buffer_asked_; }
    std::size_t receive_buffer_granted() const noexcept { return socket_.receive_buffer; }
    /// Of the last datagram; none before the first.
    StampKind stamp_kind() const noexcept { return stamp_kind_; }
    /// Datagrams that the kernel dropped, as far as it has said.
    std::uint64_t kernel_drops() const noexcept { return kernel_drops_; }
    /// The last errno of receiving or sending; 0: none yet.
    int last_error() const noexcept { return last_error_; }
    int native_handle() const noexcept { return socket_.descriptor.number(); }

 private:
    struct Batch;

    std::size_t fill() noexcept;
    std::uint64_t read_drops(std::size_t index) noexcept;
    bool read(std::size_t index) noexcept;

    UdpSocket socket_;
    std::unique_ptr<Batch> batch_;
    Counters* counters_;
    Datagram datagram_;
    std::size_t buffer_asked_;
    unsigned batch_next_ = 1;  // how many the next call takes
    std::uint64_t kernel_drops_ = 0;
    std::uint32_t drops_seen_ = 0;  // modulo 2^32, as the kernel counts
    int last_error_ = 0;
    StampKind stamp_kind_ = StampKind::none;
};

}  // namespace gapwire::transport
