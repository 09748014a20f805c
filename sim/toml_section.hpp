// One table of a TOML file, read key by key with errors that say where and why.
#pragma once

#include <toml++/toml.h>

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace gapwire::sim {

/// Reads the keys of a table. Every fault throws OperatorError(config) `file:line: key: reason`;
/// the key is given in full (`lines.A.port`, `instruments[2].path[0].at`).
class TomlSection {
 public:
    /// `table` must outlive this. `name`: of this table in the file, "" for the file itself.
    TomlSection(const toml::table& table, std::string file, std::string name);

    bool has(std::string_view key) const { return table_.contains(key); }
    std::string text(std::string_view key, std::size_t bytes_max);
    /// REQUIRES: high <= INT64_MAX.
    std::uint64_t integer(std::string_view key, std::uint64_t low, std::uint64_t high);
    std::uint64_t integer_or(std::string_view key, std::uint64_t low, std::uint64_t high,
                             std::uint64_t otherwise);
    bool flag_or(std::string_view key, bool otherwise);
    Date date(std::string_view key);
    std::uint64_t time_of_day(std::string_view key);
    /// A date and time on the clock of `zone`, as ns since 1970 (UTC).
    std::uint64_t moment(std::string_view key, std::string_view zone);
    /// An exact decimal in a string, in units of 10^-`digits`, from `low` to `high` of them.
    std::uint64_t decimal(std::string_view key, int digits, std::uint64_t low, std::uint64_t high);
    TomlSection section(std::string_view key);
    std::vector<TomlSection> sections(std::string_view key);

    /// Refuses keys that nothing has asked for. Call it last.
    void refuse_unknown_keys() const;
    [[noreturn]] void fail(std::string_view key, const std::string& reason) const;

 private:
    const toml::node& required(std::string_view key, std::string_view expected);
    template <class T>
    T required_as(std::string_view key, std::string_view expected);
    std::string full(std::string_view key) const;

    const toml::table& table_;
    std::string file_;
    std::string name_;
    std::set<std::string, std::less<>> read_;
};

}  // namespace gapwire::sim
