// FIX messages as text, as far as the session layer has to look into them.
#pragma once

#include <cstdint>
#include <string>

namespace gapwire {
namespace fix_session {

/// MsgSeqNum; 0: it has none.
std::uint64_t number_in(const std::string& raw);
/// Whether all numbers of messages in it are such that QuickFIX, which has 32 bits, can count them.
bool numbers_fit(const std::string& raw);
/// Whether it is of this type, one character.
bool is_of_type(const std::string& raw, char type);

/// What QuickFIX gets to see of a message: of session messages the fields that it needs, of others
/// what is in front of the first field that is none of the header. All of one whose checksum is
/// wrong.
std::string for_session(const std::string& raw);

}  // namespace fix_session
}  // namespace gapwire
