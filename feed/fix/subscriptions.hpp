// What is asked of a FIX venue: requests for market data, their answers, refusals and repetitions.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/counters.hpp"
#include "core/types.hpp"
#include "feed/fix/outgoing.hpp"

namespace gapwire::fix {

struct SubscriptionSettings {
    std::vector<std::string> symbols{};
    std::string entry_types = "012";  // MDEntryType, one character each
    std::uint32_t depth = 0;          // MarketDepth; 0: the whole book, 1: its top
    bool incremental = true;          // else a full refresh for every change
    bool aggregated = true;           // one entry a price
    bool implicit_delete = false;     // the venue tells not what falls out of the depth
    std::size_t request_symbols_max = 50;
    std::int64_t answer_wait_max = 10'000'000'000;  // ns
    std::int64_t retry_wait_first = 1'000'000'000;  // doubled with each try
    std::int64_t retry_wait_max = 60'000'000'000;
    bool asks_statuses = false;     // SecurityStatusRequest for each symbol
    bool asks_instruments = false;  // SecurityListRequest
};

/// Sends and returns the number that the message was given (MsgSeqNum).
template <class T>
concept Sender = requires(T send, const Outgoing& message)
{
    {
        send(message)
        } -> std::convertible_to<std::uint64_t>;
};

/// What a reason to refuse a request means (MDReqRejReason).
std::string_view refusal_text(char reason) noexcept;

/// Asks for every symbol after each logon and whenever books may be wrong, each time under an id
/// that was never used before: what still comes under an old one is not current.
///
/// Refusals that pass (bandwidth, "temporarily") and silence are followed by another try, later and
/// later. A refused request of several symbols is asked again symbol by symbol, so that one unknown
/// symbol does not cost the others. Everything else stands until the next logon.
///
/// Memory   grows with the requests of one session; forgotten at its end.
/// Errors   refused, unanswered: counted, and told by state().
/// Threads  one.
/// Source   FIX 4.4, Market Data Request, Market Data Request Reject.
class Subscriptions {
 public:
    enum class State : std::uint8_t { idle, asked, subscribed, waits, refused };

    Subscriptions(const SubscriptionSettings& settings, Counters& counters);

    /// The session is up: asks for everything.
    template <Sender Send>
    void on_logon(Timestamp now, Send&& send)
    {
        forget();
        for (const Outgoing& extra : extras()) send(extra);
        for (Symbol& symbol : symbols_) symbol.state = State::waits;
        on_time(now, send);
    }
    /// The session is down: nothing is subscribed.
    void on_logout() noexcept { forget(); }
    /// A full refresh came.
    void on_refresh(std::string_view request_id, std::string_view symbol) noexcept;
    /// A request was refused (Y). Empty id, or one that is not current: nothing happens.
    void on_refused(std::string_view request_id, char reason, std::string_view text,
                    Timestamp now) noexcept;
    /// The message with this number was refused (j, 3).
    void on_message_refused(std::uint64_t sequence, std::string_view text, Timestamp now) noexcept;
    /// Books may be wrong: unsubscribes, and asks again with the next on_time().
    template <Sender Send>
    void ask_again(Timestamp now, Send&& send)
    {
        for (Request& request : requests_)
            if (request.is_current) send(cancel(request));
        for (Symbol& symbol : symbols_)
            if (symbol.state == State::asked || symbol.state == State::subscribed)
                wait(symbol, now, 0);
        on_time(now, send);
    }
    /// Sends what is due.
    template <Sender Send>
    void on_time(Timestamp now, Send&& send)
    {
        std::erase_if(requests_, [](const Request& request) { return !request.is_current; });
        while (Request* const late = find_unanswered(now)) send(cancel(*late));
        for (std::size_t due = find_due(now); due != symbols_.size(); due = find_due(now)) {
            Request& request = open(due, now);
            request.sequence = send(request.message);
        }
    }

    /// Whether what comes under this id is to be believed. An empty id is.
    bool is_current(std::string_view request_id) const noexcept;
    State state(std::string_view symbol) const noexcept;
    /// Symbols that are subscribed.
    std::size_t subscribed() const noexcept;
    /// Symbols that stand refused, for the operator.
    std::vector<std::string> refused() const;
    /// What a request asked for: "NQ, ES", the first of them if they are many.
    std::string symbols_of(std::string_view request_id) const;
    /// "2 unknown symbol, 1 no permission": how often requests were refused (Y), by reason; empty
    /// if none was.
    std::string refusals() const;

 private:
    static constexpr std::string_view reasons = "0123456789ABCD";  // of MDReqRejReason

    struct Symbol {
        std::string name;
        State state = State::idle;
        bool asks_alone = false;
        std::int64_t wait = 0;  // after the next refusal, ns
        Timestamp due{};
    };
    struct Request {
        std::string id;
        Outgoing message;
        std::vector<std::size_t> symbols;
        std::uint64_t sequence = 0;
        Timestamp sent{};
        bool is_current = true;
    };

    void forget() noexcept;
    std::vector<Outgoing> extras() const;
    Request* find_request(std::string_view id) noexcept;
    Request* find_unanswered(Timestamp now) noexcept;
    std::size_t find_due(Timestamp now) const noexcept;
    Request& open(std::size_t first, Timestamp now);
    Outgoing request_for(const Request& request) const;
    Outgoing cancel(Request& request);
    void refuse(Request& request, bool passes, bool is_one_of_many, Timestamp now) noexcept;
    void wait(Symbol& symbol, Timestamp now, std::int64_t wait) noexcept;

    SubscriptionSettings settings_;
    Counters& counters_;
    std::array<std::uint64_t, reasons.size() + 1> refusals_{};  // by reason; the last: any other
    std::vector<Symbol> symbols_;
    std::unordered_map<std::string, std::size_t> by_name_;
    std::vector<Request> requests_;  // of this session
    std::uint64_t next_id_ = 1;      // never used before, in any session
};

}  // namespace gapwire::fix
