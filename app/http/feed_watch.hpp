// Feeds and their lines as the desk sees them: states from counters, times from when these rose.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "app/http/sources.hpp"

namespace gapwire::http {

enum class FeedState : std::uint8_t {
    waiting,  // nothing has been heard yet
    ok,
    impaired,  // one line of several is silent
    blind,
    recovering,
    ended,
};

constexpr std::string_view to_text(FeedState state) noexcept
{
    switch (state) {
        case FeedState::waiting: return "waiting";
        case FeedState::ok: return "ok";
        case FeedState::impaired: return "impaired";
        case FeedState::blind: return "blind";
        case FeedState::recovering: return "recovering";
        case FeedState::ended: return "ended";
    }
    return "?";
}

inline constexpr std::size_t book_states = 6;
using BooksByState = std::array<std::uint64_t, book_states>;  // [BookState]

/// Looks at feeds, and remembers when the numbers of each rose last.
/// Threads  one.
class FeedWatch {
 public:
    /// A feed without lines is blind when nothing came for so long while its books are stale.
    static constexpr std::int64_t silence_ns = 3'000'000'000;

    /// `sources` outlive it.
    explicit FeedWatch(const DeskSources& sources);

    /// To be called ten times a second or so. `now`: the clock of the feeds.
    void look(Timestamp now);
    /// Counts the books of every feed by state: once a second is enough.
    void count_books();

    /// `[FEED, ...]` of docs/api.md.
    std::string json() const;
    /// The same without times and counts that rise with every message.
    std::string states_text() const;
    /// What is waited for before all can be seen: "snapshots of nasdaq". Empty: nothing.
    std::vector<std::string> waiting_for() const;
    FeedState state(std::size_t feed) const noexcept;
    const BooksByState& books(std::size_t feed) const noexcept { return feeds_[feed].books; }
    Timestamp last_message(std::size_t feed) const noexcept { return feeds_[feed].heard; }
    static bool is_silent(const FeedLine& line) noexcept;

 private:
    struct Line {
        std::uint64_t packets = 0;
        Timestamp heard = Timestamp::none();
    };
    struct Feed {
        FeedFigures figures{};
        Timestamp heard = Timestamp::none();
        BooksByState books{};
        bool is_closed = false;  // every market of its instruments
        std::vector<Line> lines{};
    };

    const DeskSources& sources_;
    std::vector<Feed> feeds_;
};

}  // namespace gapwire::http
