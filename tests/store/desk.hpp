// A keeper with two sinks, and what it told its operator.
#pragma once

#include "alerts/store/store_keeper.hpp"
#include "alerts/store/verify_store.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {

using Ids = std::vector<std::uint64_t>;

class Desk {
 public:
    explicit Desk(StoreOptions options, Timestamp now = at(1), std::size_t held_max = 100)
        : keeper(
              {.store = std::move(options),
               .run = {"c", "r", "b"},
               .sinks = {"web", "mail"},
               .held_max = held_max},
              [this](std::string_view text) { told.emplace_back(text); }, now)
    {}

    /// Hands everything pending to the sink, which takes it.
    Ids drain(std::string_view sink, Timestamp now)
    {
        Ids ids;
        for (const Outgoing& one : keeper.pending(sink, 1'000, now)) {
            keeper.delivered(sink, one.ticket);
            ids.push_back(one.alert.id);
            unstored += one.is_stored ? 0 : 1;
        }
        return ids;
    }
    bool was_told(std::string_view text) const
    {
        for (const std::string& line : told)
            if (line.find(text) != std::string::npos) return true;
        return false;
    }
    std::uint64_t count(Counter counter) const { return keeper.counters()[counter]; }

    std::vector<std::string> told;
    int unstored = 0;  // of those drained
    StoreKeeper keeper;
};

inline void expect_whole(const StoreOptions& options)
{
    Verification verified;
    EXPECT_OK(verify_store(options, "", verified));
    EXPECT_EQ(verified.broken_seq, 0) << verified.broken_why;
}

}  // namespace gapwire::alerts::test
