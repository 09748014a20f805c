// Incremental messages of MDP 3.0 of version 13, and what they mean.
#pragma once

#include "tests/mdp3/vector.hpp"

namespace gapwire::mdp3::test {

// clang-format off
inline constexpr Vector incremental_vectors[] = {
    // 4: channel 318
    {"18000900040001000d00 0010d2440f931e1880 020001 3e01",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{MDUpdateAction=0 MDEntryType=J ApplID=318}",
     "4 v13 at=1737988200000000000 indicator=80\n"
     "channel reset 318\n"
     "end at=1737988200000000000"},

    // 30: one instrument, pre-open, statistics begin anew
    {"28001e001e0001000d00 0010d2440f931e184e51000000004e51000000002a000000934e80150004",
     "TransactTime=1737988200000000000 SecurityGroup=NQ Asset=NQ SecurityID=42 "
     "TradeDate=2025-01-27 MatchEventIndicator=EndOfEvent SecurityTradingStatus=PreOpen "
     "HaltReason=GroupSchedule SecurityTradingEvent=ResetStatistics",
     "30 v13 at=1737988200000000000 indicator=80\n"
     "status 42 group=NQ asset=NQ at=1737988200000000000 date=20115 status=21 reason=0 event=4\n"
     "end at=1737988200000000000"},

    // 30: a group, a status and a reason without a name
    {"28001e001e0001000d00 0010d2440f931e18455320202020000000000000ffffff7fffff00ff6301",
     "TransactTime=1737988200000000000 SecurityGroup=ES Asset= SecurityID=null TradeDate=null "
     "MatchEventIndicator= SecurityTradingStatus=null HaltReason=99 "
     "SecurityTradingEvent=NoCancel",
     "30 v13 at=1737988200000000000 indicator=00\n"
     "status group group=ES asset= at=1737988200000000000 date=none status=255 reason=99 event=1"},

    // 37: a total and its end
    {"38000b00250001000d00 0010d2440f931e18020000 100002 87d61200d6ffffffeb03000000000000"
     " 0000000007000000ffffffff02000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastVolumeMsg "
     "NoMDEntries{MDEntrySize=1234567 SecurityID=-42 RptSeq=1003 MDUpdateAction=New "
     "MDEntryType=e}{MDEntrySize=0 SecurityID=7 RptSeq=4294967295 MDUpdateAction=Delete "
     "MDEntryType=e}",
     "37 v13 at=1737988200000000000 indicator=02\n"
     "statistic -42 #1003 volume none x 1234567 date=none settlement=80\n"
     "statistic 7 #4294967295 volume none x 0 date=none settlement=80 removed"},

    // 46: most actions, an implied offer, a reset, a best of the market, orders of the first two
    {"30010b002e0001000d00 0010d2440f931e18840000 200007"
     " 80bad5595f1300000c0000002a00000001000000050000000100300300000000"
     " 800f05fdffffffff070000002b00000002000000010000000a0231ffffff7f00"
     " ffffffffffffff7fffffff7f2a00000003000000ffffff7f010330ffffff7f00"
     " 003e540f5f130000010000002a0000000400000001000000020430ffffff7f00"
     " 00d289865f130000090000002a00000005000000ffffff7f020546ffffff7f00"
     " ffffffffffffff7fffffff7f2a00000006000000ffffff7f00004affffff7f00"
     " 00ca9a3b00000000010000002a0000000700000001000000010078ffffff7f00 1800000000000002"
     " feffffffffffffff64000000000000000400000001000000"
     " 0900000000000000ffffffffffffffffffffff7f02020000",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastQuoteMsg|EndOfEvent "
     "NoMDEntries{MDEntryPx=21300.25 MDEntrySize=12 SecurityID=42 RptSeq=1 NumberOfOrders=5 "
     "MDPriceLevel=1 MDUpdateAction=New MDEntryType=Bid TradeableSize=3}{MDEntryPx=-0.05 "
     "MDEntrySize=7 SecurityID=43 RptSeq=2 NumberOfOrders=1 MDPriceLevel=10 "
     "MDUpdateAction=Delete MDEntryType=Offer TradeableSize=null}{MDEntryPx=null "
     "MDEntrySize=null SecurityID=42 RptSeq=3 NumberOfOrders=null MDPriceLevel=1 "
     "MDUpdateAction=DeleteThru MDEntryType=Bid TradeableSize=null}{MDEntryPx=21299 "
     "MDEntrySize=1 SecurityID=42 RptSeq=4 NumberOfOrders=1 MDPriceLevel=2 "
     "MDUpdateAction=DeleteFrom MDEntryType=Bid TradeableSize=null}{MDEntryPx=21301 "
     "MDEntrySize=9 SecurityID=42 RptSeq=5 NumberOfOrders=null MDPriceLevel=2 "
     "MDUpdateAction=Overlay MDEntryType=ImpliedOffer TradeableSize=null}{MDEntryPx=null "
     "MDEntrySize=null SecurityID=42 RptSeq=6 NumberOfOrders=null MDPriceLevel=0 "
     "MDUpdateAction=New MDEntryType=BookReset TradeableSize=null}{MDEntryPx=1 MDEntrySize=1 "
     "SecurityID=42 RptSeq=7 NumberOfOrders=1 MDPriceLevel=1 MDUpdateAction=New "
     "MDEntryType=MarketBestBid TradeableSize=null} "
     "NoOrderIDEntries{OrderID=18446744073709551614 MDOrderPriority=100 MDDisplayQty=4 "
     "ReferenceID=1 OrderUpdateAction=New}{OrderID=9 MDOrderPriority=null MDDisplayQty=null "
     "ReferenceID=2 OrderUpdateAction=Delete}",
     "46 v13 at=1737988200000000000 indicator=84\n"
     "level 42 #1 B 1 insert 21300.25 x 12 orders=5\n"
     "level 43 #2 S 10 remove -0.05 x 7 orders=1\n"
     "level 42 #3 B 1 remove_through none x 0 orders=0\n"
     "level 42 #4 B 2 remove_from 21299 x 1 orders=1\n"
     "level 42 #5 implied S 2 overlay 21301 x 9 orders=0\n"
     "book reset 42 #6\n"
     "skipped 42 #7\n"
     "order 42 18446744073709551614 add B 21300.25 x 4 priority=100\n"
     "order 43 9 remove S -0.05 x 0 priority=none\n"
     "end at=1737988200000000000"},

    // 47: an order comes, changes and goes; a reset; a best of the market
    {"e0000b002f0001000d00 0010d2440f931e18800000 280005"
     " 0100000000000000020000000000000080bad5595f130000030000002a0000000030000000000000"
     " 01000000000000000900000000000000006dbc685f130000020000002a0000000131000000000000"
     " 01000000000000000900000000000000ffffffffffffff7fffffff7f2a0000000231000000000000"
     " ffffffffffffffffffffffffffffffffffffffffffffff7fffffff7f2a000000004a000000000000"
     " 01000000000000000900000000000000ffffffffffffff7fffffff7f2a0000000077000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent NoMDEntries{OrderID=1 "
     "MDOrderPriority=2 MDEntryPx=21300.25 MDDisplayQty=3 SecurityID=42 MDUpdateAction=New "
     "MDEntryType=Bid}{OrderID=1 MDOrderPriority=9 MDEntryPx=21300.5 MDDisplayQty=2 "
     "SecurityID=42 MDUpdateAction=Change MDEntryType=Offer}{OrderID=1 MDOrderPriority=9 "
     "MDEntryPx=null MDDisplayQty=null SecurityID=42 MDUpdateAction=Delete "
     "MDEntryType=Offer}{OrderID=null MDOrderPriority=null MDEntryPx=null MDDisplayQty=null "
     "SecurityID=42 MDUpdateAction=New MDEntryType=BookReset}{OrderID=1 MDOrderPriority=9 "
     "MDEntryPx=null MDDisplayQty=null SecurityID=42 MDUpdateAction=New "
     "MDEntryType=MarketBestOffer}",
     "47 v13 at=1737988200000000000 indicator=80\n"
     "order 42 1 add B 21300.25 x 3 priority=2\n"
     "order 42 1 change S 21300.5 x 2 priority=9\n"
     "order 42 1 remove S none x 0 priority=9\n"
     "book reset 42 #0\n"
     "skipped 42 #0 of orders\n"
     "end at=1737988200000000000"},

    // 48: a trade and a bust, with two orders of the first
    {"80000b00300001000d00 0010d2440f931e18010000 200002"
     " 80bad5595f1300000c0000002a000000ec0300000200000001004d0000000000"
     " 800f05fdffffffff010000002a000000ed03000000000000ff02ffffffff0000 1000000000000002"
     " 05000000000000000c00000000000000 06000000000000000c00000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastTradeMsg "
     "NoMDEntries{MDEntryPx=21300.25 MDEntrySize=12 SecurityID=42 RptSeq=1004 NumberOfOrders=2 "
     "AggressorSide=Buy MDUpdateAction=New MDEntryType=2 MDTradeEntryID=77}{MDEntryPx=-0.05 "
     "MDEntrySize=1 SecurityID=42 RptSeq=1005 NumberOfOrders=0 AggressorSide=null "
     "MDUpdateAction=Delete MDEntryType=2 MDTradeEntryID=null} NoOrderIDEntries{OrderID=5 "
     "LastQty=12}{OrderID=6 LastQty=12}",
     "48 v13 at=1737988200000000000 indicator=01\n"
     "trade 42 #1004 report 21300.25 x 12 orders=2 id=77 aggressor=buy\n"
     "trade 42 #1005 bust -0.05 x 1 orders=0 id=0 aggressor=none"},

    // 49: settlement, cleared volume, open interest, fixing
    {"98000b00310001000d00 0010d2440f931e18880000 200004"
     " 80d8459ced130000ffffff7f2a00000001000000904e03003600000000000000"
     " ffffffffffffff7fe09304002a00000002000000904e80004200000000000000"
     " ffffffffffffff7f000000002a000000030000008f4e03014300000000000000"
     " 002f685900000000ffffff7f2a00000004000000ffff80025700000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastStatsMsg|EndOfEvent "
     "NoMDEntries{MDEntryPx=21911.25 MDEntrySize=null SecurityID=42 RptSeq=1 "
     "TradingReferenceDate=2025-01-24 SettlPriceType=FinalDaily|Actual MDUpdateAction=New "
     "MDEntryType=SettlementPrice}{MDEntryPx=null MDEntrySize=300000 SecurityID=42 RptSeq=2 "
     "TradingReferenceDate=2025-01-24 SettlPriceType=NullValue MDUpdateAction=New "
     "MDEntryType=ClearedVolume}{MDEntryPx=null MDEntrySize=0 SecurityID=42 RptSeq=3 "
     "TradingReferenceDate=2025-01-23 SettlPriceType=FinalDaily|Actual MDUpdateAction=Change "
     "MDEntryType=OpenInterest}{MDEntryPx=1.5 MDEntrySize=null SecurityID=42 RptSeq=4 "
     "TradingReferenceDate=null SettlPriceType=NullValue MDUpdateAction=Delete "
     "MDEntryType=FixingPrice}",
     "49 v13 at=1737988200000000000 indicator=88\n"
     "statistic 42 #1 settlement 21911.25 x none date=20112 settlement=03\n"
     "statistic 42 #2 cleared_volume none x 300000 date=20112 settlement=80\n"
     "statistic 42 #3 open_interest none x 0 date=20111 settlement=80\n"
     "statistic 42 #4 fixing 1.5 x none date=none settlement=80 removed\n"
     "end at=1737988200000000000"},

    // 50: a high limit only, then all of them taken back
    {"58000b00320001000d00 0010d2440f931e18800000 200002"
     " 00757d5a48150000ffffffffffffff7f0080b2e60e0000002a000000ee030000"
     " ffffffffffffff7fffffffffffffff7fffffffffffffff7f2a000000ef030000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{HighLimitPrice=23400.5 LowLimitPrice=null MaxPriceVariation=64 SecurityID=42 "
     "RptSeq=1006 MDUpdateAction=0 MDEntryType=g}{HighLimitPrice=null LowLimitPrice=null "
     "MaxPriceVariation=null SecurityID=42 RptSeq=1007 MDUpdateAction=0 MDEntryType=g}",
     "50 v13 at=1737988200000000000 indicator=80\n"
     "limits 42 #1006 high=23400.5 low=none variation=64\n"
     "limits 42 #1007 high=none low=none variation=none\n"
     "end at=1737988200000000000"},

    // 51: each statistic of a session; an average of repos is none of ours
    {"d8000b00330001000d00 0010d2440f931e18080000 180008"
     " 00e87648170000002a00000001000000000034ffffff7f00"
     " 00e87648170000002a00000002000000050034ffffff7f00"
     " 00e87648170000002a00000003000000ff00370500000000"
     " 00e87648170000002a00000004000000ff0038ffffff7f00"
     " 00e87648170000002a00000005000000640039ffffff7f00"
     " 00e87648170000002a00000006000000660039ffffff7f00"
     " 00e87648170000002a00000007000000ff004effffff7f00"
     " 00e87648170000002a00000008000000ff024fffffff7f00",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastStatsMsg "
     "NoMDEntries{MDEntryPx=100 SecurityID=42 RptSeq=1 OpenCloseSettlFlag=DailyOpenPrice "
     "MDUpdateAction=New MDEntryType=OpenPrice MDEntrySize=null}{MDEntryPx=100 SecurityID=42 "
     "RptSeq=2 OpenCloseSettlFlag=IndicativeOpeningPrice MDUpdateAction=New "
     "MDEntryType=OpenPrice MDEntrySize=null}{MDEntryPx=100 SecurityID=42 RptSeq=3 "
     "OpenCloseSettlFlag=null MDUpdateAction=New MDEntryType=HighTrade "
     "MDEntrySize=5}{MDEntryPx=100 SecurityID=42 RptSeq=4 OpenCloseSettlFlag=null "
     "MDUpdateAction=New MDEntryType=LowTrade MDEntrySize=null}{MDEntryPx=100 SecurityID=42 "
     "RptSeq=5 OpenCloseSettlFlag=IntradayVWAP MDUpdateAction=New MDEntryType=VWAP "
     "MDEntrySize=null}{MDEntryPx=100 SecurityID=42 RptSeq=6 OpenCloseSettlFlag=RepoAverage10AM "
     "MDUpdateAction=New MDEntryType=VWAP MDEntrySize=null}{MDEntryPx=100 SecurityID=42 "
     "RptSeq=7 OpenCloseSettlFlag=null MDUpdateAction=New MDEntryType=HighestBid "
     "MDEntrySize=null}{MDEntryPx=100 SecurityID=42 RptSeq=8 OpenCloseSettlFlag=null "
     "MDUpdateAction=Delete MDEntryType=LowestOffer MDEntrySize=null}",
     "51 v13 at=1737988200000000000 indicator=08\n"
     "statistic 42 #1 open 100 x none date=none settlement=80\n"
     "statistic 42 #2 indicative_open 100 x none date=none settlement=80\n"
     "statistic 42 #3 high 100 x 5 date=none settlement=80\n"
     "statistic 42 #4 low 100 x none date=none settlement=80\n"
     "statistic 42 #5 vwap 100 x none date=none settlement=80\n"
     "skipped 42 #6\n"
     "statistic 42 #7 highest_bid 100 x none date=none settlement=80\n"
     "statistic 42 #8 lowest_offer 100 x none date=none settlement=80 removed"},

    // 64: a quantity beyond 32 bits, and none
    {"78000b00400001000d00 0010d2440f931e18800000 200002"
     " 205db0400000000000f2052a010000002a00000000000000ffffff7f01013000"
     " c0e3b14000000000ffffffffffffffff2a000000000000000300000002024500 1800000000000001"
     " 05000000000000000600000000000000feffff7f01010000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{MDEntryPx=1.0853 MDEntrySize=5000000000 SecurityID=42 RptSeq=0 "
     "NumberOfOrders=null MDPriceLevel=1 MDUpdateAction=Change "
     "MDEntryType=Bid}{MDEntryPx=1.0854 MDEntrySize=null SecurityID=42 RptSeq=0 "
     "NumberOfOrders=3 MDPriceLevel=2 MDUpdateAction=Delete MDEntryType=ImpliedBid} "
     "NoOrderIDEntries{OrderID=5 MDOrderPriority=6 MDDisplayQty=2147483646 ReferenceID=1 "
     "OrderUpdateAction=Update}",
     "64 v13 at=1737988200000000000 indicator=80\n"
     "level 42 #0 B 1 change 1.0853 x 5000000000 orders=0\n"
     "level 42 #0 implied B 2 remove 1.0854 x 0 orders=3\n"
     "order 42 5 change B 1.0853 x 2147483646 priority=6\n"
     "end at=1737988200000000000"},

    // 65: a corrected trade
    {"48000b00410001000d00 0010d2440f931e18800000 280001"
     " 205db0400000000000f2052a010000002a0000000300000002000000580000000201000000000000"
     " 1000000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{MDEntryPx=1.0853 MDEntrySize=5000000000 SecurityID=42 RptSeq=3 "
     "NumberOfOrders=2 MDTradeEntryID=88 AggressorSide=Sell MDUpdateAction=Change "
     "MDEntryType=2} NoOrderIDEntries{}",
     "65 v13 at=1737988200000000000 indicator=80\n"
     "trade 42 #3 correct 1.0853 x 5000000000 orders=2 id=88 aggressor=sell\n"
     "end at=1737988200000000000"},

    // 66
    {"30000b00420001000d00 0010d2440f931e18800000 180001"
     " 00f2052a010000002a000000040000000100000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{MDEntrySize=5000000000 SecurityID=42 RptSeq=4 MDUpdateAction=Change "
     "MDEntryType=e}",
     "66 v13 at=1737988200000000000 indicator=80\n"
     "statistic 42 #4 volume none x 5000000000 date=none settlement=80\n"
     "end at=1737988200000000000"},

    // 67
    {"58000b00430001000d00 0010d2440f931e18080000 200002"
     " 00e8764817000000ffffffffffffffff2a00000005000000ff00390000000000"
     " 00e876481700000000f2052a010000002a000000060000000000340000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastStatsMsg "
     "NoMDEntries{MDEntryPx=100 MDEntrySize=null SecurityID=42 RptSeq=5 OpenCloseSettlFlag=null "
     "MDUpdateAction=New MDEntryType=VWAP}{MDEntryPx=100 MDEntrySize=5000000000 SecurityID=42 "
     "RptSeq=6 OpenCloseSettlFlag=DailyOpenPrice MDUpdateAction=New MDEntryType=OpenPrice}",
     "67 v13 at=1737988200000000000 indicator=08\n"
     "statistic 42 #5 vwap 100 x none date=none settlement=80\n"
     "statistic 42 #6 open 100 x 5000000000 date=none settlement=80"},
};
// clang-format on

}  // namespace gapwire::mdp3::test
