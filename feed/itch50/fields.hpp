// Every field of every ITCH 5.0 message by name, for people and for tests that compare decoders.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "feed/itch50/wire.hpp"

namespace gapwire::itch50 {

enum class FieldKind : std::uint8_t { integer, code, text, price_4, price_8 };

/// Where a field lies in its message. Names are those that Wireshark's dissector gives them.
struct Field {
    std::string_view name;
    std::uint8_t offset;
    std::uint8_t size;
    FieldKind kind;
};

/// The fields of a message type in the order of the message, header fields first (without the
/// type); empty for an unknown type.
std::span<const Field> fields_of(char type) noexcept;

/// A field's value as text: integers and timestamps (ns since midnight) in decimal, codes as their
/// one character, text without padding, prices as exact decimals.
/// REQUIRES: the message is at least as long as its type.
std::string value_text(const Field& field, Bytes message);

/// Whether value_text is a number in JSON as it stands (prices are strings there).
constexpr bool is_number(FieldKind kind) noexcept
{
    return kind == FieldKind::integer;
}

/// The stock a message names, trimmed; empty for types without one.
std::string_view stock_of(Bytes message) noexcept;

}  // namespace gapwire::itch50
