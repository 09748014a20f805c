// Puts the end of a file into words.
#include "feed/transport/packet.hpp"

#include <fmt/format.h>

namespace gapwire::transport {

ReadEnd end_of_input(const Input& input, std::string_view record)
{
    const std::uint64_t offset = input.offset();
    if (const InputFailure& failure = input.failure()) {
        return {failure.truncated ? ReadStatus::truncated : ReadStatus::malformed, offset,
                failure.reason};
    }
    const std::size_t left = input.window().size();
    if (left == 0) return {ReadStatus::end, offset, {}};
    return {ReadStatus::truncated, offset,
            fmt::format("the file ends inside a {}, after {} bytes of it", record, left)};
}

ReadEnd malformed_at(const Input& input, std::string reason)
{
    return {ReadStatus::malformed, input.offset(), std::move(reason)};
}

}  // namespace gapwire::transport
