// Packets of MDP 3.0 put together byte by byte, for tests of sizes and versions.
#pragma once

#include <vector>

#include "feed/mdp3/wire.hpp"
#include "tests/hex.hpp"

namespace gapwire::mdp3::test {

using ByteVector = std::vector<std::uint8_t>;

using gapwire::test::bytes_from;

inline void append(ByteVector& out, Bytes bytes)
{
    out.insert(out.end(), bytes.begin(), bytes.end());
}

/// One message; `size` follows from what it is given, unless it is set.
class MessageBuilder {
 public:
    explicit MessageBuilder(std::uint16_t template_id, std::uint16_t version = 13,
                            std::uint16_t schema = 1)
        : header_{{}, {}, U16le::of(template_id), U16le::of(schema), U16le::of(version)}
    {}

    /// The root block: a layout, then zeros or what padding says up to `length`.
    template <class Layout>
    MessageBuilder& root(const Layout& layout, std::size_t length = sizeof(Layout),
                         std::uint8_t padding = 0)
    {
        header_.block_length = U16le::of(static_cast<std::uint16_t>(length));
        return block(layout, length, padding);
    }
    MessageBuilder& root() { return root(IncrementalRoot{U64le::of(7), 0x80}, 11); }
    MessageBuilder& group(std::size_t block_length, std::size_t count)
    {
        append(body_, bytes_of(GroupSize{U16le::of(static_cast<std::uint16_t>(block_length)),
                                         static_cast<std::uint8_t>(count)}));
        return *this;
    }
    MessageBuilder& group8(std::size_t block_length, std::size_t count)
    {
        append(body_, bytes_of(GroupSize8{U16le::of(static_cast<std::uint16_t>(block_length)),
                                          {},
                                          static_cast<std::uint8_t>(count)}));
        return *this;
    }
    template <class Layout>
    MessageBuilder& block(const Layout& layout, std::size_t length = sizeof(Layout),
                          std::uint8_t padding = 0)
    {
        const Bytes bytes = bytes_of(layout);
        append(body_, bytes.first(std::min(length, bytes.size())));
        if (length > bytes.size()) pad(length - bytes.size(), padding);
        return *this;
    }
    MessageBuilder& pad(std::size_t count, std::uint8_t value = 0)
    {
        body_.insert(body_.end(), count, value);
        return *this;
    }
    MessageBuilder& claim_size(std::size_t size)
    {
        claimed_ = size;
        return *this;
    }

    ByteVector bytes() const
    {
        MessageHeader header = header_;
        const std::size_t size = sizeof header + body_.size();
        header.size = U16le::of(static_cast<std::uint16_t>(claimed_ == SIZE_MAX ? size : claimed_));
        ByteVector out;
        append(out, bytes_of(header));
        append(out, body_);
        return out;
    }

 private:
    MessageHeader header_;
    ByteVector body_;
    std::size_t claimed_ = SIZE_MAX;
};

/// A UDP packet of some messages.
inline ByteVector packet_of(std::initializer_list<MessageBuilder> messages)
{
    ByteVector out;
    append(out, bytes_of(PacketHeader{U32le::of(500), U64le::of(1'737'988'200'000'000'000)}));
    for (const MessageBuilder& message : messages) append(out, message.bytes());
    return out;
}

/// A bid of instrument 42 at level 1: 21300.25 x 12, five orders.
inline BookEntry bid()
{
    return {.price = I64le::of(21'300'250'000'000),
            .size = I32le::of(12),
            .security_id = I32le::of(42),
            .rpt_seq = U32le::of(1001),
            .number_of_orders = I32le::of(5),
            .price_level = 1,
            .update_action = 1,
            .entry_type = '0'};
}

}  // namespace gapwire::mdp3::test
