// pcapng sections (little-endian, nanoseconds) as bytes: header, interfaces, packets.
#pragma once

#include <string_view>

#include "core/types.hpp"
#include "sim/bytes.hpp"

namespace gapwire::sim {

/// Section header block with a comment (opt_comment) for people who open the file.
void append_section_header(ByteVector& out, std::string_view comment);

/// Interface description block: Ethernet, no snap length, if_name, if_tsresol 9. Interfaces are
/// numbered from 0 in the order in which they are appended.
void append_interface(ByteVector& out, std::string_view name);

/// Enhanced packet block, captured whole. REQUIRES: captured.ns >= 0.
void append_packet(ByteVector& out, std::uint32_t interface, Timestamp captured, Bytes frame);

}  // namespace gapwire::sim
