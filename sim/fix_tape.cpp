// A FIX session of a venue, message by message.
#include "sim/fix_tape.hpp"

#include <algorithm>

#include "core/decimal.hpp"
#include "feed/fix/wire.hpp"
#include "sim/fix_encoder.hpp"
#include "sim/fix_quotes.hpp"
#include "sim/fix_request_tags.hpp"
#include "sim/market.hpp"
#include "sim/tcp_tape.hpp"

namespace gapwire::sim {
namespace {

namespace tag = fix::tag;

constexpr std::uint64_t second = 1'000'000'000;
constexpr std::uint64_t book_ready_ns = 2 * second;  // from the first order to the subscription
constexpr std::uint64_t answer_ns = 300'000;
constexpr std::string_view request_id = "MD1";
constexpr std::string_view status_id = "ST1";

// Tags that only sessions and requests have.
constexpr int encrypt_method = 98;
constexpr int heart_bt_int = 108;
constexpr int reset_seq_num_flag = 141;
constexpr int default_appl_ver_id = 1137;
constexpr int no_md_entry_types = 267;

// SecurityTradingStatus (326).
constexpr std::string_view halted = "2";
constexpr std::string_view ready = "17";
constexpr std::string_view not_available = "18";
constexpr std::string_view pre_open = "21";

/// From when on a venue trades so.
struct StatusChange {
    std::uint64_t time_ns;
    std::string_view status;
};

std::vector<StatusChange> statuses_of(const TradingHours& hours)
{
    std::vector<StatusChange> changes{{0, pre_open}, {hours.open_ns, ready}};
    for (const TimeRange& pause : hours.breaks) {
        changes.push_back({pause.from_ns, halted});
        if (pause.until_ns < hours.close_ns) changes.push_back({pause.until_ns, ready});
    }
    changes.push_back({hours.close_ns + second, not_available});  // the closing cross is out
    return changes;
}

/// "20250127-00:00:00.123" of "2025-01-27T00:00:00.123456789Z".
std::string sending_time(Timestamp time)
{
    const std::string text = rfc3339(time);
    return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2) + '-' + text.substr(11, 12);
}

/// What the venue's market plays: a scenario of its own.
Scenario market_of(const Scenario& scenario, std::size_t venue)
{
    const VenuePlan& plan = scenario.venues[venue];
    Scenario market;
    market.date = scenario.date;
    market.from_ns = plan.time.from_ns;
    market.until_ns = plan.time.until_ns;
    market.seed = scenario.seed + 200 + venue;
    market.messages_per_second = plan.messages_per_minute;
    market.rate_period_ns = 60 * second;
    market.instruments = plan.instruments;
    market.hours = plan.hours;
    market.trades_by_the_tick = true;
    return market;
}

class FixTape {
 public:
    FixTape(const Scenario& scenario, std::size_t venue, Tape& tape)
        : plan_(scenario.venues[venue]),
          date_(scenario.date),
          market_plan_(market_of(scenario, venue)),
          statuses_(statuses_of(plan_.hours)),
          encoder_(plan_.begin_string),
          tcp_(tape, tape.interface(plan_.interface), plan_.path)
    {
        report_.mic = plan_.mic;
    }

    VenueReport run()
    {
        log_on();
        Market market(market_plan_,
                      [this](std::uint64_t time_ns, Bytes message) { hear(time_ns, message); });
        market.run();
        go_on_until(plan_.time.until_ns);
        say(TcpEnd::server, plan_.time.until_ns, "5", {});
        say(TcpEnd::client, plan_.time.until_ns + answer_ns, "5", {});
        tcp_.close(captured(TcpEnd::server, plan_.time.until_ns + 2 * answer_ns));
        return report_;
    }

 private:
    struct Party {
        std::uint64_t sequence = 0;
        std::uint64_t last_ns = 0;  // when it said something
    };
    Party& side(TcpEnd end) { return sides_[static_cast<std::size_t>(end)]; }

    Timestamp captured(TcpEnd from, std::uint64_t time_ns) const
    {
        const std::uint64_t way = from == TcpEnd::server ? plan_.latency_ns : 0;
        return wall_time(date_, static_cast<std::int64_t>(time_ns + way), plan_.zone);
    }

    void say(TcpEnd from, std::uint64_t time_ns, std::string_view type, const FixText& body)
    {
        const bool by_venue = from == TcpEnd::server;
        const Timestamp now = wall_time(date_, static_cast<std::int64_t>(time_ns), plan_.zone);
        encoder_.begin(type)
            .add(tag::msg_seq_num, static_cast<long long>(++side(from).sequence))
            .add(tag::sender_comp_id, by_venue ? plan_.sender : plan_.target)
            .add(tag::sending_time, sending_time(now))
            .add(tag::target_comp_id, by_venue ? plan_.target : plan_.sender);
        for (const auto& [number, value] : body) encoder_.add(number, value);
        tcp_.say(from, captured(from, time_ns), encoder_.message());
        side(from).last_ns = time_ns;
        ++report_.messages;
    }

    void log_on()
    {
        FixText logon{{encrypt_method, "0"},
                      {heart_bt_int, std::to_string(plan_.heartbeat_ns / second)},
                      {reset_seq_num_flag, "Y"}};
        if (plan_.begin_string == "FIXT.1.1") logon.emplace_back(default_appl_ver_id, "9");
        tcp_.connect(captured(TcpEnd::client, plan_.logon_ns));
        say(TcpEnd::client, plan_.logon_ns + answer_ns, "A", logon);
        say(TcpEnd::server, plan_.logon_ns + 2 * answer_ns, "A", logon);
    }

    /// A message of the market, in its own words.
    void hear(std::uint64_t time_ns, Bytes message)
    {
        changes_.clear();
        apply_and_tell(state_, message, changes_);
        go_on_until(time_ns);
        if (!is_subscribed_ && time_ns >= plan_.time.from_ns + book_ready_ns)
            subscribe(time_ns);
        else if (is_subscribed_ && !changes_.empty())
            tell_changes(time_ns);
    }

    /// Heartbeats, and trading states when they change.
    void go_on_until(std::uint64_t time_ns)
    {
        for (; is_subscribed_ && next_status_ < statuses_.size(); ++next_status_) {
            const std::uint64_t due = std::max(statuses_[next_status_].time_ns, subscribed_ns_);
            if (due > time_ns) break;
            beat_until(due);
            for (const InstrumentPlan& instrument : plan_.instruments)
                say(TcpEnd::server, due, "f",
                    {{request_tag::status_request_id, std::string(status_id)},
                     {tag::symbol, instrument.symbol},
                     {tag::security_exchange, plan_.mic},
                     {tag::security_trading_status, std::string(statuses_[next_status_].status)}});
        }
        beat_until(time_ns);
    }

    void beat_until(std::uint64_t time_ns)
    {
        for (;;) {
            const TcpEnd next =
                sides_[0].last_ns <= sides_[1].last_ns ? TcpEnd::client : TcpEnd::server;
            const std::uint64_t due = side(next).last_ns + plan_.heartbeat_ns;
            if (due >= time_ns) return;
            say(next, due, "0", {});
        }
    }

    void subscribe(std::uint64_t time_ns)
    {
        is_subscribed_ = true;
        FixText request{{tag::md_req_id, std::string(request_id)},
                        {request_tag::subscription_type, "1"},
                        {request_tag::market_depth, "0"},
                        {request_tag::update_type, "1"},
                        {no_md_entry_types, "3"},
                        {tag::md_entry_type, "0"},
                        {tag::md_entry_type, "1"},
                        {tag::md_entry_type, "2"},
                        {tag::no_related_sym, std::to_string(plan_.instruments.size())}};
        for (const InstrumentPlan& instrument : plan_.instruments)
            request.emplace_back(tag::symbol, instrument.symbol);
        say(TcpEnd::client, time_ns, "V", request);
        for (const InstrumentPlan& instrument : plan_.instruments)
            say(TcpEnd::client, time_ns, "e",
                {{request_tag::status_request_id, std::string(status_id)},
                 {tag::symbol, instrument.symbol},
                 {request_tag::subscription_type, "1"}});
        subscribed_ns_ = time_ns + answer_ns;
        go_on_until(subscribed_ns_);
        for (const auto& [locate, instrument] : state_.instruments())
            refresh(subscribed_ns_, locate, instrument);
    }

    /// Book and previous close of an instrument.
    void refresh(std::uint64_t time_ns, std::uint16_t locate,
                 const FeedState::Instrument& instrument)
    {
        constexpr std::size_t count_at = 4;
        FixText text{{tag::md_req_id, std::string(request_id)},
                     {tag::symbol, std::string(instrument.symbol.view())},
                     {tag::security_exchange, plan_.mic},
                     {tag::currency, plan_.currency},
                     {tag::no_md_entries, ""}};
        const std::size_t entries = append_book(text, instrument) + 1;
        text[count_at].second = std::to_string(entries);
        text.emplace_back(tag::md_entry_type, "5");
        text.emplace_back(tag::md_entry_px,
                          decimal(plan_.instruments[locate - 1u].previous_close, 4));
        text.emplace_back(tag::open_close_settl_flag, "4");  // of the business day before
        say(TcpEnd::server, time_ns, "W", text);
        ++report_.refreshes;
    }

    /// All changes are of one message, and so of one instrument.
    void tell_changes(std::uint64_t time_ns)
    {
        const std::string_view symbol = plan_.instruments[changes_.front().locate - 1u].symbol;
        FixText text{{tag::md_req_id, std::string(request_id)},
                     {tag::no_md_entries, std::to_string(changes_.size())}};
        for (const FixChange& change : changes_) append_entry(text, change, symbol);
        say(TcpEnd::server, time_ns, "X", text);
        ++report_.increments;
    }

    const VenuePlan& plan_;
    Date date_;
    Scenario market_plan_;
    std::vector<StatusChange> statuses_;
    FixEncoder encoder_;
    TcpTape tcp_;
    FeedState state_;
    std::array<Party, 2> sides_{};  // [TcpEnd]
    bool is_subscribed_ = false;
    std::uint64_t subscribed_ns_ = 0;
    std::size_t next_status_ = 0;
    std::vector<FixChange> changes_;
    VenueReport report_;
};

}  // namespace

VenueReport tell_venue(const Scenario& scenario, std::size_t venue, Tape& tape)
{
    return FixTape(scenario, venue, tape).run();
}

}  // namespace gapwire::sim
