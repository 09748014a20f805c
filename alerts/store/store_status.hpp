// Why a store could not do what it was asked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gapwire::alerts {

enum class StoreFault : std::uint8_t {
    none,
    busy,         // another process is writing, for longer than the busy wait
    full,         // no room on the disk
    read_only,    // the file or its folder may not be written
    io,           // the system failed to read or write
    corrupt,      // the file is a store, and damaged
    not_a_store,  // the file is something else, and left alone
    version,      // a store of another format version, and left alone
    owned,        // another `gapwire serve` has it
    refused,      // what was asked makes no sense, such as an unknown sink
    other,
};

constexpr std::string_view to_text(StoreFault fault) noexcept
{
    switch (fault) {
        case StoreFault::none: return "none";
        case StoreFault::busy: return "busy";
        case StoreFault::full: return "full";
        case StoreFault::read_only: return "read_only";
        case StoreFault::io: return "io";
        case StoreFault::corrupt: return "corrupt";
        case StoreFault::not_a_store: return "not_a_store";
        case StoreFault::version: return "version";
        case StoreFault::owned: return "owned";
        case StoreFault::refused: return "refused";
        case StoreFault::other: return "other";
    }
    return "?";
}

/// What every call of a store returns. `reason` is for the operator: "alerts.db: disk is full".
struct [[nodiscard]] StoreStatus {
    StoreFault fault = StoreFault::none;
    std::string reason{};

    bool ok() const noexcept { return fault == StoreFault::none; }
};

}  // namespace gapwire::alerts
