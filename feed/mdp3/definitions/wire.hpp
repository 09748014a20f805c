// Layouts of the instrument definitions of CME MDP 3.0, as far as they become events.
#pragma once

#include "feed/mdp3/wire.hpp"

namespace gapwire::mdp3 {

struct MaturityMonthYear {
    U16le year;          //  0
    std::uint8_t month;  //  2
    std::uint8_t day;    //  3
    std::uint8_t week;   //  4
};
static_assert(sizeof(MaturityMonthYear) == 5);

/// What the root block of every definition begins with.
struct DefinitionHead {
    std::uint8_t match_event_indicator;       //  0
    U32le tot_num_reports;                    //  1
    char security_update_action;              //  5
    U64le last_update_time;                   //  6
    std::uint8_t md_security_trading_status;  // 14
    I16le appl_id;                            // 15
    std::uint8_t market_segment_id;           // 17
    std::uint8_t underlying_product;          // 18
    Ascii<4> security_exchange;               // 19
    Ascii<6> security_group;                  // 23
    Ascii<6> asset;                           // 29
    Ascii<20> symbol;                         // 35
    I32le security_id;                        // 55
    Ascii<6> security_type;                   // 59
    Ascii<6> cfi_code;                        // 65
};
static_assert(sizeof(DefinitionHead) == 71);

/// 27 and 54, the root block of version 6. Earlier ones end before the reference date, before
/// version 3 also before the field that precedes it; version 10 puts more behind.
struct FutureRoot {
    DefinitionHead head;                    //   0
    MaturityMonthYear maturity;             //  71
    Ascii<3> currency;                      //  76
    Ascii<3> settl_currency;                //  79
    char match_algorithm;                   //  82
    U32le min_trade_vol;                    //  83
    U32le max_trade_vol;                    //  87
    I64le min_price_increment;              //  91
    I64le display_factor;                   //  99
    std::uint8_t main_fraction;             // 107
    std::uint8_t sub_fraction;              // 108
    std::uint8_t price_display_format;      // 109
    Ascii<30> unit_of_measure;              // 110
    I64le unit_of_measure_qty;              // 140
    I64le trading_reference_price;          // 148
    std::uint8_t settl_price_type;          // 156
    I32le open_interest_qty;                // 157
    I32le cleared_volume;                   // 161
    I64le high_limit_price;                 // 165
    I64le low_limit_price;                  // 173
    I64le max_price_variation;              // 181
    I32le decay_quantity;                   // 189
    U16le decay_start_date;                 // 193
    I32le original_contract_size;           // 195
    I32le contract_multiplier;              // 199
    std::uint8_t contract_multiplier_unit;  // 203
    std::uint8_t flow_schedule_type;        // 204
    I64le min_price_increment_amount;       // 205
    char user_defined_instrument;           // 213
    U16le trading_reference_date;           // 214
};
static_assert(sizeof(FutureRoot) == 216);

/// 29 and 56, the root block of version 6; earlier ones end before the reference date.
struct SpreadRoot {
    DefinitionHead head;                //   0
    MaturityMonthYear maturity;         //  71
    Ascii<3> currency;                  //  76
    Ascii<5> security_sub_type;         //  79
    char user_defined_instrument;       //  84
    char match_algorithm;               //  85
    U32le min_trade_vol;                //  86
    U32le max_trade_vol;                //  90
    I64le min_price_increment;          //  94
    I64le display_factor;               // 102
    std::uint8_t price_display_format;  // 110
    I64le price_ratio;                  // 111
    std::uint8_t tick_rule;             // 119
    Ascii<30> unit_of_measure;          // 120
    I64le trading_reference_price;      // 150
    std::uint8_t settl_price_type;      // 158
    I32le open_interest_qty;            // 159
    I32le cleared_volume;               // 163
    I64le high_limit_price;             // 167
    I64le low_limit_price;              // 175
    I64le max_price_variation;          // 183
    std::uint8_t main_fraction;         // 191
    std::uint8_t sub_fraction;          // 192
    U16le trading_reference_date;       // 193
};
static_assert(sizeof(SpreadRoot) == 195);

/// 41 and 55, the root block of version 6; earlier ones end before the reference date.
struct OptionRoot {
    DefinitionHead head;                //   0
    std::uint8_t put_or_call;           //  71
    MaturityMonthYear maturity;         //  72
    Ascii<3> currency;                  //  77
    I64le strike_price;                 //  80
    Ascii<3> strike_currency;           //  88
    Ascii<3> settl_currency;            //  91
    I64le min_cab_price;                //  94
    char match_algorithm;               // 102
    U32le min_trade_vol;                // 103
    U32le max_trade_vol;                // 107
    I64le min_price_increment;          // 111
    I64le min_price_increment_amount;   // 119
    I64le display_factor;               // 127
    std::uint8_t tick_rule;             // 135
    std::uint8_t main_fraction;         // 136
    std::uint8_t sub_fraction;          // 137
    std::uint8_t price_display_format;  // 138
    Ascii<30> unit_of_measure;          // 139
    I64le unit_of_measure_qty;          // 169
    I64le trading_reference_price;      // 177
    std::uint8_t settl_price_type;      // 185
    I32le cleared_volume;               // 186
    I32le open_interest_qty;            // 190
    I64le low_limit_price;              // 194
    I64le high_limit_price;             // 202
    char user_defined_instrument;       // 210
    U16le trading_reference_date;       // 211
};
static_assert(sizeof(OptionRoot) == 213);

/// NoEvents.
struct DefinitionEvent {
    std::uint8_t event_type;  //  0  5 activation, 7 last eligible trade
    U64le event_time;         //  1
};
static_assert(sizeof(DefinitionEvent) == 9);

/// NoMDFeedTypes.
struct DefinitionFeedType {
    Ascii<3> md_feed_type;      //  0  GBX outright, GBI implied
    std::uint8_t market_depth;  //  3  i8, never negative
};
static_assert(sizeof(DefinitionFeedType) == 4);

}  // namespace gapwire::mdp3
