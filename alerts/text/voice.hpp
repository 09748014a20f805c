// A language on a wall clock: filled templates, and prices, times and names as it writes them.
#pragma once

#include <absl/time/time.h>

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "alerts/text/catalogue.hpp"
#include "core/alert.hpp"

namespace gapwire::alerts {

/// What a field of a template is filled with: a whole text, set apart where it has to be.
struct Field {
    const char* name;
    std::string text;
};

/// Everything but say() is one run: in a language that is written from the right it is set apart
/// (Unicode isolates) and reads from the left. Digits are 0 to 9 in every language.
class Voice {
 public:
    /// `zone`: an IANA name; UTC for a zone that does not exist.
    Voice(Language language, std::string_view zone);

    /// The template of `key` with its fields. REQUIRES: a key of the catalogue, and the fields that
    /// messages.hpp lists for it.
    std::string say(std::string_view key, std::initializer_list<Field> fields = {}) const
    {
        return say(key, std::span<const Field>(fields.begin(), fields.size()));
    }
    std::string say(std::string_view key, std::span<const Field> fields) const;
    /// The same for `table`.`key`.
    std::string say_in(std::string_view table, std::string_view key,
                       std::initializer_list<Field> fields = {}) const;
    bool knows(std::string_view table, std::string_view key) const;

    /// What a line begins with: the mark of its direction, if it has one.
    std::string_view opening() const noexcept;
    std::string run(std::string_view text) const;
    /// A name from a feed; bytes that are not printable ASCII come out as '?'.
    std::string name(std::string_view text) const;
    std::string number(std::uint64_t value) const;
    std::string price(Price price) const;
    std::string date(Date date) const;
    /// "-10.00 %": a fall, with its sign and both decimals; a rise has a plus.
    std::string change(BasisPoints fall) const;
    /// "62.5 %", without a sign.
    std::string percent(BasisPoints part) const;
    /// "-7 %", the rung of a ladder.
    std::string rung(BasisPoints rung, Direction direction) const;
    /// "09:12:33.123456789 EST".
    std::string clock(Timestamp time) const;
    /// "09:12:33.123", with its date where that is not the day of `beside`.
    std::string short_clock(Timestamp time, Timestamp beside) const;
    /// "6 hours 12 minutes 5 seconds", "0.35 seconds": in words, so each number is a run.
    /// Truncated to seconds, below a minute to milliseconds. A length below 0 is one of 0.
    std::string duration(std::int64_t ns) const;
    std::string shares(std::uint64_t count) const;

 private:
    std::string part_of_time(std::string_view unit, std::int64_t count) const;
    std::string clock_or_not(Timestamp time, std::string_view format) const;

    Language language_;
    absl::TimeZone zone_;
};

}  // namespace gapwire::alerts
