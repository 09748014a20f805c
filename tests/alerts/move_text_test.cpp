// Velocity, baskets, contagion, records and limits in words, in both languages.
#include "both_languages.hpp"

namespace gapwire::alerts {
namespace {

TEST(VelocityText, SaysHowFarWithinHowLong)
{
    const std::string english = "-1.20 % within 10 minutes, from 129.91 to 128.35  CLEAN";
    const std::string arabic = "⟦-1.20 %⟧ خلال ⟦10⟧ دقائق، من ⟦129.91⟧ إلى ⟦128.35⟧  موثوق";
    expect_texts(velocity(), "[warning]  NVDA  " + english, "[تحذير]  ⟦NVDA⟧  " + arabic);
    expect_texts(revised(velocity(), AlertState::recovering, AlertReason::recovered),
                 "[warning]  NVDA  recovered to " + english,
                 "[تحذير]  ⟦NVDA⟧  تعافى إلى " + arabic);
    expect_texts(revised(velocity(), AlertState::unknown, AlertReason::sight_lost),
                 "[warning]  NVDA  out of sight, last " + english,
                 "[تحذير]  ⟦NVDA⟧  لم يعد مرئيًا، آخر قراءة " + arabic);
    expect_texts(
        revised(velocity(), AlertState::withdrawn, AlertReason::trade_broken),
        "[warning]  NVDA  withdrawn: the trade it rested on was broken, last " + english,
        "[تحذير]  ⟦NVDA⟧  سُحب التنبيه: أُلغيت الصفقة التي استند إليها، آخر قراءة " + arabic);
}

TEST(BasketText, SaysHowManyAndWhoInWhatOrder)
{
    const std::string english =
        "3 of 7 down 3 % or more, -8.56 % on average: first ASML on XAMS -7.01 % at "
        "03:01:12.500, then NVDA -10.00 % at 04:00:00.123, then ORCL -8.67 % at 04:00:01.000  "
        "CLEAN";
    const std::string arabic =
        "⟦3⟧ من ⟦7⟧ هبطت بنسبة ⟦3 %⟧ أو أكثر، بمتوسط ⟦-8.56 %⟧: الأول ⟦ASML⟧ في سوق ⟦XAMS⟧ "
        "⟦-7.01 %⟧ في ⟦03:01:12.500⟧، ثم ⟦NVDA⟧ ⟦-10.00 %⟧ في ⟦04:00:00.123⟧، ثم ⟦ORCL⟧ "
        "⟦-8.67 %⟧ في ⟦04:00:01.000⟧  موثوق";
    expect_texts(basket(), "[critical]  ai_names  " + english, "[حرج]  ⟦ai_names⟧  " + arabic);
    expect_texts(revised(basket(), AlertState::firing, AlertReason::changed),
                 "[critical]  ai_names  changed: " + english,
                 "[حرج]  ⟦ai_names⟧  "
                 "تغيّر: " +
                     arabic);
    expect_texts(revised(basket(), AlertState::unknown, AlertReason::sight_lost),
                 "[critical]  ai_names  out of sight, last seen: " + english,
                 "[حرج]  ⟦ai_names⟧  لم يعد مرئيًا، آخر قراءة: " + arabic);
    expect_texts(revised(basket(), AlertState::withdrawn, AlertReason::reference_corrected),
                 "[critical]  ai_names  withdrawn: a reference price was corrected: " + english,
                 "[حرج]  ⟦ai_names⟧  سُحب التنبيه: صُحّح سعر مرجعي: " + arabic);
    Alert over = revised(basket(), AlertState::recovering, AlertReason::recovered);
    over.roster.crossed = 0;
    over.fall = {};
    expect_texts(over, "[critical]  ai_names  recovered: 0 of 7 down 3 % or more  CLEAN",
                 "[حرج]  ⟦ai_names⟧  تعافٍ: ⟦0⟧ من ⟦7⟧ هبطت بنسبة ⟦3 %⟧ أو أكثر  موثوق");
}

TEST(BasketText, SaysHowManyMoreThanItNames)
{
    Alert alert = basket();
    alert.direction = Direction::up;
    alert.roster.members = 40;
    alert.roster.crossed = 19;
    for (RosterEntry& each : alert.roster.entries) each = entry("A", "", -350, 1'737'968'400'123);
    const std::string text = alert_text(alert, "America/New_York");
    EXPECT_NE(text.find("  19 of 40 up 3 % or more, "), std::string::npos);
    EXPECT_NE(text.find(", then A +3.50 % at 04:00:00.123, and 3 more  CLEAN"), std::string::npos);
}

TEST(ContagionText, SaysHowMuchLaterEachWas)
{
    const std::string english =
        "3 of 4 markets down 2 % or more, -8.32 % on average: first 9984 on XTKS -8.00 % at "
        "2025-01-26 19:00:05.000, then ASML on XAMS -7.01 % at 03:01:12.500 (8 hours 1 minute 7 "
        "seconds after the first), then NVDA -9.95 % at 04:00:00.123 (8 hours 59 minutes 55 "
        "seconds after the first)  CLEAN";
    const std::string arabic =
        "الأسواق: ⟦3⟧ من ⟦4⟧ هبطت بنسبة ⟦2 %⟧ أو أكثر، بمتوسط ⟦-8.32 %⟧: الأول ⟦9984⟧ في سوق "
        "⟦XTKS⟧ ⟦-8.00 %⟧ في ⟦2025-01-26 19:00:05.000⟧، ثم ⟦ASML⟧ في سوق ⟦XAMS⟧ ⟦-7.01 %⟧ في "
        "⟦03:01:12.500⟧ (بعد الأول بمقدار ⟦8⟧ ساعات ودقيقة واحدة و⟦7⟧ ثوانٍ)، ثم ⟦NVDA⟧ "
        "⟦-9.95 %⟧ في ⟦04:00:00.123⟧ (بعد الأول بمقدار ⟦8⟧ ساعات و⟦59⟧ دقيقة و⟦55⟧ ثانية)  موثوق";
    expect_texts(contagion(), "[critical]  ai_markets  " + english,
                 "[حرج]  ⟦ai_markets⟧  " + arabic);
    expect_texts(revised(contagion(), AlertState::recovering, AlertReason::recovered),
                 "[critical]  ai_markets  recovered: " + english,
                 "[حرج]  ⟦ai_markets⟧  تعافٍ: " + arabic);
    expect_texts(revised(contagion(), AlertState::unknown, AlertReason::sight_lost),
                 "[critical]  ai_markets  out of sight, last seen: " + english,
                 "[حرج]  ⟦ai_markets⟧  لم يعد مرئيًا، آخر قراءة: " + arabic);
    expect_texts(revised(contagion(), AlertState::withdrawn, AlertReason::trade_broken),
                 "[critical]  ai_markets  withdrawn: the trade it rested on was broken: " + english,
                 "[حرج]  ⟦ai_markets⟧  سُحب التنبيه: أُلغيت الصفقة التي استند إليها: " + arabic);
}

TEST(ContagionText, ToldOutOfOrderOrTogetherItSaysSo)
{
    Alert alert = contagion();
    alert.roster.entries[1].crossed = alert.roster.entries[0].crossed;
    alert.roster.entries[2].crossed.ns = alert.roster.entries[0].crossed.ns - 350'000'000;
    const std::string text = alert_text(alert, "America/New_York");
    EXPECT_NE(text.find("ASML on XAMS -7.01 % at 2025-01-26 19:00:05.000 (at the same time), "),
              std::string::npos);
    EXPECT_NE(text.find("19:00:04.650 (0.35 seconds before the first)  CLEAN"), std::string::npos);
    alert.roster.entries[2].crossed = Timestamp::none();
    EXPECT_NE(alert_text(alert, "UTC").find("then NVDA -9.95 % at time not known  CLEAN"),
              std::string::npos);
}

TEST(RecordText, SaysSinceWhenAndWhatComesNext)
{
    const std::string english =
        "if it settled here (21010.25, -4.11 %): largest one-day fall since 2022-09-13 (-5.53 %); "
        "beyond 20700.09 since 2020-03-16  CLEAN  limit down at 20387.25 by the rule, -2.96 % "
        "away  history NQ";
    const std::string arabic =
        "لو كانت التسوية عند هذا السعر (⟦21010.25⟧، ⟦-4.11 %⟧): أكبر هبوط في يوم واحد منذ "
        "⟦2022-09-13⟧ (⟦-5.53 %⟧)؛ وإذا تجاوز ⟦20700.09⟧ فمنذ ⟦2020-03-16⟧  موثوق  حد الهبوط عند "
        "⟦20387.25⟧ وفق القاعدة، يبعد ⟦-2.96 %⟧  سجل ⟦NQ⟧";
    expect_texts(record(), "[warning]  NQH5  " + english, "[تحذير]  ⟦NQH5⟧  " + arabic);
    expect_texts(revised(record(), AlertState::firing, AlertReason::changed),
                 "[warning]  NQH5  changed: " + english, "[تحذير]  ⟦NQH5⟧  تغيّر: " + arabic);
    expect_texts(revised(record(), AlertState::unknown, AlertReason::sight_lost),
                 "[warning]  NQH5  out of sight, last seen: " + english,
                 "[تحذير]  ⟦NQH5⟧  لم يعد مرئيًا، آخر قراءة: " + arabic);
    expect_texts(revised(record(), AlertState::recovering, AlertReason::recovered),
                 "[warning]  NQH5  recovered: " + english, "[تحذير]  ⟦NQH5⟧  تعافٍ: " + arabic);
}

TEST(RecordText, ItIsWithdrawnWhenThereIsNone)
{
    Alert alert = revised(record(), AlertState::withdrawn, AlertReason::recovered);
    alert.price = cents(2'160'000);
    alert.fall = {142};
    alert.record = {};
    alert.low_limit = Price::none();
    alert.limit_source = LimitSource::none;
    expect_texts(alert,
                 "[warning]  NQH5  withdrawn: at 21600 (-1.42 %) the day would be no record  CLEAN",
                 "[تحذير]  ⟦NQH5⟧  سُحب التنبيه: عند ⟦21600⟧ "
                 "(⟦-1.42 %⟧) لا يُعدّ اليوم رقمًا قياسيًا  "
                 "موثوق");
}

TEST(RecordText, SaysWhereTheHistoryBegins)
{
    const auto told = [](const Alert& alert) {
        const std::string text = alert_text(alert, "UTC");
        const std::size_t from = text.find("if it ");
        return text.substr(from, text.find("  CLEAN") - from);
    };
    Alert alert = record();
    alert.record.next_since = {};
    EXPECT_EQ(told(alert),
              "if it settled here (21010.25, -4.11 %): largest one-day fall since 2022-09-13 "
              "(-5.53 %); beyond 20700.09 largest in the history, which begins 1999-03-10");
    alert.record = {.from = {1999, 3, 10}};
    alert.reference.kind = ReferenceKind::official_close;
    EXPECT_EQ(told(alert),
              "if it closed here (21010.25, -4.11 %): largest one-day fall in the history, which "
              "begins 1999-03-10");
    alert.direction = Direction::up;
    alert.fall = {-411};
    EXPECT_EQ(told(alert),
              "if it closed here (21010.25, +4.11 %): largest one-day rise in the history, which "
              "begins 1999-03-10");
}

TEST(LimitDistanceText, SaysHowMuchOfTheWayIsGone)
{
    const std::string english =
        "62 % of the way to the price limit 20387.25 by the rule (from 21911.25); at 20966.25, "
        "-2.76 % to go  CLEAN";
    const std::string arabic =
        "⟦62 %⟧ من المسافة إلى حد السعر ⟦20387.25⟧ وفق القاعدة (من ⟦21911.25⟧)؛ السعر ⟦20966.25⟧ "
        "ويفصله ⟦-2.76 %⟧  موثوق";
    expect_texts(limit_distance(), "[warning]  NQH5  " + english, "[تحذير]  ⟦NQH5⟧  " + arabic);
    expect_texts(revised(limit_distance(), AlertState::recovering, AlertReason::recovered),
                 "[warning]  NQH5  recovered to " + english,
                 "[تحذير]  ⟦NQH5⟧  تعافى إلى " + arabic);
    expect_texts(revised(limit_distance(), AlertState::unknown, AlertReason::sight_lost),
                 "[warning]  NQH5  out of sight, last " + english,
                 "[تحذير]  ⟦NQH5⟧  لم يعد مرئيًا، آخر قراءة " + arabic);
    expect_texts(
        revised(limit_distance(), AlertState::withdrawn, AlertReason::trade_broken),
        "[warning]  NQH5  withdrawn: the trade it rested on was broken, last " + english,
        "[تحذير]  ⟦NQH5⟧  سُحب التنبيه: أُلغيت الصفقة التي استند إليها، آخر قراءة " + arabic);
}

TEST(LimitDistanceText, AnEstimateSaysSoAndEachStopHasItsName)
{
    Alert alert = limit_distance();
    const auto told = [&](std::string_view stop, LimitSource source) {
        put(alert.detail, stop);
        alert.limit_source = source;
        const std::string text = alert_text(alert, "UTC");
        const std::size_t from = text.find("way to ") + 7;
        return text.substr(from, text.find(" (from") - from);
    };
    EXPECT_EQ(told("price limit", LimitSource::feed), "the price limit 20387.25");
    EXPECT_EQ(told("dynamic", LimitSource::rule),
              "the dynamic circuit breaker 20387.25 by the rule");
    EXPECT_EQ(told("LULD", LimitSource::estimate), "the LULD band 20387.25 ESTIMATE");
    EXPECT_EQ(told("MWCB", LimitSource::estimate),
              "the market-wide circuit breaker 20387.25 ESTIMATE");
    EXPECT_EQ(told("collar", LimitSource::feed), "collar 20387.25");
    alert.price = Price::none();
    EXPECT_TRUE(alert_text(alert, "UTC").ends_with("(from 21911.25)  CLEAN"));
}

}  // namespace
}  // namespace gapwire::alerts
