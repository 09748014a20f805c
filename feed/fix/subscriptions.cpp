// What is asked of a FIX venue.
#include "feed/fix/subscriptions.hpp"

#include <algorithm>

namespace gapwire::fix {
namespace {

constexpr char reason_bandwidth = '2';

/// "Temporarily unavailable", in whatever words.
bool says_temporary(std::string_view text) noexcept
{
    constexpr std::string_view word = "temporar";
    const auto is_same = [](char a, char b) { return (a | 0x20) == b; };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), is_same) != text.end();
}

}  // namespace

std::string_view refusal_text(char reason) noexcept
{
    switch (reason) {
        case '0': return "unknown symbol";
        case '1': return "duplicate request id";
        case '2': return "insufficient bandwidth";
        case '3': return "no permission";
        case '4': return "subscription type not supported";
        case '5': return "market depth not supported";
        case '6': return "update type not supported";
        case '7': return "aggregation not supported";
        case '8': return "entry type not supported";
        case '9': return "trading session not supported";
        case 'A': return "scope not supported";
        case 'B': return "open, close, settlement flag not supported";
        case 'C': return "implicit delete not supported";
        case 'D': return "insufficient credit";
        default: return "no reason given";
    }
}

Subscriptions::Subscriptions(const SubscriptionSettings& settings, Counters& counters)
    : settings_(settings), counters_(counters)
{
    for (const std::string& name : settings.symbols)
        if (by_name_.emplace(name, symbols_.size()).second) symbols_.push_back({.name = name});
}

void Subscriptions::forget() noexcept
{
    requests_.clear();
    for (Symbol& symbol : symbols_) symbol = {.name = std::move(symbol.name)};
}

/// What is asked once a session.
std::vector<Outgoing> Subscriptions::extras() const
{
    std::vector<Outgoing> all;
    if (settings_.asks_instruments)
        all.push_back(Outgoing{"x"}.add(320, "list").add(559, "4").add(263, "0"));
    if (settings_.asks_statuses)
        for (const Symbol& symbol : symbols_)
            all.push_back(
                Outgoing{"e"}.add(324, "s" + symbol.name).add(55, symbol.name).add(263, "1"));
    return all;
}

Subscriptions::Request* Subscriptions::find_request(std::string_view id) noexcept
{
    const auto found = std::find_if(requests_.begin(), requests_.end(),
                                    [&](const Request& r) { return r.is_current && r.id == id; });
    return found == requests_.end() ? nullptr : &*found;
}

Subscriptions::Request* Subscriptions::find_unanswered(Timestamp now) noexcept
{
    for (Request& request : requests_) {
        const bool is_late = now.ns - request.sent.ns >= settings_.answer_wait_max;
        if (!request.is_current || !is_late) continue;
        const bool is_open =
            std::any_of(request.symbols.begin(), request.symbols.end(),
                        [&](std::size_t symbol) { return symbols_[symbol].state == State::asked; });
        if (!is_open) continue;
        counters_.add(Counter::fix_requests_unanswered);
        refuse(request, true, request.symbols.size() > 1, now);
        return &request;
    }
    return nullptr;
}

/// The first symbol to be asked for; as many as there are where there is none.
std::size_t Subscriptions::find_due(Timestamp now) const noexcept
{
    const auto is_due = [&](const Symbol& symbol) {
        return symbol.state == State::waits && symbol.due <= now;
    };
    return static_cast<std::size_t>(std::find_if(symbols_.begin(), symbols_.end(), is_due) -
                                    symbols_.begin());
}

/// A request for the symbol and, unless it asks alone, others that are due.
Subscriptions::Request& Subscriptions::open(std::size_t first, Timestamp now)
{
    Request& request = requests_.emplace_back();
    request.id = "gw" + std::to_string(next_id_++);
    request.sent = now;
    const bool is_alone = symbols_[first].asks_alone;
    const std::size_t size_max = is_alone ? 1 : settings_.request_symbols_max;
    for (std::size_t i = first; i < symbols_.size() && request.symbols.size() < size_max; ++i) {
        Symbol& symbol = symbols_[i];
        if (symbol.state != State::waits || symbol.due > now || symbol.asks_alone != is_alone)
            continue;
        symbol.state = State::asked;
        request.symbols.push_back(i);
    }
    request.message = request_for(request);
    counters_.add(Counter::fix_requests_sent);
    return request;
}

Outgoing Subscriptions::request_for(const Request& request) const
{
    Outgoing message{"V"};
    message.add(262, request.id).add(263, "1").add(264, settings_.depth);
    message.add(265, settings_.incremental ? "1" : "0");
    message.add(266, settings_.aggregated ? "Y" : "N");
    if (settings_.implicit_delete) message.add(547, "Y");
    message.add(267, settings_.entry_types.size());
    for (const char& type : settings_.entry_types) message.add(269, std::string_view(&type, 1));
    message.add(146, request.symbols.size());
    for (const std::size_t symbol : request.symbols) message.add(55, symbols_[symbol].name);
    return message;
}

/// The same with another type of subscription: the venue wants the symbols again.
Outgoing Subscriptions::cancel(Request& request)
{
    request.is_current = false;
    Outgoing message = request.message;
    for (auto& [tag, value] : message.fields)
        if (tag == 263) value = "2";
    return message;
}

void Subscriptions::on_refresh(std::string_view request_id, std::string_view symbol) noexcept
{
    const auto found = by_name_.find(std::string(symbol));
    if (found == by_name_.end()) return;
    Symbol& asked = symbols_[found->second];
    if (asked.state != State::asked || !is_current(request_id)) return;
    asked.state = State::subscribed;
    asked.wait = 0;
}

void Subscriptions::on_refused(std::string_view request_id, char reason, std::string_view text,
                               Timestamp now) noexcept
{
    Request* const request = find_request(request_id);
    if (request == nullptr) return;
    request->is_current = false;
    const std::size_t known = reasons.find(reason);
    ++refusals_[known == reasons.npos ? reasons.size() : known];
    refuse(*request, reason == reason_bandwidth || says_temporary(text),
           request->symbols.size() > 1, now);
}

void Subscriptions::on_message_refused(std::uint64_t sequence, std::string_view text,
                                       Timestamp now) noexcept
{
    for (Request& request : requests_) {
        if (!request.is_current || request.sequence != sequence) continue;
        request.is_current = false;
        refuse(request, says_temporary(text), request.symbols.size() > 1, now);
    }
}

void Subscriptions::refuse(Request& request, bool passes, bool is_one_of_many,
                           Timestamp now) noexcept
{
    for (const std::size_t index : request.symbols) {
        Symbol& symbol = symbols_[index];
        if (symbol.state != State::asked && symbol.state != State::subscribed) continue;
        symbol.asks_alone |= is_one_of_many && !passes;
        if (passes)
            wait(symbol, now, std::max(symbol.wait, settings_.retry_wait_first));
        else if (is_one_of_many)
            wait(symbol, now, 0);
        else
            symbol.state = State::refused;
    }
}

void Subscriptions::wait(Symbol& symbol, Timestamp now, std::int64_t wait) noexcept
{
    symbol.state = State::waits;
    symbol.due = {now.ns + wait};
    if (wait > 0) symbol.wait = std::min(wait * 2, settings_.retry_wait_max);
}

bool Subscriptions::is_current(std::string_view request_id) const noexcept
{
    if (request_id.empty()) return true;
    return std::any_of(requests_.begin(), requests_.end(), [&](const Request& request) {
        return request.is_current && request.id == request_id;
    });
}

Subscriptions::State Subscriptions::state(std::string_view symbol) const noexcept
{
    const auto found = by_name_.find(std::string(symbol));
    return found == by_name_.end() ? State::idle : symbols_[found->second].state;
}

std::size_t Subscriptions::subscribed() const noexcept
{
    return static_cast<std::size_t>(
        std::count_if(symbols_.begin(), symbols_.end(),
                      [](const Symbol& symbol) { return symbol.state == State::subscribed; }));
}

std::vector<std::string> Subscriptions::refused() const
{
    std::vector<std::string> names;
    for (const Symbol& symbol : symbols_)
        if (symbol.state == State::refused) names.push_back(symbol.name);
    return names;
}

std::string Subscriptions::symbols_of(std::string_view request_id) const
{
    constexpr std::size_t shown_max = 5;
    const auto request = std::find_if(requests_.begin(), requests_.end(),
                                      [&](const Request& each) { return each.id == request_id; });
    if (request == requests_.end()) return "of no request of ours";
    std::string text;
    const std::vector<std::size_t>& all = request->symbols;
    for (std::size_t i = 0; i < std::min(all.size(), shown_max); ++i)
        text += (i == 0 ? "" : ", ") + symbols_[all[i]].name;
    return all.size() > shown_max ? text + ", ..." : text;
}

std::string Subscriptions::refusals() const
{
    std::string text;
    for (std::size_t i = 0; i < refusals_.size(); ++i) {
        if (refusals_[i] == 0) continue;
        const char reason = i < reasons.size() ? reasons[i] : '\0';
        text += (text.empty() ? "" : ", ") + std::to_string(refusals_[i]) + ' ';
        text += refusal_text(reason);
    }
    return text;
}

}  // namespace gapwire::fix
