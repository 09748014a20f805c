// FIX messages as text, as far as the session layer has to look into them.
#pragma once

#include <cstdint>
#include <string>

namespace gapwire {
namespace fix_session {

/// MsgSeqNum; 0: it has none.
std::uint64_t number_in(const std::string& raw);
/// Whether it is of this type, one character.
bool is_of_type(const std::string& raw, char type);

/// What QuickFIX gets to see of a message: all of a session message, and of one whose checksum is
/// wrong; of others what is in front of the first field that is none of the header.
std::string for_session(const std::string& raw);

}  // namespace fix_session
}  // namespace gapwire
