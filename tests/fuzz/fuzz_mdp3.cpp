// Any bytes as an MDP 3.0 packet: what is accepted and delivered, against plain reading of bytes.
#include "core/assert.hpp"
#include "tests/mdp3/event_text.hpp"
#include "tests/mdp3/field_text.hpp"

using namespace gapwire;
using mdp3::DecodeStatus;
using mdp3::PacketStatus;

namespace {

std::size_t number(Bytes bytes, std::size_t at, std::size_t size)
{
    std::size_t value = 0;
    for (std::size_t i = size; i > 0; --i) value = value * 256 + bytes[at + i - 1];
    return value;
}

/// One message as the sheet says, and in no other way.
class Plain {
 public:
    explicit Plain(Bytes message) : message_(message), end_(message.size())
    {
        shape_ = number(message, 6, 2) == 1
                     ? mdp3::find_template(static_cast<std::uint16_t>(number(message, 4, 2)))
                     : nullptr;
        if (shape_ == nullptr) return;
        const std::size_t root = number(message_, 2, 2);
        at_ = 10 + root;
        is_whole_ = at_ <= end_ && root >= shortest(shape_->fields, shape_->since);
        for (const mdp3::Group& group : shape_->groups)
            if (is_whole_ && !read(group)) break;
    }

    bool is_whole() const { return is_whole_; }
    const mdp3::Template* shape() const { return shape_; }
    std::size_t count(std::size_t group) const { return group < 7 ? counts_[group] : 0; }

    /// How many events a decoder gives of it.
    std::size_t events() const
    {
        // clang-format off
        switch (shape_->id) {
            case 4: return std::max<std::size_t>(1, has_channel() ? count(0) : 1);
            case 27: case 29: case 30: case 41: case 54: case 55: case 56: return 1;
            case 32: case 46: case 64: return count(0) + count(1);
            case 33: case 34: case 35: case 36: case 37: case 42: case 43: case 47: case 48:
            case 49: case 50: case 51: case 65: case 66: case 67: return count(0);
            case 38: case 52: case 69: return count(0) + 3;
            case 44: case 53: return count(0) + 2;
            default: return 0;
        }
        // clang-format on
    }

 private:
    static std::size_t shortest(std::span<const mdp3::Field> fields, std::size_t since)
    {
        std::size_t end = 0;
        for (const mdp3::Field& field : fields)
            if (field.since <= since) end = std::max(end, field.end());
        return end;
    }

    bool read(const mdp3::Group& group)
    {
        const auto dimension = static_cast<std::size_t>(group.dimension);
        if (at_ + dimension > end_ || number(message_, 8, 2) < group.since) return false;
        const std::size_t length = number(message_, at_, 2);
        const std::size_t entries = message_[at_ + dimension - 1];
        at_ += dimension + length * entries;
        const std::size_t since = std::max(group.since, shape_->since);
        is_whole_ = at_ <= end_ && (entries == 0 || length >= shortest(group.fields, since));
        lengths_[read_] = length;
        counts_[read_++] = entries;
        return true;
    }
    bool has_channel() const { return number(message_, 8, 2) >= 3 && lengths_[0] >= 2; }

    Bytes message_;
    std::size_t end_;
    std::size_t at_ = 0;
    const mdp3::Template* shape_ = nullptr;
    bool is_whole_ = true;
    std::array<std::size_t, 7> counts_{};
    std::array<std::size_t, 7> lengths_{};
    std::size_t read_ = 0;
};

bool is_whole(Bytes packet)
{
    if (packet.size() < 22) return false;
    std::size_t at = 12;
    while (at < packet.size()) {
        if (packet.size() - at < 10) return false;
        const std::size_t size = number(packet, at, 2);
        if (size < 10 || size > packet.size() - at) return false;
        if (!Plain(packet.subspan(at, size)).is_whole()) return false;
        at += size;
    }
    return true;
}

void check_message(Bytes message)
{
    const Plain plain(message);
    mdp3::test::EventText text;
    const DecodeStatus status = mdp3::decode(message, text);
    static_cast<void>(mdp3::symbol_in(message));
    static_cast<void>(mdp3::names_security(message, 42));
    if (plain.shape() == nullptr) {
        GAPWIRE_ASSERT(status == DecodeStatus::other_schema ||
                       status == DecodeStatus::unknown_template);
        GAPWIRE_ASSERT(text.lines().empty());
        return;
    }
    const bool ends = text.lines().back().starts_with("end ");
    GAPWIRE_ASSERT(text.lines().size() == 1 + plain.events() + (ends ? 1 : 0));
    mdp3::test::FieldText fields;
    GAPWIRE_ASSERT(mdp3::walk(*plain.shape(), message, fields) <= message.size());
}

void check_packet(Bytes datagram)
{
    mdp3::Packet packet;
    const bool is_accepted = mdp3::parse_packet(datagram, packet) == PacketStatus::ok;
    GAPWIRE_ASSERT(is_accepted == is_whole(datagram));
    if (!is_accepted) return;
    for (Bytes rest = packet.messages; !rest.empty();) check_message(mdp3::take_message(rest));
}

/// The bytes as one message of a template that they choose, so that all of them are reached soon.
void check_as_message(Bytes bytes)
{
    const std::size_t chosen = bytes[0] % mdp3::templates().size();
    const std::uint16_t id = mdp3::templates()[chosen].id;
    std::vector<std::uint8_t> packet(22);
    packet.insert(packet.end(), bytes.begin() + 3, bytes.end());
    const std::size_t size = packet.size() - 12;
    const std::array<std::size_t, 5> header{size, bytes[1], id, 1, bytes[2] % 16u};
    for (std::size_t i = 0; i < header.size(); ++i) {
        packet[12 + 2 * i] = static_cast<std::uint8_t>(header[i]);
        packet[13 + 2 * i] = static_cast<std::uint8_t>(header[i] >> 8);
    }
    check_packet(packet);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes bytes{data, size};
    check_packet(bytes);
    if (size >= 3 && size < 60'000) check_as_message(bytes);
    return 0;
}
