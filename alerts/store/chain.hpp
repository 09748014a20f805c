// The rows of the log and the chain of hashes through them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "core/types.hpp"

namespace gapwire::alerts {

/// SHA-256.
using Hash = std::array<std::uint8_t, 32>;

/// What a row says, apart from its own hash. docs/store.md lists the kinds.
struct LogRow {
    std::int64_t seq = 0;   // from 1, without holes
    std::int64_t time = 0;  // when it was written, ns since the Unix epoch
    std::string_view kind{};
    std::string_view payload{};  // JSON
    std::string_view line{};     // of alerts: alert_json(); else empty
    Hash previous{};             // the hash of the row before; of the first row zeros
};

/// SHA-256 of previous, seq and time (8 bytes each, big-endian), then kind, payload and line, each
/// behind its length (8 bytes, big-endian).
Hash hash_of(const LogRow& row);

/// SHA-256 as 64 hexadecimal digits: what a configuration file or a build is known by.
std::string sha256_hex(std::string_view text);
std::string hex(std::span<const std::uint8_t> bytes);

}  // namespace gapwire::alerts
