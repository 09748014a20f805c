// Snapshots of MDP 3.0 of version 13, and what they mean.
#pragma once

#include "tests/mdp3/vector.hpp"

namespace gapwire::mdp3::test {

// clang-format off
inline constexpr Vector snapshot_vectors[] = {
    // 52: levels, figures, and entries that say nothing here
    {"3a013b00340001000d00"
     " 905f0100140000002a000000f00300000010d2440f931e180110d2440f931e18934e1100757d5a48150"
     "00000f84976761200000080b2e60e000000 16000b"
     " 80bad5595f1300000c0000000500000001ffffff8030"
     " 801fa3775f13000007000000ffffff7f02ffffff8046"
     " 006dbc685f13000003000000ffffff7f7fffffff8032"
     " 0094b3a653130000ffffff7fffffff7f7fffff008034"
     " 80d8459ced130000ffffff7fffffff7f7f904eff0336"
     " ffffffffffffff7f90d00300ffffff7f7f904eff8043"
     " ffffffffffffff7f63000000ffffff7f7fffffff8065"
     " 00f0659376130000ffffff7fffffff7f7fffffff8037"
     " ffffffffffffff7fffffff7fffffff7f7fffffff804a"
     " ffffffffffffff7fffffff7fffffff7f7fffffff8067"
     " ffffffffffffff7fffffff7fffffff7f7fffffff8077",
     "LastMsgSeqNumProcessed=90000 TotNumReports=20 SecurityID=42 RptSeq=1008 "
     "TransactTime=1737988200000000000 LastUpdateTime=1737988200000000001 TradeDate=2025-01-27 "
     "MDSecurityTradingStatus=ReadyToTrade HighLimitPrice=23400.5 LowLimitPrice=20300 "
     "MaxPriceVariation=64 NoMDEntries{MDEntryPx=21300.25 MDEntrySize=12 NumberOfOrders=5 "
     "MDPriceLevel=1 TradingReferenceDate=null OpenCloseSettlFlag=null SettlPriceType=NullValue "
     "MDEntryType=Bid}{MDEntryPx=21300.75 MDEntrySize=7 NumberOfOrders=null MDPriceLevel=2 "
     "TradingReferenceDate=null OpenCloseSettlFlag=null SettlPriceType=NullValue "
     "MDEntryType=ImpliedOffer}{MDEntryPx=21300.5 MDEntrySize=3 NumberOfOrders=null "
     "MDPriceLevel=null TradingReferenceDate=null OpenCloseSettlFlag=null "
     "SettlPriceType=NullValue MDEntryType=Trade}{MDEntryPx=21250 MDEntrySize=null "
     "NumberOfOrders=null MDPriceLevel=null TradingReferenceDate=null "
     "OpenCloseSettlFlag=DailyOpenPrice SettlPriceType=NullValue "
     "MDEntryType=OpenPrice}{MDEntryPx=21911.25 MDEntrySize=null NumberOfOrders=null "
     "MDPriceLevel=null TradingReferenceDate=2025-01-24 OpenCloseSettlFlag=null "
     "SettlPriceType=FinalDaily|Actual MDEntryType=SettlementPrice}{MDEntryPx=null "
     "MDEntrySize=250000 NumberOfOrders=null MDPriceLevel=null TradingReferenceDate=2025-01-24 "
     "OpenCloseSettlFlag=null SettlPriceType=NullValue MDEntryType=OpenInterest}{MDEntryPx=null "
     "MDEntrySize=99 NumberOfOrders=null MDPriceLevel=null TradingReferenceDate=null "
     "OpenCloseSettlFlag=null SettlPriceType=NullValue "
     "MDEntryType=ElectronicVolume}{MDEntryPx=21400 MDEntrySize=null NumberOfOrders=null "
     "MDPriceLevel=null TradingReferenceDate=null OpenCloseSettlFlag=null "
     "SettlPriceType=NullValue MDEntryType=TradingSessionHighPrice}{MDEntryPx=null "
     "MDEntrySize=null NumberOfOrders=null MDPriceLevel=null TradingReferenceDate=null "
     "OpenCloseSettlFlag=null SettlPriceType=NullValue MDEntryType=BookReset}{MDEntryPx=null "
     "MDEntrySize=null NumberOfOrders=null MDPriceLevel=null TradingReferenceDate=null "
     "OpenCloseSettlFlag=null SettlPriceType=NullValue "
     "MDEntryType=ThresholdLimitsandPriceBandVariation}{MDEntryPx=null MDEntrySize=null "
     "NumberOfOrders=null MDPriceLevel=null TradingReferenceDate=null OpenCloseSettlFlag=null "
     "SettlPriceType=NullValue MDEntryType=MarketBestOffer}",
     "52 v13 at=1737988200000000000 indicator=00\n"
     "snapshot 42 #1008 packet=90000 reports=20 at=1737988200000000000 date=20115 status=17 "
     "chunk=1/1\n"
     "limits 42 #0 high=23400.5 low=20300 variation=64\n"
     "level 42 #0 B 1 insert 21300.25 x 12 orders=5\n"
     "level 42 #0 implied S 2 insert 21300.75 x 7 orders=0\n"
     "statistic 42 #0 last_trade 21300.5 x 3 date=none settlement=80\n"
     "statistic 42 #0 open 21250 x none date=none settlement=80\n"
     "statistic 42 #0 settlement 21911.25 x none date=20112 settlement=03\n"
     "statistic 42 #0 open_interest none x 250000 date=20112 settlement=80\n"
     "statistic 42 #0 volume none x 99 date=none settlement=80\n"
     "statistic 42 #0 high 21400 x none date=none settlement=80\n"
     "skipped 42 #0\n"
     "skipped 42 #0\n"
     "skipped 42 #0\n"
     "snapshot end 42"},

    // 52: an empty book without limits
    {"48003b00340001000d00"
     " 905f0100140000002a000000f00300000010d2440f931e180110d2440f931e18fffffffffffffffffff"
     "f7fffffffffffffff7fffffffffffffff7f 160000",
     "LastMsgSeqNumProcessed=90000 TotNumReports=20 SecurityID=42 RptSeq=1008 "
     "TransactTime=1737988200000000000 LastUpdateTime=1737988200000000001 TradeDate=null "
     "MDSecurityTradingStatus=null HighLimitPrice=null LowLimitPrice=null "
     "MaxPriceVariation=null NoMDEntries{}",
     "52 v13 at=1737988200000000000 indicator=00\n"
     "snapshot 42 #1008 packet=90000 reports=20 at=1737988200000000000 date=none status=255 "
     "chunk=1/1\n"
     "limits 42 #0 high=none low=none variation=none\n"
     "snapshot end 42"},

    // 52: a level without its number
    {"5e003b00340001000d00"
     " 905f0100140000002a000000f00300000010d2440f931e180110d2440f931e18934e1100757d5a48150"
     "00000f84976761200000080b2e60e000000 160001"
     " 00ca9a3b0000000001000000010000007fffffff8031",
     "LastMsgSeqNumProcessed=90000 TotNumReports=20 SecurityID=42 RptSeq=1008 "
     "TransactTime=1737988200000000000 LastUpdateTime=1737988200000000001 TradeDate=2025-01-27 "
     "MDSecurityTradingStatus=ReadyToTrade HighLimitPrice=23400.5 LowLimitPrice=20300 "
     "MaxPriceVariation=64 NoMDEntries{MDEntryPx=1 MDEntrySize=1 NumberOfOrders=1 "
     "MDPriceLevel=null TradingReferenceDate=null OpenCloseSettlFlag=null "
     "SettlPriceType=NullValue MDEntryType=Offer}",
     "52 v13 at=1737988200000000000 indicator=00\n"
     "snapshot 42 #1008 packet=90000 reports=20 at=1737988200000000000 date=20115 status=17 "
     "chunk=1/1\n"
     "limits 42 #0 high=23400.5 low=20300 variation=64\n"
     "bad 42 #0\n"
     "snapshot end 42"},

    // 53: the second of three chunks
    {"9d001c00350001000d00 905f0100140000002a00000003000000020000000010d2440f931e18 1d0004"
     " 0100000000000000020000000000000080bad5595f1300000300000030"
     " 0200000000000000ffffffffffffffff006dbc685f1300000000000031"
     " 03000000000000000200000000000000006dbc685f130000010000004a"
     " 04000000000000000200000000000000006dbc685f1300000100000045",
     "LastMsgSeqNumProcessed=90000 TotNumReports=20 SecurityID=42 NoChunks=3 CurrentChunk=2 "
     "TransactTime=1737988200000000000 NoMDEntries{OrderID=1 MDOrderPriority=2 "
     "MDEntryPx=21300.25 MDDisplayQty=3 MDEntryType=Bid}{OrderID=2 MDOrderPriority=null "
     "MDEntryPx=21300.5 MDDisplayQty=0 MDEntryType=Offer}{OrderID=3 MDOrderPriority=2 "
     "MDEntryPx=21300.5 MDDisplayQty=1 MDEntryType=BookReset}{OrderID=4 MDOrderPriority=2 "
     "MDEntryPx=21300.5 MDDisplayQty=1 MDEntryType=ImpliedBid}",
     "53 v13 at=1737988200000000000 indicator=00\n"
     "snapshot of orders 42 #0 packet=90000 reports=20 at=1737988200000000000 date=none "
     "status=255 chunk=2/3\n"
     "order 42 1 add B 21300.25 x 3 priority=2\n"
     "order 42 2 add S 21300.5 x 0 priority=none\n"
     "skipped 42 #0 of orders\n"
     "bad 42 #0 of orders\n"
     "snapshot end 42"},

    // 69: a level of 200, a settlement of which nothing more is said
    {"8d003b00450001000d00"
     " 905f0100140000002a000000f00300000010d2440f931e180110d2440f931e18934e1100757d5a48150"
     "00000f84976761200000080b2e60e000000 170003"
     " 205db0400000000000f2052a0100000002000000c8ff31"
     " 007e5f4000000000ffffffffffffffffffffff7fffff36"
     " 00ca9a3b00000000ffffffffffffffffffffff7fffff78",
     "LastMsgSeqNumProcessed=90000 TotNumReports=20 SecurityID=42 RptSeq=1008 "
     "TransactTime=1737988200000000000 LastUpdateTime=1737988200000000001 TradeDate=2025-01-27 "
     "MDSecurityTradingStatus=ReadyToTrade HighLimitPrice=23400.5 LowLimitPrice=20300 "
     "MaxPriceVariation=64 NoMDEntries{MDEntryPx=1.0853 MDEntrySize=5000000000 NumberOfOrders=2 "
     "MDPriceLevel=200 OpenCloseSettlFlag=null MDEntryType=Offer}{MDEntryPx=1.08 "
     "MDEntrySize=null NumberOfOrders=null MDPriceLevel=null OpenCloseSettlFlag=null "
     "MDEntryType=SettlementPrice}{MDEntryPx=1 MDEntrySize=null NumberOfOrders=null "
     "MDPriceLevel=null OpenCloseSettlFlag=null MDEntryType=MarketBestBid}",
     "69 v13 at=1737988200000000000 indicator=00\n"
     "snapshot 42 #1008 packet=90000 reports=20 at=1737988200000000000 date=20115 status=17 "
     "chunk=1/1\n"
     "limits 42 #0 high=23400.5 low=20300 variation=64\n"
     "level 42 #0 S 200 insert 1.0853 x 5000000000 orders=2\n"
     "statistic 42 #0 settlement 1.08 x none date=none settlement=80\n"
     "skipped 42 #0\n"
     "snapshot end 42"},
};
// clang-format on

}  // namespace gapwire::mdp3::test
