// Tells SoupBinTCP from other bytes.
#include "feed/soupbintcp/witness.hpp"

namespace gapwire::soupbintcp {
namespace {

constexpr std::size_t answer_bytes_max = 64;  // of 'A'; later versions may append

bool prints(std::uint8_t byte) noexcept
{
    return (byte >= ' ' && byte <= '~') || byte == '\t' || byte == '\r' || byte == '\n';
}

bool all_print(Bytes bytes) noexcept
{
    return std::all_of(bytes.begin(), bytes.end(), prints);
}

}  // namespace

// ---- packets anywhere

bool PacketSearch::take(Bytes& bytes) noexcept
{
    const std::size_t size = std::min(bytes.size(), buffer_.size() - held_);
    std::copy_n(bytes.begin(), size, buffer_.begin() + static_cast<std::ptrdiff_t>(held_));
    held_ += size;
    bytes = bytes.subspan(size);

    std::size_t at = 0;
    Verdict verdict = Verdict::no;
    for (; at < held_; ++at) {
        verdict = judge({buffer_.data() + at, held_ - at});
        if (verdict != Verdict::no) break;
    }
    passed_ = verdict == Verdict::yes ? 0 : passed_ + at;
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(at),
              buffer_.begin() + static_cast<std::ptrdiff_t>(held_), buffer_.begin());
    held_ -= at;
    return verdict == Verdict::yes;
}

PacketSearch::Verdict PacketSearch::judge(Bytes bytes) const noexcept
{
    for (std::size_t i = 0; i < packets_min; ++i) {
        if (bytes.size() < sizeof(PacketHeader)) return Verdict::more;
        const auto& header = view_as<PacketHeader>(bytes.data());
        if (header.length == 0) return Verdict::no;
        const std::size_t payload_size = header.length - 1u;
        if (!may_be_packet(header.type, payload_size)) return Verdict::no;
        if (bytes.size() < sizeof header + payload_size) return Verdict::more;
        if (!is_packet(header.type, bytes.subspan(sizeof header, payload_size))) return Verdict::no;
        bytes = bytes.subspan(sizeof header + payload_size);
    }
    return Verdict::yes;
}

bool PacketSearch::may_be_packet(char type, std::size_t payload_size) const noexcept
{
    switch (type) {
        case packet_type::sequenced_data:
            return payload_size > 0 && payload_size <= message_bytes_max;
        case packet_type::server_heartbeat:
        case packet_type::end_of_session: return payload_size == 0;
        case packet_type::debug: return payload_size <= debug_bytes_max;
        default: return false;
    }
}

bool PacketSearch::is_packet(char type, Bytes payload) const noexcept
{
    switch (type) {
        case packet_type::sequenced_data: return check_(payload);
        case packet_type::debug: return all_print(payload);
        default: return true;
    }
}

// ---- the beginning of a connection

void LoginWitness::on_bytes(Bytes bytes) noexcept
{
    if (done_) return;
    const std::size_t size = std::min(bytes.size(), buffer_.size() - held_);
    std::copy_n(bytes.begin(), size, buffer_.begin() + static_cast<std::ptrdiff_t>(held_));
    held_ += size;
    if (held_ < sizeof(PacketHeader)) return;
    const auto& header = view_as<PacketHeader>(buffer_.data());
    const std::size_t payload_size = header.length - std::min<std::size_t>(header.length, 1);
    if (header.type != packet_type::login_request || payload_size > payload_bytes_max) {
        done_ = true;
        return;
    }
    if (held_ < sizeof header + payload_size) return;
    done_ = true;
    request_ = parse_request({buffer_.data() + sizeof header, payload_size});
}

Witness::Opening Witness::judge_opening(Bytes bytes) noexcept
{
    for (;;) {
        if (bytes.size() < sizeof(PacketHeader)) break;
        const auto& header = view_as<PacketHeader>(bytes.data());
        if (header.length == 0) return Opening::foreign;
        const std::size_t payload_size = header.length - 1u;
        const bool is_whole = bytes.size() >= sizeof header + payload_size;
        const Bytes payload = is_whole ? bytes.subspan(sizeof header, payload_size) : Bytes();
        switch (header.type) {
            case packet_type::login_accepted:
                if (payload_size < sizeof(LoginAccepted) || payload_size > answer_bytes_max)
                    return Opening::foreign;
                if (is_whole) return parse_accepted(payload) ? Opening::server : Opening::foreign;
                break;
            case packet_type::login_rejected:
                if (payload_size != sizeof(LoginRejected)) return Opening::foreign;
                if (is_whole) return Opening::server;
                break;
            case packet_type::server_heartbeat:
                if (payload_size != 0) return Opening::foreign;
                break;
            case packet_type::debug:
                if (payload_size > PacketSearch::debug_bytes_max || !all_print(payload))
                    return Opening::foreign;
                break;
            default: return Opening::foreign;
        }
        if (!is_whole) break;
        bytes = bytes.subspan(sizeof header + payload_size);
    }
    return Opening::more;
}

}  // namespace gapwire::soupbintcp
