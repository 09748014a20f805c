// Halts, auctions and blindness in words, in both languages.
#include "both_languages.hpp"

namespace gapwire::alerts {
namespace {

std::string told(const Alert& alert)
{
    const std::string text = alert_text(alert, "America/New_York");
    return text.substr(text.find("]  ") + 3);
}

TEST(HaltText, SaysWhyTradingStopped)
{
    expect_texts(halt(),
                 "[warning]  NVDA  trading halted: volatility trading pause (LUDP)  last 128.35  "
                 "CLEAN",
                 "[تحذير]  ⟦NVDA⟧  أُوقف التداول: توقف مؤقت بسبب التقلب (⟦LUDP⟧)  آخر سعر "
                 "⟦128.35⟧  موثوق");
    Alert news = revised(halt(), AlertState::firing, AlertReason::changed);
    put(news.detail, "T1");
    expect_texts(news,
                 "[warning]  NVDA  still halted, new reason: news pending (T1)  last 128.35  CLEAN",
                 "[تحذير]  ⟦NVDA⟧  ما زال التداول موقوفًا، سبب جديد: بانتظار خبر (⟦T1⟧)  آخر سعر "
                 "⟦128.35⟧  موثوق");
    expect_texts(revised(halt(), AlertState::unknown, AlertReason::sight_lost),
                 "[warning]  NVDA  out of sight, last seen: trading halted: volatility trading "
                 "pause (LUDP)  last 128.35  CLEAN",
                 "[تحذير]  ⟦NVDA⟧  لم يعد مرئيًا، آخر قراءة: أُوقف التداول: توقف مؤقت بسبب "
                 "التقلب (⟦LUDP⟧)  آخر سعر ⟦128.35⟧  موثوق");
    expect_texts(revised(halt(), AlertState::withdrawn, AlertReason::fired),
                 "[warning]  NVDA  trading halted: volatility trading pause (LUDP)  last 128.35  "
                 "CLEAN  now withdrawn",
                 "[تحذير]  ⟦NVDA⟧  أُوقف التداول: توقف مؤقت بسبب التقلب (⟦LUDP⟧)  آخر سعر "
                 "⟦128.35⟧  موثوق  الحالة الآن: مسحوب");
}

TEST(HaltText, UnknownAndMissingReasonsAreShownAsTheyAre)
{
    Alert alert = halt();
    alert.price = Price::none();
    put(alert.detail, "X9");
    EXPECT_EQ(told(alert), "NVDA  trading halted: X9  CLEAN");
    put(alert.detail, "");
    EXPECT_EQ(told(alert), "NVDA  trading halted: no reason given  CLEAN");
}

TEST(HaltText, EveryCodeOfTheExchangeHasItsWords)
{
    for (const char* code : {"T1",   "T2",   "T3",   "T5",   "T6",   "T7",   "T8",   "T12",  "H4",
                             "H9",   "H10",  "H11",  "O1",   "M",    "M1",   "M2",   "LUDP", "LUDS",
                             "MWC0", "MWC1", "MWC2", "MWC3", "MWCQ", "IPO1", "IPOQ", "IPOE", "R1",
                             "R2",   "R4",   "R9",   "C3",   "C4",   "C9",   "C11",  "D"}) {
        Alert alert = halt();
        put(alert.detail, code);
        EXPECT_NE(told(alert).find(" (" + std::string(code) + ")  last"), std::string::npos);
        EXPECT_NE(alert_text(alert, "UTC", Language::arabic)
                      .find(" (\u2066" + std::string(code) + "\u2069)  "),
                  std::string::npos);
    }
}

TEST(HaltText, OfTheWholeMarket)
{
    Alert alert = halt();
    alert.symbol = {};
    alert.venue = {};
    alert.price = Price::none();
    alert.severity = Severity::emergency;
    put(alert.detail, "MWC1");
    expect_texts(alert,
                 "[emergency]  whole market  trading halted: market-wide circuit breaker, level 1 "
                 "(MWC1)  CLEAN",
                 "[طارئ]  السوق بأكملها  أُوقف التداول: قاطع التداول على مستوى السوق، المستوى "
                 "الأول (⟦MWC1⟧)  موثوق");
}

TEST(HaltText, SaysHowLongItWasAndWhereItReopened)
{
    Alert alert = revised(halt(), AlertState::recovering, AlertReason::over);
    alert.book_state = BookState::valid;
    alert.window_ns = 5 * sample_minute + 2 * sample_second;
    put(alert.detail, "");
    expect_texts(alert, "[warning]  NVDA  trading resumed after 5 minutes 2 seconds  CLEAN",
                 "[تحذير]  ⟦NVDA⟧  استؤنف التداول بعد ⟦5⟧ دقائق وثانيتين  موثوق");
    put(alert.detail, "C11");
    EXPECT_EQ(told(alert),
              "NVDA  trading resumed after 5 minutes 2 seconds: halt ended by another "
              "regulator (C11)  CLEAN");
    alert.window_ns = 0;
    EXPECT_EQ(told(alert), "NVDA  trading resumed: halt ended by another regulator (C11)  CLEAN");

    Alert reopened = revised(halt(), AlertState::recovering, AlertReason::changed);
    reopened.book_state = BookState::valid;
    reopened.reference = {ReferenceKind::last_regular_trade, cents(12'835), {2025, 1, 27}};
    reopened.price = cents(12'000);
    reopened.fall = {650};
    expect_texts(reopened,
                 "[warning]  NVDA  reopened at 120, -6.50 % from 128.35 before the halt  "
                 "CLEAN",
                 "[تحذير]  ⟦NVDA⟧  أُعيد الافتتاح عند ⟦120⟧، ⟦-6.50 %⟧ مقابل ⟦128.35⟧ قبل "
                 "الإيقاف  موثوق");
}

TEST(ImbalanceText, SaysWhatTheAuctionWouldDo)
{
    const std::string english =
        "opening auction: sell imbalance of 120000 shares, would cross at 128.35, -10.00 % from "
        "142.62 (official close 2025-01-24)  UNCONFIRMED (the auction has not run)";
    const std::string arabic =
        "مزاد الافتتاح: فائض بيع قدره ⟦120000⟧ سهم، سعر التنفيذ المتوقع ⟦128.35⟧، ⟦-10.00 %⟧ "
        "مقابل ⟦142.62⟧ (الإغلاق الرسمي ⟦2025-01-24⟧)  غير مؤكد (لم يُجرَ المزاد بعد)";
    expect_texts(imbalance(), "[info]  NVDA  " + english, "[معلومة]  ⟦NVDA⟧  " + arabic);
    expect_texts(revised(imbalance(), AlertState::recovering, AlertReason::recovered),
                 "[info]  NVDA  recovered: " + english, "[معلومة]  ⟦NVDA⟧  تعافٍ: " + arabic);
    expect_texts(revised(imbalance(), AlertState::unknown, AlertReason::sight_lost),
                 "[info]  NVDA  out of sight, last seen: " + english,
                 "[معلومة]  ⟦NVDA⟧  لم يعد مرئيًا، آخر قراءة: " + arabic);
    expect_texts(revised(imbalance(), AlertState::withdrawn, AlertReason::reference_corrected),
                 "[info]  NVDA  withdrawn: a reference price was corrected: " + english,
                 "[معلومة]  ⟦NVDA⟧  سُحب التنبيه: صُحّح سعر مرجعي: " + arabic);
}

TEST(ImbalanceText, EverySideAndAuction)
{
    Alert alert = imbalance();
    alert.price = Price::none();
    const auto sides = [&](std::string_view detail, std::uint64_t shares) {
        put(alert.detail, detail);
        alert.quantity = shares;
        const std::string text = told(alert);
        return text.substr(0, text.find("  UNCONFIRMED")).substr(6);
    };
    EXPECT_EQ(sides("BC", 1), "closing auction: buy imbalance of 1 share");
    EXPECT_EQ(sides("NH", 0), "auction after the halt: no imbalance");
    EXPECT_EQ(sides("O?", 0), "auction: too few orders to tell an imbalance");
    alert.rung = {};
    EXPECT_EQ(sides("SC", 2), "closing auction: imbalance now to sell: 2 shares");
    EXPECT_EQ(sides("BC", 50'000), "closing auction: imbalance now to buy: 50000 shares");
    alert.price = cents(12'835);
    alert.reference = {};
    EXPECT_EQ(sides("BC", 5),
              "closing auction: imbalance now to buy: 5 shares, would cross at 128.35");
}

TEST(BlindText, SaysWhyItSeesNothingAndForHowLong)
{
    expect_texts(blind(), "[critical]  totalview  BLIND: every line is silent, for 3 seconds",
                 "[حرج]  ⟦totalview⟧  انقطعت الرؤية: جميع خطوط البث صامتة، منذ ⟦3⟧ ثوانٍ");
    Alert over = revised(blind(), AlertState::recovering, AlertReason::over);
    over.window_ns = 12 * sample_minute;
    expect_texts(over, "[critical]  totalview  over after 12 minutes: every line is silent",
                 "[حرج]  ⟦totalview⟧  انتهى بعد ⟦12⟧ دقيقة: جميع خطوط البث صامتة");
    expect_texts(revised(blind(), AlertState::unknown, AlertReason::fired),
                 "[critical]  totalview  BLIND: every line is silent, for 3 seconds  now unknown",
                 "[حرج]  ⟦totalview⟧  انقطعت الرؤية: جميع خطوط البث صامتة، منذ ⟦3⟧ ثوانٍ  الحالة "
                 "الآن: غير معروفة");
    expect_texts(revised(blind(), AlertState::withdrawn, AlertReason::fired),
                 "[critical]  totalview  BLIND: every line is silent, for 3 seconds  now withdrawn",
                 "[حرج]  ⟦totalview⟧  انقطعت الرؤية: جميع خطوط البث صامتة، منذ ⟦3⟧ ثوانٍ  الحالة "
                 "الآن: مسحوب");
}

TEST(BlindText, EveryCause)
{
    Alert alert = blind();
    alert.window_ns = 0;
    const auto said = [&](BlindCause cause) {
        alert.cause = cause;
        return told(alert);
    };
    EXPECT_EQ(said(BlindCause::none), "totalview  BLIND: cause not known");
    EXPECT_EQ(said(BlindCause::line_silent), "totalview  impaired: one redundant line is silent");
    EXPECT_EQ(said(BlindCause::messages_lost),
              "totalview  BLIND: messages were lost on every line and not recovered");
    EXPECT_EQ(said(BlindCause::instrument_stale),
              "totalview  BLIND: an instrument is silent while its peers trade");
    EXPECT_EQ(said(BlindCause::clock_step), "totalview  BLIND: the clock was stepped");
    EXPECT_EQ(said(BlindCause::ring_overflow),
              "totalview  BLIND: updates came faster than the rules took them");
    EXPECT_EQ(said(BlindCause::rules_stalled), "totalview  BLIND: the rules do not run");
    EXPECT_EQ(said(BlindCause::sink_failing), "totalview  BLIND: alerts are not delivered there");
    EXPECT_EQ(said(BlindCause::not_running), "totalview  BLIND: gapwire was not running");
    alert = revised(alert, AlertState::recovering, AlertReason::over);
    EXPECT_EQ(told(alert), "totalview  over: gapwire was not running");
}

}  // namespace
}  // namespace gapwire::alerts
