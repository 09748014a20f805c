// What a trading desk is shown and may do: the objects of docs/api.md, from sources and the store.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/http/archive.hpp"
#include "app/http/feed_watch.hpp"
#include "app/http/incident_book.hpp"
#include "app/http/quote_board.hpp"

namespace gapwire::http {

/// An action that was stored, or why it was not.
struct ActionResult {
    int status = 201;    // 404: no such incident; 409: there is no store; 503: it cannot be written
    std::string json{};  // ACTION
    std::string why{};
    alerts::OperatorAction action{};
};

/// What happened since the last time, for those who are told as it happens.
struct DeskNews {
    std::vector<std::string> alerts{};       // ALERT
    std::vector<std::uint64_t> incidents{};  // that changed, each once
};

/// Holds all that the HTTP service shows; makes JSON of it, and stores what operators do.
///
/// Time     only from sources.now() and sources.wall().
/// Memory   bounded by what its parts say.
/// Errors   without a store alerts are those heard since the start, and actions are answered 409.
/// Threads  one, which may wait for the disk.
class Desk {
 public:
    static constexpr std::size_t seeded_alerts_max = 10'000;

    Desk(DeskFacts facts, DeskSources sources, std::optional<alerts::StoreOptions> store);
    Desk(const Desk&) = delete;

    /// An alert as it was handed out; `seq` 0: without a row in the store.
    void hear(const Alert& alert, std::int64_t seq, DeskNews& news);
    /// Quotes and lines; ten to twenty times a second.
    void look();
    /// Books by state, and what others wrote into the store; once a second.
    void look_closer(DeskNews& news);

    // Objects and lists, as JSON.
    std::string status_json();
    std::string instruments_json(const std::optional<std::string>& symbol, std::size_t limit,
                                 std::size_t offset) const;
    std::optional<std::string> quote_json(std::uint32_t id);
    /// Depth as an object; empty where the instrument is not known. `type`: a first key, or empty.
    std::string depth_json(std::uint32_t id, std::string_view type) const;
    std::string watch_json();
    std::string incident_json(const Incident& incident) const;
    std::string incidents_json(std::optional<Date> date, bool only_open) const;
    std::optional<std::string> incident_page_json(std::uint64_t id);
    /// `{"alerts":[...],"next":...}`, newest first.
    std::string alerts_json(const alerts::AlertFilter& filter);
    /// ALERTs behind a row, oldest first.
    std::vector<std::string> alerts_since(std::int64_t seq);
    std::string silences_json() const;
    std::string rules_json() const;
    std::string references_json() const;
    std::string counters_json() const;
    std::string feeds_json() const { return feeds_.json(); }

    ActionResult act(alerts::OperatorAction action, DeskNews& news);

    /// Why it is not ready; empty: it is.
    std::vector<std::string> waiting_for() const;
    /// Names of threads without a turn since the last call that is `patience` ago; see livez.
    std::vector<std::string> stalled(std::int64_t monotonic_ns);

    QuoteBoard& quotes() noexcept { return quotes_; }
    const FeedWatch& feeds() const noexcept { return feeds_; }
    const IncidentBook& incidents() const noexcept { return incidents_; }
    const DeskSources& sources() const noexcept { return sources_; }
    const DeskFacts& facts() const noexcept { return facts_; }
    std::int64_t last_seq() const noexcept { return incidents_.last_seq(); }
    /// ok, failing or none.
    std::string_view store_state() const noexcept;

 private:
    void seed();
    void follow_actions(DeskNews* news);
    void apply_action(const alerts::StoredAction& row, DeskNews* news);
    std::string alert_json(const Alert& alert, std::int64_t seq) const;
    std::string action_json(const alerts::StoredAction& row) const;
    std::string blind_json() const;
    std::vector<KnownAlert> find_alerts(const alerts::AlertFilter& filter);

    DeskFacts facts_;
    DeskSources sources_;
    Archive archive_;
    IncidentBook incidents_;
    alerts::OperatorState operator_;
    std::vector<alerts::StoredAction> silences_;  // that have not ended, newest last
    std::map<std::uint64_t, std::vector<alerts::StoredAction>> actions_;  // by incident
    std::int64_t actions_read_ = 0;                                       // rows up to here
    std::optional<alerts::BlindInterval> downtime_;
    bool is_seeded_ = false;
    QuoteBoard quotes_;
    FeedWatch feeds_;
    struct Turns {
        std::uint64_t turns = 0;
        std::int64_t since = 0;
    };
    std::vector<Turns> turns_;  // of sources_.threads
};

}  // namespace gapwire::http
