// Messages of MDP 3.0 up to version 8, and what they mean.
#pragma once

#include "tests/mdp3/vector.hpp"

namespace gapwire::mdp3::test {

// clang-format off
inline constexpr Vector v8_vectors[] = {
    // 32: a price of 1e-7, an order
    {"58000b00200001000800 0010d2440f931e18840000 200001"
     " 88f3ab00000000000c0000002a00000001000000050000000100300000000000 1800000000000001"
     " 090000000000000008000000000000000400000001000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastQuoteMsg|EndOfEvent "
     "NoMDEntries{MDEntryPx=1.1269 MDEntrySize=12 SecurityID=42 RptSeq=1 NumberOfOrders=5 "
     "MDPriceLevel=1 MDUpdateAction=New MDEntryType=Bid} NoOrderIDEntries{OrderID=9 "
     "MDOrderPriority=8 MDDisplayQty=4 ReferenceID=1 OrderUpdateAction=New}",
     "32 v8 at=1737988200000000000 indicator=84\n"
     "level 42 #1 B 1 insert 1.1269 x 12 orders=5\n"
     "order 42 9 add B 1.1269 x 4 priority=8\n"
     "end at=1737988200000000000"},

    // 33
    {"38000b00210001000800 0010d2440f931e18800000 200001"
     " 0100000000000000ffffff7f2a00000001000000af4202003600000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{MDEntryPx=0.0000001 MDEntrySize=null SecurityID=42 RptSeq=1 "
     "TradingReferenceDate=2016-09-27 SettlPriceType=Actual MDUpdateAction=New "
     "MDEntryType=SettlementPrice}",
     "33 v8 at=1737988200000000000 indicator=80\n"
     "statistic 42 #1 settlement 0.0000001 x none date=17071 settlement=02\n"
     "end at=1737988200000000000"},

    // 34
    {"38000b00220001000800 0010d2440f931e18800000 200001"
     " 002d31010000000000d3cefeffffffffffffffffffffff7f2a000000ee030000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{HighLimitPrice=2 LowLimitPrice=-2 MaxPriceVariation=null SecurityID=42 "
     "RptSeq=1006 MDUpdateAction=0 MDEntryType=g}",
     "34 v8 at=1737988200000000000 indicator=80\n"
     "limits 42 #1006 high=2 low=-2 variation=none\n"
     "end at=1737988200000000000"},

    // 35: with a size, as of version 8
    {"30000b00230001000800 0010d2440f931e18080000 180001"
     " 00ca9a3b000000002a00000003000000ff00370500000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastStatsMsg "
     "NoMDEntries{MDEntryPx=100 SecurityID=42 RptSeq=3 OpenCloseSettlFlag=null "
     "MDUpdateAction=New MDEntryType=HighTrade MDEntrySize=5}",
     "35 v8 at=1737988200000000000 indicator=08\n"
     "statistic 42 #3 high 100 x 5 date=none settlement=80"},

    // 35: as of version 7, where zeros are in the place of the size
    {"30000b00230001000700 0010d2440f931e18080000 180001"
     " 00ca9a3b000000002a00000003000000ff00370000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=LastStatsMsg "
     "NoMDEntries{MDEntryPx=100 SecurityID=42 RptSeq=3 OpenCloseSettlFlag=null "
     "MDUpdateAction=New MDEntryType=HighTrade}",
     "35 v7 at=1737988200000000000 indicator=08\n"
     "statistic 42 #3 high 100 x none date=none settlement=80"},

    // 36: a trade with an id of its own
    {"38000b00240001000800 0010d2440f931e18800000 200001"
     " 4015e73b00000000020000002a00000003000000ffffff7fffffff7f02000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{MDEntryPx=100.5 MDEntrySize=2 SecurityID=42 RptSeq=3 NumberOfOrders=null "
     "TradeID=2147483647 AggressorSide=Sell MDUpdateAction=New MDEntryType=2}",
     "36 v8 at=1737988200000000000 indicator=80\n"
     "trade 42 #3 report 100.5 x 2 orders=0 id=2147483647 aggressor=sell\n"
     "end at=1737988200000000000"},

    // 42
    {"50000b002a0001000800 0010d2440f931e18800000 200001"
     " 4015e73b00000000020000002a000000030000000200000000004d0000000000 1000000000000001"
     " 00000000000000000100000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{MDEntryPx=100.5 MDEntrySize=2 SecurityID=42 RptSeq=3 NumberOfOrders=2 "
     "AggressorSide=NoAggressor MDUpdateAction=New MDEntryType=2 MDTradeEntryID=77} "
     "NoOrderIDEntries{OrderID=0 LastQty=1}",
     "42 v8 at=1737988200000000000 indicator=80\n"
     "trade 42 #3 report 100.5 x 2 orders=2 id=77 aggressor=none\n"
     "end at=1737988200000000000"},

    // 42: as of version 6, where zeros are in the place of the trade entry id
    {"38000b002a0001000600 0010d2440f931e18800000 200001"
     " 4015e73b00000000020000002a00000003000000020000000000000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent "
     "NoMDEntries{MDEntryPx=100.5 MDEntrySize=2 SecurityID=42 RptSeq=3 NumberOfOrders=2 "
     "AggressorSide=NoAggressor MDUpdateAction=New MDEntryType=2}",
     "42 v6 at=1737988200000000000 indicator=80\n"
     "trade 42 #3 report 100.5 x 2 orders=2 id=0 aggressor=none\n"
     "end at=1737988200000000000"},

    // 43
    {"40000b002b0001000800 0010d2440f931e18800000 280001"
     " 010000000000000002000000000000004015e73b00000000030000002a0000000031000000000000",
     "TransactTime=1737988200000000000 MatchEventIndicator=EndOfEvent NoMDEntries{OrderID=1 "
     "MDOrderPriority=2 MDEntryPx=100.5 MDDisplayQty=3 SecurityID=42 MDUpdateAction=New "
     "MDEntryType=Offer}",
     "43 v8 at=1737988200000000000 indicator=80\n"
     "order 42 1 add S 100.5 x 3 priority=2\n"
     "end at=1737988200000000000"},

    // 38
    {"74003b00260001000800"
     " 905f0100140000002a000000f00300000010d2440f931e180110d2440f931e18934e1140efc87b36000"
     "000002ebe432f00000000a0252600000000 160002"
     " a037f097310000000c0000000500000001ffffff8030"
     " 405d16983100000007000000ffffff7f0affffff8031",
     "LastMsgSeqNumProcessed=90000 TotNumReports=20 SecurityID=42 RptSeq=1008 "
     "TransactTime=1737988200000000000 LastUpdateTime=1737988200000000001 TradeDate=2025-01-27 "
     "MDSecurityTradingStatus=ReadyToTrade HighLimitPrice=23400.5 LowLimitPrice=20300 "
     "MaxPriceVariation=64 NoMDEntries{MDEntryPx=21300.25 MDEntrySize=12 NumberOfOrders=5 "
     "MDPriceLevel=1 TradingReferenceDate=null OpenCloseSettlFlag=null SettlPriceType=NullValue "
     "MDEntryType=Bid}{MDEntryPx=21300.5 MDEntrySize=7 NumberOfOrders=null MDPriceLevel=10 "
     "TradingReferenceDate=null OpenCloseSettlFlag=null SettlPriceType=NullValue "
     "MDEntryType=Offer}",
     "38 v8 at=1737988200000000000 indicator=00\n"
     "snapshot 42 #1008 packet=90000 reports=20 at=1737988200000000000 date=20115 status=17 "
     "chunk=1/1\n"
     "limits 42 #0 high=23400.5 low=20300 variation=64\n"
     "level 42 #0 B 1 insert 21300.25 x 12 orders=5\n"
     "level 42 #0 S 10 insert 21300.5 x 7 orders=0\n"
     "snapshot end 42"},

    // 44
    {"46001c002c0001000800 905f0100140000002a00000003000000020000000010d2440f931e18 1d0001"
     " 010000000000000002000000000000004015e73b000000000300000030",
     "LastMsgSeqNumProcessed=90000 TotNumReports=20 SecurityID=42 NoChunks=3 CurrentChunk=2 "
     "TransactTime=1737988200000000000 NoMDEntries{OrderID=1 MDOrderPriority=2 MDEntryPx=100.5 "
     "MDDisplayQty=3 MDEntryType=Bid}",
     "44 v8 at=1737988200000000000 indicator=00\n"
     "snapshot of orders 42 #0 packet=90000 reports=20 at=1737988200000000000 date=none "
     "status=255 chunk=2/3\n"
     "order 42 1 add B 100.5 x 3 priority=2\n"
     "snapshot end 42"},
};
// clang-format on

}  // namespace gapwire::mdp3::test
