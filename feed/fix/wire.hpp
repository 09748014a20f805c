// FIX tag=value on the wire: the separator, and the tags that are read.
#pragma once

#include <cstdint>

namespace gapwire::fix {

inline constexpr char soh = '\x01';

/// Tags by their names in FIX 5.0 SP2 (in brackets: where 4.4 or a venue differs).
namespace tag {

// Header and trailer.
inline constexpr int begin_string = 8;
inline constexpr int body_length = 9;
inline constexpr int check_sum = 10;
inline constexpr int msg_seq_num = 34;
inline constexpr int msg_type = 35;
inline constexpr int poss_dup_flag = 43;
inline constexpr int sender_comp_id = 49;
inline constexpr int sending_time = 52;
inline constexpr int target_comp_id = 56;
inline constexpr int appl_id = 1180;
inline constexpr int appl_seq_num = 1181;

// Session messages.
inline constexpr int new_seq_no = 36;
inline constexpr int gap_fill_flag = 123;
inline constexpr int ref_seq_num = 45;
inline constexpr int session_reject_reason = 373;
inline constexpr int business_reject_reason = 380;

// Instruments.
inline constexpr int symbol = 55;
inline constexpr int security_id = 48;
inline constexpr int security_exchange = 207;
inline constexpr int security_type = 167;
inline constexpr int currency = 15;
inline constexpr int no_related_sym = 146;

// Market data.
inline constexpr int md_req_id = 262;
inline constexpr int md_req_rej_reason = 281;
inline constexpr int no_md_entries = 268;
inline constexpr int md_update_action = 279;
inline constexpr int md_entry_type = 269;
inline constexpr int md_entry_id = 278;
inline constexpr int md_entry_ref_id = 280;
inline constexpr int md_entry_px = 270;
inline constexpr int md_entry_size = 271;
inline constexpr int md_entry_date = 272;
inline constexpr int md_entry_time = 273;
inline constexpr int md_mkt = 275;
inline constexpr int trade_condition = 277;
inline constexpr int md_entry_originator = 282;
inline constexpr int open_close_settl_flag = 286;
inline constexpr int md_entry_position_no = 290;
inline constexpr int number_of_orders = 346;
inline constexpr int net_chg_prev_day = 451;
inline constexpr int rpt_seq = 83;  // [a custom tag before 5.0]
inline constexpr int md_price_level = 1023;

// Statuses and news.
inline constexpr int text = 58;
inline constexpr int transact_time = 60;
inline constexpr int orig_time = 42;
inline constexpr int urgency = 61;
inline constexpr int headline = 148;
inline constexpr int security_trading_status = 326;
inline constexpr int trading_session_id = 336;
inline constexpr int trad_ses_status = 340;

}  // namespace tag

}  // namespace gapwire::fix
