// The tags that are read, as small numbers: found by the characters of the tag in one look.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "feed/fix/wire.hpp"

namespace gapwire::fix {

/// What a field is. Fields of entries come first, so that an entry's are one array.
enum class Kind : std::uint8_t {
    // Entries of market data.
    action,
    type,
    id,
    reference,
    price,
    size,
    date,
    time,
    position,
    level,
    orders,
    net_change,
    maker,
    market,
    settle_flag,
    trade_condition,
    report,
    symbol,
    security_id,
    text,
    entry_count_,
    // Entries and messages.
    exchange = entry_count_,
    security_type,
    currency,
    // Messages.
    msg_type,
    sequence,
    possible_duplicate,
    sender,
    target,
    sending_time,
    appl_id,
    appl_sequence,
    new_sequence,
    gap_fill,
    reference_sequence,
    session_reason,
    business_reason,
    request_id,
    request_reason,
    transact_time,
    orig_time,
    urgency,
    headline,
    trading_status,
    trading_session,
    session_status,
    entries,      // how many follow
    instruments,  // the same
    data_length,  // the next field is so long, whatever it holds
    count_,
    other = count_,  // any tag that is not read
    bad,             // no tag
};

inline constexpr std::size_t kind_count = static_cast<std::size_t>(Kind::count_);
inline constexpr std::size_t entry_kind_count = static_cast<std::size_t>(Kind::entry_count_);

/// A set of kinds has one bit each.
constexpr std::uint64_t bit(Kind kind) noexcept
{
    return std::uint64_t{1} << static_cast<unsigned>(kind);
}
static_assert(kind_count < 64);

struct KindTag {
    Kind kind;
    int tag;
};

/// THE LIST of tags that are read.
inline constexpr std::array kind_tags{
    KindTag{Kind::action, tag::md_update_action},
    KindTag{Kind::type, tag::md_entry_type},
    KindTag{Kind::id, tag::md_entry_id},
    KindTag{Kind::reference, tag::md_entry_ref_id},
    KindTag{Kind::price, tag::md_entry_px},
    KindTag{Kind::size, tag::md_entry_size},
    KindTag{Kind::date, tag::md_entry_date},
    KindTag{Kind::time, tag::md_entry_time},
    KindTag{Kind::position, tag::md_entry_position_no},
    KindTag{Kind::level, tag::md_price_level},
    KindTag{Kind::orders, tag::number_of_orders},
    KindTag{Kind::net_change, tag::net_chg_prev_day},
    KindTag{Kind::maker, tag::md_entry_originator},
    KindTag{Kind::market, tag::md_mkt},
    KindTag{Kind::settle_flag, tag::open_close_settl_flag},
    KindTag{Kind::trade_condition, tag::trade_condition},
    KindTag{Kind::report, tag::rpt_seq},
    KindTag{Kind::symbol, tag::symbol},
    KindTag{Kind::security_id, tag::security_id},
    KindTag{Kind::text, tag::text},
    KindTag{Kind::exchange, tag::security_exchange},
    KindTag{Kind::security_type, tag::security_type},
    KindTag{Kind::currency, tag::currency},
    KindTag{Kind::msg_type, tag::msg_type},
    KindTag{Kind::sequence, tag::msg_seq_num},
    KindTag{Kind::possible_duplicate, tag::poss_dup_flag},
    KindTag{Kind::sender, tag::sender_comp_id},
    KindTag{Kind::target, tag::target_comp_id},
    KindTag{Kind::sending_time, tag::sending_time},
    KindTag{Kind::appl_id, tag::appl_id},
    KindTag{Kind::appl_sequence, tag::appl_seq_num},
    KindTag{Kind::new_sequence, tag::new_seq_no},
    KindTag{Kind::gap_fill, tag::gap_fill_flag},
    KindTag{Kind::reference_sequence, tag::ref_seq_num},
    KindTag{Kind::session_reason, tag::session_reject_reason},
    KindTag{Kind::business_reason, tag::business_reject_reason},
    KindTag{Kind::request_id, tag::md_req_id},
    KindTag{Kind::request_reason, tag::md_req_rej_reason},
    KindTag{Kind::transact_time, tag::transact_time},
    KindTag{Kind::orig_time, tag::orig_time},
    KindTag{Kind::urgency, tag::urgency},
    KindTag{Kind::headline, tag::headline},
    KindTag{Kind::trading_status, tag::security_trading_status},
    KindTag{Kind::trading_session, tag::trading_session_id},
    KindTag{Kind::session_status, tag::trad_ses_status},
    KindTag{Kind::entries, tag::no_md_entries},
    KindTag{Kind::instruments, tag::no_related_sym},
    // RawData, Signature, Xml, and the Encoded ones: security and issuer descriptions, text,
    // subject, headline, the same of underlyings and legs.
    KindTag{Kind::data_length, 95},
    KindTag{Kind::data_length, 90},
    KindTag{Kind::data_length, 93},
    KindTag{Kind::data_length, 212},
    KindTag{Kind::data_length, 348},
    KindTag{Kind::data_length, 350},
    KindTag{Kind::data_length, 352},
    KindTag{Kind::data_length, 354},
    KindTag{Kind::data_length, 356},
    KindTag{Kind::data_length, 358},
    KindTag{Kind::data_length, 360},
    KindTag{Kind::data_length, 362},
    KindTag{Kind::data_length, 364},
    KindTag{Kind::data_length, 445},
    KindTag{Kind::data_length, 618},
    KindTag{Kind::data_length, 621},
};

/// A tag as its characters lie in memory, read as a little-endian number: "35" is 0x3533.
consteval std::uint64_t packed(int tag)
{
    std::uint64_t text = 0;
    for (; tag > 0; tag /= 10) text = text << 8 | static_cast<std::uint64_t>('0' + tag % 10);
    return text;
}

/// Tags by a hash of their characters that tells all of them apart.
class KindTable {
 public:
    consteval KindTable()
    {
        while (!fill())
            multiplier_ = multiplier_ * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    }
    /// Kind::other for everything that is not in the list.
    constexpr Kind find(std::uint64_t packed_tag) const noexcept
    {
        const Slot& slot = slots_[packed_tag * multiplier_ >> shift];
        return slot.tag == packed_tag ? slot.kind : Kind::other;
    }

 private:
    static constexpr int shift = 64 - 9;
    struct Slot {
        std::uint64_t tag = 0;
        Kind kind = Kind::other;
    };

    consteval bool fill()
    {
        slots_ = {};
        for (const KindTag& each : kind_tags) {
            Slot& slot = slots_[packed(each.tag) * multiplier_ >> shift];
            if (slot.tag != 0) return false;
            slot = {packed(each.tag), each.kind};
        }
        return true;
    }

    std::uint64_t multiplier_ = 0x9E37'79B9'7F4A'7C15;
    std::array<Slot, 512> slots_{};
};

inline constexpr KindTable kind_table;

/// Whether the value of this tag is the length of the field behind it.
constexpr bool is_data_length(std::string_view tag) noexcept
{
    if (tag.empty() || tag.size() > 5) return false;
    std::uint64_t text = 0;
    for (std::size_t i = tag.size(); i > 0; --i)
        text = text << 8 | static_cast<std::uint8_t>(tag[i - 1]);
    return kind_table.find(text) == Kind::data_length;
}

}  // namespace gapwire::fix
