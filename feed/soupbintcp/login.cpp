// Fields of fixed width: numbers and names at the beginning of a SoupBinTCP connection.
#include "feed/soupbintcp/login.hpp"

#include <algorithm>
#include <charconv>

namespace gapwire::soupbintcp {
namespace {

std::string_view trimmed(std::string_view text) noexcept
{
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(' ') - begin + 1);
}

template <std::size_t N>
std::string_view raw(const Ascii<N>& field) noexcept
{
    return {field.raw, N};
}

template <std::size_t N>
Ascii<N> padded_right(const Text<N>& text) noexcept
{
    return Ascii<N>::of(text.view());
}

bool prints(char c) noexcept
{
    return c >= ' ' && c <= '~';
}

Ascii<20> number_field(std::uint64_t number) noexcept
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    Ascii<20> field;
    std::fill(std::begin(field.raw), std::end(field.raw), ' ');
    std::copy_backward(digits, end, std::end(field.raw));
    return field;
}

}  // namespace

std::optional<std::uint64_t> parse_number(std::string_view field) noexcept
{
    const std::string_view digits = trimmed(field);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (number >= sequence_end) return std::nullopt;
    return number;
}

SessionId session_of(std::string_view name) noexcept
{
    const std::string_view inner = trimmed(name);
    SessionId session;
    session.raw.fill(' ');
    std::copy_n(inner.begin(), std::min(inner.size(), session.raw.size()), session.raw.begin());
    return session;
}

std::optional<Accepted> parse_accepted(Bytes payload) noexcept
{
    if (payload.size() < sizeof(LoginAccepted)) return std::nullopt;
    const auto& fields = view_as<LoginAccepted>(payload.data());
    const auto sequence = parse_number(raw(fields.sequence_number));
    const std::string_view session = raw(fields.session);
    if (!sequence || *sequence == 0 || !std::all_of(session.begin(), session.end(), prints))
        return std::nullopt;
    return Accepted{session_of(session), *sequence};
}

std::optional<Request> parse_request(Bytes payload) noexcept
{
    if (payload.size() < sizeof(LoginRequest)) return std::nullopt;
    const auto& fields = view_as<LoginRequest>(payload.data());
    const auto sequence = parse_number(raw(fields.requested_sequence_number));
    if (!sequence) return std::nullopt;
    return Request{session_of(raw(fields.requested_session)), *sequence};
}

LoginPacket login_packet(const Login& login, const Request& request) noexcept
{
    return {{U16be::of(sizeof(LoginPacket) - sizeof(U16be)), packet_type::login_request},
            {padded_right(login.username), padded_right(login.password),
             padded_right(request.session), number_field(request.sequence)}};
}

}  // namespace gapwire::soupbintcp
