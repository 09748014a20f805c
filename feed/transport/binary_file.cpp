// Walks BinaryFILE at the speed of memory: one load and one add a message.
#include "feed/transport/binary_file.hpp"

#include "core/assert.hpp"
#include "core/bytes.hpp"
#include "feed/itch50/wire.hpp"

namespace gapwire::transport {
namespace {

constexpr std::size_t length_size = sizeof(U16be);
constexpr std::size_t messages_looked_at = 6;
constexpr std::uint16_t longer_than_known_max = 64;  // what a later revision may have appended
constexpr std::uint16_t likely_length_max = 128;

std::uint16_t length_at(const std::uint8_t* at) noexcept
{
    return view_as<U16be>(at).value();
}

bool is_letter(std::uint8_t byte) noexcept
{
    return (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
}

}  // namespace

bool is_binary_file(Bytes front) noexcept
{
    if (front.size() <= length_size) return false;
    const std::uint16_t known = itch50::length_of(static_cast<char>(front[length_size]));
    const std::uint16_t first = length_at(front.data());
    if (known == 0 || first < known || first > known + longer_than_known_max) return false;

    std::size_t at = length_size + first;
    for (std::size_t i = 1; i < messages_looked_at && at + length_size < front.size(); ++i) {
        const std::uint16_t length = length_at(front.data() + at);
        if (length == 0) return true;  // the end, see ended()
        if (length > likely_length_max || !is_letter(front[at + length_size])) return false;
        at += length_size + length;
    }
    return true;
}

std::size_t BinaryFile::next_batch(std::span<Bytes> messages)
{
    GAPWIRE_ASSERT(!messages.empty());
    const std::size_t count = walk(messages);
    if (count > 0) return count;
    return has_whole_message() ? walk(messages) : 0;
}

/// The whole messages that are in memory.
std::size_t BinaryFile::walk(std::span<Bytes> messages) noexcept
{
    const Bytes window = input_.window();
    const std::uint8_t* at = window.data();
    const std::uint8_t* const end = at + window.size();
    std::size_t count = 0;
    while (count < messages.size() && static_cast<std::size_t>(end - at) > length_size) {
        const std::size_t length = length_at(at);
        if (length == 0 || length > static_cast<std::size_t>(end - at) - length_size) break;
        messages[count++] = {at + length_size, length};
        at += length_size + length;
    }
    input_.skip(static_cast<std::size_t>(at - window.data()));
    return count;
}

/// Brings the next message into memory, or ends the file.
bool BinaryFile::has_whole_message()
{
    if (ended_.status != ReadStatus::packet) return false;
    const Bytes front = input_.ahead(length_size);
    if (front.size() < length_size) {
        ended_ = end_of_input(input_, "message");
    } else if (const std::size_t length = length_at(front.data()); length == 0) {
        ended_ = {ReadStatus::truncated, input_.offset(), "a message of length 0"};
    } else if (input_.ahead(length_size + length).size() < length_size + length) {
        ended_ = end_of_input(input_, "message");
    } else {
        return true;
    }
    if (ended_.status == ReadStatus::truncated) {
        counters_->add(Counter::binaryfile_short_tail);
        counters_->add(Counter::capture_truncated_files);
    } else if (ended_.status == ReadStatus::malformed) {
        counters_->add(Counter::capture_malformed_files);
    }
    return false;
}

}  // namespace gapwire::transport
