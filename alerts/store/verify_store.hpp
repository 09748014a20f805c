// Checks every row of a store against the row before it.
#pragma once

#include "alerts/store/alert_store.hpp"

namespace gapwire::alerts {

struct Verification {
    std::int64_t rows = 0;          // that were found right, before the first broken one
    std::int64_t alerts = 0;        // among them
    std::string last_hash;          // of the last right row: 64 hex digits; empty without rows
    std::int64_t broken_seq = 0;    // the first broken row; 0: none
    std::string broken_why;         // "its hash is not that of what it says"
    std::int64_t expected_seq = 0;  // the row whose hash was expected; 0: none has it
};

/// Reads the whole log in one snapshot. Ok when it could be read as far as its end or its first
/// broken row, broken or not; a page that SQLite cannot read is a broken row, too.
///
/// A chain cannot show that its end was cut off, nor that all of it was written anew: note
/// `last_hash` elsewhere, and give it as `expected_hash` later.
StoreStatus verify_store(const StoreOptions& options, std::string_view expected_hash,
                         Verification& result);

}  // namespace gapwire::alerts
