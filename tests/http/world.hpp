// A market made by hand, and the HTTP service that shows it.
#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <thread>

#include "alerts/store/alert_store.hpp"
#include "app/http/service.hpp"
#include "core/clock.hpp"
#include "tests/http/client.hpp"

namespace gapwire::http::test {

namespace json = boost::json;

inline constexpr Timestamp noon{1'737'982'800'000'000'000};  // 2025-01-27T13:00:00Z

/// A folder for the running test.
inline std::filesystem::path folder()
{
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto path = std::filesystem::temp_directory_path() /
                      ("gapwire_http_" + std::to_string(::getpid())) / test->test_suite_name() /
                      test->name();
    std::filesystem::create_directories(path);
    return path;
}

inline Alert alert_of(std::uint64_t id, std::string_view symbol = "NVDA",
                      AlertState state = AlertState::firing, std::uint32_t revision = 1)
{
    Alert alert;
    alert.id = id;
    alert.incident = id / 16;
    alert.revision = revision;
    alert.state = state;
    alert.reason = revision == 1 ? AlertReason::fired : AlertReason::recovered;
    std::string_view("gap_down").copy(alert.rule.raw.data(), alert.rule.raw.size());
    alert.symbol = symbol_of(symbol);
    alert.venue = {{'X', 'N', 'A', 'S'}};
    alert.trading_date = {2025, 1, 27};
    alert.rung = {1'000};
    alert.fall = {1'002};
    alert.reference = {.price = {142'620'000'000}, .date = {2025, 1, 24}};
    alert.price = {128'330'000'000};
    alert.exchange_time = {noon.ns + static_cast<std::int64_t>(id)};
    return alert;
}

/// What the service is shown. Each value may be changed while it runs.
class World {
 public:
    World()
    {
        add("NVDA", 0, true);
        add("QUIET", 0, false);
        publish();
        line_.add(Counter::line_packets, 7);
        feed_.add(Counter::messages_delivered, 3);
    }

    std::uint32_t add(std::string_view symbol, std::uint32_t feed, bool is_watched)
    {
        const auto id = static_cast<std::uint32_t>(view_.instruments.size());
        Instrument instrument{.id = {id}, .symbol = symbol_of(symbol), .feed = feed};
        view_.instruments.push_back(instrument);
        view_.watched.push_back(nullptr);
        if (!is_watched) return id;
        auto watched = std::make_shared<WatchedInstrument>();
        watched->instrument = instrument;
        watched->reference = {.price = {142'620'000'000},
                              .date = {2025, 1, 24},
                              .source = ReferenceSource::configuration};
        for (ReferencePrice& none : watched->references) none.price = Price::none();
        watched->references[0] = watched->reference;
        watched->rungs = {{139'767'600'000}, {128'358'000'000}};
        view_.watched.back() = watched;
        return id;
    }
    void publish()
    {
        view_.trading_date = {2025, 1, 27};
        view_.rules = {{"gap_down", "gap_down", "Falls of 2 % and more."}};
        board.publish(std::make_shared<const RulesView>(view_));
    }
    void trade(std::uint32_t id, Price price)
    {
        trades.note({.instrument = {id}, .kinds = update_trade, .trade_price = price, .day = 1});
    }
    DeskSources sources()
    {
        return {.now = [] { return noon; },
                .wall = [] { return wall_clock(); },
                .rules = [this] { return board.newest(); },
                .top = [this](InstrumentId id) { return std::optional(top_of(id)); },
                .depth =
                    [this](InstrumentId id) {
                        return DepthAnswer{true, depth_of(id)};
                    },
                .trades = [this](InstrumentId id) { return trades.of(id); },
                .feeds = {{.name = "test",
                           .stack = "udp/moldudp64/itch50",
                           .lines = {{"A", &line_}},
                           .figures = [] { return FeedFigures{.messages = 3}; }}},
                .counters = {{"feed", &feed_}, {"http", &counters}},
                .threads = {{"rules", [this] { return turns.load(); }}}};
    }

    Counters counters;  // of HTTP
    RulesBoard board;
    TradeBoard trades{1'024};
    std::atomic<std::uint64_t> turns{1};

 private:
    static TopOfBook top_of(InstrumentId id)
    {
        return {.bid_price = 128'320'000'000,
                .ask_price = 128'340'000'000,
                .bid_quantity = 300,
                .ask_quantity = 100,
                .exchange_time = noon.ns,
                .instrument = id.value,
                .state = BookState::valid};
    }
    static Depth depth_of(InstrumentId id)
    {
        Depth depth{.exchange_time = noon.ns, .instrument = id.value, .state = BookState::valid};
        depth.sides[0][0] = {{128'320'000'000}, 300, 2};
        depth.sides[1][0] = {{128'340'000'000}, 100, 1};
        return depth;
    }

    RulesView view_;
    Counters line_;
    Counters feed_;
};

/// The service on a port of its own, running.
class Running {
 public:
    explicit Running(World& world, Settings settings = {},
                     std::optional<alerts::StoreOptions> store = std::nullopt)
    {
        settings.port = 0;
        ServiceParts parts{.settings = settings,
                           .facts = {.version = "gapwire 0.1.0",
                                     .build = "test",
                                     .config_hash = "00",
                                     .started = noon,
                                     .needs_token = !settings.tokens.empty()},
                           .sources = world.sources(),
                           .store = std::move(store)};
        service_ = std::make_unique<Service>(std::move(parts), world.counters);
        thread_ = std::thread([this] { service_->run(); });
    }
    ~Running() { stop(); }
    void stop()
    {
        if (!thread_.joinable()) return;
        service_->stop();
        thread_.join();
    }
    std::uint16_t port() const { return service_->port(); }
    Service& service() { return *service_; }

 private:
    std::unique_ptr<Service> service_;
    std::thread thread_;
};

/// A new store with these alerts in it.
inline alerts::StoreOptions store_with(const std::vector<Alert>& rows)
{
    alerts::StoreOptions options{.path = folder() / "alerts.db"};
    for (const char* more : {"", "-wal", "-shm", "-owner"})
        std::filesystem::remove(options.path.string() + more);
    alerts::AlertStore store;
    EXPECT_TRUE(store.open(options, noon).ok());
    std::vector<alerts::Appended> appended;
    EXPECT_TRUE(store.append(rows, noon, appended).ok());
    return options;
}

/// Waits until `is_so()`, a few seconds at the most.
template <class Condition>
bool eventually(Condition&& is_so)
{
    for (int i = 0; i < 2'000; ++i) {
        if (is_so()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

}  // namespace gapwire::http::test
