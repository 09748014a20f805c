// When a quote has a mid to be judged by, and how sure an alert is.
#include "strategies/evidence.hpp"

#include <gtest/gtest.h>

#include "recorder.hpp"

namespace gapwire::strategies {
namespace {

constexpr BasisPoints half_percent{50};

TEST(Evidence, OnlyAValidTradingUncrossedTwoSidedQuoteHasAMid)
{
    EXPECT_TRUE(judged_mid(quote("99.9", "100.1"), half_percent).has_value());
    EXPECT_TRUE(judged_mid(quote("100", "100"), half_percent).has_value());
    EXPECT_FALSE(judged_mid(quote("100.1", "99.9"), half_percent).has_value());
    EXPECT_FALSE(judged_mid(quote("", "100.1"), half_percent).has_value());
    EXPECT_FALSE(judged_mid(quote("99.9", ""), half_percent).has_value());
    EXPECT_FALSE(judged_mid(quote("", ""), half_percent).has_value());
    EXPECT_FALSE(judged_mid(quote("-0.01", "0.01"), half_percent).has_value());
    EXPECT_FALSE(judged_mid(quote("-1", "-1"), half_percent).has_value());

    MarketUpdate update = quote("99.9", "100.1");
    for (const BookState state : {BookState::unknown, BookState::recovering, BookState::suspect,
                                  BookState::stale, BookState::halted}) {
        update.book_state = state;
        EXPECT_FALSE(judged_mid(update, half_percent).has_value()) << to_text(state);
    }
    update.book_state = BookState::valid;
    for (const TradingState state : {TradingState::unknown, TradingState::halted,
                                     TradingState::paused, TradingState::quotation_only}) {
        update.trading_state = state;
        EXPECT_FALSE(judged_mid(update, half_percent).has_value()) << to_text(state);
    }
}

TEST(Evidence, ASpreadOfExactlyTheCapIsAdmittedAndOneUnitMoreIsNot)
{
    EXPECT_TRUE(judged_mid(quote("99.75", "100.25"), half_percent).has_value());
    EXPECT_FALSE(judged_mid(quote("99.75", "100.250000001"), half_percent).has_value());
    EXPECT_FALSE(judged_mid(quote("99.749999999", "100.25"), half_percent).has_value());
}

TEST(Evidence, ConfidenceFollowsItsTable)
{
    const auto confidence = [](BookState state, std::uint8_t lines, bool corroborated) {
        return confidence_of({state, lines, corroborated});
    };
    for (const BookState state : {BookState::valid, BookState::halted}) {
        EXPECT_EQ(confidence(state, 2, true), Confidence::clean);
        EXPECT_EQ(confidence(state, 2, false), Confidence::unconfirmed);
        EXPECT_EQ(confidence(state, 1, true), Confidence::unconfirmed);
        EXPECT_EQ(confidence(state, 1, false), Confidence::unconfirmed);
        EXPECT_EQ(confidence(state, 0, true), Confidence::clean);
        EXPECT_EQ(confidence(state, 0, false), Confidence::unconfirmed);
    }
    for (const BookState state :
         {BookState::unknown, BookState::recovering, BookState::suspect, BookState::stale})
        for (const std::uint8_t lines : {0, 1, 2})
            for (const bool corroborated : {false, true})
                EXPECT_EQ(confidence(state, lines, corroborated), Confidence::degraded)
                    << to_text(state);
}

/// A print with the quote that stood when it came.
MarketUpdate print(std::string_view at, std::string_view bid, std::string_view ask)
{
    MarketUpdate update = quote(bid, ask);
    update.kinds = update_trade;
    update.trade_price = price(at);
    return update;
}

bool is_far_off(const MarketUpdate& update)
{
    return is_far_off(exact(update.trade_price), exact(price("100")),
                      market_of(update, half_percent));
}

TEST(Evidence, APrintMoreThanThreePercentOutsideItsQuoteIsFarOff)
{
    EXPECT_FALSE(is_far_off(print("97", "100", "100.1")));
    EXPECT_TRUE(is_far_off(print("96.99", "100", "100.1")));
    EXPECT_FALSE(is_far_off(print("103", "99.9", "100")));
    EXPECT_TRUE(is_far_off(print("103.01", "99.9", "100")));
}

TEST(Evidence, AWideQuoteSaysWhatLiesOutsideItAndNothingOfWhatLiesWithin)
{
    EXPECT_FALSE(is_far_off(print("91", "90", "110")));
    EXPECT_FALSE(is_far_off(print("88", "90", "110")));
    EXPECT_TRUE(is_far_off(print("87", "90", "110")));
    EXPECT_TRUE(is_far_off(print("49", "40", "160"))) << "too far from the reference";
}

TEST(Evidence, WithoutAQuoteOnlyTheReferenceSpeaksAgainstAPrint)
{
    EXPECT_FALSE(is_far_off(print("50", "", "")));
    EXPECT_TRUE(is_far_off(print("49.99", "", "")));
    MarketUpdate stale = print("80", "100", "100.1");
    stale.book_state = BookState::stale;
    EXPECT_FALSE(is_far_off(stale));
}

}  // namespace
}  // namespace gapwire::strategies
