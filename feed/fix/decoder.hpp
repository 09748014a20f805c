// FIX messages to market data events.
#pragma once

#include <array>
#include <concepts>
#include <string_view>
#include <vector>

#include "core/bytes.hpp"
#include "core/quote_event.hpp"
#include "feed/fix/kinds.hpp"
#include "feed/fix/scanner.hpp"

namespace gapwire::fix {

/// A message that scan() has found.
struct Message {
    Bytes bytes{};
    std::uint32_t body = 0;  // where the first field behind BodyLength begins
    std::uint32_t end = 0;   // where CheckSum begins

    static Message of(Bytes bytes, const Scanned& scanned) noexcept
    {
        return {bytes.first(scanned.size), scanned.body, scanned.end};
    }
};

/// What a message is, or why nothing can be made of it.
enum class DecodeStatus : std::uint8_t {
    market_data,         // W X Y f h y d B, and j and 3: deliver() has something to tell
    session,             // 0 1 2 4 5 A
    ignored,             // of another known type: requests, as they are seen in logs
    unsupported_quotes,  // S i: quotes that are not market data
    unknown_type,
    // Refused whole.
    no_type,         // the first field is not MsgType
    bad_field,       // not `tag=value`, or a tag that is no tag
    bad_data,        // a data field is not as long as was said
    repeated_field,  // of header or body, that may stand there once
    bad_header,      // a number or time in it makes no sense
    bad_group,       // entries do not begin with the field that entries begin with
    group_count,     // other than the number of entries, or not told
};

constexpr bool is_refused(DecodeStatus status) noexcept
{
    return status >= DecodeStatus::no_type;
}
std::string_view to_text(DecodeStatus status) noexcept;

/// What the header says, and what session messages say that change numbers.
struct Header {
    std::string_view type{};
    std::string_view sender{};
    std::string_view target{};
    std::string_view appl_id{};
    std::uint64_t sequence = 0;       // 0: none
    std::uint64_t appl_sequence = 0;  // 0: none
    Timestamp sending_time = Timestamp::none();
    bool is_possible_duplicate = false;
    bool is_gap_fill = false;        // of a SequenceReset
    std::uint64_t new_sequence = 0;  // the same
};

/// Receives what messages tell; every call is noexcept.
template <class T>
concept MarketDataHandler = requires(T handler, const QuoteMessage& message,
                                     const QuoteEntry& entry, const QuoteReject& reject,
                                     const QuoteStatus& status, const QuoteInstrument& instrument,
                                     const QuoteNews& news)
{
    handler.on_message_begin(message);
    handler.on(entry);
    handler.on_message_end(message);
    handler.on(reject);
    handler.on(status);
    handler.on(instrument);
    handler.on(news);
};

/// Reads messages in place: fields are found, known by the characters of their tags, and checked
/// as a whole; then what they tell is told. Unknown tags are skipped wherever they stand.
///
/// Input    messages with a right BodyLength and CheckSum, of at most bytes_max.
/// Output   events whose texts are views of the message.
/// Memory   14 bytes for every three of bytes_max, at construction; touched when used.
/// Errors   a status. A message that is refused tells nothing; an entry with a field that makes no
///          sense is told as bad, and the others of its message as they are.
/// Threads  one.
/// Source   FIX 4.4 and 5.0 SP2, Market Data; FIXT 1.1.
class Decoder {
 public:
    explicit Decoder(std::size_t bytes_max = message_bytes_max);

    DecodeStatus read(const Message& message) noexcept;
    /// Of the message that was read last and is not refused.
    const Header& header() const noexcept { return header_; }
    /// Tells what it tells. REQUIRES: read() has just given market_data.
    template <MarketDataHandler Handler>
    void deliver(Handler& handler) noexcept;
    /// Both.
    template <MarketDataHandler Handler>
    DecodeStatus decode(const Message& message, Handler& handler) noexcept
    {
        const DecodeStatus status = read(message);
        if (status == DecodeStatus::market_data) deliver(handler);
        return status;
    }

 private:
    static constexpr std::uint32_t like_layout = 1u << 31;
    enum class Family : std::uint8_t { none, increment, refresh, reject, status, list, news };

    /// Fields as they stood before: most messages and entries are alike, and one that is needs one
    /// compare a field.
    struct Expected {
        static constexpr std::size_t fields_max = 32;

        std::size_t size = 0;  // 0: nothing is expected
        std::uint64_t seen = 0;
        std::array<Kind, fields_max> kinds{};
        std::array<std::uint8_t, fields_max> value_at{};  // behind `270=`
        std::array<std::uint64_t, fields_max> tags{};     // `270=`, as it lies in memory
        std::array<std::uint64_t, fields_max> masks{};
    };
    /// Those of an entry. Places count fields from the entry's first.
    struct Layout : Expected {
        std::size_t misses = 0;   // in a row
        bool has_others = false;  // fields of messages among those of the entry
        std::uint64_t repeated = 0;
        std::array<std::uint32_t, entry_kind_count> places{};
    };
    /// An entry that is read: places of its fields by kind, from its first field.
    struct EntryFields {
        std::size_t first = 0;
        std::uint64_t seen = 0;
        std::uint64_t repeated = 0;
        const std::uint32_t* places = nullptr;

        bool has(Kind kind) const noexcept { return (seen & bit(kind)) != 0; }
    };

    /// A value: where it begins and ends.
    struct Slot {
        std::uint32_t begin;
        std::uint32_t end;
    };
    /// The values of a message, or of an instrument in a list, by kind.
    struct Slots {
        std::uint64_t seen = 0;
        std::uint64_t repeated = 0;
        std::array<Slot, kind_count + 1> all;  // the last is of other kinds, and not looked at

        void put(Kind kind, Slot slot) noexcept
        {
            repeated |= seen & bit(kind);
            if (!has(kind)) all[static_cast<std::size_t>(kind)] = slot;
            seen |= bit(kind);
        }
        bool has(Kind kind) const noexcept { return (seen & bit(kind)) != 0; }
        void forget() noexcept { seen = repeated = 0; }
    };

    DecodeStatus classify(const Message& message) noexcept;
    DecodeStatus find_type() noexcept;
    DecodeStatus read_header() noexcept;
    bool read_sending_time() noexcept;
    DecodeStatus check_group() noexcept;
    Kind kind_at(std::uint32_t begin, std::uint32_t end, std::uint32_t& value) const noexcept;
    void begin_groups() noexcept;
    bool take_front(std::size_t found) noexcept;
    void learn_front(std::size_t size) noexcept;
    bool is_like(const Expected& expected, std::uint32_t begin, std::size_t field,
                 std::size_t count) noexcept;
    bool note_expected(Expected& expected, std::size_t first, std::size_t size) const noexcept;
    bool take_expected(std::uint32_t begin, std::size_t field, std::size_t found,
                       std::size_t count) noexcept;
    /// Whether the field at `begin` may begin an entry like the one before.
    bool is_expected(std::uint32_t begin) const noexcept
    {
        return layout_->size != 0 &&
               (load<std::uint64_t>(text_ + begin) & layout_->masks[0]) == layout_->tags[0];
    }
    void learn(std::size_t end) noexcept;
    EntryFields fields_between(std::size_t first, std::size_t end) noexcept;
    DecodeStatus check_entries() noexcept;
    DecodeStatus check_list() noexcept;

    std::string_view text(Slot slot) const noexcept
    {
        return {text_ + slot.begin, slot.end - slot.begin};
    }
    std::string_view text(const Slots& slots, Kind kind) const noexcept
    {
        return slots.has(kind) ? text(slots.all[static_cast<std::size_t>(kind)])
                               : std::string_view();
    }
    char letter(const Slots& slots, Kind kind) const noexcept
    {
        const std::string_view value = text(slots, kind);
        return value.size() == 1 ? value.front() : '\0';
    }

    QuoteMessage message() const noexcept;
    QuoteReject reject() const noexcept;
    QuoteStatus status() const noexcept;
    QuoteNews news() const noexcept;
    QuoteInstrument instrument(const Slots& slots) const noexcept;
    Timestamp time_of(Kind kind) const noexcept;
    std::uint32_t number_of(Kind kind) const noexcept;

    /// Reads the next entry into `entry`, which holds the one before it. False: there is none.
    bool next_entry(QuoteEntry& entry) noexcept;
    EntryFields fields_of(std::size_t entry) noexcept;
    std::string_view text(const EntryFields& fields, Kind kind) const noexcept
    {
        if (!fields.has(kind)) return {};
        const std::size_t field = fields.first + fields.places[static_cast<std::size_t>(kind)];
        return text({values_[field], ends_[field]});
    }
    char letter(const EntryFields& fields, Kind kind) const noexcept
    {
        const std::string_view value = text(fields, kind);
        return value.size() == 1 ? value.front() : '\0';
    }
    void read_entry(const EntryFields& fields, QuoteEntry& entry) noexcept;
    bool read_entry_numbers(const EntryFields& fields, QuoteEntry& entry) const noexcept;
    bool read_odd_numbers(const EntryFields& fields, QuoteEntry& entry) const noexcept;
    bool read_rare(const EntryFields& fields, QuoteEntry& entry) const noexcept;
    void read_entry_time(const EntryFields& fields, QuoteEntry& entry) const noexcept;
    /// The same of a list of instruments.
    bool next_instrument(QuoteInstrument& made) noexcept;

    // Places are counted from the begin of the body.
    std::vector<std::uint32_t> ends_;    // of fields: their SOH
    std::vector<std::uint32_t> values_;  // where their values begin
    std::vector<Kind> kinds_;
    std::size_t fields_ = 0;
    const char* text_ = nullptr;
    Slots body_{};
    Slots listed_{};
    Header header_{};
    Family family_ = Family::none;
    Kind delimiter_ = Kind::other;
    std::array<Expected, 2> fronts_{};   // what is before the group, of increments, of refreshes
    Expected* front_ = nullptr;          // of the message; none where it has no entries
    bool has_front_ = false;             // it is as was expected
    std::array<Layout, 2> layouts_{};    // of increments, of refreshes
    Layout* layout_ = nullptr;           // of the message; none where it has no entries
    std::vector<std::uint32_t> begins_;  // of entries: their first fields, and like_layout
    std::size_t begun_ = 0;
    std::size_t learnt_ = 0;     // so many entries were looked at for the layout of the next
    std::size_t like_from_ = 0;  // the first entry that the present layout was expected of
    bool has_others_ = false;    // fields of messages among those of entries
    std::array<std::uint32_t, entry_kind_count> places_{};  // of an entry that is like no other
    std::size_t group_ = 0;  // the first field of the group; fields_: there is none
    std::size_t next_ = 0;   // the next entry, or the field that the next instrument begins with
    std::uint64_t entries_ = 0;
    std::uint64_t entry_seen_ = 0;  // kinds of the entry that was read last
    std::uint64_t date_ = 0;        // of the SendingTime that was read last, as it was written
    std::int64_t day_ns_ = 0;       // midnight before it
};

template <MarketDataHandler Handler>
void Decoder::deliver(Handler& handler) noexcept
{
    switch (family_) {
        case Family::increment:
        case Family::refresh: {
            const QuoteMessage begun = message();
            handler.on_message_begin(begun);
            for (QuoteEntry entry; next_entry(entry);)
                handler.on(static_cast<const QuoteEntry&>(entry));
            handler.on_message_end(begun);
            return;
        }
        case Family::reject: handler.on(reject()); return;
        case Family::status: handler.on(status()); return;
        case Family::news: handler.on(news()); return;
        case Family::list:
            for (QuoteInstrument each; next_instrument(each);)
                handler.on(static_cast<const QuoteInstrument&>(each));
            return;
        case Family::none: return;
    }
}

}  // namespace gapwire::fix
