// A client's bytes, and what a SoupBinTCP server says as a readable story.
#pragma once

#include <fmt/format.h>

#include <string>

#include "feed/soupbintcp/wire.hpp"
#include "sim/bytes.hpp"
#include "tests/sim/bytes.hpp"

namespace gapwire::sim::test {

inline ByteVector soup_packet(char type, Bytes payload = {})
{
    ByteVector out;
    append_layout(out, soupbintcp::PacketHeader{
                           U16be::of(static_cast<std::uint16_t>(1 + payload.size())), type});
    append(out, payload);
    return out;
}

struct Login {
    std::string_view user{};
    std::string_view password{};
    std::string_view session{};
    std::string_view number = "1";
    std::string_view more{};  // what 4.10 appends
};

inline ByteVector login_packet(const Login& login)
{
    ByteVector payload;
    append_layout(payload, soupbintcp::LoginRequest{
                               Ascii<6>::of(login.user), Ascii<10>::of(login.password),
                               Ascii<10>::of(login.session), Ascii<20>::of(login.number)});
    payload.insert(payload.end(), login.more.begin(), login.more.end());
    return soup_packet('L', payload);
}

/// "A[         S:                   1] S[a1] H Z " of whole packets; a rest as "+3 bytes".
inline std::string soup_story(Bytes bytes)
{
    std::string story;
    while (bytes.size() >= 3) {
        const std::size_t size = 2u + view_as<U16be>(bytes.data());
        if (size > bytes.size()) break;
        const char type = static_cast<char>(bytes[2]);
        const Bytes payload = bytes.subspan(3, size - 3);
        const std::string text(payload.begin(), payload.end());
        if (type == 'A')
            story += fmt::format("A[{}:{}] ", text.substr(0, 10), text.substr(10));
        else if (type == 'S')
            story += fmt::format("S[{}] ", hex(payload));
        else
            story += fmt::format("{}{} ", type, text);
        bytes = bytes.subspan(size);
    }
    if (!bytes.empty()) story += fmt::format("+{} bytes", bytes.size());
    return story;
}

}  // namespace gapwire::sim::test
