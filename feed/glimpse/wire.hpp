// The one message of GLIMPSE 5.0 that ITCH 5.0 does not have; it is carried by SoupBinTCP.
#pragma once

#include "core/bytes.hpp"

namespace gapwire::glimpse {

/// End of snapshot, as Nasdaq sends it: the first ITCH message that the snapshot does not hold.
struct EndOfSnapshot {
    static constexpr char type = 'G';

    char message_type;          //  0
    Ascii<20> sequence_number;  //  1  decimal, right-justified
};
static_assert(sizeof(EndOfSnapshot) == 21);

/// The same of GLIMPSE 2.0 (ODX); the length tells which one it is.
struct EndOfSnapshotBinary {
    char message_type;      // 0
    U64be sequence_number;  // 1
};
static_assert(sizeof(EndOfSnapshotBinary) == 9);

}  // namespace gapwire::glimpse
