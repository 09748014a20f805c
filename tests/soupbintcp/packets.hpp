// SoupBinTCP packets by their fields, as bytes.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "feed/soupbintcp/wire.hpp"

namespace gapwire::soupbintcp::test {

using ByteVector = std::vector<std::uint8_t>;

inline Bytes as_bytes(std::string_view text) noexcept
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
inline std::string text_of(Bytes bytes)
{
    return {bytes.begin(), bytes.end()};
}
inline void append(ByteVector& out, Bytes bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}
inline ByteVector joined(std::initializer_list<ByteVector> parts)
{
    ByteVector all;
    for (const ByteVector& part : parts) append(all, part);
    return all;
}

inline ByteVector packet(char type, std::string_view payload = {})
{
    ByteVector out;
    const auto length = static_cast<std::uint16_t>(1 + payload.size());
    append(out, gapwire::bytes_of(PacketHeader{U16be::of(length), type}));
    append(out, as_bytes(payload));
    return out;
}

inline std::string padded_left(std::string_view text, std::size_t size)
{
    return std::string(size - text.size(), ' ') + std::string(text);
}
inline ByteVector accepted(std::string_view session, std::string_view sequence)
{
    return packet('A', padded_left(session, 10) + padded_left(sequence, 20));
}
inline ByteVector accepted(std::string_view session, std::uint64_t sequence)
{
    return accepted(session, std::to_string(sequence));
}
/// Consecutive sequenced messages of text.
inline ByteVector data(const std::vector<std::string>& messages)
{
    ByteVector out;
    for (const std::string& message : messages) append(out, packet('S', message));
    return out;
}

}  // namespace gapwire::soupbintcp::test
