// An alert with every one of its fields as JSON, and back.
#include "alerts/store/alert_record.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/json.hpp>
#include <concepts>
#include <type_traits>

namespace gapwire::alerts {
namespace {

namespace json = boost::json;

/// Calls `field(name, member)` for every member, in the order of the record. One list for both
/// directions: what is written is what is read.
template <class A, class Field>
void each_field(A& alert, Field&& field) requires std::same_as<std::remove_const_t<A>, Alert>
{
    field("id", alert.id);
    field("revision", alert.revision);
    field("state", alert.state);
    field("reason", alert.reason);
    field("kind", alert.kind);
    field("severity", alert.severity);
    field("direction", alert.direction);
    field("incident", alert.incident);
    field("confidence", alert.confidence);
    field("book_state", alert.book_state);
    field("rule", alert.rule);
    field("symbol", alert.symbol);
    field("venue", alert.venue);
    field("trading_date", alert.trading_date);
    field("rung_bp", alert.rung);
    field("fall_bp", alert.fall);
    field("reference", alert.reference);
    field("references", alert.references);
    field("price", alert.price);
    field("low_limit", alert.low_limit);
    field("limit_source", alert.limit_source);
    field("exchange_time", alert.exchange_time);
    field("capture_time", alert.capture_time);
    field("window_ns", alert.window_ns);
    field("detail", alert.detail);
    field("quantity", alert.quantity);
    field("cause", alert.cause);
    field("record", alert.record);
    field("roster", alert.roster);
}

template <class R, class Field>
void each_field(R& reference,
                Field&& field) requires std::same_as<std::remove_const_t<R>, ReferencePrice>
{
    field("kind", reference.kind);
    field("price", reference.price);
    field("date", reference.date);
    field("source", reference.source);
    field("version", reference.version);
}

template <class R, class Field>
void each_field(R& record, Field&& field) requires std::same_as<std::remove_const_t<R>, RecordLine>
{
    field("since", record.since);
    field("since_fall_bp", record.since_fall);
    field("from", record.from);
    field("next_price", record.next_price);
    field("next_since", record.next_since);
    field("series", record.series);
}

template <class R, class Field>
void each_field(R& roster, Field&& field) requires std::same_as<std::remove_const_t<R>, Roster>
{
    field("entries", roster.entries);
    field("crossed", roster.crossed);
    field("members", roster.members);
}

template <class E, class Field>
void each_field(E& entry, Field&& field) requires std::same_as<std::remove_const_t<E>, RosterEntry>
{
    field("symbol", entry.symbol);
    field("venue", entry.venue);
    field("fall_bp", entry.fall);
    field("crossed", entry.crossed);
}

template <class T>
concept Enumeration = std::is_enum_v<T>;
template <class T>
concept Structure = std::same_as<T, ReferencePrice> || std::same_as<T, RecordLine> ||
    std::same_as<T, Roster> || std::same_as<T, RosterEntry>;

// ---- to JSON

template <std::integral T>
json::value written(T value)
{
    return value;
}

template <Enumeration E>
json::value written(E value)
{
    return json::string(to_text(value));
}

json::value written(BasisPoints value)
{
    return value.value;
}

json::value written(Price price)
{
    return price.is_none() ? json::value() : json::value(price.units);
}

json::value written(Timestamp time)
{
    return time.is_none() ? json::value() : json::value(time.ns);
}

json::value written(Date date)
{
    if (date == Date{}) return nullptr;
    return json::array{date.year, date.month, date.day};
}

/// Bytes as code points, so that any byte of a feed survives.
template <std::size_t N>
json::value written(const Text<N>& text)
{
    std::size_t size = N;
    while (size > 0 && text.raw[size - 1] == '\0') --size;
    json::string utf8;
    for (std::size_t i = 0; i < size; ++i) {
        const auto byte = static_cast<unsigned char>(text.raw[i]);
        if (byte >= 0x80) utf8.push_back(static_cast<char>(0xC0 | byte >> 6));
        utf8.push_back(static_cast<char>(byte >= 0x80 ? 0x80 | (byte & 0x3F) : byte));
    }
    return utf8;
}

template <Structure S>
json::value written(const S& structure);

/// Those that are as they are made are null, and left out at the end.
template <Structure S, std::size_t N>
json::value written(const std::array<S, N>& all)
{
    std::size_t size = N;
    while (size > 0 && all[size - 1] == S{}) --size;
    json::array list;
    for (std::size_t i = 0; i < size; ++i)
        list.push_back(all[i] == S{} ? json::value() : written(all[i]));
    return list;
}

template <Structure S>
json::value written(const S& structure)
{
    if (structure == S{}) return nullptr;
    json::object object;
    each_field(structure,
               [&](std::string_view name, const auto& field) { object[name] = written(field); });
    return object;
}

// ---- from JSON: false for a value that is none of its kind

template <std::integral T>
bool read(const json::value& value, T& to)
{
    boost::system::error_code error;
    to = value.to_number<T>(error);
    return !error && !value.is_double();
}

/// The names of an enumeration end with the first that has none; those of Direction are letters.
template <Enumeration E>
bool read(const json::value& value, E& to)
{
    const json::string* const name = value.if_string();
    if (name == nullptr) return false;
    for (int i = 0; i < 256; ++i) {
        const auto candidate = static_cast<E>(static_cast<std::underlying_type_t<E>>(i));
        if constexpr (std::same_as<E, Direction>)
            if (candidate != Direction::up && candidate != Direction::down) continue;
        if (to_text(candidate) != std::string_view(*name)) continue;
        to = candidate;
        return *name != "?";
    }
    return false;
}

bool read(const json::value& value, BasisPoints& to)
{
    return read(value, to.value);
}

bool read(const json::value& value, Price& to)
{
    to = Price::none();
    return value.is_null() || read(value, to.units);
}

bool read(const json::value& value, Timestamp& to)
{
    to = Timestamp::none();
    return value.is_null() || read(value, to.ns);
}

bool read(const json::value& value, Date& to)
{
    to = {};
    if (value.is_null()) return true;
    const json::array* const parts = value.if_array();
    return parts != nullptr && parts->size() == 3 && read((*parts)[0], to.year) &&
           read((*parts)[1], to.month) && read((*parts)[2], to.day);
}

template <std::size_t N>
bool read(const json::value& value, Text<N>& to)
{
    const json::string* const utf8 = value.if_string();
    if (utf8 == nullptr) return false;
    to = {};
    std::size_t size = 0;
    for (std::size_t at = 0; at < utf8->size(); ++at, ++size) {
        auto byte = static_cast<unsigned char>((*utf8)[at]);
        if (byte >= 0x80) {  // two bytes of UTF-8, which the parser has checked
            if (byte > 0xC3) return false;
            byte = static_cast<unsigned char>(byte << 6 | ((*utf8)[++at] & 0x3F));
        }
        if (size == N) return false;
        to.raw[size] = static_cast<char>(byte);
    }
    return true;
}

template <Structure S>
bool read(const json::value& value, S& to);
template <Structure S, std::size_t N>
bool read(const json::value& value, std::array<S, N>& to);

template <class S>
bool read_object(const json::value& value, S& to)
{
    const json::object* const object = value.if_object();
    if (object == nullptr) return false;
    bool is_good = true;
    each_field(to, [&](std::string_view name, auto& field) {
        if (const json::value* const found = object->if_contains(name))
            is_good = is_good && read(*found, field);
    });
    return is_good;
}

template <Structure S>
bool read(const json::value& value, S& to)
{
    to = {};
    return value.is_null() || read_object(value, to);
}

template <Structure S, std::size_t N>
bool read(const json::value& value, std::array<S, N>& to)
{
    const json::array* const list = value.if_array();
    if (list == nullptr || list->size() > N) return false;
    for (std::size_t i = 0; i < list->size(); ++i)
        if (!read((*list)[i], to[i])) return false;
    return true;
}

/// JSON with everything that does not print escaped; U+0080 to U+00FF have two bytes each.
std::string ascii(std::string_view text)
{
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x7f)
            result += text[at];
        else if (byte == 0x7f)
            result += "\\u007f";
        else
            result += fmt::format("\\u{:04x}", (byte & 0x1F) << 6 | (text[++at] & 0x3F));
    }
    return result;
}

}  // namespace

std::string alert_record(const Alert& alert)
{
    json::object object;
    each_field(alert,
               [&](std::string_view name, const auto& field) { object[name] = written(field); });
    return ascii(json::serialize(object));
}

std::optional<Alert> parse_alert_record(std::string_view text)
{
    boost::system::error_code error;
    const json::value value = json::parse(text, error);
    Alert alert;
    if (error || !read_object(value, alert)) return std::nullopt;
    return alert;
}

std::string key_text(const Alert& alert)
{
    return fmt::format("{:016x}/{}/{}", alert.id, alert.revision, to_text(alert.state));
}

}  // namespace gapwire::alerts
