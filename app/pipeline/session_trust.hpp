// What speaks against all books of a session at once, and the state that follows from it.
#pragma once

#include "core/update.hpp"

namespace gapwire::pipeline {

struct SessionTrust {
    bool joined_late = false;   // orders from before are missing
    bool lost = false;          // messages are missing
    bool hole_open = false;     // messages are missing, and being asked for: nothing is new
    bool silent = false;        // nothing is heard, not even heartbeats
    bool snapshot_due = false;  // a snapshot is being fetched for what is missing

    /// Whether orders may be missing, or be there that are gone: only a snapshot cures it.
    bool is_incomplete() const noexcept { return joined_late || lost; }

    /// The state of a book against which nothing else speaks.
    BookState state() const noexcept
    {
        if (silent) return BookState::stale;
        if (is_incomplete() && snapshot_due) return BookState::recovering;
        if (lost) return BookState::stale;
        if (hole_open) return BookState::recovering;
        return joined_late ? BookState::unknown : BookState::valid;
    }
};

}  // namespace gapwire::pipeline
