// Logins, the stream behind them, and the ways in which a connection ends.
#include "sim/soup_server.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace gapwire::sim {
namespace {

namespace packet_type = soupbintcp::packet_type;
using soupbintcp::LoginRequest;
using soupbintcp::PacketHeader;

std::string_view trimmed(std::string_view text) noexcept
{
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

template <std::size_t N>
std::string_view trimmed(const Ascii<N>& field) noexcept
{
    return trimmed(std::string_view(field.raw, N));
}

char lower(char c) noexcept
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_in_any_case(std::string_view a, std::string_view b) noexcept
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::uint64_t> number_in(std::string_view digits) noexcept
{
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value);
    if (error != std::errc{} || end != digits.end()) return std::nullopt;
    return value;
}

}  // namespace

SoupServer::SoupServer(const MessageStore& store, SoupServerOptions options, Timestamp now)
    : store_(store),
      options_(std::move(options)),
      connected_(now),
      heard_(now),
      said_(now),
      data_from_(now)
{}

// ---- what the client says

void SoupServer::on_bytes(Bytes bytes, Timestamp now)
{
    heard_ = now;
    while (!bytes.empty() && end_ == SoupEnd::none) bytes = bytes.subspan(take(bytes, now));
}

/// Takes some bytes of one packet: those of its header, or those behind.
std::size_t SoupServer::take(Bytes bytes, Timestamp now)
{
    const bool in_header = packet_in_size_ < sizeof(PacketHeader);
    const std::size_t wanted = in_header ? sizeof(PacketHeader) - packet_in_size_ : packet_in_left_;
    const std::size_t taken = std::min(wanted, bytes.size());
    const std::size_t kept = std::min(taken, kept_max - packet_in_size_);
    std::copy_n(bytes.begin(), kept, packet_in_.begin() + packet_in_size_);
    packet_in_size_ += kept;
    if (in_header) {
        const std::uint16_t length = view_as<PacketHeader>(packet_in_.data()).length;
        if (packet_in_size_ >= sizeof length && length == 0) {
            finish(SoupEnd::protocol_error);
            return taken;
        }
        if (packet_in_size_ < sizeof(PacketHeader)) return taken;
        packet_in_left_ = length - 1u;
    } else {
        packet_in_left_ -= taken;
    }
    if (packet_in_left_ > 0) return taken;
    on_packet(now);
    packet_in_size_ = 0;
    return taken;
}

void SoupServer::on_packet(Timestamp now)
{
    const auto& header = view_as<PacketHeader>(packet_in_.data());
    switch (header.type) {
        case packet_type::login_request: {
            const bool is_whole = header.length > sizeof(LoginRequest);
            if (streaming_ || !is_whole) return finish(SoupEnd::protocol_error);
            return on_login(view_as<LoginRequest>(packet_in_.data() + sizeof header), now);
        }
        case packet_type::client_heartbeat: return;
        case packet_type::logout_request: return finish(SoupEnd::logged_out);
        default: ++packets_ignored_;
    }
}

void SoupServer::on_login(const LoginRequest& request, Timestamp now)
{
    if (options_.faults.reject != 0) {
        fault_happened_ = true;
        return reject(options_.faults.reject);
    }
    const auto asked = number_in(trimmed(request.requested_sequence_number));
    if (!is_authorised(request) || !asked) return reject('A');
    const bool is_there = options_.from_start_only ? *asked == 1 : *asked <= store_.next();
    if (!names_session(request) || !is_there) return reject('S');
    accept(*asked == 0 ? store_.next() : *asked, now);
}

bool SoupServer::is_authorised(const LoginRequest& request) const
{
    return options_.user.empty() ||
           (same_in_any_case(trimmed(request.username), trimmed(options_.user)) &&
            same_in_any_case(trimmed(request.password), trimmed(options_.password)));
}

bool SoupServer::names_session(const LoginRequest& request) const
{
    const std::string_view named = trimmed(request.requested_session);
    return named.empty() || named == trimmed(store_.session());
}

void SoupServer::accept(std::uint64_t number, Timestamp now)
{
    const SoupFaults& faults = options_.faults;
    fault_happened_ |= faults.session.has_value() || faults.skip > 0 || faults.data_delay_ns > 0;
    number_ = number + faults.skip;
    data_from_ = after(now, faults.data_delay_ns);
    streaming_ = true;
    const std::string session = faults.session.value_or(std::string(trimmed(store_.session())));
    put(packet_type::login_accepted,
        soupbintcp::LoginAccepted{Ascii<10>::of(fmt::format("{:>10}", session)),
                                  Ascii<20>::of(fmt::format("{:>20}", number_))});
}

void SoupServer::reject(char reason)
{
    put(packet_type::login_rejected, soupbintcp::LoginRejected{reason});
    end_ = SoupEnd::rejected;
}

/// Over at once: what is still on its way is not finished.
void SoupServer::finish(SoupEnd why)
{
    end_ = why;
    packet_out_.clear();
    produced_ = 0;
}

// ---- what the server says

void SoupServer::produce(std::size_t bytes_max, Timestamp now, ByteVector& out)
{
    check_time(now);
    if (options_.faults.silent) {
        fault_happened_ = true;
        packet_out_.clear();
        produced_ = 0;
        return;
    }
    while (bytes_max > 0 && (pending() > 0 || next_packet(now))) {
        const std::size_t size = std::min(pending(), bytes_max);
        append(out, Bytes(packet_out_).subspan(produced_, size));
        produced_ += size;
        bytes_max -= size;
        said_ = now;
    }
}

void SoupServer::check_time(Timestamp now)
{
    if (end_ != SoupEnd::none) return;
    if (!streaming_ && now >= after(connected_, options_.login_wait_max))
        finish(SoupEnd::login_late);
    else if (streaming_ && now >= after(heard_, options_.client_silence_max))
        finish(SoupEnd::client_silent);
}

/// Makes the next packet, if there is one to send now. REQUIRES: the last one was produced.
bool SoupServer::next_packet(Timestamp now)
{
    if (!is_streaming() || cut_off()) return false;
    if (now >= data_from_ && store_.has(number_)) {
        put(packet_type::sequenced_data, store_[number_++]);
        ++messages_sent_;
    } else if (now >= data_from_ && store_.ended()) {
        put(packet_type::end_of_session);
        end_ = SoupEnd::end_of_session;
    } else if (now >= after(said_, options_.heartbeat_ns)) {
        fault_happened_ |= options_.faults.no_heartbeats;
        if (options_.faults.no_heartbeats) return false;
        put(packet_type::server_heartbeat);
    } else {
        return false;
    }
    return true;
}

bool SoupServer::cut_off()
{
    if (options_.faults.close_after != messages_sent_) return false;
    fault_happened_ = true;
    finish(SoupEnd::fault);
    return true;
}

Timestamp SoupServer::next_time() const noexcept
{
    if (end_ != SoupEnd::none) return never;
    if (!streaming_) return after(connected_, options_.login_wait_max);
    const Timestamp silence = after(heard_, options_.client_silence_max);
    if (options_.faults.silent) return silence;
    Timestamp next = silence;
    if (!options_.faults.no_heartbeats) next = std::min(next, after(said_, options_.heartbeat_ns));
    const bool has_more = store_.has(number_) || store_.ended();
    if (has_more && data_from_ > said_) next = std::min(next, data_from_);
    return next;
}

template <class Payload>
void SoupServer::put(char type, const Payload& payload)
{
    put(type, bytes_of(payload));
}

void SoupServer::put(char type, Bytes payload)
{
    GAPWIRE_ASSERT(pending() == 0);
    packet_out_.clear();
    produced_ = 0;
    append_layout(packet_out_,
                  PacketHeader{U16be::of(static_cast<std::uint16_t>(1 + payload.size())), type});
    append(packet_out_, payload);
}

}  // namespace gapwire::sim
