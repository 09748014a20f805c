// Where the desk's data comes from: functions that any thread of the service answers without lock.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alerts/language.hpp"
#include "app/http/rules_view.hpp"
#include "app/http/trade_board.hpp"
#include "core/counters.hpp"
#include "core/update.hpp"

namespace gapwire::http {

/// What a feed thread tells of one of its feeds, ten times a second.
struct FeedFigures {
    std::uint64_t messages = 0;   // taken so far
    std::uint64_t lost = 0;       // missing on every line
    std::uint64_t has_ended = 0;  // 0 or 1
};

struct FeedLine {
    std::string name;
    const Counters* counters = nullptr;  // those of the list that begin with line_
};

/// A feed of the configuration, in its order.
struct FeedSource {
    std::string name;
    std::string stack;
    std::vector<FeedLine> lines{};
    std::function<FeedFigures()> figures{};
};

/// A depth as readers of books get it.
struct DepthAnswer {
    bool is_kept = false;  // else it has been asked for, and comes within milliseconds
    std::optional<Depth> depth{};
};

/// What the service is; none of it changes while it runs.
struct DeskFacts {
    std::string version{};
    std::string build{};
    std::string config_hash{};
    std::string zone = "UTC";
    alerts::Language language = alerts::Language::english;
    std::int64_t clock_scale = 1;
    Timestamp started{0};
    bool needs_token = false;
};

/// A thread of the service, and what changes with every turn of it.
struct Progress {
    std::string name;
    std::function<std::uint64_t()> turns;
};

/// Each function may be called on the HTTP thread at any time, and delays no other.
struct DeskSources {
    std::function<Timestamp()> now;   // the clock of feeds and rules
    std::function<Timestamp()> wall;  // the time of day, by which operators go
    std::function<std::shared_ptr<const RulesView>()> rules;
    std::function<std::optional<TopOfBook>(InstrumentId)> top;
    std::function<DepthAnswer(InstrumentId)> depth;
    std::function<std::optional<TradeFigures>(InstrumentId)> trades;
    /// Whether a market (MIC) is closed; empty, or false, where that is not known.
    std::function<bool(std::string_view venue, Timestamp now)> is_closed{};
    std::vector<FeedSource> feeds{};
    std::vector<std::pair<std::string, const Counters*>> counters{};
    std::vector<Progress> threads{};
};

}  // namespace gapwire::http
