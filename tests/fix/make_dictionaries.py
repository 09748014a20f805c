#!/usr/bin/env python3
# Writes FIX dictionaries for QuickFIX, as an oracle of tests, from the tables below.
"""Usage: make_dictionaries.py [--check] FOLDER

With --check nothing is written: the exit code says whether the files are what would be written.
"""
import re
import sys
from pathlib import Path

# Tag, name, type; then the values that alone are allowed, where the standard leaves no room.
FIELDS = """
7 BeginSeqNo SEQNUM
8 BeginString STRING
9 BodyLength LENGTH
10 CheckSum STRING
15 Currency CURRENCY
16 EndSeqNo SEQNUM
18 ExecInst MULTIPLEVALUESTRING
22 SecurityIDSource STRING
31 LastPx PRICE
33 NoLinesOfText NUMINGROUP
34 MsgSeqNum SEQNUM
35 MsgType STRING
36 NewSeqNo SEQNUM
37 OrderID STRING
40 OrdType CHAR
42 OrigTime UTCTIMESTAMP
43 PossDupFlag BOOLEAN
45 RefSeqNum SEQNUM
48 SecurityID STRING
49 SenderCompID STRING
50 SenderSubID STRING
52 SendingTime UTCTIMESTAMP
55 Symbol STRING
56 TargetCompID STRING
57 TargetSubID STRING
58 Text STRING
59 TimeInForce CHAR
60 TransactTime UTCTIMESTAMP
61 Urgency CHAR
63 SettlType STRING
64 SettlDate LOCALMKTDATE
65 SymbolSfx STRING
75 TradeDate LOCALMKTDATE
83 RptSeq INT
89 Signature DATA
90 SecureDataLen LENGTH
91 SecureData DATA
93 SignatureLength LENGTH
95 RawDataLength LENGTH
96 RawData DATA
97 PossResend BOOLEAN
98 EncryptMethod INT
106 Issuer STRING
107 SecurityDesc STRING
108 HeartBtInt INT
110 MinQty QTY
112 TestReqID STRING
115 OnBehalfOfCompID STRING
116 OnBehalfOfSubID STRING
120 SettlCurrency CURRENCY
122 OrigSendingTime UTCTIMESTAMP
123 GapFillFlag BOOLEAN
126 ExpireTime UTCTIMESTAMP
128 DeliverToCompID STRING
129 DeliverToSubID STRING
141 ResetSeqNumFlag BOOLEAN
142 SenderLocationID STRING
143 TargetLocationID STRING
144 OnBehalfOfLocationID STRING
145 DeliverToLocationID STRING
146 NoRelatedSym NUMINGROUP
148 Headline STRING
149 URLLink STRING
167 SecurityType STRING
198 SecondaryOrderID STRING
200 MaturityMonthYear MONTHYEAR
201 PutOrCall INT
202 StrikePrice PRICE
206 OptAttribute CHAR
207 SecurityExchange EXCHANGE
212 XmlDataLen LENGTH
213 XmlData DATA
215 NoRoutingIDs NUMINGROUP
216 RoutingType INT
217 RoutingID STRING
223 CouponRate PERCENTAGE
225 IssueDate LOCALMKTDATE
231 ContractMultiplier FLOAT
262 MDReqID STRING
263 SubscriptionRequestType CHAR 0 1 2
264 MarketDepth INT
265 MDUpdateType INT 0 1
266 AggregatedBook BOOLEAN
267 NoMDEntryTypes NUMINGROUP
268 NoMDEntries NUMINGROUP
269 MDEntryType CHAR
270 MDEntryPx PRICE
271 MDEntrySize QTY
272 MDEntryDate UTCDATEONLY
273 MDEntryTime UTCTIMEONLY
274 TickDirection CHAR
275 MDMkt EXCHANGE
276 QuoteCondition MULTIPLEVALUESTRING
277 TradeCondition MULTIPLEVALUESTRING
278 MDEntryID STRING
279 MDUpdateAction CHAR 0 1 2 3 4 5
280 MDEntryRefID STRING
281 MDReqRejReason CHAR
282 MDEntryOriginator STRING
283 LocationID STRING
284 DeskID STRING
285 DeleteReason CHAR
286 OpenCloseSettlFlag MULTIPLEVALUESTRING
287 SellerDays INT
288 MDEntryBuyer STRING
289 MDEntrySeller STRING
290 MDEntryPositionNo INT
291 FinancialStatus MULTIPLEVALUESTRING
292 CorporateAction MULTIPLEVALUESTRING
299 QuoteEntryID STRING
320 SecurityReqID STRING
321 SecurityRequestType INT
322 SecurityResponseID STRING
323 SecurityResponseType INT
324 SecurityStatusReqID STRING
325 UnsolicitedIndicator BOOLEAN
326 SecurityTradingStatus INT
327 HaltReasonChar CHAR
328 InViewOfCommon BOOLEAN
329 DueToRelated BOOLEAN
330 BuyVolume QTY
331 SellVolume QTY
332 HighPx PRICE
333 LowPx PRICE
334 Adjustment INT
335 TradSesReqID STRING
336 TradingSessionID STRING
338 TradSesMethod INT
339 TradSesMode INT
340 TradSesStatus INT
341 TradSesStartTime UTCTIMESTAMP
342 TradSesOpenTime UTCTIMESTAMP
343 TradSesPreCloseTime UTCTIMESTAMP
344 TradSesCloseTime UTCTIMESTAMP
345 TradSesEndTime UTCTIMESTAMP
346 NumberOfOrders INT
347 MessageEncoding STRING
348 EncodedIssuerLen LENGTH
349 EncodedIssuer DATA
350 EncodedSecurityDescLen LENGTH
351 EncodedSecurityDesc DATA
354 EncodedTextLen LENGTH
355 EncodedText DATA
358 EncodedHeadlineLen LENGTH
359 EncodedHeadline DATA
369 LastMsgSeqNumProcessed SEQNUM
371 RefTagID INT
372 RefMsgType STRING
373 SessionRejectReason INT
379 BusinessRejectRefID STRING
380 BusinessRejectReason INT
383 MaxMessageSize LENGTH
384 NoMsgTypes NUMINGROUP
385 MsgDirection CHAR R S
386 NoTradingSessions NUMINGROUP
387 TotalVolumeTraded QTY
393 TotNoRelatedSym INT
423 PriceType INT
432 ExpireDate LOCALMKTDATE
447 PartyIDSource CHAR
448 PartyID STRING
451 NetChgPrevDay PRICEOFFSET
452 PartyRole INT
453 NoPartyIDs NUMINGROUP
454 NoSecurityAltID NUMINGROUP
455 SecurityAltID STRING
456 SecurityAltIDSource STRING
460 Product INT
461 CFICode STRING
464 TestMessageIndicator BOOLEAN
470 CountryOfIssue COUNTRY
483 TransBkdTime UTCTIMESTAMP
523 PartySubID STRING
528 OrderCapacity CHAR
541 MaturityDate LOCALMKTDATE
546 Scope MULTIPLEVALUESTRING
547 MDImplicitDelete BOOLEAN
553 Username STRING
554 Password STRING
555 NoLegs NUMINGROUP
559 SecurityListRequestType INT
560 SecurityRequestResult INT
561 RoundLot QTY
562 MinTradeVol QTY
567 TradSesStatusRejReason INT
574 MatchType STRING
600 LegSymbol STRING
602 LegSecurityID STRING
603 LegSecurityIDSource STRING
608 LegCFICode STRING
609 LegSecurityType STRING
610 LegMaturityMonthYear MONTHYEAR
611 LegMaturityDate LOCALMKTDATE
616 LegSecurityExchange EXCHANGE
623 LegRatioQty FLOAT
624 LegSide CHAR
625 TradingSessionSubID STRING
627 NoHops NUMINGROUP
628 HopCompID STRING
629 HopSendingTime UTCTIMESTAMP
630 HopRefID SEQNUM
715 ClearingBusinessDate LOCALMKTDATE
762 SecuritySubType STRING
789 NextExpectedMsgSeqNum SEQNUM
802 NoPartySubIDs NUMINGROUP
803 PartySubIDType INT
811 PriceDelta FLOAT
812 ApplQueueMax INT
813 ApplQueueDepth INT
814 ApplQueueResolution INT
815 ApplQueueAction INT
816 NoAltMDSource NUMINGROUP
817 AltMDSourceID STRING
827 ExpirationCycle INT
828 TrdType INT
864 NoEvents NUMINGROUP
865 EventType INT
866 EventDate LOCALMKTDATE
867 EventPx PRICE
868 EventText STRING
893 LastFragment BOOLEAN
911 TotNumReports INT
947 StrikeCurrency CURRENCY
963 MDReportID INT
964 SecurityReportID INT
969 MinPriceIncrement FLOAT
996 UnitOfMeasure STRING
1003 TradeID STRING
1020 TradeVolume QTY
1021 MDBookType INT
1022 MDFeedType STRING
1023 MDPriceLevel INT
1024 MDOriginType INT
1025 FirstPx PRICE
1026 MDEntrySpotRate FLOAT
1027 MDEntryForwardPoints PRICEOFFSET
1048 DealingCapacity CHAR
1070 MDQuoteType INT
1093 LotType CHAR
1128 ApplVerID STRING
1129 CstmApplVerID STRING
1130 RefApplVerID STRING
1131 RefCstmApplVerID STRING
1137 DefaultApplVerID STRING
1146 MinPriceIncrementAmount AMT
1147 UnitOfMeasureQty QTY
1151 SecurityGroup STRING
1173 MDSubBookType INT
1174 SecurityTradingEvent INT
1175 NoStatsIndicators NUMINGROUP
1176 StatsType INT
1180 ApplID STRING
1181 ApplSeqNum SEQNUM
1187 RefreshIndicator BOOLEAN
1227 ProductComplex STRING
1300 MarketSegmentID STRING
1301 MarketID EXCHANGE
1350 ApplLastSeqNum SEQNUM
1352 ApplResendFlag BOOLEAN
1368 TradSesEvent INT
1406 RefApplExtID INT
1472 NewsID STRING
1473 NewsCategory INT
1500 MDStreamID STRING
1682 MDSecurityTradingStatus INT
5797 AggressorSide INT
"""

# Below, a message is its tags: * is required, 268{...} a group whose first tag begins an entry,
# and $name one of these parts.
PARTS = {
    "text": "58 354 355",
    "instrument": "55 65 48 22 454{455 456} 1227 1151 460 461 167 762 200 541 201 225 202 947 206 "
                  "231 969 1146 996 1147 223 207 106 348 349 107 350 351 470 864{865 866 867 868}",
    "legs": "555{600 602 603 608 609 610 611 616 623 624}",
    "trading_session": "336 625",
    "parties": "453{448 447 452 802{523 803}}",
    "sequence": "1180 1181 1350 1352",
    # An entry of W and X. The tags that FIX 4.4 has not (83, 423, 1003 and above) and the user's
    # own 5797 are sent by 4.4 venues too.
    "entry": "278 270 423 40 15 271 1093 272 273 274 275 $trading_session 326 327 276 277 282 283 "
             "284 286 59 432 126 110 18 287 37 198 299 288 289 346 290 546 811 $text 1023 528 1024 "
             "31 332 333 1020 1025 63 64 60 483 828 574 1003 1070 83 1048 1026 1027 120 1021 1022 "
             "1175{1176} $parties 5797",
}

HEADER = ("8* 9* 35* 49* 56* 115 128 90 91 34* 50 142 57 143 116 144 129 145 43 97 52* 122 212 213 "
          "347 369 627{628 629 630}")
TRAILER = "93 89 10*"

SESSION = """
0 Heartbeat 112
1 TestRequest 112*
2 ResendRequest 7* 16*
3 Reject 45* 371 372 373 $text
4 SequenceReset 123 36*
5 Logout $text
"""
LOGON_44 = "A Logon 98* 108* 95 96 141 789 383 384{372 385} 464 553 554"
LOGON_FIXT = "A Logon 98* 108* 95 96 141 789 383 464 553 554 1137* 384{372 385 1130 1131} $text"

APPLICATION = """
B News $sequence 42 61 148* 358 359 215{216 217} 146{$instrument} 33*{58* 354 355} 149 95 96 1472 \
1473 1300 1301
V MarketDataRequest 262* 263* 264* 265 266 286 546 547 267*{269*} 146*{$instrument 15} \
386{$trading_session} 815 812 $parties 1070
W MarketDataSnapshotFullRefresh $sequence 911 963 715 75 1021 1022 1173 264 1187 262 $instrument \
$legs 291 292 451 60 83 1682 268*{269* $entry 451} 813 814 1500
X MarketDataIncrementalRefresh $sequence 1021 1022 75 262 60 268*{279* 285 1173 264 269 280 \
$instrument $legs 291 292 $entry 451 1500} 813 814
Y MarketDataRequestReject 262* 281 816{817} $parties $text
c SecurityDefinitionRequest 320* 321* $instrument $legs 15 $text $trading_session 827 263 1300 1301
d SecurityDefinition $sequence 964 715 320 322 323 292 $instrument $legs 15 $trading_session \
$text 827 561 562 1300 1301 60
e SecurityStatusRequest 324* $instrument $legs 15 263* $trading_session 1300 1301
f SecurityStatus $sequence 324 $instrument $legs 15 $trading_session 325 326 1174 291 292 327 328 \
329 1021 264 330 331 332 333 31 60 334 1025 1300 1301 $text
g TradingSessionStatusRequest 335* $trading_session 338 339 263* 207 1300 1301
h TradingSessionStatus $sequence 335 336* 625 338 339 325 340* 1368 567 341 342 343 344 345 387 \
$text $instrument 1300 1301
j BusinessMessageReject 45 372* 379 380* 1130 1131 1406 $text
x SecurityListRequest 320* 559* $instrument $legs 15 $text $trading_session 263 1300 1301
y SecurityList $sequence 964 715 320 322 560* 393 893 1300 1301 146{$instrument $legs 15 561 562 \
827 $trading_session $text} 60
"""

FILES = {
    "FIX44.xml": ("FIX", 4, 4, 0, True, SESSION + LOGON_44 + APPLICATION),
    "FIXT11.xml": ("FIXT", 1, 1, 0, True, SESSION + LOGON_FIXT),
    "FIX50SP2.xml": ("FIX", 5, 0, 2, False, APPLICATION),
}

COMMENT = """<!--
  Written by tests/fix/make_dictionaries.py: change the tables there, not this file.

  The FIX messages that gapwire reads, in the form that QuickFIX wants. A venue that sends more is
  given a file of its own: copy this one, add each tag to <fields> (number, name, type) and to the
  message or group that carries it. The first field of a
  group begins each of its entries; the order of the others does not matter. A tag that a group
  lacks ends the entry it stands in, and the entries after it are lost. Values are listed only where
  no venue may
  have its own.
-->
"""


def fields():
    table = {}
    for line in FIELDS.strip().splitlines():
        tag, name, kind, *values = line.split()
        assert tag not in table, tag
        table[tag] = (name, kind, values)
    return table


def expanded(text):
    while "$" in text:
        text = re.sub(r"\$(\w+)", lambda part: PARTS[part[1]], text)
    return text


class Writer:
    def __init__(self, table):
        self.table, self.used, self.lines = table, set(), []

    def say(self, depth, text):
        self.lines.append("  " * depth + text)

    def members(self, text, depth):
        """Tags and groups, as elements."""
        at = 0
        for match in iter(lambda: re.compile(r"\s*(\d+)(\*?)(\{?)").match(text, at), None):
            tag, star, brace = match.groups()
            self.used.add(tag)
            said = f'name="{self.table[tag][0]}" required="{"Y" if star else "N"}"'
            at = match.end()
            if not brace:
                self.say(depth, f"<field {said}/>")
                continue
            end, open_braces = at, 1
            while open_braces:
                open_braces += {"{": 1, "}": -1}.get(text[end], 0)
                end += 1
            self.say(depth, f"<group {said}>")
            self.members(text[at:end - 1], depth + 1)
            self.say(depth, "</group>")
            at = end

    def block(self, name, text):
        self.say(1, f"<{name}>")
        self.members(text, 2)
        self.say(1, f"</{name}>")

    def messages(self, text):
        self.say(1, "<messages>")
        for line in text.strip().splitlines():
            kind, name, members = (line + " ").split(" ", 2)
            category = "admin" if kind in "012345A" else "app"
            self.say(2, f'<message name="{name}" msgtype="{kind}" msgcat="{category}">')
            self.members(expanded(members), 3)
            self.say(2, "</message>")
        self.say(1, "</messages>")

    def fields(self):
        self.say(1, "<fields>")
        for tag in sorted(self.used, key=int):
            name, kind, values = self.table[tag]
            said = f'<field number="{tag}" name="{name}" type="{kind}"'
            self.say(2, said + ("/>" if not values else ">"))
            for value in values:
                self.say(3, f'<value enum="{value}" description="VALUE_{value}"/>')
            if values:
                self.say(2, "</field>")
        self.say(1, "</fields>")


def dictionary(protocol, major, minor, pack, is_transport, messages):
    writer = Writer(fields())
    writer.say(0, f'<fix type="{protocol}" major="{major}" minor="{minor}" servicepack="{pack}">')
    header = HEADER + (" 1128 1129" if protocol == "FIXT" else "")
    writer.block("header", header if is_transport else "")
    writer.messages(messages)
    writer.block("trailer", TRAILER if is_transport else "")
    writer.say(1, "<components/>")
    writer.fields()
    writer.say(0, "</fix>")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + COMMENT + "\n".join(writer.lines) + "\n"


def main(arguments):
    if len(arguments) not in (1, 2) or (len(arguments) == 2 and arguments[0] != "--check"):
        sys.exit(__doc__)
    folder, differ = Path(arguments[-1]), []
    for name, contents in FILES.items():
        file, text = folder / name, dictionary(*contents)
        if len(arguments) == 1:
            file.write_text(text)
        elif not file.exists() or file.read_text() != text:
            differ.append(str(file))
    if differ:
        sys.exit("not what make_dictionaries.py writes: " + ", ".join(differ))


if __name__ == "__main__":
    main(sys.argv[1:])
