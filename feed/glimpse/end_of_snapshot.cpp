// Reads the end of a snapshot.
#include "feed/glimpse/end_of_snapshot.hpp"

#include "feed/soupbintcp/login.hpp"

namespace gapwire::glimpse {
namespace {

/// Nothing for another length.
std::optional<std::optional<std::uint64_t>> number_of(Bytes message) noexcept
{
    if (message.size() == sizeof(EndOfSnapshot)) {
        const auto& field = view_as<EndOfSnapshot>(message.data()).sequence_number;
        return soupbintcp::parse_number({field.raw, sizeof field.raw});
    }
    if (message.size() == sizeof(EndOfSnapshotBinary))
        return view_as<EndOfSnapshotBinary>(message.data()).sequence_number.value();
    return std::nullopt;
}

}  // namespace

EndStatus parse_end_of_snapshot(Bytes message, NumberMeans means, std::uint64_t& first) noexcept
{
    const auto number = number_of(message);
    if (!number) return EndStatus::bad_length;
    if (!*number || **number >= soupbintcp::sequence_end) return EndStatus::bad_number;
    const std::uint64_t next = **number + (means == NumberMeans::last ? 1 : 0);
    if (next == 0) return EndStatus::bad_number;
    first = next;
    return EndStatus::ok;
}

}  // namespace gapwire::glimpse
