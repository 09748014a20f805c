// FIX messages to market data events: what entries and messages say.
#include <algorithm>
#include <array>
#include <utility>

#include "feed/fix/decoder.hpp"
#include "feed/fix/entry_numbers.hpp"
#include "feed/fix/values.hpp"

namespace gapwire::fix {
namespace {

constexpr std::int64_t day_ns = 86'400'000'000'000;

/// What a book depends on: which of two is meant, nobody can say.
constexpr std::uint64_t decisive = bit(Kind::type) | bit(Kind::id) | bit(Kind::reference) |
                                   bit(Kind::price) | bit(Kind::size) | bit(Kind::position) |
                                   bit(Kind::symbol) | bit(Kind::security_id);

/// What few entries say.
constexpr std::uint64_t rare = bit(Kind::report) | bit(Kind::net_change) | bit(Kind::reference) |
                               bit(Kind::maker) | bit(Kind::market) | bit(Kind::text) |
                               bit(Kind::settle_flag) | bit(Kind::trade_condition);

/// Values of TradeCondition that take a trade back (FIX 5.0 SP2).
bool is_cancel(std::string_view conditions) noexcept
{
    constexpr std::string_view cancels = "0hijlnpqst";
    for (std::size_t at = 0; at < conditions.size();) {
        const std::size_t end = std::min(conditions.find(' ', at), conditions.size());
        if (end - at == 1 && cancels.find(conditions[at]) != cancels.npos) return true;
        at = end + 1;
    }
    return false;
}

/// REQUIRES: as parse_unsigned_inside().
bool parse_small(std::string_view text, std::uint32_t& to) noexcept
{
    std::uint64_t value = 0;
    if (!parse_unsigned_inside(text, value) || value > UINT32_MAX) return false;
    to = static_cast<std::uint32_t>(value);
    return true;
}

}  // namespace

// ---- entries

bool Decoder::next_entry(QuoteEntry& entry) noexcept
{
    if (next_ >= begun_) return false;
    if (next_ == 0) entry_seen_ = 0;  // an entry that says nothing
    read_entry(fields_of(next_++), entry);
    return true;
}

Decoder::EntryFields Decoder::fields_of(std::size_t entry) noexcept
{
    const std::size_t first = begins_[entry] & ~like_layout;
    const std::size_t end = entry + 1 < begun_ ? begins_[entry + 1] & ~like_layout : fields_;
    const bool is_like =
        (begins_[entry] & like_layout) != 0 && entry >= like_from_ && end - first == layout_->size;
    if (!is_like) return fields_between(first, end);
    return {first, layout_->seen, layout_->repeated, layout_->places.data()};
}

/// What the entry before said is still there; it goes where this one says other things.
void Decoder::read_entry(const EntryFields& fields, QuoteEntry& entry) noexcept
{
    const std::string_view symbol_before = entry.symbol;
    const std::string_view id_before = entry.security_id;
    const char type_before = entry.type;
    if (std::exchange(entry_seen_, fields.seen) != fields.seen) entry = {};
    bool is_bad = (fields.repeated & decisive) != 0;
    if (family_ == Family::increment) {
        const char action = letter(fields, Kind::action);
        is_bad |= action < '0' || action > '5';
        entry.action = is_bad ? QuoteAction::change : static_cast<QuoteAction>(action - '0');
    }
    entry.has_type = fields.has(Kind::type);
    entry.type = entry.has_type ? letter(fields, Kind::type) : type_before;
    is_bad |= entry.has_type && entry.type == '\0';
    entry.symbol = text(fields, Kind::symbol);
    entry.security_id = text(fields, Kind::security_id);
    if (entry.symbol.empty() && entry.security_id.empty()) {
        entry.symbol = symbol_before;
        entry.security_id = id_before;
    }
    entry.id = text(fields, Kind::id);
    is_bad |= !read_entry_numbers(fields, entry);
    if (fields.has(Kind::time) || fields.has(Kind::date)) read_entry_time(fields, entry);
    if ((fields.seen & rare) != 0) is_bad |= read_rare(fields, entry);
    entry.is_bad = is_bad;
}

/// False when one makes no sense.
bool Decoder::read_entry_numbers(const EntryFields& fields, QuoteEntry& entry) const noexcept
{
    const Kind position = fields.has(Kind::position) ? Kind::position : Kind::level;
    const std::array<Kind, 4> kinds{Kind::price, Kind::size, position, Kind::orders};
    const std::uint32_t* const values = values_.data() + fields.first;
    const std::uint32_t* const ends = ends_.data() + fields.first;
    NumberPlaces places;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        if (!fields.has(kinds[i])) continue;
        const std::uint32_t place = fields.places[static_cast<std::size_t>(kinds[i])];
        places.begins[i] = values[place];
        places.ends[i] = ends[place];
    }
    EntryNumbers numbers;
    if (!read_numbers(text_, places, numbers)) [[unlikely]]
        return read_odd_numbers(fields, entry);
    const auto decimal = [&](std::size_t i) {
        return Decimal{numbers.values[i], static_cast<std::int8_t>(-numbers.fractions[i])};
    };
    if (fields.has(Kind::price)) entry.price = decimal(0);
    if (fields.has(Kind::size)) entry.size = decimal(1);
    entry.position = static_cast<std::uint32_t>(numbers.values[2]);
    entry.orders = static_cast<std::uint32_t>(numbers.values[3]);
    return true;
}

/// Long ones, negative ones and wrong ones, one after the other.
bool Decoder::read_odd_numbers(const EntryFields& fields, QuoteEntry& entry) const noexcept
{
    bool is_bad = false;
    const auto decimal = [&](Kind kind, Decimal& to) {
        if (!fields.has(kind)) return;
        to = Decimal::none();
        is_bad |= !parse_decimal_inside(text(fields, kind), to);
    };
    decimal(Kind::price, entry.price);
    decimal(Kind::size, entry.size);
    const auto number = [&](Kind kind, std::uint32_t& to) {
        if (!fields.has(kind)) return;
        to = 0;
        is_bad |= !parse_small(text(fields, kind), to);
    };
    number(Kind::orders, entry.orders);
    number(fields.has(Kind::position) ? Kind::position : Kind::level, entry.position);
    return !is_bad;
}

/// True when something makes no sense.
bool Decoder::read_rare(const EntryFields& fields, QuoteEntry& entry) const noexcept
{
    entry.report = 0;
    entry.net_change = Decimal::none();
    bool is_bad = false;
    if (fields.has(Kind::report))
        is_bad |= !parse_unsigned_inside(text(fields, Kind::report), entry.report);
    if (fields.has(Kind::net_change))
        is_bad |= !parse_decimal_inside(text(fields, Kind::net_change), entry.net_change);
    entry.reference = text(fields, Kind::reference);
    entry.maker = text(fields, fields.has(Kind::maker) ? Kind::maker : Kind::market);
    entry.text = text(fields, Kind::text);
    entry.settle_flag = letter(fields, Kind::settle_flag);
    entry.is_cancelled = is_cancel(text(fields, Kind::trade_condition));
    return is_bad;
}

/// An entry without a date is of the day on which it was sent, unless that puts it half a day from
/// then.
void Decoder::read_entry_time(const EntryFields& fields, QuoteEntry& entry) const noexcept
{
    std::int64_t of_day = 0;
    std::int32_t day = 0;
    const bool has_date = fields.has(Kind::date);
    entry.time = Timestamp::none();
    entry.is_time_bad =
        (fields.has(Kind::time) && !parse_time_of_day_inside(text(fields, Kind::time), of_day)) ||
        (has_date && (!parse_date(text(fields, Kind::date), day) || day < 0 || day > 106'750));
    if (entry.is_time_bad) return;
    if (has_date) {
        entry.time = {day * day_ns + of_day};
        return;
    }
    if (header_.sending_time.is_none()) return;
    std::int64_t time = day_ns_ + of_day;
    const std::int64_t ahead = time - header_.sending_time.ns;
    if (ahead > day_ns / 2) time -= day_ns;
    if (ahead < -day_ns / 2) time += day_ns;
    entry.time = {time};
}

// ---- messages

QuoteMessage Decoder::message() const noexcept
{
    QuoteMessage made{.sequence = header_.sequence,
                      .appl_sequence = header_.appl_sequence,
                      .sending_time = header_.sending_time,
                      .appl_id = header_.appl_id,
                      .request_id = text(body_, Kind::request_id),
                      .symbol = text(body_, Kind::symbol),
                      .security_id = text(body_, Kind::security_id),
                      .exchange = text(body_, Kind::exchange),
                      .entries = static_cast<std::uint32_t>(entries_),
                      .is_full_refresh = family_ == Family::refresh,
                      .is_possible_duplicate = header_.is_possible_duplicate};
    static_cast<void>(parse_unsigned(text(body_, Kind::report), made.report));
    return made;
}

QuoteReject Decoder::reject() const noexcept
{
    QuoteReject made{.request_id = text(body_, Kind::request_id),
                     .text = text(body_, Kind::text),
                     .type = header_.type.front(),
                     .reason = letter(body_, Kind::request_reason)};
    static_cast<void>(
        parse_unsigned(text(body_, Kind::reference_sequence), made.reference_sequence));
    made.code = number_of(made.type == 'j' ? Kind::business_reason : Kind::session_reason);
    return made;
}

QuoteStatus Decoder::status() const noexcept
{
    const bool is_session = header_.type == "h";
    return {.symbol = text(body_, Kind::symbol),
            .security_id = text(body_, Kind::security_id),
            .trading_session = text(body_, Kind::trading_session),
            .text = text(body_, Kind::text),
            .time = time_of(Kind::transact_time),
            .status = number_of(is_session ? Kind::session_status : Kind::trading_status),
            .is_session = is_session};
}

QuoteNews Decoder::news() const noexcept
{
    return {.headline = text(body_, Kind::headline),
            .text = text(body_, Kind::text),
            .time = time_of(Kind::orig_time),
            .urgency = letter(body_, Kind::urgency)};
}

/// SendingTime where it is not told, or not understood.
Timestamp Decoder::time_of(Kind kind) const noexcept
{
    Timestamp time = header_.sending_time;
    static_cast<void>(parse_timestamp(text(body_, kind), time));
    return time;
}

std::uint32_t Decoder::number_of(Kind kind) const noexcept
{
    std::uint32_t number = UINT32_MAX;
    if (body_.has(kind)) static_cast<void>(parse_small(text(body_, kind), number));
    return number;
}

bool Decoder::next_instrument(QuoteInstrument& made) noexcept
{
    if (header_.type == "d") {
        if (next_ == SIZE_MAX) return false;
        next_ = SIZE_MAX;
        made = instrument(body_);
        return true;
    }
    if (next_ >= fields_) return false;
    listed_.forget();
    std::size_t i = next_;
    do {
        if (kinds_[i] < Kind::other) listed_.put(kinds_[i], {values_[i], ends_[i]});
        ++i;
    } while (i < fields_ && kinds_[i] != delimiter_);
    next_ = i;
    made = instrument(listed_);
    return true;
}

QuoteInstrument Decoder::instrument(const Slots& slots) const noexcept
{
    return {.symbol = text(slots, Kind::symbol),
            .security_id = text(slots, Kind::security_id),
            .exchange = text(slots, Kind::exchange),
            .security_type = text(slots, Kind::security_type),
            .currency = text(slots, Kind::currency)};
}

}  // namespace gapwire::fix
