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

/// Whether its PossDupFlag says that it was sent before.
bool is_possible_duplicate(const std::string& raw);

/// What QuickFIX gets to see of a message: of session messages the fields that it needs, of others
/// what is in front of the first field that is none of the header. All of one whose checksum is
/// wrong.
std::string for_session(const std::string& raw);

/// A ResendRequest with this EndSeqNo (16) instead of its own.
std::string with_end(const std::string& request, std::uint64_t end);

/// `again`, a message that QuickFIX sends once more, with the fields behind its header as they were
/// in `original`: it does not know groups, and would sort them.
std::string with_body_of(const std::string& original, const std::string& again);

}  // namespace fix_session
}  // namespace gapwire
