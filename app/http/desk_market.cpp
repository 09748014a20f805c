// What a trading desk is shown: status, instruments, quotes, rules, counters.
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "alerts/alert_text.hpp"
#include "app/http/desk.hpp"
#include "app/http/json_text.hpp"

namespace gapwire::http {
namespace {

template <class Range, class Make>
std::string list_of(const Range& range, Make&& make)
{
    std::string text;
    for (const auto& one : range) {
        if (!text.empty()) text += ',';
        text += make(one);
    }
    return '[' + text + ']';
}

std::string levels_json(const std::array<Level, depth_levels>& levels, const Instrument& instrument)
{
    std::string text;
    for (const Level& level : levels) {
        if (level.price.is_none()) break;
        fmt::format_to(std::back_inserter(text), R"({}{{"price":{},"quantity":{},"orders":{}}})",
                       text.empty() ? "" : ",",
                       points_or_null(level.price, instrument.display_factor),
                       quantity_text(level.quantity, instrument.quantity_digits), level.orders);
    }
    return '[' + text + ']';
}

/// Which feed a blindness is of: the one whose market it is, as far as that can be told.
std::string feed_of(const Alert& alert, const DeskSources& sources)
{
    const auto view = sources.rules();
    for (const Instrument& instrument : view->instruments)
        if (!instrument.id.is_none() && instrument.venue == alert.venue &&
            instrument.feed < sources.feeds.size())
            return sources.feeds[instrument.feed].name;
    return std::string(alert.symbol.view());
}

}  // namespace

std::string Desk::blind_json() const
{
    return list_of(incidents_.blind(), [&](const Alert* alert) {
        const Timestamp since = alert->exchange_time.is_none() || alert->window_ns <= 0
                                    ? alert->exchange_time
                                    : Timestamp{alert->exchange_time.ns - alert->window_ns};
        return fmt::format(R"({{"feed":{},"cause":{},"since":{},"text":{}}})",
                           in_quotes(feed_of(*alert, sources_)), in_quotes(to_text(alert->cause)),
                           json_time(since),
                           in_quotes(alerts::alert_text(*alert, facts_.zone, facts_.language)));
    });
}

std::string Desk::status_json()
{
    const std::vector<std::string> waiting = waiting_for();
    const auto view = sources_.rules();
    std::size_t held = 0;  // alerts without a row
    if (archive_.is_there())
        for (const KnownAlert& known : incidents_.alerts()) held += known.seq == 0 ? 1 : 0;
    const std::string downtime =
        downtime_ ? fmt::format(R"({{"from":{},"to":{},"why":{}}})", json_time(downtime_->from),
                                json_time(downtime_->to), in_quotes(downtime_->why))
                  : "null";
    return fmt::format(
        R"({{"version":{},"build":{},"config_hash":{},"trading_date":{},"now":{},"clock_scale":{},)"
        R"("started":{},"zone":{},"language":{},"ready":{},"waiting_for":{},"authentication":{},)"
        R"("store":{{"state":"{}","held":{},"last_seq":{},"downtime":{}}},"blind":{}}})",
        in_quotes(facts_.version), in_quotes(facts_.build), in_quotes(facts_.config_hash),
        json_date(view->trading_date), json_time(sources_.now()), facts_.clock_scale,
        json_time(facts_.started), in_quotes(facts_.zone), in_quotes(to_text(facts_.language)),
        boolean_text(waiting.empty()),
        list_of(waiting, [](const auto& why) { return in_quotes(why); }),
        facts_.needs_token ? R"("token")" : R"("loopback")", store_state(), held, last_seq(),
        downtime, blind_json());
}

std::string Desk::instruments_json(const std::optional<std::string>& symbol, std::size_t limit,
                                   std::size_t offset) const
{
    const auto view = sources_.rules();
    std::size_t total = 0;
    std::string text;
    for (const Instrument& instrument : view->instruments) {
        if (instrument.id.is_none() || (symbol && instrument.symbol.view() != *symbol)) continue;
        const std::size_t number = total++;
        if (number < offset || number - offset >= limit) continue;
        const std::uint32_t id = instrument.id.value;
        const bool is_watched = id < view->watched.size() && view->watched[id] != nullptr;
        fmt::format_to(std::back_inserter(text),
                       R"({}{{"id":{},"symbol":{},"venue":{},"feed":{},"watched":{}}})",
                       text.empty() ? "" : ",", id, in_quotes(instrument.symbol.view()),
                       in_quotes(instrument.venue.view()), in_quotes(quotes_.feed_name(instrument)),
                       boolean_text(is_watched));
    }
    return fmt::format(R"({{"instruments":[{}],"total":{}}})", text, total);
}

std::optional<std::string> Desk::quote_json(std::uint32_t id)
{
    if (const std::string* known = quotes_.json(id)) return *known;
    const auto quote = quotes_.quote(id);
    if (!quote) return std::nullopt;
    return quote->json(quotes_.feed_name(quote->instrument));
}

std::string Desk::depth_json(std::uint32_t id, std::string_view type) const
{
    const auto quote = quotes_.quote(id);
    if (!quote) return {};
    const DepthAnswer answer = sources_.depth({id});
    const Depth depth = answer.is_kept && answer.depth ? *answer.depth : Depth{};
    const BookState state = answer.is_kept && answer.depth ? depth.state
                            : quote->top                   ? quote->top->state
                                                           : BookState::unknown;
    return fmt::format(
        R"({{{}"id":{},"symbol":{},"venue":{},"state":{},"time":{},"bids":{},"asks":{}}})",
        type.empty() ? "" : fmt::format(R"("type":"{}",)", type), id,
        in_quotes(quote->instrument.symbol.view()), in_quotes(quote->instrument.venue.view()),
        in_quotes(to_text(state)),
        depth.exchange_time > 0 ? json_time({depth.exchange_time}) : "null",
        levels_json(depth.sides[0], quote->instrument),
        levels_json(depth.sides[1], quote->instrument));
}

std::string Desk::watch_json()
{
    return R"({"quotes":)" +
           list_of(quotes_.by_fall(), [&](std::uint32_t id) { return *quotes_.json(id); }) + '}';
}

std::string Desk::rules_json() const
{
    const auto view = sources_.rules();
    return fmt::format(R"({{"rules":{},"language":{}}})",
                       list_of(view->rules,
                               [](const RuleLine& rule) {
                                   return fmt::format(R"({{"name":{},"kind":{},"sentence":{}}})",
                                                      in_quotes(rule.name), in_quotes(rule.kind),
                                                      in_quotes(rule.sentence));
                               }),
                       in_quotes(view->language));
}

std::string Desk::references_json() const
{
    const auto view = sources_.rules();
    std::string text;
    for (const auto& watched : view->watched) {
        if (!watched) continue;
        for (const ReferencePrice& known : watched->references)
            if (!known.price.is_none())
                fmt::format_to(
                    std::back_inserter(text),
                    R"({}{{"symbol":{},"venue":{},"kind":{},"price":{},"date":{},)"
                    R"("source":{},"version":{}}})",
                    text.empty() ? "" : ",", in_quotes(watched->instrument.symbol.view()),
                    in_quotes(watched->instrument.venue.view()), in_quotes(to_text(known.kind)),
                    json_price(known.price), json_date(known.date),
                    in_quotes(to_text(known.source)), known.version);
    }
    return R"({"references":[)" + text + "]}";
}

std::string Desk::counters_json() const
{
    std::string blocks;
    const auto add = [&](std::string_view name, const Counters& counters) {
        std::string values;
        for (std::size_t i = 0; i < counter_count; ++i) {
            const std::uint64_t value = counters[static_cast<Counter>(i)];
            if (value > 0)
                fmt::format_to(std::back_inserter(values), R"({}"{}":{})",
                               values.empty() ? "" : ",", counter_texts[i].name, value);
        }
        fmt::format_to(std::back_inserter(blocks), R"({}{}:{{{}}})", blocks.empty() ? "" : ",",
                       in_quotes(name), values);
    };
    for (const auto& [name, counters] : sources_.counters) add(name, *counters);
    for (const FeedSource& feed : sources_.feeds)
        for (const FeedLine& line : feed.lines)
            add(feed.name + " line " + line.name, *line.counters);
    return R"({"counters":{)" + blocks + "}}";
}

std::vector<std::string> Desk::waiting_for() const
{
    std::vector<std::string> reasons = feeds_.waiting_for();
    if (store_state() == "failing") reasons.push_back("the store: " + archive_.trouble());
    return reasons;
}

std::vector<std::string> Desk::stalled(std::int64_t monotonic_ns)
{
    constexpr std::int64_t patience_ns = 5'000'000'000;
    std::vector<std::string> names;
    for (std::size_t i = 0; i < turns_.size(); ++i) {
        const std::uint64_t turns = sources_.threads[i].turns();
        if (turns != turns_[i].turns || turns_[i].since == 0) turns_[i] = {turns, monotonic_ns};
        if (monotonic_ns - turns_[i].since >= patience_ns)
            names.push_back(sources_.threads[i].name);
    }
    return names;
}

}  // namespace gapwire::http
