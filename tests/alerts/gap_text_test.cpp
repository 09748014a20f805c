// A gap in words: every reason, in both languages.
#include "both_languages.hpp"

namespace gapwire::alerts {
namespace {

Alert gap(AlertState state, AlertReason reason)
{
    Alert alert = revised(sample(), state, reason);
    alert.price = cents(14'120);
    alert.fall = {99};
    return alert;
}

TEST(GapText, Fired)
{
    expect_texts(sample(),
                 "NVDA  -10.00 %  at 128.35, from 142.62 (official close 2025-01-24)  "
                 "rung -10 %  CLEAN",
                 "⟦NVDA⟧  ⟦-10.00 %⟧  عند ⟦128.35⟧، مقابل ⟦142.62⟧ (الإغلاق الرسمي ⟦2025-01-24⟧)  "
                 "عتبة ⟦-10 %⟧  موثوق");
}

TEST(GapText, ARiseHasAPlusAndNoLimitDown)
{
    Alert alert = sample();
    alert.direction = Direction::up;
    alert.rung = {250};
    alert.fall = {-251};
    alert.price = cents(14'620);
    alert.low_limit = cents(12'000);
    alert.limit_source = LimitSource::feed;
    expect_texts(alert,
                 "NVDA  +2.51 %  at 146.2, from 142.62 (official close 2025-01-24)  "
                 "rung +2.5 %  CLEAN",
                 "⟦NVDA⟧  ⟦+2.51 %⟧  عند ⟦146.2⟧، مقابل ⟦142.62⟧ (الإغلاق الرسمي ⟦2025-01-24⟧)  "
                 "عتبة ⟦+2.5 %⟧  موثوق");
}

TEST(GapText, WhatBecomesOfIt)
{
    const std::string english =
        "-0.99 %  at 141.2, from 142.62 (official close 2025-01-24)  rung -10 %  CLEAN";
    const std::string arabic =
        "⟦-0.99 %⟧  عند ⟦141.2⟧، مقابل ⟦142.62⟧ (الإغلاق الرسمي ⟦2025-01-24⟧)  عتبة ⟦-10 %⟧  موثوق";
    expect_texts(gap(AlertState::firing, AlertReason::confirmed), "NVDA  confirmed: " + english,
                 "⟦NVDA⟧  تأكّد: " + arabic);
    expect_texts(gap(AlertState::recovering, AlertReason::recovered),
                 "NVDA  recovered to " + english, "⟦NVDA⟧  تعافى إلى " + arabic);
    expect_texts(gap(AlertState::firing, AlertReason::returned), "NVDA  returned to " + english,
                 "⟦NVDA⟧  عاد إلى " + arabic);
    expect_texts(gap(AlertState::unknown, AlertReason::sight_lost),
                 "NVDA  out of sight, last " + english,
                 "⟦NVDA⟧  لم يعد مرئيًا، آخر قراءة " + arabic);
    expect_texts(gap(AlertState::firing, AlertReason::seen_again), "NVDA  seen again at " + english,
                 "⟦NVDA⟧  شوهد مجددًا عند " + arabic);
    expect_texts(gap(AlertState::withdrawn, AlertReason::trade_broken),
                 "NVDA  withdrawn: the trade it rested on was broken, last " + english,
                 "⟦NVDA⟧  سُحب التنبيه: أُلغيت الصفقة التي استند إليها، آخر قراءة " + arabic);
    expect_texts(gap(AlertState::withdrawn, AlertReason::reference_corrected),
                 "NVDA  withdrawn: its reference price was corrected, last " + english,
                 "⟦NVDA⟧  سُحب التنبيه: صُحّح سعره المرجعي، آخر قراءة " + arabic);
    expect_texts(gap(AlertState::firing, AlertReason::changed), "NVDA  now " + english,
                 "⟦NVDA⟧  الآن " + arabic);
    expect_texts(gap(AlertState::recovering, AlertReason::over), "NVDA  over, last " + english,
                 "⟦NVDA⟧  انتهى، آخر قراءة " + arabic);
}

TEST(GapText, SaysSinceWhenItIsNotSeenWhereThatIsKnown)
{
    Alert alert = gap(AlertState::unknown, AlertReason::sight_lost);
    alert.window_ns = sample_second;
    alert.confidence = Confidence::degraded;
    alert.book_state = BookState::stale;
    expect_texts(alert,
                 "NVDA  out of sight, last -0.99 %  at 141.2, from 142.62 (official close "
                 "2025-01-24)  rung -10 %  DEGRADED (the book is incomplete: messages were lost)  "
                 "not seen since 09:12:32.123456789 EST",
                 "⟦NVDA⟧  لم يعد مرئيًا، آخر قراءة ⟦-0.99 %⟧  عند ⟦141.2⟧، مقابل ⟦142.62⟧ "
                 "(الإغلاق الرسمي ⟦2025-01-24⟧)  عتبة ⟦-10 %⟧  "
                 "موثوقية منقوصة (دفتر الأوامر ناقص: فُقدت رسائل)  "
                 "لم يُشاهَد منذ ⟦09:12:32.123456789 EST⟧");
}

TEST(GapText, WhatIsWithheldTellsNoMove)
{
    Alert alert = gap(AlertState::unknown, AlertReason::corporate_action);
    alert.confidence = Confidence::unconfirmed;
    put(alert.detail, "split 10:1");
    expect_texts(alert,
                 "NVDA  at 141.2  withheld: split 10:1 lies between this and 142.62 (official "
                 "close 2025-01-24)  UNCONFIRMED (one print or one line only)",
                 "⟦NVDA⟧  عند ⟦141.2⟧  حُجب التنبيه: تجزئة أسهم ⟦10:1⟧ بين هذا السعر و⟦142.62⟧ "
                 "(الإغلاق الرسمي ⟦2025-01-24⟧)  غير مؤكد (صفقة واحدة أو خط بث واحد فقط)");
    const auto told = [&](std::string_view detail) {
        put(alert.detail, detail);
        const std::string text = alert_text(alert, "UTC");
        const std::size_t from = text.find("withheld: ") + 10;
        return text.substr(from, text.find(" lies") - from);
    };
    EXPECT_EQ(told("special_dividend"), "a special dividend");
    EXPECT_EQ(told("symbol_change"), "a change of symbol");
    EXPECT_EQ(told("tender offer"), "tender offer");
    EXPECT_EQ(told("split"), "split");
}

TEST(GapText, WithoutAReferencePriceItSaysSo)
{
    Alert alert = gap(AlertState::unknown, AlertReason::no_reference);
    alert.reference = {};
    expect_texts(alert, "NVDA  at 141.2  not judged: no reference price  CLEAN",
                 "⟦NVDA⟧  عند ⟦141.2⟧  لم يُقيَّم: لا سعر مرجعي  موثوق");
}

TEST(GapText, EndsWithOtherReferencesAndAHighSeverity)
{
    Alert alert = sample();
    const auto know = [&](ReferenceKind kind, Price price, Date date) {
        alert.references[static_cast<std::size_t>(kind)] = {kind, price, date};
    };
    know(ReferenceKind::official_close, cents(14'262), {2025, 1, 24});
    know(ReferenceKind::fixed, cents(12'000), {});
    know(ReferenceKind::last_regular_trade, cents(14'270), {2025, 1, 24});
    alert.severity = Severity::emergency;
    expect_texts(alert,
                 "NVDA  -10.00 %  at 128.35, from 142.62 (official close 2025-01-24)  "
                 "rung -10 %  CLEAN  also +6.95 % from 120 (fixed price)  "
                 "also -10.05 % from 142.7 (last regular trade 2025-01-24)  [emergency]",
                 "⟦NVDA⟧  ⟦-10.00 %⟧  عند ⟦128.35⟧، مقابل ⟦142.62⟧ (الإغلاق الرسمي ⟦2025-01-24⟧)  "
                 "عتبة ⟦-10 %⟧  موثوق  وأيضًا ⟦+6.95 %⟧ مقابل ⟦120⟧ (سعر ثابت)  "
                 "وأيضًا ⟦-10.05 %⟧ مقابل ⟦142.7⟧ (آخر صفقة في الجلسة الرسمية ⟦2025-01-24⟧)  "
                 "[طارئ]");
}

TEST(GapText, WhereTradingStopsAndWhereItWasSeen)
{
    Alert alert = sample();
    alert.venue = {{'X', 'E', 'C', 'N'}};
    alert.book_state = BookState::halted;
    alert.low_limit = cents(12'000);
    alert.limit_source = LimitSource::estimate;
    const std::string arabic =
        "⟦NVDA⟧  ⟦-10.00 %⟧  عند ⟦128.35⟧، مقابل ⟦142.62⟧ (الإغلاق الرسمي ⟦2025-01-24⟧)  "
        "عتبة ⟦-10 %⟧  موثوق  ";
    const std::string english =
        "NVDA  -10.00 %  at 128.35, from 142.62 (official close 2025-01-24)  rung -10 %  CLEAN  ";
    expect_texts(alert,
                 english + "limit down at 120 ESTIMATE, -6.50 % away  on XECN  trading is halted",
                 arabic +
                     "حد الهبوط عند ⟦120⟧ تقديرًا، يبعد ⟦-6.50 %⟧  في سوق ⟦XECN⟧  "
                     "التداول موقوف");
    alert.low_limit = Price::none();
    alert.limit_source = LimitSource::unknown;
    alert.state = AlertState::withdrawn;
    expect_texts(alert, english + "limit down not known  on XECN  trading is halted  now withdrawn",
                 arabic + "حد الهبوط غير معروف  في سوق ⟦XECN⟧  التداول موقوف  الحالة الآن: مسحوب");
}

}  // namespace
}  // namespace gapwire::alerts
