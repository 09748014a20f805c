// Receives with recvmmsg into memory fixed at construction.
#include "feed/transport/udp_receiver.hpp"

#include <cerrno>

#include "core/region.hpp"
#include "feed/transport/socket_address.hpp"

namespace gapwire::transport {
namespace {

/// The distance of two datagrams in memory. An odd number of cache lines, or all would begin in the
/// same set of the cache.
constexpr std::size_t stride_of(std::size_t datagram_max) noexcept
{
    constexpr std::size_t line = 64;
    constexpr std::size_t lines_of_a_frame = 25;  // what fills an Ethernet frame takes 23 or 24
    const std::size_t lines = (datagram_max + line - 1) / line;
    return ((lines | 63) + 1 + lines_of_a_frame) * line;
}

}  // namespace

/// What recvmmsg needs, with the pointers between its parts set once.
struct UdpReceiver::Batch {
    explicit Batch(std::size_t datagram_max)
        : stride(stride_of(datagram_max)), payloads(batch_max * stride, true)
    {
        for (std::size_t i = 0; i < batch_max; ++i) {
            pieces[i] = {payloads.data() + i * stride, datagram_max};
            msghdr& header = headers[i].msg_hdr;
            header.msg_iov = &pieces[i];
            header.msg_iovlen = 1;
            header.msg_name = &names[i];
            header.msg_control = controls[i].bytes;
            make_ready(i);
        }
    }

    /// The kernel writes here how much of the room it used.
    void make_ready(std::size_t index) noexcept
    {
        msghdr& header = headers[index].msg_hdr;
        header.msg_namelen = sizeof names[index];
        header.msg_controllen = control_bytes;
    }

    struct alignas(64) Control {
        std::uint8_t bytes[control_bytes];
    };

    std::size_t stride;
    LargeArray<std::uint8_t> payloads;
    std::array<mmsghdr, batch_max> headers{};
    std::array<iovec, batch_max> pieces{};
    std::array<sockaddr_in6, batch_max> names{};
    std::array<Control, batch_max> controls{};
    std::size_t used = 0;  // headers that the last call changed
};

UdpReceiver::UdpReceiver(const UdpOptions& options, Counters& counters)
    : socket_(open_udp(options)),
      batch_(std::make_unique<Batch>(options.datagram_max)),
      counters_(&counters),
      buffer_asked_(options.receive_buffer)
{
    datagram_.capture = options.line;
    datagram_.destination = socket_.local;
}

UdpReceiver::~UdpReceiver() = default;
UdpReceiver::UdpReceiver(UdpReceiver&&) noexcept = default;
UdpReceiver& UdpReceiver::operator=(UdpReceiver&&) noexcept = default;

std::size_t UdpReceiver::fill() noexcept
{
    Batch& batch = *batch_;
    for (std::size_t i = 0; i < batch.used; ++i) batch.make_ready(i);
    const int count =
        ::recvmmsg(native_handle(), batch.headers.data(), batch_next_, MSG_DONTWAIT, nullptr);
    batch.used = count > 0 ? static_cast<std::size_t>(count) : 0;
    batch_next_ = batch.used == batch_next_ ? batch_max : 1;
    if (count < 0 && errno != EAGAIN && errno != EINTR) {
        last_error_ = errno;
        counters_->add(Counter::udp_receive_errors);
    }
    return batch.used;
}

std::uint64_t UdpReceiver::read_drops(std::size_t index) noexcept
{
    const DatagramControl control = read_control(batch_->headers[index].msg_hdr);
    datagram_.captured = control.stamp;
    stamp_kind_ = control.kind;
    if (!control.has_drops || control.drops == drops_seen_) return 0;
    const std::uint32_t drops = control.drops - drops_seen_;
    drops_seen_ = control.drops;
    kernel_drops_ += drops;
    counters_->add(Counter::udp_kernel_drops, drops);
    return drops;
}

bool UdpReceiver::read(std::size_t index) noexcept
{
    const mmsghdr& header = batch_->headers[index];
    ++datagram_.packet;
    if ((header.msg_hdr.msg_flags & MSG_TRUNC) != 0) {
        counters_->add(Counter::udp_truncated);
        return false;
    }
    counters_->add(Counter::datagrams);
    datagram_.source = endpoint_of(header.msg_hdr.msg_name);
    datagram_.payload = {batch_->payloads.data() + index * batch_->stride, header.msg_len};
    return true;
}

bool UdpReceiver::send_to(const Endpoint& endpoint, Bytes bytes) noexcept
{
    const SocketAddress address = socket_address(endpoint);
    const ssize_t sent = ::sendto(native_handle(), bytes.data(), bytes.size(),
                                  MSG_DONTWAIT | MSG_NOSIGNAL, address.get(), address.size);
    if (sent == static_cast<ssize_t>(bytes.size())) return true;
    last_error_ = errno;
    counters_->add(Counter::udp_send_failures);
    return false;
}

}  // namespace gapwire::transport
