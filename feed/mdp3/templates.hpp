// Every template of CME MDP 3.0 (schema id 1, versions to 13): fields, groups, block lengths.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "core/types.hpp"

namespace gapwire::mdp3 {

/// How the bytes of a field are to be read.
enum class Meaning : std::uint8_t {
    number,         // unsigned
    signed_number,  //
    text,           // padded with NULs or spaces
    decimal,        // signed mantissa, times 10^exponent
    date,           // days since 1970-01-01
    month_year,     // u16 year, u8 month, u8 day, u8 week; each may be none
    choice,         // a number with names
    code,           // a character with names
    bits,           // numbered from the lowest, with names
    constant,       // not on the wire
};

/// The name of a value, or of a bit.
struct ValueName {
    std::uint16_t value;
    std::string_view name;
};

/// A type of the schema. Where it is optional the greatest value of its encoding means none.
struct Type {
    std::string_view name;
    Meaning meaning;
    std::uint8_t size;  // bytes
    bool optional = false;
    std::int8_t exponent = 0;
    std::string_view constant{};
    std::span<const ValueName> names{};
};

/// Where a field lies in its block. On the wire it is there when the acting version is `since` or
/// later and the block is long enough for it.
struct Field {
    std::string_view name;
    std::uint16_t tag;  // of FIX
    const Type* type;
    std::uint16_t offset;
    std::uint8_t since = 0;  // schema version; 0: as long as its template

    constexpr std::size_t end() const noexcept { return std::size_t{offset} + type->size; }
    constexpr bool is_present(std::size_t block_length, std::uint16_t version) const noexcept
    {
        return version >= since && end() <= block_length;
    }
};

/// What a group begins with: u16 length of an entry, and in the last byte the number of entries.
/// (The schema has a third kind, of four bytes, that no template uses.)
enum class Dimension : std::uint8_t { three_bytes = 3, eight_bytes = 8 };

struct Group {
    std::string_view name;
    std::uint16_t tag;
    std::uint16_t block_length;  // of an entry, in the newest version
    Dimension dimension;
    std::span<const Field> fields;
    std::uint8_t since = 0;
};

/// A message in its newest version; fields and groups are in the order of the message.
struct Template {
    std::uint16_t id;
    std::string_view name;
    std::uint16_t block_length;
    std::uint8_t since;
    std::span<const Field> fields;
    std::span<const Group> groups;
};

inline constexpr std::uint16_t schema_id = 1;
inline constexpr std::uint16_t schema_version = 13;
inline constexpr std::size_t template_id_end = 70;
inline constexpr std::size_t groups_max = 7;

/// All templates, by ascending id.
std::span<const Template> templates() noexcept;

/// Nothing for an unknown one.
const Template* find_template(std::uint16_t id) noexcept;

/// What has to be known of a template to walk its messages and to see whether they are whole.
struct Shape {
    static constexpr std::uint8_t absent = 255;

    bool is_known = false;
    std::uint8_t group_count = 0;
    std::uint8_t transact_time = absent;  // offsets in the root block
    std::uint8_t match_event_indicator = absent;
    std::uint16_t root_min = 0;  // bytes of the fields that every version has
    struct GroupShape {
        std::uint8_t dimension = 0;  // bytes
        std::uint8_t entry_min = 0;  // bytes of the fields that every version has
        std::uint8_t since = 0;      // schema version
    };
    std::array<GroupShape, groups_max> groups{};
};

/// By template id; those that are not known are empty.
extern const std::array<Shape, template_id_end> shapes;

}  // namespace gapwire::mdp3
