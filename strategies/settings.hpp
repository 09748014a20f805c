// A configuration file as plain data: every value with the place it was written at.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/time.hpp"

namespace gapwire::strategies {

enum class SettingKind { text, integer, real, boolean, date, time, list, table };

/// One value of a TOML file, and those inside it.
struct Setting {
    SettingKind kind = SettingKind::table;
    std::string key;                // its own: "ladder"
    std::string path;               // from the root: "rule.ladder"; the root's is ""
    std::string place;              // "desk.toml:12"
    std::string text;               // scalars: as written, without quotes; reals: the shortest form
    std::vector<Setting> children;  // lists in their order; tables ordered by key

    /// The child of a table, or null.
    const Setting* find(std::string_view child) const noexcept;
};

/// Throws OperatorError(config) `place: path: reason`.
[[noreturn]] void refuse(const Setting& setting, std::string_view reason);

/// Refuses a table that holds any other key than these.
void allow_keys(const Setting& table, std::initializer_list<std::string_view> keys);

/// Refuses a setting of another kind; `expected` says what it should be ("a table").
void expect_kind(const Setting& setting, std::initializer_list<SettingKind> kinds,
                 std::string_view expected);

/// The child of that name. Throws OperatorError(config) where there is none.
const Setting& required(const Setting& table, std::string_view key);

/// A day, as a TOML date or in quotes. Throws OperatorError(config) for anything else.
Date read_date(const Setting& setting);

/// The IANA name of a time zone that this machine knows. Throws OperatorError(config) for another.
std::string read_zone(const Setting& setting);

/// Parses TOML; `name` stands for the file in places. Throws OperatorError(config) for bad syntax.
Setting parse_toml(std::string_view text, const std::string& name);

}  // namespace gapwire::strategies
