// Layouts of CME MDP 3.0 messages that become events (schema id 1, versions 5 to 13).
#pragma once

#include "core/bytes.hpp"

namespace gapwire::mdp3 {

/// A little-endian integer inside a packet.
template <std::integral T>
struct LittleEndian {
    std::uint8_t raw[sizeof(T)];

    T value() const noexcept
    {
        using Bits = std::make_unsigned_t<T>;
        const Bits bits = load<Bits>(raw);
        return static_cast<T>(std::endian::native == std::endian::little ? bits : swapped(bits));
    }
    operator T() const noexcept { return value(); }
    static LittleEndian of(T v) noexcept
    {
        LittleEndian field;
        for (std::uint8_t& byte : field.raw) {
            byte = static_cast<std::uint8_t>(v & 0xFF);
            if constexpr (sizeof(T) > 1) v = static_cast<T>(v >> 8);
        }
        return field;
    }

 private:
    template <class Bits>
    static Bits swapped(Bits bits) noexcept
    {
        if constexpr (sizeof(Bits) == 1)
            return bits;
        else
            return byte_swapped(bits);
    }
};

using U16le = LittleEndian<std::uint16_t>;
using U32le = LittleEndian<std::uint32_t>;
using U64le = LittleEndian<std::uint64_t>;
using I16le = LittleEndian<std::int16_t>;
using I32le = LittleEndian<std::int32_t>;
using I64le = LittleEndian<std::int64_t>;

// What a field holds that has no value: the greatest one of its type.
inline constexpr std::int64_t price_null = INT64_MAX;
inline constexpr std::int32_t int32_null = INT32_MAX;
inline constexpr std::uint8_t uint8_null = 255;

/// What a UDP packet begins with; on TCP the two bytes 0xCAFE (little-endian) come before.
struct PacketHeader {
    U32le sequence;      //  0  MsgSeqNum, one more each packet of a channel
    U64le sending_time;  //  4  ns since 1970
};
static_assert(sizeof(PacketHeader) == 12);

inline constexpr std::uint16_t tcp_prefix = 0xCAFE;

/// What every message begins with. The root block follows, then the groups.
struct MessageHeader {
    U16le size;          //  0  of the whole message, these two bytes counted
    U16le block_length;  //  2  of the root block
    U16le template_id;   //  4
    U16le schema_id;     //  6
    U16le version;       //  8
};
static_assert(sizeof(MessageHeader) == 10);

struct GroupSize {
    U16le block_length;         //  0  of an entry
    std::uint8_t num_in_group;  //  2
};
static_assert(sizeof(GroupSize) == 3);

struct GroupSize8 {
    U16le block_length;         //  0  of an entry
    std::uint8_t reserved[5];   //  2
    std::uint8_t num_in_group;  //  7
};
static_assert(sizeof(GroupSize8) == 8);

/// The root block of all incremental refreshes and of the channel reset.
struct IncrementalRoot {
    U64le transact_time;                 //  0
    std::uint8_t match_event_indicator;  //  8
};
static_assert(sizeof(IncrementalRoot) == 9);

/// 4, NoMDEntries, from version 3 on.
struct ChannelResetEntry {
    I16le appl_id;  //  0
};
static_assert(sizeof(ChannelResetEntry) == 2);

/// 30, the root block.
struct SecurityStatusRoot {
    U64le transact_time;                   //  0
    Ascii<6> security_group;               //  8
    Ascii<6> asset;                        // 14
    I32le security_id;                     // 20
    U16le trade_date;                      // 24
    std::uint8_t match_event_indicator;    // 26
    std::uint8_t security_trading_status;  // 27
    std::uint8_t halt_reason;              // 28
    std::uint8_t security_trading_event;   // 29
};
static_assert(sizeof(SecurityStatusRoot) == 30);

/// 32 and 46, NoMDEntries, as far as version 9; version 10 puts TradeableSize behind.
struct BookEntry {
    I64le price;                 //  0
    I32le size;                  //  8
    I32le security_id;           // 12
    U32le rpt_seq;               // 16
    I32le number_of_orders;      // 20
    std::uint8_t price_level;    // 24
    std::uint8_t update_action;  // 25
    char entry_type;             // 26
};
static_assert(sizeof(BookEntry) == 27);

/// 64, NoMDEntries.
struct BookLongQtyEntry {
    I64le price;                 //  0
    U64le size;                  //  8
    I32le security_id;           // 16
    U32le rpt_seq;               // 20
    I32le number_of_orders;      // 24
    std::uint8_t price_level;    // 28
    std::uint8_t update_action;  // 29
    char entry_type;             // 30
};
static_assert(sizeof(BookLongQtyEntry) == 31);

/// 32, 46 and 64, NoOrderIDEntries: one order of an entry of NoMDEntries, counted from 1.
struct BookOrderEntry {
    U64le order_id;                    //  0
    U64le order_priority;              //  8
    I32le display_qty;                 // 16
    std::uint8_t reference_id;         // 20
    std::uint8_t order_update_action;  // 21
};
static_assert(sizeof(BookOrderEntry) == 22);

/// 43 and 47, NoMDEntries.
struct OrderBookEntry {
    U64le order_id;              //  0
    U64le order_priority;        //  8
    I64le price;                 // 16
    I32le display_qty;           // 24
    I32le security_id;           // 28
    std::uint8_t update_action;  // 32
    char entry_type;             // 33
};
static_assert(sizeof(OrderBookEntry) == 34);

/// 36, NoMDEntries.
struct TradeEntry {
    I64le price;                  //  0
    I32le size;                   //  8
    I32le security_id;            // 12
    U32le rpt_seq;                // 16
    I32le number_of_orders;       // 20
    I32le trade_id;               // 24
    std::uint8_t aggressor_side;  // 28
    std::uint8_t update_action;   // 29
};
static_assert(sizeof(TradeEntry) == 30);

/// 42 and 48, NoMDEntries. 42 has the trade entry id from version 7 on.
struct TradeSummaryEntry {
    I64le price;                  //  0
    I32le size;                   //  8
    I32le security_id;            // 12
    U32le rpt_seq;                // 16
    I32le number_of_orders;       // 20
    std::uint8_t aggressor_side;  // 24
    std::uint8_t update_action;   // 25
    U32le trade_entry_id;         // 26
};
static_assert(sizeof(TradeSummaryEntry) == 30);

/// 65, NoMDEntries.
struct TradeSummaryLongQtyEntry {
    I64le price;                  //  0
    U64le size;                   //  8
    I32le security_id;            // 16
    U32le rpt_seq;                // 20
    I32le number_of_orders;       // 24
    U32le trade_entry_id;         // 28
    std::uint8_t aggressor_side;  // 32
    std::uint8_t update_action;   // 33
};
static_assert(sizeof(TradeSummaryLongQtyEntry) == 34);

/// 37, NoMDEntries.
struct VolumeEntry {
    I32le size;                  //  0
    I32le security_id;           //  4
    U32le rpt_seq;               //  8
    std::uint8_t update_action;  // 12
};
static_assert(sizeof(VolumeEntry) == 13);

/// 66, NoMDEntries.
struct VolumeLongQtyEntry {
    U64le size;                  //  0
    I32le security_id;           //  8
    U32le rpt_seq;               // 12
    std::uint8_t update_action;  // 16
};
static_assert(sizeof(VolumeLongQtyEntry) == 17);

/// 33 and 49, NoMDEntries.
struct DailyStatisticsEntry {
    I64le price;                    //  0
    I32le size;                     //  8
    I32le security_id;              // 12
    U32le rpt_seq;                  // 16
    U16le trading_reference_date;   // 20
    std::uint8_t settl_price_type;  // 22
    std::uint8_t update_action;     // 23
    char entry_type;                // 24
};
static_assert(sizeof(DailyStatisticsEntry) == 25);

/// 34 and 50, NoMDEntries.
struct LimitsBandingEntry {
    I64le high_limit_price;     //  0
    I64le low_limit_price;      //  8
    I64le max_price_variation;  // 16
    I32le security_id;          // 24
    U32le rpt_seq;              // 28
};
static_assert(sizeof(LimitsBandingEntry) == 32);

/// 35 and 51, NoMDEntries. 35 has the size from version 8 on.
struct SessionStatisticsEntry {
    I64le price;                         //  0
    I32le security_id;                   //  8
    U32le rpt_seq;                       // 12
    std::uint8_t open_close_settl_flag;  // 16
    std::uint8_t update_action;          // 17
    char entry_type;                     // 18
    I32le size;                          // 19
};
static_assert(sizeof(SessionStatisticsEntry) == 23);

/// 67, NoMDEntries.
struct SessionStatisticsLongQtyEntry {
    I64le price;                         //  0
    U64le size;                          //  8
    I32le security_id;                   // 16
    U32le rpt_seq;                       // 20
    std::uint8_t open_close_settl_flag;  // 24
    std::uint8_t update_action;          // 25
    char entry_type;                     // 26
};
static_assert(sizeof(SessionStatisticsLongQtyEntry) == 27);

/// 38, 52 and 69, the root block.
struct SnapshotRoot {
    U32le last_msg_seq_num_processed;         //  0
    U32le tot_num_reports;                    //  4
    I32le security_id;                        //  8
    U32le rpt_seq;                            // 12
    U64le transact_time;                      // 16
    U64le last_update_time;                   // 24
    U16le trade_date;                         // 32
    std::uint8_t md_security_trading_status;  // 34
    I64le high_limit_price;                   // 35
    I64le low_limit_price;                    // 43
    I64le max_price_variation;                // 51
};
static_assert(sizeof(SnapshotRoot) == 59);

/// 38 and 52, NoMDEntries.
struct SnapshotEntry {
    I64le price;                         //  0
    I32le size;                          //  8
    I32le number_of_orders;              // 12
    std::uint8_t price_level;            // 16  i8, never negative
    U16le trading_reference_date;        // 17
    std::uint8_t open_close_settl_flag;  // 19
    std::uint8_t settl_price_type;       // 20
    char entry_type;                     // 21
};
static_assert(sizeof(SnapshotEntry) == 22);

/// 69, NoMDEntries.
struct SnapshotLongQtyEntry {
    I64le price;                         //  0
    U64le size;                          //  8
    I32le number_of_orders;              // 16
    std::uint8_t price_level;            // 20
    std::uint8_t open_close_settl_flag;  // 21
    char entry_type;                     // 22
};
static_assert(sizeof(SnapshotLongQtyEntry) == 23);

/// 44 and 53, the root block.
struct OrderSnapshotRoot {
    U32le last_msg_seq_num_processed;  //  0
    U32le tot_num_reports;             //  4
    I32le security_id;                 //  8
    U32le no_chunks;                   // 12
    U32le current_chunk;               // 16
    U64le transact_time;               // 20
};
static_assert(sizeof(OrderSnapshotRoot) == 28);

/// 44 and 53, NoMDEntries.
struct OrderSnapshotEntry {
    U64le order_id;        //  0
    U64le order_priority;  //  8
    I64le price;           // 16
    I32le display_qty;     // 24
    char entry_type;       // 28
};
static_assert(sizeof(OrderSnapshotEntry) == 29);

}  // namespace gapwire::mdp3
