// What watched instruments are quoted at, as the desk sees it, and which of them have changed.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/http/sources.hpp"

namespace gapwire::http {

/// One instrument's figures at a moment.
struct Quote {
    Instrument instrument{};
    std::shared_ptr<const WatchedInstrument> watched{};  // null: nobody watches it
    std::optional<TopOfBook> top{};
    std::optional<TradeFigures> trades{};

    /// The last trade, else the mid of a valid book, else none; in points.
    Price price() const noexcept;
    /// How far below its reference the price lies, truncated toward zero.
    std::optional<BasisPoints> fall() const noexcept;
    /// QUOTE of docs/api.md. `feed`: its name.
    std::string json(std::string_view feed) const;
};

/// Looks at what is published of every watched instrument, and keeps the JSON of those that are
/// asked for until they change.
/// Memory   a quote, its JSON and its bars an instrument that is watched.
/// Threads  one.
class QuoteBoard {
 public:
    static constexpr std::size_t bars_max = 3'600;  // of one second, an instrument
    static constexpr std::size_t bars_in_all_max = 1'000'000;

    /// `sources` outlive it.
    explicit QuoteBoard(const DeskSources& sources) : sources_(sources) {}

    /// Reads what is published now. `second`: bars go by it.
    void refresh(Timestamp now);

    /// Rises with every refresh that found a change.
    std::uint64_t version() const noexcept { return version_; }
    /// Ids of those that changed behind a version, in their order.
    std::vector<std::uint32_t> changed_since(std::uint64_t version) const;
    /// All of them, largest fall first, those without one last.
    std::vector<std::uint32_t> by_fall() const;
    /// Null for one that is not watched.
    const std::string* json(std::uint32_t id);
    /// Null for an instrument that is not known.
    std::optional<Quote> quote(std::uint32_t id) const;
    std::string_view feed_name(const Instrument& instrument) const noexcept;

    /// `{"time","open","high","low","close"}` of `seconds` each, oldest first; of the prices that
    /// were seen every second.
    std::string bars_json(std::uint32_t id, std::uint32_t seconds) const;

 private:
    struct Sample {
        std::int64_t second = 0;
        Price price{};
    };
    struct Entry {
        Quote quote{};
        std::string json{};  // empty: to be made
        std::uint64_t changed = 0;
        std::deque<Sample> samples{};
    };
    void sample(std::int64_t second);

    const DeskSources& sources_;
    std::shared_ptr<const RulesView> view_;
    std::map<std::uint32_t, Entry> entries_;
    std::uint64_t version_ = 0;
    std::int64_t sampled_ = INT64_MIN;
    std::size_t samples_ = 0;
};

}  // namespace gapwire::http
