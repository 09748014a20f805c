// Every field of every MDP 3.0 message by name, for people and for tests that compare decoders.
#pragma once

#include <string>

#include "core/bytes.hpp"
#include "feed/mdp3/message.hpp"
#include "feed/mdp3/templates.hpp"

namespace gapwire::mdp3 {

enum class ValueKind : std::uint8_t {
    none,    // null on the wire; the text is empty
    number,  // a number in JSON as it stands
    text,    // prices too, as exact decimals
};

struct Value {
    ValueKind kind = ValueKind::none;
    std::string text;

    friend bool operator==(const Value&, const Value&) = default;
};

/// A value for people: numbers in decimal; times in ns; decimals exact; dates as 2025-01-24; months
/// as 2025-03, with -day or w-week where there is one; names of values; names of bits that are set,
/// joined by '|'; a value or bit without a name as its number (bit: "bit30"); text without padding.
/// REQUIRES: bytes.size() == type.size.
Value value_of(const Type& type, Bytes bytes);

/// Whether a message is about an instrument: its root block or one of its entries has its id.
/// REQUIRES: a message of a packet that was accepted.
bool names_security(Bytes message, SecurityId security) noexcept;

/// The symbol that a message names in its root block, trimmed; empty where there is none. REQUIRES:
/// `bytes` are a message of a packet that was accepted.
std::string_view symbol_in(Bytes bytes) noexcept;

namespace detail {

template <class Visitor>
void walk_block(std::span<const Field> fields, Bytes block, std::uint16_t version, Visitor& visitor)
{
    for (const Field& field : fields)
        if (field.is_present(block.size(), version))
            visitor.field(field, block.subspan(field.offset, field.type->size));
}

}  // namespace detail

/// Visits everything in a message that its version has, in the order of the message:
/// visitor.field(field, bytes); for each group visitor.begin_group(group, count), for each of its
/// entries visitor.begin_entry(index) and its fields, then visitor.end_group(). Constants are
/// fields of no bytes.
///
/// Input    `message` as `shape`: the template that its header names, of a packet that was
/// accepted. Output   bytes of the message that have been read; those behind are padding, or of a
/// later
///          version.
template <class Visitor>
std::size_t walk(const Template& shape, Bytes bytes, Visitor& visitor)
{
    const detail::Message message(bytes);
    const std::uint16_t version = message.version();
    std::size_t at = sizeof(MessageHeader) + message.root_length();
    detail::walk_block(shape.fields, bytes.first(at).subspan(sizeof(MessageHeader)), version,
                       visitor);
    for (const Group& group : shape.groups) {
        const auto dimension = static_cast<std::size_t>(group.dimension);
        if (bytes.size() - at < dimension || version < group.since) break;
        const std::size_t block_length = view_as<GroupSize>(bytes.data() + at).block_length;
        const std::size_t count = bytes[at + dimension - 1];
        at += dimension;
        visitor.begin_group(group, count);
        for (std::size_t i = 0; i < count; ++i, at += block_length) {
            visitor.begin_entry(i);
            detail::walk_block(group.fields, bytes.subspan(at, block_length), version, visitor);
        }
        visitor.end_group();
    }
    return at;
}

}  // namespace gapwire::mdp3
