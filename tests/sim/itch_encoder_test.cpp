// Every ITCH message against bytes written by hand from the sheet.
#include "sim/itch_encoder.hpp"

#include <gtest/gtest.h>

#include "tests/sim/bytes.hpp"

namespace gapwire::sim {
namespace {

using namespace itch;
using test::hex;

/// 09:30:00.000070226, tracking number 2.
constexpr At at{.locate = 0x0102, .time_ns = 34'200'000'070'226, .tracking = 2};
constexpr At market{.locate = 0, .time_ns = 34'200'000'070'226};
constexpr std::string_view header = "0102 0002 1f1acedb0252";
constexpr std::string_view no_stock = "0000 0000 1f1acedb0252";

template <Message T>
void expect_bytes(const T& message, std::string_view type, std::string_view head,
                  std::string_view body)
{
    EXPECT_EQ(hex(encode(message)), hex(type) + hex(head) + hex(body));
}

TEST(ItchEncoder, SystemEvent)
{
    expect_bytes(SystemEvent{.at = market, .event = 'Q'}, "53", no_stock, "51");
}

TEST(ItchEncoder, StockDirectory)
{
    const StockDirectory message{.at = at,
                                 .stock = "QQQ",
                                 .market_category = 'G',
                                 .financial_status = 'N',
                                 .round_lot = 40,
                                 .round_lots_only = 'N',
                                 .issue_classification = 'Q',
                                 .issue_subtype = "E",
                                 .authenticity = 'P',
                                 .short_sale_threshold = ' ',
                                 .ipo_flag = ' ',
                                 .luld_tier = '1',
                                 .etp_flag = 'Y',
                                 .etp_leverage = 3,
                                 .inverse = 'N'};
    expect_bytes(message, "52", header,
                 "5151512020202020 47 4e 00000028 4e 51 4520 50 20 20 31 59 00000003 4e");
}

TEST(ItchEncoder, StockTradingAction)
{
    expect_bytes(StockTradingAction{.at = at, .stock = "AMC", .state = 'P', .reason = "LUDP"}, "48",
                 header, "414d432020202020 50 20 4c554450");
}

TEST(ItchEncoder, RegShoRestriction)
{
    expect_bytes(RegShoRestriction{.at = at, .stock = "NVDA", .action = '1'}, "59", header,
                 "4e56444120202020 31");
}

TEST(ItchEncoder, MarketParticipantPosition)
{
    expect_bytes(
        MarketParticipantPosition{
            .at = at, .mpid = "MM1", .stock = "NVDA", .primary = 'N', .mode = 'P', .state = 'W'},
        "4c", header, "4d4d3120 4e56444120202020 4e 50 57");
}

TEST(ItchEncoder, MwcbDeclineLevelHasEightDecimals)
{
    expect_bytes(MwcbDeclineLevel{.at = market,
                                  .level_1 = 567'415'320'000,
                                  .level_2 = 530'807'880'000,
                                  .level_3 = 488'099'200'000},
                 "56", no_stock, "000000841c96adc0 0000007b969d7940 00000071a4fabc00");
}

TEST(ItchEncoder, MwcbStatus)
{
    expect_bytes(MwcbStatus{.at = market, .level = '2'}, "57", no_stock, "32");
}

TEST(ItchEncoder, IpoQuotingPeriodUpdateCountsSeconds)
{
    expect_bytes(IpoQuotingPeriodUpdate{.at = at,
                                        .stock = "NEWCO",
                                        .release_time_s = 38'700,
                                        .qualifier = 'C',
                                        .price = 210'000},
                 "4b", header, "4e4557434f202020 0000972c 43 00033450");
}

TEST(ItchEncoder, LuldAuctionCollar)
{
    expect_bytes(LuldAuctionCollar{.at = at,
                                   .stock = "AMC",
                                   .reference_price = 80'000,
                                   .upper_price = 84'000,
                                   .lower_price = 76'000,
                                   .extension = 1},
                 "4a", header, "414d432020202020 00013880 00014820 000128e0 00000001");
}

TEST(ItchEncoder, OperationalHalt)
{
    expect_bytes(OperationalHalt{.at = at, .stock = "AMC", .market = 'X', .action = 'T'}, "68",
                 header, "414d432020202020 58 54");
}

TEST(ItchEncoder, AddOrder)
{
    expect_bytes(AddOrder{.at = at,
                          .reference = 0x0102030405060708,
                          .side = 'S',
                          .shares = 300,
                          .stock = "BRK.A",
                          .price = 0x77359400},
                 "41", header, "0102030405060708 53 0000012c 42524b2e41202020 77359400");
}

TEST(ItchEncoder, AddOrderWithMpid)
{
    expect_bytes(AddOrderWithMpid{.at = at,
                                  .reference = 9,
                                  .side = 'B',
                                  .shares = 1,
                                  .stock = "BAC-QABC",
                                  .price = 1'426'200,
                                  .mpid = "GPWR"},
                 "46", header, "0000000000000009 42 00000001 4241432d51414243 0015c318 47505752");
}

TEST(ItchEncoder, OrderExecuted)
{
    expect_bytes(OrderExecuted{.at = at, .reference = 9, .shares = 100, .match = 0x11}, "45",
                 header, "0000000000000009 00000064 0000000000000011");
}

TEST(ItchEncoder, OrderExecutedWithPrice)
{
    expect_bytes(OrderExecutedWithPrice{.at = at,
                                        .reference = 9,
                                        .shares = 100,
                                        .match = 0x11,
                                        .printable = 'N',
                                        .price = 10'000},
                 "43", header, "0000000000000009 00000064 0000000000000011 4e 00002710");
}

TEST(ItchEncoder, OrderCancel)
{
    expect_bytes(OrderCancel{.at = at, .reference = 9, .shares = 0x01020304}, "58", header,
                 "0000000000000009 01020304");
}

TEST(ItchEncoder, OrderDelete)
{
    expect_bytes(OrderDelete{.at = at, .reference = 9}, "44", header, "0000000000000009");
}

TEST(ItchEncoder, OrderReplace)
{
    expect_bytes(
        OrderReplace{
            .at = at, .old_reference = 9, .new_reference = 10, .shares = 200, .price = 10'000},
        "55", header, "0000000000000009 000000000000000a 000000c8 00002710");
}

TEST(ItchEncoder, TradeNamesNoOrder)
{
    expect_bytes(Trade{.at = at, .shares = 100, .stock = "QQQ", .price = 10'000, .match = 0x11},
                 "50", header,
                 "0000000000000000 42 00000064 5151512020202020 00002710 0000000000000011");
}

TEST(ItchEncoder, CrossTradeCountsSharesInEightBytes)
{
    expect_bytes(CrossTrade{.at = at,
                            .shares = 0x0100000000,
                            .stock = "QQQ",
                            .price = 10'000,
                            .match = 0x11,
                            .cross_type = 'C'},
                 "51", header, "0000000100000000 5151512020202020 00002710 0000000000000011 43");
}

TEST(ItchEncoder, BrokenTrade)
{
    expect_bytes(BrokenTrade{.at = at, .match = 0x11}, "42", header, "0000000000000011");
}

TEST(ItchEncoder, Noii)
{
    expect_bytes(Noii{.at = at,
                      .paired = 1'000,
                      .imbalance = 200,
                      .direction = 'S',
                      .stock = "QQQ",
                      .far_price = 1,
                      .near_price = 2,
                      .reference_price = 3,
                      .cross_type = 'C',
                      .variation = 'A'},
                 "49", header,
                 "00000000000003e8 00000000000000c8 53 5151512020202020 00000001 00000002 "
                 "00000003 43 41");
}

TEST(ItchEncoder, RetailInterest)
{
    expect_bytes(RetailInterest{.at = at, .stock = "QQQ", .interest = 'A'}, "4e", header,
                 "5151512020202020 41");
}

TEST(ItchEncoder, DirectListing)
{
    expect_bytes(DirectListing{.at = at,
                               .stock = "NEWCO",
                               .open_eligibility = 'N',
                               .minimum_price = 1,
                               .maximum_price = 2,
                               .near_price = 3,
                               .near_time_ns = 34'200'000'070'226,
                               .lower_collar = 4,
                               .upper_collar = 5},
                 "4f", header,
                 "4e4557434f202020 4e 00000001 00000002 00000003 00001f1acedb0252 00000004 "
                 "00000005");
}

TEST(ItchEncoder, EveryTypeHasTheLengthOfTheSheet)
{
    std::string lengths;
    const auto note = [&](const ByteVector& bytes) {
        fmt::format_to(std::back_inserter(lengths), "{}{} ", static_cast<char>(bytes.front()),
                       bytes.size());
    };
#define NOTE(Name) note(encode(itch::Name{}));
    GAPWIRE_ITCH50_MESSAGES(NOTE)
#undef NOTE
    EXPECT_EQ(lengths,
              "S12 R39 H25 Y20 L26 V35 W12 K28 J35 h21 A36 F40 E31 C36 X23 D19 U35 P44 Q40 B19 "
              "I50 N20 O48 ");
}

}  // namespace
}  // namespace gapwire::sim
