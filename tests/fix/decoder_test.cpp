// FIX messages of every type to events; groups, inherited fields, times, and what is refused.
#include "feed/fix/decoder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/fix/messages.hpp"

namespace gapwire::test {
namespace {

using testing::ElementsAre;

TEST(FixDecoder, AnIncrementTellsItsEntriesInOrder)
{
    EXPECT_THAT(told_of(framed("35=X|34=12|49=V|56=C|52=20250127-13:30:00.250|262=r1|268=3|"
                               "279=0|269=0|278=a1|55=NQ|270=21300.25|271=10|346=3|290=1|"
                               "279=1|269=1|278=b1|280=b0|55=NQ|270=-0.5|271=1.50|282=MM1|83=7|"
                               "279=2|278=c1|")),
                ElementsAre("X seq=12 appl=/0 req=r1 sym= id= mic= rpt=0 n=3",
                            "00 NQ 2130025e-2x10e0 id=a1 pos=1 orders=3",
                            "11 NQ -5e-1x150e-2 id=b1 ref=b0 maker=MM1 rpt=7",
                            "21 NQ -x- id=c1 inherited", "end"));
}

TEST(FixDecoder, ARefreshTellsItsInstrumentOnce)
{
    EXPECT_THAT(told_of(framed("35=W|34=3|52=20250127-13:30:00|262=r1|55=NQ|48=X1|207=XCME|83=99|"
                               "268=3|269=0|270=100|271=5|269=1|270=101|271=6|1023=1|269=6|"
                               "270=99.75|272=20250124|286=4|")),
                ElementsAre("W seq=3 appl=/0 req=r1 sym=NQ id=X1 mic=XCME rpt=99 n=3",
                            "00  100e0x5e0", "01  101e0x6e0 pos=1",
                            "06  9975e-2x- flag=4 at 2025-01-24T00:00:00.000000000Z", "end"));
}

TEST(FixDecoder, AnEmptyRefreshIsLegal)
{
    EXPECT_THAT(told_of(framed("35=W|55=NQ|268=0|")),
                ElementsAre("W seq=0 appl=/0 req= sym=NQ id= mic= rpt=0 n=0", "end"));
}

TEST(FixDecoder, EntriesInheritInstrumentAndTypeFromTheOneBefore)
{
    EXPECT_THAT(told_of(framed("35=X|268=4|279=0|269=0|55=A|270=1|279=0|270=2|"
                               "279=0|269=1|48=ISIN|270=3|279=0|270=4|")),
                ElementsAre("X seq=0 appl=/0 req= sym= id= mic= rpt=0 n=4", "00 A 1e0x-",
                            "00 A 2e0x- inherited", "01  3e0x- sid=ISIN",
                            "01  4e0x- sid=ISIN inherited", "end"));
}

TEST(FixDecoder, TagsNobodyReadsAndNestedGroupsAreSkipped)
{
    EXPECT_THAT(told_of(framed("35=X|5797=Y|268=2|279=0|9999=x|269=2|55=A|270=1|453=2|448=P1|452=1|"
                               "448=P2|452=2|271=3|279=1|269=2|277=Z 0|270=2|711=1|311=U|")),
                ElementsAre("X seq=0 appl=/0 req= sym= id= mic= rpt=0 n=2", "02 A 1e0x3e0",
                            "12 A 2e0x- cancelled", "end"));
}

TEST(FixDecoder, TimesWithoutADateAreOfTheDayOfTheMessageOrBesideIt)
{
    const auto time_of = [](const std::string& sent, const std::string& entry) {
        return told_of(framed("35=X|52=" + sent + "|268=1|279=0|269=2|55=A|270=1|" + entry))[1];
    };
    EXPECT_EQ(time_of("20250127-13:30:00.000", "273=13:29:59.123456789|"),
              "02 A 1e0x- at 2025-01-27T13:29:59.123456789Z");
    EXPECT_EQ(time_of("20250127-00:00:01.000", "273=23:59:59.5|"),
              "02 A 1e0x- at 2025-01-26T23:59:59.500000000Z");
    EXPECT_EQ(time_of("20250127-23:59:59.000", "273=00:00:01|"),
              "02 A 1e0x- at 2025-01-28T00:00:01.000000000Z");
    EXPECT_EQ(time_of("20250127-23:59:59.000", "272=20250126|273=00:00:01|"),
              "02 A 1e0x- at 2025-01-26T00:00:01.000000000Z");
    EXPECT_EQ(time_of("20250127-23:59:59.000", "273=24:00:01|"), "02 A 1e0x- badtime");
    EXPECT_EQ(time_of("20250127-23:59:59.000", "272=20250230|"), "02 A 1e0x- badtime");
}

TEST(FixDecoder, WhatMakesNoSenseMakesItsEntryBadAndNoOther)
{
    for (const char* bad :
         {"270=1e5|", "270=|", "270=1.2.3|", "270=NaN|", "271=--1|", "269=|", "269=00|", "346=-1|",
          "83=x|", "290=4294967296|", "270=1|270=2|", "55=A|55=B|", "278=a|278=b|"}) {
        const auto lines =
            told_of(framed(std::string("35=X|268=2|279=0|") + bad + "279=0|269=0|55=C|270=1|"));
        ASSERT_EQ(lines.size(), 4u) << bad;
        EXPECT_THAT(lines[1], testing::EndsWith("BAD")) << bad;
        EXPECT_EQ(lines[2], "00 C 1e0x-") << bad;
    }
    for (const char* bad : {"279=6|", "279=|", "279=00|"})
        EXPECT_THAT(told_of(framed(std::string("35=X|268=1|") + bad + "269=0|55=C|270=1|"))[1],
                    testing::EndsWith("BAD"))
            << bad;
}

TEST(FixDecoder, AGroupThatIsNotWhatItsCountSaysTellsNothing)
{
    const std::string count = "the number of entries is not what was said";
    const std::string group = "entries begin with another field than they should";
    const auto told = [](const char* body) { return told_of(framed(body)); };
    EXPECT_THAT(told("35=X|268=3|279=0|269=0|279=0|269=1|"), ElementsAre(count));
    EXPECT_THAT(told("35=X|268=1|279=0|269=0|279=0|269=1|"), ElementsAre(count));
    EXPECT_THAT(told("35=X|268=0|279=0|269=0|"), ElementsAre(count));
    EXPECT_THAT(told("35=X|268=x|279=0|269=0|"), ElementsAre(count));
    EXPECT_THAT(told("35=X|55=A|"), ElementsAre(count));
    EXPECT_THAT(told("35=X|268=18446744073709551615|279=0|"), ElementsAre(count));
    EXPECT_THAT(told("35=X|268=1|269=0|279=0|"), ElementsAre(group));
    EXPECT_THAT(told("35=W|268=1|"), ElementsAre(group));
}

TEST(FixDecoder, MessagesThatAreNoneAreRefusedWhole)
{
    const auto told = [](const char* body) { return told_of(framed(body)); };
    EXPECT_THAT(told(""), ElementsAre("MsgType (35) is not the first field of the body"));
    EXPECT_THAT(told("34=1|35=X|268=0|"),
                ElementsAre("MsgType (35) is not the first field of the body"));
    for (const char* bad : {"35=X|268|", "35=X|=1|", "35=X||268=0|", "35=X|a=1|", "35=X|0=1|",
                            "35=X|01=1|", "35=X|1234567890=1|", "35=X|2 68=1|", "35=X|-1=1|"})
        EXPECT_THAT(told(bad), ElementsAre("a field is not tag=value")) << bad;
    EXPECT_THAT(told("35=X|34=1|34=2|268=0|"), ElementsAre("a field stands twice"));
    EXPECT_THAT(told("35=X|34=x|268=0|"),
                ElementsAre("a number or time of the header makes no sense"));
    EXPECT_THAT(told("35=X|52=yesterday|268=0|"),
                ElementsAre("a number or time of the header makes no sense"));
}

TEST(FixDecoder, DataFieldsMayHoldSeparators)
{
    EXPECT_THAT(told_of(framed("35=X|95=14|96=268=9|279=0|8=|58=x|268=1|279=0|269=0|55=A|270=1|")),
                ElementsAre("X seq=0 appl=/0 req= sym= id= mic= rpt=0 n=1", "00 A 1e0x-", "end"));
    const std::string refused = "a data field is not as long as was said";
    for (const char* bad : {"35=X|95=16|96=268=9|279=0|8=|268=0|", "35=X|95=3|96=abcd|268=0|",
                            "35=X|268=0|95=3|", "35=X|95=99999999999999999999|96=a|268=0|",
                            "35=X|95=18446744073709551610|96=a|268=0|", "35=X|95=x|96=a|268=0|"})
        EXPECT_THAT(told_of(framed(bad)), ElementsAre(refused)) << bad;
}

TEST(FixDecoder, EveryOtherTypeTellsWhatItIs)
{
    const auto told = [](const char* body) { return told_of(framed(body))[0]; };
    EXPECT_EQ(told("35=Y|34=4|262=r1|281=0|58=no such symbol|"),
              "reject Y req=r1 ref=0 reason=0 code=4294967295 text=no such symbol");
    EXPECT_EQ(told("35=j|45=17|372=V|380=3|58=x|"), "reject j req= ref=17 reason=- code=3 text=x");
    EXPECT_EQ(told("35=3|45=17|373=5|58=x|"), "reject 3 req= ref=17 reason=- code=5 text=x");
    EXPECT_EQ(told("35=f|55=NQ|326=2|58=halted|"), "f sym=NQ status=2 session= text=halted");
    EXPECT_EQ(told("35=h|336=day|340=3|"), "h sym= status=3 session=day text=");
    EXPECT_EQ(told("35=d|320=1|322=2|323=1|55=NQ|48=I|207=XCME|167=FUT|15=USD|"),
              "instrument NQ I XCME FUT USD");
    EXPECT_EQ(told("35=B|148=Trading halt|61=1|33=2|58=first|58=second|"),
              "news Trading halt / first / 1");
    EXPECT_THAT(told_of(framed("35=y|320=1|322=2|560=0|146=2|55=NQ|48=I|15=USD|55=ES|167=FUT|")),
                ElementsAre("instrument NQ I   USD", "instrument ES   FUT "));
    for (const char* type : {"0", "1", "2", "4", "5", "A"})
        EXPECT_EQ(told_of(framed(std::string("35=") + type + "|34=1|"))[0], "session message");
    for (const char* type : {"V", "c", "e", "g", "x"})
        EXPECT_EQ(told_of(framed(std::string("35=") + type + "|34=1|"))[0], "ignored");
    for (const char* type : {"S", "i"})
        EXPECT_EQ(told_of(framed(std::string("35=") + type + "|34=1|"))[0],
                  "quotes outside market data");
    for (const char* type : {"D", "XX", "~", ""})
        EXPECT_EQ(told_of(framed(std::string("35=") + type + "|34=1|"))[0], "unknown MsgType (35)");
}

TEST(FixDecoder, TheHeaderIsReadOfEveryMessage)
{
    fix::Decoder decoder(1 << 12);
    const std::string reset = framed("35=4|34=9|43=Y|49=V|56=C|52=20250127-13:30:00|36=20|123=Y|");
    ASSERT_EQ(decoder.read(fix::Message::of(as_bytes(reset), fix::scan(as_bytes(reset)))),
              fix::DecodeStatus::session);
    const fix::Header& header = decoder.header();
    EXPECT_EQ(header.type, "4");
    EXPECT_EQ(header.sender, "V");
    EXPECT_EQ(header.target, "C");
    EXPECT_EQ(header.sequence, 9u);
    EXPECT_EQ(header.new_sequence, 20u);
    EXPECT_TRUE(header.is_gap_fill);
    EXPECT_TRUE(header.is_possible_duplicate);
    EXPECT_EQ(header.sending_time, (Timestamp{1'737'984'600'000'000'000}));
}

TEST(FixDecoder, AMessageMayHoldManyEntries)
{
    std::string body = "35=X|268=20000|";
    for (int i = 0; i < 20'000; ++i) body += "279=0|269=0|55=A|270=1|";
    const std::string message = framed(body);
    fix::Decoder decoder;
    FixRecorder recorder;
    const fix::Scanned scanned = fix::scan(as_bytes(message));
    ASSERT_EQ(decoder.decode(fix::Message::of(as_bytes(message), scanned), recorder),
              fix::DecodeStatus::market_data);
    EXPECT_EQ(recorder.lines.size(), 20'002u);
}

}  // namespace
}  // namespace gapwire::test
