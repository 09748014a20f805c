// The scenario of 2025-01-27: its venues, read back by the feed handler's decoder.
#include <gmock/gmock.h>

#include "core/decimal.hpp"
#include "tests/sim/monday.hpp"

namespace gapwire::sim {
namespace {

using testing::ElementsAre;

const test::Monday& day()
{
    return test::monday(GAPWIRE_SOURCE_DIR);
}

/// What the venue on a port says, decoded; its trades and its lowest one apart.
struct VenueTaker {
    std::vector<std::string> statuses{};
    std::vector<std::string> trades{};
    std::string mic{};
    std::string symbol{};
    std::string close{};
    std::size_t levels = 0;
    std::size_t bad = 0;
    std::uint64_t refused = 0;

    void on_message_begin(const QuoteMessage& message) noexcept
    {
        if (!message.is_full_refresh) return;
        mic = message.exchange;
        symbol = message.symbol;
    }
    void on(const QuoteEntry& entry) noexcept
    {
        bad += entry.is_bad;
        const std::string price =
            entry.price.is_none() ? "" : decimal(rounded(entry.price, 2)->units, 2);
        if (entry.type == '2') trades.push_back(price);
        if (entry.type == '5') close = price + " flag " + entry.settle_flag;
        levels += entry.type == quote_bid || entry.type == quote_offer;
    }
    void on_message_end(const QuoteMessage&) noexcept {}
    void on(const QuoteReject&) noexcept { ++refused; }
    void on(const QuoteStatus& status) noexcept
    {
        statuses.push_back(std::to_string(status.status));
    }
    void on(const QuoteInstrument&) noexcept {}
    void on(const QuoteNews&) noexcept {}
};

struct Session {
    VenueTaker venue;
    std::string types;  // of both sides, those that are no increments or heartbeats
    bool is_complete = true;
};

Session session_on(std::uint16_t port)
{
    Session session;
    fix::Decoder decoder;
    std::map<std::string, std::uint64_t> numbers;
    for (const test::CapturedFix& message : day().captured.fix) {
        if (message.port != port) continue;
        std::string text = message.text;
        std::ranges::replace(text, '|', '\x01');
        const Bytes bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        const auto status =
            decoder.decode(fix::Message::of(bytes, fix::scan(bytes)), session.venue);
        session.is_complete &= !fix::is_refused(status);
        const fix::Header& header = decoder.header();
        session.is_complete &= header.sequence == ++numbers[std::string(header.sender)];
        if (header.type != "X" && header.type != "0") session.types += header.type;
    }
    return session;
}

double number_of(const std::string& text)
{
    return std::stod(text);
}

TEST(MondayVenues, SoftBankIsQuotedInFixAndFalls)
{
    EXPECT_EQ(day().captured.fix_bytes_lost + day().captured.fix_garbled, 0u);
    const Session tokyo = session_on(9876);
    EXPECT_TRUE(tokyo.is_complete);
    EXPECT_EQ(tokyo.types, "AAVefWfffff55");
    EXPECT_EQ(tokyo.venue.mic + ' ' + tokyo.venue.symbol, "XTKS 9984");
    EXPECT_EQ(tokyo.venue.close, "10560 flag 4");
    EXPECT_THAT(tokyo.venue.statuses, ElementsAre("21", "17", "2", "17", "2", "18"));
    EXPECT_EQ(tokyo.venue.bad + tokyo.venue.refused, 0u);
    ASSERT_GT(tokyo.venue.trades.size(), 50u);
    EXPECT_EQ(tokyo.venue.trades.front(), "10425");
    EXPECT_EQ(tokyo.venue.trades.back(), "9681");
    EXPECT_EQ(std::ranges::min(tokyo.venue.trades, {}, number_of), "9678");
}

TEST(MondayVenues, AmsterdamIsQuotedInFixFiveAndFallsByElevenPercent)
{
    const Session amsterdam = session_on(9877);
    EXPECT_TRUE(amsterdam.is_complete);
    EXPECT_EQ(amsterdam.types, "AAVefWfff55");
    EXPECT_EQ(amsterdam.venue.mic + ' ' + amsterdam.venue.symbol, "XAMS ASML");
    EXPECT_EQ(amsterdam.venue.close, "700 flag 4");
    EXPECT_EQ(amsterdam.venue.trades.front(), "657");
    EXPECT_EQ(amsterdam.venue.trades.back(), "651");
    EXPECT_EQ(std::ranges::min(amsterdam.venue.trades, {}, number_of), "623");
}

}  // namespace
}  // namespace gapwire::sim
