// FIX messages to market data events: fields, header, groups.
#include "feed/fix/decoder.hpp"

#include "core/assert.hpp"
#include "feed/fix/split.hpp"
#include "feed/fix/values.hpp"

namespace gapwire::fix {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;
/// "1=" and SOH: no field is shorter, but for those that are refused.
constexpr std::size_t field_bytes_min = 3;
constexpr std::size_t tag_digits_max = 9;

/// What may stand once in a message, outside its groups.
constexpr std::uint64_t once = bit(Kind::msg_type) | bit(Kind::sequence) | bit(Kind::sender) |
                               bit(Kind::target) | bit(Kind::sending_time) |
                               bit(Kind::appl_sequence) | bit(Kind::new_sequence) |
                               bit(Kind::request_id) | bit(Kind::entries);

/// A tag: digits, the first of them not 0.
bool is_tag(std::string_view text) noexcept
{
    if (text.empty() || text.size() > tag_digits_max || text.front() == '0') return false;
    for (const char c : text)
        if (c < '0' || c > '9') return false;
    return true;
}

}  // namespace

std::string_view to_text(DecodeStatus status) noexcept
{
    switch (status) {
        case DecodeStatus::market_data: return "market data";
        case DecodeStatus::session: return "session message";
        case DecodeStatus::ignored: return "ignored";
        case DecodeStatus::unsupported_quotes: return "quotes outside market data";
        case DecodeStatus::unknown_type: return "unknown MsgType (35)";
        case DecodeStatus::no_type: return "MsgType (35) is not the first field of the body";
        case DecodeStatus::bad_field: return "a field is not tag=value";
        case DecodeStatus::bad_data: return "a data field is not as long as was said";
        case DecodeStatus::repeated_field: return "a field stands twice";
        case DecodeStatus::bad_header: return "a number or time of the header makes no sense";
        case DecodeStatus::bad_group: return "entries begin with another field than they should";
        case DecodeStatus::group_count: return "the number of entries is not what was said";
    }
    return "?";
}

Decoder::Decoder(std::size_t bytes_max)
    : ends_(bytes_max + split_slack),
      values_(bytes_max / field_bytes_min + 1),
      kinds_(bytes_max / field_bytes_min + 1 + Layout::fields_max),
      begins_(bytes_max / field_bytes_min + 1)
{}

DecodeStatus Decoder::read(const Message& message) noexcept
{
    family_ = Family::none;
    header_ = {};
    DecodeStatus status = classify(message);
    if (status != DecodeStatus::market_data) return status;
    status = find_type();
    if (is_refused(status)) return status;
    const DecodeStatus header = read_header();
    if (is_refused(header)) return header;
    if ((body_.repeated & once) != 0) return DecodeStatus::repeated_field;
    return family_ == Family::none ? status : check_group();
}

/// What kind of message it will be is known from its first field, if it is a message.
void Decoder::begin_groups() noexcept
{
    begun_ = like_from_ = learnt_ = 0;
    has_others_ = false;
    const bool has_type = kinds_[0] == Kind::msg_type && ends_[0] - values_[0] == 1;
    const char type = has_type ? text_[values_[0]] : '\0';
    layout_ = type == 'X' ? &layouts_[0] : (type == 'W' ? &layouts_[1] : nullptr);
    delimiter_ = type == 'X' ? Kind::action : (type == 'W' ? Kind::type : Kind::bad);
}

/// Finds every field of the body and what it is; market_data for "go on".
DecodeStatus Decoder::classify(const Message& message) noexcept
{
    GAPWIRE_ASSERT(message.end <= values_.size() * field_bytes_min);
    const Bytes body = message.bytes.first(message.end).subspan(message.body);
    text_ = reinterpret_cast<const char*>(body.data());
    body_.forget();
    group_ = SIZE_MAX;
    layout_ = nullptr;
    delimiter_ = Kind::bad;
    begun_ = 0;
    const std::size_t found = split(body, ends_.data());
    has_front_ = take_front(found);
    std::size_t count = has_front_ ? front_->size : 0;
    std::uint32_t begin = has_front_ ? ends_[count - 1] + 1 : 0;
    std::uint64_t data_size = 0;
    bool is_data = false;
    if (has_front_) begin_groups();
    for (std::size_t i = count; i < found; ++i) {
        if (count == 1) begin_groups();
        if (layout_ != nullptr && !is_data && is_expected(begin) &&
            take_expected(begin, i, found, count)) {
            i += layout_->size - 1;
            count += layout_->size;
            begin = ends_[count - 1] + 1;
            continue;
        }
        std::uint32_t end = ends_[i];
        if (end - begin < field_bytes_min - 1) return DecodeStatus::bad_field;
        std::uint32_t value = 0;
        const Kind kind = kind_at(begin, end, value);
        if (kind == Kind::bad) return DecodeStatus::bad_field;
        if (is_data) [[unlikely]] {
            const std::uint64_t data_end = value + data_size;
            while (i < found && ends_[i] < data_end) ++i;
            if (i == found || ends_[i] != data_end) return DecodeStatus::bad_data;
            end = ends_[i];
        }
        is_data = kind == Kind::data_length;
        if (is_data && (!parse_unsigned(text({value, end}), data_size) || data_size > body.size()))
            return DecodeStatus::bad_data;
        if (count > 0 && kind == delimiter_) {
            learn(count);
            begins_[begun_++] = static_cast<std::uint32_t>(count);
        }
        has_others_ |= begun_ > 0 && kind >= Kind::entry_count_ && kind < Kind::other;
        ends_[count] = end;
        values_[count] = value;
        kinds_[count++] = kind;
        begin = end + 1;
    }
    if (is_data) return DecodeStatus::bad_data;
    fields_ = count;
    if (count < 2) begin_groups();
    return DecodeStatus::market_data;
}

/// REQUIRES: eight bytes from `begin` may be read: CheckSum follows the last field.
inline Kind Decoder::kind_at(std::uint32_t begin, std::uint32_t end,
                             std::uint32_t& value) const noexcept
{
    constexpr std::uint64_t each = 0x0101'0101'0101'0101;
    const std::uint64_t word = load<std::uint64_t>(text_ + begin);
    const std::uint64_t signs = word ^ each * '=';
    const std::uint64_t found = (signs - each) & ~signs & each << 7;
    if (found != 0) [[likely]] {
        const int bits = __builtin_ctzll(found) & ~7;
        value = begin + static_cast<std::uint32_t>(bits / 8) + 1;
        const Kind kind = kind_table.find(word & ((std::uint64_t{1} << bits) - 1));
        if (kind != Kind::other) [[likely]]
            return value <= end ? kind : Kind::bad;
    }
    const std::string_view field = text({begin, end});
    const std::size_t sign = field.find('=');
    if (sign == field.npos || !is_tag(field.substr(0, sign))) return Kind::bad;
    value = begin + static_cast<std::uint32_t>(sign) + 1;
    return Kind::other;
}

/// Takes the fields in front of the group, and decides by the type what the message is.
DecodeStatus Decoder::find_type() noexcept
{
    if (fields_ == 0 || kinds_[0] != Kind::msg_type) return DecodeStatus::no_type;
    header_.type = text({values_[0], ends_[0]});
    group_ = next_ = fields_;
    Kind count_kind = Kind::other;
    DecodeStatus status = DecodeStatus::unknown_type;
    const auto is = [&](Family family, Kind count = Kind::other) {
        family_ = family;
        count_kind = count;
        status = DecodeStatus::market_data;
    };
    if (header_.type.size() == 1) {
        switch (header_.type.front()) {
            case 'X': is(Family::increment, Kind::entries); break;
            case 'W': is(Family::refresh, Kind::entries); break;
            case 'Y':
            case 'j':
            case '3': is(Family::reject); break;
            case 'f':
            case 'h': is(Family::status); break;
            case 'B': is(Family::news); break;
            case 'd': is(Family::list); break;
            case 'y': is(Family::list, Kind::instruments); break;
            case '0':
            case '1':
            case '2':
            case '4':
            case '5':
            case 'A': status = DecodeStatus::session; break;
            case 'V':
            case 'c':
            case 'e':
            case 'g':
            case 'x':
            case 'v':
            case 'w': status = DecodeStatus::ignored; break;
            case 'S':
            case 'i': status = DecodeStatus::unsupported_quotes; break;
            default: break;
        }
    }
    std::size_t i = has_front_ ? front_->size - 1 : 0;
    for (; !has_front_ && i < fields_; ++i) {
        if (kinds_[i] >= Kind::other) continue;
        body_.put(kinds_[i], {values_[i], ends_[i]});
        if (kinds_[i] == count_kind) break;
    }
    if (i == fields_) return status;
    if (!has_front_ && front_ != nullptr) learn_front(i + 1);
    group_ = next_ = i + 1;
    // What stands behind the group is found there, too, if it is not of entries.
    if (family_ == Family::list || !has_others_) return status;
    for (++i; i < fields_; ++i)
        if (kinds_[i] < Kind::other && kinds_[i] >= Kind::entry_count_ && !body_.has(kinds_[i]))
            body_.put(kinds_[i], {values_[i], ends_[i]});
    return status;
}

DecodeStatus Decoder::read_header() noexcept
{
    header_.sender = text(body_, Kind::sender);
    header_.target = text(body_, Kind::target);
    header_.appl_id = text(body_, Kind::appl_id);
    header_.is_possible_duplicate = letter(body_, Kind::possible_duplicate) == 'Y';
    header_.is_gap_fill = letter(body_, Kind::gap_fill) == 'Y';
    const auto is_bad_number = [&](Kind kind, std::uint64_t& to) {
        return body_.has(kind) && !parse_unsigned(text(body_, kind), to);
    };
    if (is_bad_number(Kind::sequence, header_.sequence) ||
        is_bad_number(Kind::appl_sequence, header_.appl_sequence) ||
        is_bad_number(Kind::new_sequence, header_.new_sequence))
        return DecodeStatus::bad_header;
    if (body_.has(Kind::sending_time) && !read_sending_time()) return DecodeStatus::bad_header;
    return DecodeStatus::market_data;
}

/// The date is seldom another than in the message before.
bool Decoder::read_sending_time() noexcept
{
    constexpr std::size_t date_size = 8;
    const std::string_view time = text(body_, Kind::sending_time);
    if (time.size() > date_size && load<std::uint64_t>(time.data()) == date_ &&
        time[date_size] == '-') {
        std::int64_t of_day = 0;
        if (!parse_time_of_day_inside(time.substr(date_size + 1), of_day)) return false;
        header_.sending_time = {day_ns_ + of_day};
        return true;
    }
    if (!parse_timestamp(time, header_.sending_time)) return false;
    date_ = load<std::uint64_t>(time.data());
    day_ns_ = header_.sending_time.ns / day_ns * day_ns;
    return true;
}

/// Whether the group is what its count says. Nothing is told of one that is not.
DecodeStatus Decoder::check_group() noexcept
{
    entries_ = 0;
    const bool is_refresh = family_ == Family::increment || family_ == Family::refresh;
    if (family_ != Family::list && !is_refresh) return DecodeStatus::market_data;
    const Kind count_kind = is_refresh ? Kind::entries : Kind::instruments;
    if (!body_.has(count_kind))
        return is_refresh ? DecodeStatus::group_count : DecodeStatus::market_data;
    if (!parse_unsigned(text(body_, count_kind), entries_)) return DecodeStatus::group_count;
    return is_refresh ? check_entries() : check_list();
}

DecodeStatus Decoder::check_entries() noexcept
{
    next_ = 0;
    const std::size_t first = begun_ == 0 ? SIZE_MAX : begins_[0] & ~like_layout;
    if (entries_ > 0 && first != group_) return DecodeStatus::bad_group;
    return begun_ == entries_ ? DecodeStatus::market_data : DecodeStatus::group_count;
}

/// Instruments begin with whatever the first of them begins with.
DecodeStatus Decoder::check_list() noexcept
{
    if (header_.type == "d" || (entries_ == 0 && group_ == fields_))
        return DecodeStatus::market_data;
    if (group_ == fields_ || kinds_[group_] >= Kind::other) return DecodeStatus::bad_group;
    delimiter_ = kinds_[group_];
    std::uint64_t begun = 0;
    for (std::size_t i = group_; i < fields_; ++i) begun += kinds_[i] == delimiter_ ? 1 : 0;
    return begun == entries_ ? DecodeStatus::market_data : DecodeStatus::group_count;
}

}  // namespace gapwire::fix
