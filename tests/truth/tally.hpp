// What was raised on a day beside what was true: missed, false, told.
#pragma once

#include <string>
#include <vector>

#include "core/alert.hpp"
#include "tests/truth/desk.hpp"
#include "tests/truth/judge.hpp"

namespace gapwire::truth {

/// A page: CLEAN, firing, and a severity above info. All else that is raised is told; so is who
/// else is in a basket that has been paged.
bool is_page(const Alert& alert) noexcept;

struct Tally {
    std::uint64_t days = 0;
    std::uint64_t must_page = 0;  // claims that were true for sure
    std::uint64_t must_tell = 0;  // claims that a trade bore, on a book that is not whole or alone
    std::uint64_t in_doubt = 0;   // claims that a price only touched: saying nothing is right, too
    std::uint64_t pages = 0;      // raised, revisions included
    std::uint64_t missed = 0;
    std::uint64_t false_pages = 0;
    std::uint64_t told_untrue = 0;      // fired, not paged, and not true
    std::uint64_t must_lose = 0;        // feeds that died, and what fired then, by rule and name
    std::uint64_t lost = 0;             // of which that was told within seconds
    std::uint64_t withheld = 0;         // told that a percentage is withheld
    std::vector<std::string> faults{};  // what was missed or false, in words

    Tally& operator+=(const Tally& other);
};

/// Compares one run of a day with its truth.
Tally compare(const Day& day, const Truths& truths, const std::vector<Raised>& raised);

}  // namespace gapwire::truth
