// Values of MDP 3.0 as text, and what its messages are about.
#include "feed/mdp3/fields.hpp"

#include <chrono>

#include "core/assert.hpp"
#include "core/decimal.hpp"

namespace gapwire::mdp3 {
namespace {

std::uint64_t unsigned_at(Bytes bytes) noexcept
{
    std::uint64_t value = 0;
    for (std::size_t i = bytes.size(); i > 0; --i) value = value << 8 | bytes[i - 1];
    return value;
}

std::int64_t signed_at(Bytes bytes) noexcept
{
    const auto shift = static_cast<int>(64 - 8 * bytes.size());
    return static_cast<std::int64_t>(unsigned_at(bytes) << shift) >> shift;
}

bool is_signed(const Type& type) noexcept
{
    return type.meaning == Meaning::signed_number || type.meaning == Meaning::decimal;
}

/// Whether an optional value is the greatest of its encoding.
bool is_null(const Type& type, Bytes bytes) noexcept
{
    if (!type.optional || type.meaning == Meaning::month_year) return false;
    const std::uint64_t greatest = UINT64_MAX >> (64 - 8 * bytes.size());
    return unsigned_at(bytes) == (is_signed(type) ? greatest >> 1 : greatest);
}

std::string_view text_at(Bytes bytes) noexcept
{
    std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
    return text;
}

std::string two_digits(unsigned value)
{
    return (value < 10 ? "0" : "") + std::to_string(value);
}

std::string date_text(std::uint64_t days)
{
    using namespace std::chrono;
    const year_month_day date{sys_days{std::chrono::days{days}}};
    return std::to_string(int{date.year()}) + '-' + two_digits(unsigned{date.month()}) + '-' +
           two_digits(unsigned{date.day()});
}

Value month_value(Bytes bytes)
{
    constexpr std::uint64_t year_null = 65535;
    const std::uint64_t year = unsigned_at(bytes.first(2));
    if (year == year_null) return {};
    std::string text = std::to_string(year);
    if (bytes[2] != uint8_null) text += '-' + two_digits(bytes[2]);
    if (bytes[3] != uint8_null) text += '-' + two_digits(bytes[3]);
    if (bytes[4] != uint8_null) text += 'w' + std::to_string(bytes[4]);
    return {ValueKind::text, text};
}

std::string_view name_of(const Type& type, std::uint64_t value) noexcept
{
    for (const ValueName& name : type.names)
        if (name.value == value) return name.name;
    return {};
}

Value named_value(const Type& type, Bytes bytes)
{
    const std::uint64_t value = unsigned_at(bytes);
    const std::string_view name = name_of(type, value);
    if (!name.empty()) return {ValueKind::text, std::string(name)};
    if (type.meaning == Meaning::code) return {ValueKind::text, std::string(text_at(bytes))};
    return {ValueKind::number, std::to_string(value)};
}

Value bits_value(const Type& type, Bytes bytes)
{
    const std::uint64_t value = unsigned_at(bytes);
    std::string text;
    for (unsigned bit = 0; bit < 8 * bytes.size(); ++bit) {
        if ((value >> bit & 1) == 0) continue;
        const std::string_view name = name_of(type, bit);
        if (!text.empty()) text += '|';
        text += name.empty() ? "bit" + std::to_string(bit) : std::string(name);
    }
    return {ValueKind::text, text};
}

/// Stops at nothing: looks for one id among all fields of tag 48.
struct SecurityFinder {
    static constexpr std::uint16_t security_id_tag = 48;

    SecurityId wanted;
    bool is_found = false;

    void field(const Field& field, Bytes bytes) noexcept
    {
        if (field.tag == security_id_tag && signed_at(bytes) == wanted) is_found = true;
    }
    void begin_group(const Group&, std::size_t) noexcept {}
    void begin_entry(std::size_t) noexcept {}
    void end_group() noexcept {}
};

const Template* template_of(Bytes message) noexcept
{
    const auto& header = view_as<MessageHeader>(message.data());
    return header.schema_id == schema_id ? find_template(header.template_id) : nullptr;
}

}  // namespace

Value value_of(const Type& type, Bytes bytes)
{
    GAPWIRE_ASSERT(bytes.size() == type.size);
    if (type.meaning == Meaning::constant) return {ValueKind::text, std::string(type.constant)};
    if (is_null(type, bytes)) return {};
    switch (type.meaning) {
        case Meaning::number: return {ValueKind::number, std::to_string(unsigned_at(bytes))};
        case Meaning::signed_number: return {ValueKind::number, std::to_string(signed_at(bytes))};
        case Meaning::text: return {ValueKind::text, std::string(text_at(bytes))};
        case Meaning::decimal: return {ValueKind::text, decimal(signed_at(bytes), -type.exponent)};
        case Meaning::date: return {ValueKind::text, date_text(unsigned_at(bytes))};
        case Meaning::month_year: return month_value(bytes);
        case Meaning::choice:
        case Meaning::code: return named_value(type, bytes);
        default: return bits_value(type, bytes);
    }
}

bool names_security(Bytes message, SecurityId security) noexcept
{
    SecurityFinder finder{security};
    if (const Template* shape = template_of(message)) walk(*shape, message, finder);
    return finder.is_found;
}

std::string_view symbol_in(Bytes bytes) noexcept
{
    constexpr std::uint16_t symbol_tag = 55;
    const detail::Message message(bytes);
    const Template* shape = template_of(bytes);
    if (shape == nullptr) return {};
    for (const Field& field : shape->fields)
        if (field.tag == symbol_tag && field.is_present(message.root_length(), message.version()))
            return text_at({message.root() + field.offset, field.type->size});
    return {};
}

}  // namespace gapwire::mdp3
