// Futures from a capture to an alert: settlement, points, front month, limit, beside stocks.
#include <boost/json.hpp>

#include "sim/mdp3_encoder.hpp"
#include "tests/app/captures.hpp"
#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

constexpr std::int64_t unit = Price::scale;
constexpr std::uint16_t friday = 20'112;  // 2025-01-24

/// A channel with NQH5 (42), whose points are a hundredth of its prices, on two lines.
class NasdaqFutures {
 public:
    NasdaqFutures()
    {
        ContractDefinition contract{.security = 42, .kind = ContractKind::future};
        contract.symbol = symbol_of("NQH5");
        contract.group = Text<6>{{'N', 'Q'}};
        contract.asset = Text<6>{{'N', 'Q'}};
        contract.last_trade_ns = 1'742'563'800'000'000'000;  // 2025-03-21
        contract.display_factor = unit / 100;
        contract.depth = 10;
        send([&](sim::MdpPacket& packet) { packet.definition(contract); });
    }
    /// In hundredths of a point.
    void settle(std::int64_t price, std::uint16_t date = friday, std::uint8_t type = 0x03)
    {
        send([&](sim::MdpPacket& packet) {
            packet.daily(now(), {.price = price * unit,
                                 .sequence = ++entry_,
                                 .security = 42,
                                 .date = date,
                                 .kind = StatisticKind::settlement,
                                 .settlement = {type}});
        });
    }
    void limit(std::int64_t low)
    {
        send([&](sim::MdpPacket& packet) {
            packet.limits(now(), {.low = low * unit, .sequence = ++entry_, .security = 42});
        });
    }
    void trade(std::int64_t price)
    {
        send([&](sim::MdpPacket& packet) {
            packet.trade(now(), {.price = price * unit,
                                 .quantity = 1,
                                 .orders = 2,
                                 .sequence = ++entry_,
                                 .trade_id = entry_,
                                 .security = 42});
        });
    }
    std::string capture(const std::string& name = "nq.pcapng") const
    {
        return write_file(name, pcapng_of(sent_));
    }

 private:
    std::uint64_t day_ns() const { return at(9, 0) + std::uint64_t{sequence_} * 1'000'000'000; }
    std::uint64_t now() const
    {
        return static_cast<std::uint64_t>(
            wall_time(monday, static_cast<std::int64_t>(day_ns()), "America/New_York").ns);
    }
    template <class Fill>
    void send(Fill fill)
    {
        ++sequence_;
        sim::MdpPacket packet(sequence_, now());
        fill(packet);
        for (const std::size_t line : {0, 1})
            sent_.push_back({line, day_ns() + 10'000 + line, packet.bytes()});
    }

    std::uint32_t sequence_ = 0;
    std::uint32_t entry_ = 0;
    std::vector<Sent> sent_;
};

std::string rule(const std::string& symbols)
{
    return write_file("rules.toml", "[[rule]]\nkind = \"gap_down\"\nladder = [\"4\"]\nsymbols = [" +
                                        symbols + "]\n");
}

std::vector<boost::json::value> alerts_of(const std::string& rules,
                                          const std::vector<std::string>& captures)
{
    std::vector<std::string> arguments{"replay", "--json", "--config", rules};
    arguments.insert(arguments.end(), captures.begin(), captures.end());
    std::vector<boost::json::value> alerts;
    for (const std::string& line : lines_of(output_of(arguments)))
        if (is_fired(line)) alerts.push_back(boost::json::parse(line));
    return alerts;
}

TEST(Futures, FourPercentBelowASettlementThatArrivedIsAnAlert)
{
    NasdaqFutures nq;
    nq.settle(2'000'000);
    nq.limit(1'860'000);
    nq.trade(1'920'002);  // -3.9999 %
    EXPECT_EQ(alerts_of(rule("\"NQ\""), {nq.capture()}).size(), 0u);
    nq.trade(1'920'000);
    const auto alerts = alerts_of(rule("\"NQ\""), {nq.capture()});
    ASSERT_EQ(alerts.size(), 1u);
    EXPECT_EQ(alerts[0], boost::json::parse(R"({
        "id": ")" + std::string(alerts[0].at("id").as_string()) +
                                            R"(",
        "revision": 1, "state": "firing", "rule": "gap_down", "symbol": "NQH5",
        "trading_date": "2025-01-27", "rung_bp": 400, "fall_bp": 400,
        "reference": {"kind": "settlement", "price": "20000", "date": "2025-01-24"},
        "price": "19200", "low_limit": "18600", "to_low_limit_bp": 312, "limit_source": "feed",
        "exchange_time": "2025-01-27T14:00:05.000000000Z",
        "capture_time": "2025-01-27T14:00:05.000010000Z", "book_state": "valid",
        "confidence": "UNCONFIRMED", "kind": "gap", "reason": "fired", "severity": "warning",
        "direction": "down", "incident": ")" +
                                            std::string(alerts[0].at("incident").as_string()) +
                                            R"(",
        "references": [{"kind": "settlement", "price": "20000", "date": "2025-01-24",
                        "source": "feed", "version": 1}]})"));
}

// 2025-01-27 before 8:30 in Chicago: 7 % of the index, in ticks, below the afternoon's price.
TEST(Futures, ALimitThatTheFeedDoesNotTellIsThatOfTheRule)
{
    NasdaqFutures nq;
    nq.settle(2'191'125);
    nq.trade(2'100'000);
    const std::string rules = write_file("limits.toml",
                                         "[product.NQ.limits]\ndate = 2025-01-24\n"
                                         "future = \"21911.25\"\nindex = \"21774.01\"\n"
                                         "tick = \"0.25\"\n[[rule]]\nkind = \"gap_down\"\n"
                                         "ladder = [\"4\"]\nsymbols = [\"NQ\"]\n");
    const auto alerts = alerts_of(rules, {nq.capture()});
    ASSERT_EQ(alerts.size(), 1u);
    EXPECT_EQ(alerts[0].at("low_limit"), "20387.25");
    EXPECT_EQ(alerts[0].at("to_low_limit_bp"), 291);
    EXPECT_EQ(alerts[0].at("limit_source"), "rule");
}

TEST(Futures, ALimitThatNobodyTellsIsSaidToBeUnknown)
{
    NasdaqFutures nq;
    nq.settle(2'000'000);
    nq.trade(1'920'000);
    const auto alerts = alerts_of(rule("\"NQ\""), {nq.capture()});
    ASSERT_EQ(alerts.size(), 1u);
    EXPECT_TRUE(alerts[0].at("low_limit").is_null());
    EXPECT_TRUE(alerts[0].at("to_low_limit_bp").is_null());
    EXPECT_EQ(alerts[0].at("limit_source"), "unknown");
}

TEST(Futures, NoOtherSettlementIsAReference)
{
    NasdaqFutures nq;
    nq.settle(2'000'000, friday, 0x02);      // preliminary
    nq.settle(2'000'000, friday, 0x0B);      // intraday
    nq.settle(2'000'000, friday + 3, 0x03);  // of today
    nq.trade(1'000'000);
    EXPECT_EQ(alerts_of(rule("\"NQ\""), {nq.capture()}).size(), 0u);
}

TEST(Futures, ALaterSettlementReplacesAnEarlierOne)
{
    NasdaqFutures nq;
    nq.settle(2'500'000, friday - 1);
    nq.settle(2'000'000, friday);
    nq.trade(1'930'000);  // -22.8 % of the older one
    EXPECT_EQ(alerts_of(rule("\"NQ\""), {nq.capture()}).size(), 0u);
}

TEST(Futures, AndStocksAreReplayedTogetherByTime)
{
    NasdaqFutures nq;
    nq.settle(2'000'000);
    nq.trade(1'920'000);
    const std::string stocks = write_file("day.pcapng", capture_of(falling_day()));
    const std::string rules =
        write_file("both.toml",
                   "[references.static]\nNVDA = \"142.62\"\n[[rule]]\nkind = \"gap_down\"\n"
                   "ladder = [\"2\"]\nsymbols = [\"NVDA\", \"NQH5\"]\n");
    const auto alerts = alerts_of(rules, {stocks, nq.capture()});
    ASSERT_EQ(alerts.size(), 2u);
    EXPECT_EQ(alerts[0].at("symbol").as_string(), "NQH5");
    EXPECT_EQ(alerts[1].at("symbol").as_string(), "NVDA");
}

TEST(Futures, TheBookOfASymbolOrSecurityIdIsShown)
{
    NasdaqFutures nq;
    nq.settle(2'000'000);
    nq.trade(1'920'000);
    const std::string by_symbol = output_of({"book", "--symbol", "NQH5", nq.capture()});
    EXPECT_NE(by_symbol.find("NQH5  book valid"), std::string::npos) << by_symbol;
    EXPECT_NE(by_symbol.find("last trade 1920000 x 1"), std::string::npos) << by_symbol;
    EXPECT_EQ(output_of({"book", "--symbol", "42", nq.capture()}), by_symbol);
    const auto inspected = boost::json::parse(output_of({"inspect", "--json", nq.capture()}));
    EXPECT_EQ(inspected.at("sessions").at(0).at("stack").as_string(), "udp/mdp3");
    const std::string decoded = output_of({"decode", "--type", "49", nq.capture()});
    EXPECT_EQ(lines_of(decoded).size(), 2u);  // one on each line
    EXPECT_NE(decoded.find("TradingReferenceDate=2025-01-24"), std::string::npos) << decoded;
}

}  // namespace
}  // namespace gapwire::app::test
