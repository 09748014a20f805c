// `gapwire serve` as a function.
#include "app/live/serve.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <future>
#include <thread>

#include "app/book_text.hpp"
#include "app/live/http_thread.hpp"
#include "app/live/operator_log.hpp"
#include "app/live/rules_thread.hpp"
#include "app/live/service_manager.hpp"
#include "app/live/sinks_thread.hpp"
#include "core/error.hpp"
#include "core/thread.hpp"

namespace gapwire::app {
namespace {

/// The signals that are waited for, blocked in every thread.
class Signals {
 public:
    Signals()
    {
        sigemptyset(&set_);
        for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&set_, signal);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        ::signal(SIGPIPE, SIG_IGN);  // a sink that fails says so itself
    }
    /// The next one, or 0 when none came within 50 ms.
    int wait() const
    {
        const timespec time{.tv_sec = 0, .tv_nsec = 50'000'000};
        const int signal = sigtimedwait(&set_, nullptr, &time);
        return signal > 0 ? signal : 0;
    }

 private:
    sigset_t set_{};
};

/// Throws OperatorError(config) for a CPU that this process cannot have.
void check_cpus(const ThreadConfig& threads)
{
    for (const auto& cpu : {threads.feed_cpu, threads.rules_cpu, threads.sinks_cpu})
        if (cpu) std::async(std::launch::async, [&] { pin_to_cpu(*cpu); }).get();
}

TradingDays trading_days(const ServeOptions& options, ServeConfig& config)
{
    if (!options.date.empty()) {
        const auto date = parse_date(options.date);
        if (!date)
            throw OperatorError(ExitCode::usage,
                                fmt::format("--date {}: want YYYY-MM-DD", options.date));
        config.rules.trading_date = *date;
    }
    return {config.rules.trading_date, config.rules.time_zone};
}

void write_books(const std::string& path, const LiveFeeds& feeds)
{
    const AllBooks books = all_books_csv(feeds.streams());
    std::ofstream file(path, std::ios::binary);
    file << books.csv;
    file.close();
    if (!file) throw OperatorError(ExitCode::io, fmt::format("{}: cannot be written", path));
    for (const auto& [state, count] : books.not_valid)
        log(fmt::format("{} of the books in {} are {}: {}", count, path, to_text(state),
                        state_reason(state)));
}

/// Every counter of all threads that is not zero.
std::string counters_text(const std::vector<const Counters*>& blocks)
{
    std::string text;
    for (std::size_t i = 0; i < counter_count; ++i) {
        std::uint64_t sum = 0;
        for (const Counters* block : blocks) sum += (*block)[static_cast<Counter>(i)];
        if (sum > 0)
            text +=
                fmt::format("{:>14}  {}: {}\n", sum, counter_texts[i].name, counter_texts[i].help);
    }
    return text;
}

std::vector<const Counters*> blocks_of(const FeedThread& feed, const RulesThread& rules,
                                       const SinksThread& sinks)
{
    std::vector<const Counters*> blocks{&feed.counters(), &rules.counters(), &sinks.counters()};
    sinks.for_each_sink(
        [&](const std::string&, const Counters& counters) { blocks.push_back(&counters); });
    return blocks;
}

/// Tells the operator of counters that have changed and should not have.
class Watch {
 public:
    Watch(const FeedThread& feed, const RulesThread& rules, const SinksThread& sinks)
    {
        add("feed", feed.counters());
        add("rules", rules.counters());
        add("store", sinks.counters());
        sinks.for_each_sink([&](const std::string& name, const Counters& counters) {
            add("sink " + name, counters);
        });
        feed.feeds().for_each_line(
            [&](const std::string& name, const Counters& counters) { add(name, counters); });
    }

    void look()
    {
        for (Block& block : blocks_)
            for (std::size_t i = 0; i < noteworthy.size(); ++i) {
                const std::uint64_t now = (*block.counters)[noteworthy[i]];
                const std::uint64_t more = now - std::exchange(block.seen[i], now);
                if (more > 0)
                    log(fmt::format("{}: {} {} ({} in all)", block.name, more,
                                    text_of(noteworthy[i]).help, now));
            }
    }

 private:
    static constexpr std::array noteworthy{Counter::losses,
                                           Counter::messages_lost,
                                           Counter::holes_given_up,
                                           Counter::snapshots_spliced,
                                           Counter::snapshots_failed,
                                           Counter::splices_failed,
                                           Counter::feed_silences,
                                           Counter::feed_resumptions,
                                           Counter::line_silences,
                                           Counter::line_resumptions,
                                           Counter::udp_kernel_drops,
                                           Counter::line_disagreements,
                                           Counter::books_suspect,
                                           Counter::mold_malformed,
                                           Counter::mold_session_changes,
                                           Counter::mold_begun_anew,
                                           Counter::mold_too_far,
                                           Counter::mold_former_session,
                                           Counter::sessions_restarted,
                                           Counter::books_stale,
                                           Counter::udp_receive_errors,
                                           Counter::fix_garbled,
                                           Counter::fix_malformed,
                                           Counter::fix_unknown_type,
                                           Counter::fix_requests_refused,
                                           Counter::fix_requests_unanswered,
                                           Counter::tcp_disconnects,
                                           Counter::soup_begun_anew,
                                           Counter::mold_sessions_refused,
                                           Counter::soup_disconnects,
                                           Counter::soup_silences,
                                           Counter::soup_logins_rejected,
                                           Counter::clock_set,
                                           Counter::order_table_full,
                                           Counter::level_table_full,
                                           Counter::rule_no_reference,
                                           Counter::rule_former_day,
                                           Counter::closes_unlearnt,
                                           Counter::sink_dead_letters,
                                           Counter::rule_updates_merged};

    struct Block {
        std::string name;
        const Counters* counters;
        std::array<std::uint64_t, noteworthy.size()> seen{};
    };
    void add(std::string name, const Counters& counters)
    {
        blocks_.push_back({std::move(name), &counters});
    }

    std::vector<Block> blocks_;
};

void reload(const ServeOptions& options, const TradingDays& days, RulesThread& rules,
            RulesBoards* boards)
{
    try {
        ServeConfig config = load_serve_config(options.config);
        config.rules.trading_date = days.fixed;
        if (boards != nullptr) boards->set_kinds(std::move(config.rule_kinds));
        rules.replace_rules(std::make_unique<strategies::Config>(std::move(config.rules)));
        log(fmt::format("{}: rules read again", options.config));
    } catch (const OperatorError& error) {
        log(fmt::format("the rules stay as they are: {}", error.what()));
    }
}

void log_events(LiveFeeds& feeds)
{
    feeds.take_events([](const std::string& feed, std::string_view text) {
        log(fmt::format("{}: {}", feed, text));
    });
}

/// Until a signal or the end of every session.
void watch(const ServeOptions& options, const TradingDays& days, const Signals& signals,
           ServiceManager& manager, FeedThread& feed, RulesThread& rules, const SinksThread& sinks,
           RulesBoards* boards)
{
    Watch changes(feed, rules, sinks);
    for (int turn = 0;; ++turn) {
        const int signal = signals.wait();
        constexpr int turns_a_look = 10;  // half a second
        log_events(feed.feeds());
        if (turn % turns_a_look == 0) changes.look();
        manager.watch(rules.progress());
        if (signal == SIGHUP) {
            manager.reloading();
            reload(options, days, rules, boards);
            manager.ready("running");
        }
        if (signal == SIGTERM || signal == SIGINT) return;
        if (options.until_end_of_session &&
            (options.is_over ? options.is_over() : feed.all_ended()))
            return;
    }
}

/// Ends the process at once when another signal comes while everything is being drained.
class LastSignal {
 public:
    explicit LastSignal(const Signals& signals)
        : thread_([this, &signals] {
              while (!done_.load())
                  if (const int signal = signals.wait(); signal == SIGTERM || signal == SIGINT)
                      ::_exit(128 + signal);
          })
    {}
    ~LastSignal()
    {
        done_.store(true);
        thread_.join();
    }

 private:
    std::atomic<bool> done_{false};
    std::thread thread_;
};

/// A copy for those who look; null where nobody does, or none are configured.
std::shared_ptr<const strategies::Calendars> calendars_of(const ServeConfig& config)
{
    if (!config.http || !config.rules.calendars) return nullptr;
    return std::make_shared<const strategies::Calendars>(*config.rules.calendars);
}

/// Where the rules tell what they know; null where nobody looks.
std::unique_ptr<RulesBoards> boards_of(ServeConfig& config)
{
    if (!config.http) return nullptr;
    auto boards = std::make_unique<RulesBoards>(pipeline::Instruments::instruments_max);
    boards->set_kinds(std::move(config.rule_kinds));
    return boards;
}

}  // namespace

int serve(const ServeOptions& options)
{
    ServeConfig config = load_serve_config(options.config);
    const TradingDays days = trading_days(options, config);
    check_cpus(config.threads);
    config.threads.clock = options.clock;
    const Signals signals;
    FeedThread feed(config, days);
    AlertRing ring;
    const std::string zone = config.rules.time_zone;
    const std::string language = config.rules.language;
    const auto boards = boards_of(config);
    const auto calendars = calendars_of(config);
    if (config.rules.references.empty())
        log("no reference prices in the configuration: no rule can fire before a close is heard");
    RulesThread rules(std::move(config.rules), days, config.threads, feed.to_rules(), ring,
                      boards.get());
    SinksThread sinks(zone, config.threads, ring, rules, config.delivery);
    std::optional<HttpThread> http;
    if (boards) {
        http.emplace(config, zone, language, config.hash,
                     HttpSources{feed, rules, *boards, sinks, calendars});
        sinks.set_tap(*http);
        log(fmt::format("HTTP on {}", http->url()));
    }
    for (const std::string& socket : feed.feeds().sockets()) log(socket);
    if (!feed.shared_path().empty()) log(fmt::format("books in {}", feed.shared_path()));

    if (!options.clock.is_system())
        log(fmt::format("rehearsal: the clock says {}, and runs {} times as fast",
                        rfc3339(options.clock.now()), options.clock.scale));
    log(fmt::format("running; trading date {}", to_text(rules.trading_date())));
    std::thread sinks_thread([&] { sinks.run(); });
    std::thread rules_thread([&] { rules.run(); });
    std::thread feed_thread([&] { feed.run(); });
    if (http) http->start();
    ServiceManager manager;
    manager.ready(fmt::format("running; trading date {}", to_text(rules.trading_date())));
    watch(options, days, signals, manager, feed, rules, sinks, boards.get());
    manager.stopping();
    {
        const LastSignal last(signals);
        feed.stop();
        feed_thread.join();
        rules_thread.join();
        sinks_thread.join();
        if (http) http->stop();
    }
    log_events(feed.feeds());
    std::vector<const Counters*> counters = blocks_of(feed, rules, sinks);
    if (http) counters.push_back(&http->counters());
    fmt::print(stderr, "{}{}", feed.feeds().report(), counters_text(counters));
    const std::string unwritten =
        sinks.failure().empty() ? ""
                                : fmt::format("alerts could not be written: {}", sinks.failure());
    if (!unwritten.empty()) log(unwritten);
    if (!options.books_on_exit.empty()) write_books(options.books_on_exit, feed.feeds());
    if (!unwritten.empty()) throw OperatorError(ExitCode::io, unwritten);
    return static_cast<int>(ExitCode::ok);
}

}  // namespace gapwire::app
