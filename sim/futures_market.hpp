// The market of one future whose prices a scenario says: its trades and its book of levels.
#pragma once

#include "sim/futures_plan.hpp"
#include "sim/mdp3_channel.hpp"

namespace gapwire::sim {

/// Trades follow the path within its noise, a tick apart from one another's book at most; nothing
/// trades above the high of its plan, and only `print` trades at its low.
///
/// Output   messages of one market event each, for Mdp3Channel::tell.
/// Time     goes as the caller says, and never back. Threads: one.
class FuturesMarket {
 public:
    static constexpr std::size_t depth = 10;
    using Messages = std::vector<Mdp3Channel::Message>;

    /// `plan` and `random` must outlive this.
    FuturesMarket(const ContractPlan& plan, SecurityId security, Random& random)
        : plan_(plan), security_(security), random_(random)
    {}

    /// A trade where the path is, or a change of quotes.
    Messages event(std::uint64_t time_ns);
    /// A trade at this price, and the book that it leaves. The first one opens the session.
    Messages print(std::int64_t price);

    LimitsEvent limits() const;
    /// Its final settlement of that date (days since 1970-01-01).
    StatisticEvent settlement(std::uint16_t date) const;
    const ContractPlan& plan() const noexcept { return plan_; }

 private:
    std::int64_t target(std::uint64_t time_ns);
    std::int64_t scripted(std::uint64_t time_ns);
    void set_book(std::int64_t bid, std::int64_t ask, Messages& messages);
    void set_side(Side side, const MdpLevels& levels, Messages& messages);
    void change_quotes(Messages& messages);
    void tell_extremes(std::int64_t price, Messages& messages);

    const ContractPlan& plan_;
    SecurityId security_;
    Random& random_;
    std::array<MdpLevels, 2> book_{};  // [Side]
    std::int64_t last_ = 0;            // 0: nothing has traded
    std::int64_t high_ = 0;
    std::int64_t low_ = 0;
    std::int64_t noise_ = 0;  // ticks
    std::size_t knot_ = 0;    // the last one passed
};

}  // namespace gapwire::sim
