// One message of every type, its bytes written by hand from the sheet, and what they mean.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tests/hex.hpp"

namespace gapwire::itch50::test {

struct Vector {
    std::string_view hex;     // the type's byte, the header, the body; spaces for reading
    std::string_view fields;  // name=value of the body, as value_text has them
    std::string_view event;   // as EventText writes it; empty for a type that gives none
};

/// The header of all vectors, after the type's byte: locate 258, tracking 3, 09:30:00.000070226.
inline constexpr std::string_view header_hex = "0102 0003 1f1acedb0252";
inline constexpr std::string_view header_fields =
    "stock_locate=258 tracking_number=3 timestamp=34200000070226";

// clang-format off
inline constexpr std::array<Vector, 23> vectors{{
    {"53  0102 0003 1f1acedb0252  51",  // event Q
     "event_code=Q",
     "system at=34200000070226 code=Q"},

    {"52  0102 0003 1f1acedb0252  4e56444120202020"  // stock NVDA
     " 51 4e 00000064 59 43"       // category Q, status N, round lot 100, lots only Y, class C
     " 4552 54 4e 5a 32 4e"        // subtype ER, authenticity T, threshold N, IPO Z, tier 2, ETP N
     " 00000003 59",               // leverage 3, inverse Y
     "stock=NVDA market_category=Q financial_status_indicator=N round_lot_size=100 "
     "round_lots_only=Y issue_classification=C issue_sub_type=ER authenticity=T "
     "short_sale_threshold_indicator=N ipo_flag=Z luld_reference_price_tier=2 etp_flag=N "
     "etp_leverage_factor=3 inverse_indicator=Y",
     "definition 258 at=34200000070226 symbol=NVDA lot=100 test=1"},

    {"48  0102 0003 1f1acedb0252  414d432020202020 50 20 4c554450",  // AMC, paused, LUDP
     "stock=AMC trading_state=P reserved= reason=LUDP",
     "status 258 at=34200000070226 symbol=AMC state=2 reason=LUDP"},

    {"59  0102 0003 1f1acedb0252  59434244 2d412020 31",  // YCBD-A, 1: in effect
     "stock=YCBD-A reg_sho_action=1",
     ""},

    {"4c  0102 0003 1f1acedb0252  4d41584d 46474d43 20202020 59 4e 45",  // MAXM, FGMC, Y, N, E
     "mpid=MAXM stock=FGMC primary_market_maker=Y market_maker_mode=N "
     "market_participant_state=E",
     ""},

    {"56  0102 0003 1f1acedb0252"
     "  0000007bb5db0cc0 0000000000000001 ffffffffffffffff",
     "level_1=5313.32009152 level_2=0.00000001 level_3=184467440737.09551615",
     ""},

    {"57  0102 0003 1f1acedb0252  33",  // level 3
     "breached_level=3",
     ""},

    {"4b  0102 0003 1f1acedb0252  4e455743 4f202020 00009664 41 00027100",  // 38,500 s, A, 16.00
     "stock=NEWCO ipo_quotation_release_time=38500 ipo_quotation_release_qualifier=A ipo_price=16",
     ""},

    {"4a  0102 0003 1f1acedb0252  414d432020202020"
     " 00020918 000222e0 0001aa90 00000001",  // 13.34, 14.00, 10.92, extension 1
     "stock=AMC auction_collar_reference_price=13.34 upper_auction_collar_price=14 "
     "lower_auction_collar_price=10.92 auction_collar_extension=1",
     "collar 258 at=34200000070226 symbol=AMC reference=133400 upper=140000 lower=109200 "
     "extension=1"},

    {"68  0102 0003 1f1acedb0252  414d432020202020 58 48",  // market X, halted
     "stock=AMC market_code=X operational_halt_action=H",
     "halt 258 at=34200000070226 symbol=AMC market=X halted=1"},

    {"41  0102 0003 1f1acedb0252  00000000 0166b4ae"  // reference 23,508,142
     " 53 00000640 49564f4f20202020 000d55ac",        // sell 1,600 IVOO at 87.39
     "order_reference_number=23508142 buy_sell_indicator=S shares=1600 stock=IVOO price=87.39",
     "order add 258 at=34200000070226 reference=23508142 side=S quantity=1600 price=873900"},

    {"46  0102 0003 1f1acedb0252  8000000000000001"  // the highest bit of a reference
     " 42 ffffffff 4241432d51414243 77359400 47534346",  // buy 2^32-1 of BAC-QABC at 200,000, GSCF
     "order_reference_number=9223372036854775809 buy_sell_indicator=B shares=4294967295 "
     "stock=BAC-QABC price=200000 attribution=GSCF",
     "order add 258 at=34200000070226 reference=9223372036854775809 side=B quantity=4294967295 "
     "price=2000000000"},

    {"45  0102 0003 1f1acedb0252  0000000000000009 000002bb 000000000003e63b",  // 699, match 255547
     "order_reference_number=9 executed_shares=699 match_number=255547",
     "order execute 258 at=34200000070226 reference=9 quantity=699 match=255547"},

    {"43  0102 0003 1f1acedb0252  0000000000000009 0000133e 000000000003e83a"
     " 4e 00036e20",  // 4,926 shares, match 256,058, not printable, 22.48
     "order_reference_number=9 executed_shares=4926 match_number=256058 printable=N "
     "execution_price=22.48",
     "order execute_at_price 258 at=34200000070226 reference=9 quantity=4926 match=256058 "
     "price=224800 printable=0"},

    {"58  0102 0003 1f1acedb0252  0000000000000009 000000c8",  // 200 shares
     "order_reference_number=9 canceled_shares=200",
     "order reduce 258 at=34200000070226 reference=9 quantity=200"},

    {"44  0102 0003 1f1acedb0252  0102030405060708",
     "order_reference_number=72623859790382856",
     "order remove 258 at=34200000070226 reference=72623859790382856"},

    {"55  0102 0003 1f1acedb0252  0000000000000009 000000000000000a 00000064 001036c8",  // 106.26
     "original_order_reference_number=9 new_order_reference_number=10 shares=100 price=106.26",
     "order replace 258 at=34200000070226 reference=9 new=10 quantity=100 price=1062600"},

    {"50  0102 0003 1f1acedb0252  0000000000000000 42 0000000e 41534d4c20202020"
     " 0067afc0 000000000003e642",  // no reference, B, 14 ASML at 679.52, match 255,554
     "order_reference_number=0 buy_sell_indicator=B shares=14 stock=ASML price=679.52 "
     "match_number=255554",
     "hidden 258 at=34200000070226 symbol=ASML price=6795200 quantity=14 match=255554"},

    {"51  0102 0003 1f1acedb0252  0000000100000002 5054475820202020"
     " 0002fc10 000000000003e641 43",  // 2^32 + 2 shares of PTGX at 19.56, match 255,553, closing
     "cross_shares=4294967298 stock=PTGX cross_price=19.56 match_number=255553 cross_type=C",
     "cross 258 at=34200000070226 symbol=PTGX price=195600 quantity=4294967298 match=255553 "
     "type=C"},

    {"42  0102 0003 1f1acedb0252  000000000003e641",
     "match_number=255553",
     "break 258 at=34200000070226 match=255553"},

    {"49  0102 0003 1f1acedb0252  0000000000001388 0000000100000000 53"  // 5,000; 2^32; sell
     " 534b4f5220202020 00000001 00070f6c 00071610"  // SKOR; 0.0001; 46.27; 46.44
     " 4f 4c",                                       // opening, less than 1 percent
     "paired_shares=5000 imbalance_shares=4294967296 imbalance_direction=S stock=SKOR "
     "far_price=0.0001 near_price=46.27 current_reference_price=46.44 cross_type=O "
     "price_variation_indicator=L",
     "imbalance 258 at=34200000070226 symbol=SKOR paired=5000 imbalance=4294967296 far=1 "
     "near=462700 reference=464400 direction=S type=O"},

    {"4e  0102 0003 1f1acedb0252  5151512020202020 41",  // interest on both sides
     "stock=QQQ interest_flag=A",
     ""},

    {"4f  0102 0003 1f1acedb0252  4e4557434f202020 59"  // NEWCO, eligible
     " 00027100 0004e200 00030d40"                      // 16.00, 32.00, 20.00
     " 00001f1acedb0252 0002bf20 00035b60",             // 09:30:00.000070226, 18.00, 22.00
     "stock=NEWCO open_eligibility_status=Y minimum_allowable_price=16 "
     "maximum_allowable_price=32 near_execution_price=20 near_execution_time=34200000070226 "
     "lower_price_range_collar=18 upper_price_range_collar=22",
     ""},
}};
// clang-format on

using gapwire::test::bytes_from;

inline std::vector<std::uint8_t> bytes_of(const Vector& vector)
{
    return bytes_from(vector.hex);
}

}  // namespace gapwire::itch50::test
