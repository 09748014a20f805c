// A FIX venue: requests, what the market does, and faults.
#include "sim/fix_venue.hpp"

#include <algorithm>
#include <utility>

#include "feed/fix/wire.hpp"
#include "sim/fix_request_tags.hpp"

namespace gapwire::sim {
namespace {

namespace tag = fix::tag;

constexpr std::int64_t heartbeat_check_ns = 100'000'000;

// Tags that only requests and their answers have.
constexpr int list_request_id = 320;
constexpr int list_response_id = 322;
constexpr int list_result = 560;
constexpr int last_fragment = 893;

// MDReqRejReason.
constexpr char unknown_symbol = '0';
constexpr char duplicate_id = '1';
constexpr char unsupported_subscription = '4';
constexpr char unsupported_depth = '5';
constexpr char unsupported_update = '6';

fix_session::Settings settings_of(const FixVenueOptions& options)
{
    fix_session::Settings settings;
    settings.role = fix_session::Role::acceptor;
    settings.begin_string = options.begin_string;
    settings.sender_comp_id = options.sender;
    settings.target_comp_id = options.target;
    settings.persist_messages = options.resends;
    return settings;
}

std::string_view type_of(std::string_view message)
{
    return fix_value(message, tag::msg_type);
}

}  // namespace

FixVenue::FixVenue(FeedState& state, const FixVenueOptions& options, Timestamp now)
    : state_(state),
      options_(options),
      random_(options.seed),
      now_(now),
      session_(settings_of(options), *this, wall(now))
{
    std::ranges::sort(options_.faults.disconnect_at);
}

// ---- the connection

void FixVenue::on_connected(Timestamp now)
{
    now_ = now;
    is_connected_ = true;
    wants_close_ = false;
    out_.clear();
    out_bytes_ = 0;
    reader_.clear();
    session_.on_connected(wall(now));
}

void FixVenue::on_bytes(Bytes bytes, Timestamp now)
{
    if (!is_connected_) return;
    now_ = now;
    reader_.append(bytes);
    for (std::string message; is_connected_ && reader_.next(message);) hear(message, now);
}

void FixVenue::hear(const std::string& message, Timestamp now)
{
    const std::string_view type = type_of(message);
    const bool is_logon = type == "A" || type == "5";
    if (!is_logon && random_.chance(options_.faults.deaf_ppm)) {
        ++count_.unheard;
        return;
    }
    count_.asked_again += type == "2";
    session_.on_message(message.data(), message.size(), wall(now));
    for (std::string& request : std::exchange(requests_, {})) answer(request);
}

void FixVenue::on_disconnected(Timestamp now)
{
    if (!is_connected_) return;
    now_ = now;
    is_connected_ = false;
    wants_close_ = false;
    out_.clear();
    out_bytes_ = 0;
    forget();
    session_.on_disconnected(wall(now));
}

void FixVenue::forget()
{
    subscribed_.clear();
    asks_status_.clear();
    requests_.clear();
}

/// Ends the connection as a pulled cable does.
void FixVenue::cut(Timestamp now)
{
    if (!is_connected_) return;
    ++count_.disconnects;
    std::string half;
    if (!out_.empty()) half = out_.front().bytes.substr(0, out_.front().bytes.size() / 2);
    on_disconnected(now);
    if (!half.empty()) out_.push_back({now, std::move(half)});
    wants_close_ = true;
}

// ---- time

void FixVenue::poll(Timestamp now)
{
    now_ = now;
    const std::vector<std::int64_t>& cuts = options_.faults.disconnect_at;
    while (next_cut_ < cuts.size() && Timestamp{cuts[next_cut_]} <= now) {
        ++next_cut_;
        cut(now);
    }
    if (is_connected_) session_.on_time(wall(now));
}

Timestamp FixVenue::next_time() const noexcept
{
    Timestamp next = is_connected_ ? after(now_, heartbeat_check_ns) : never;
    if (!out_.empty()) next = std::min(next, out_.front().due);
    if (next_cut_ < options_.faults.disconnect_at.size())
        next = std::min(next, Timestamp{options_.faults.disconnect_at[next_cut_]});
    return next;
}

void FixVenue::produce(std::size_t bytes_max, Timestamp now, ByteVector& out)
{
    while (!out_.empty() && out_.front().due <= now) {
        const std::string& bytes = out_.front().bytes;
        if (!out.empty() && out.size() + bytes.size() > bytes_max) return;
        out.insert(out.end(), bytes.begin(), bytes.end());
        out_bytes_ -= std::min(out_bytes_, bytes.size());
        out_.pop_front();
    }
}

/// What the session says, on its way to the wire.
void FixVenue::send(const char* bytes, std::size_t size)
{
    const FixFaults& faults = options_.faults;
    std::string message(bytes, size);
    const std::string_view type = type_of(message);
    const bool is_safe = type == "A" || type == "5";
    count_.sent_again += fix_value(message, tag::poss_dup_flag) == "Y" && type != "4";
    if (!is_safe && random_.chance(faults.drop_ppm)) {
        ++count_.dropped;
        return;
    }
    Timestamp due = out_.empty() ? now_ : std::max(now_, out_.back().due);
    if (type == "0" && faults.heartbeat_delay_ns > 0) {
        ++count_.delayed;
        due = after(due, faults.heartbeat_delay_ns);
    }
    if (!is_safe && random_.chance(faults.garble_ppm)) {
        ++count_.garbled;
        const auto at = random_.below(static_cast<std::uint32_t>(size));
        message[at] = static_cast<char>(message[at] ^ (1 << random_.below(7)));
    }
    out_bytes_ += message.size();
    out_.push_back({due, std::move(message)});
}

// ---- requests

std::string FixVenue::check_logon(const std::string& username, const std::string& password)
{
    const bool is_right =
        options_.user.empty() || (username == options_.user && password == options_.password);
    count_.logons_refused += !is_right;
    return is_right ? "" : "wrong user or password";
}

fix_session::Verdict FixVenue::on_message(const char* bytes, std::size_t size)
{
    std::string message(bytes, size);
    const std::string_view type = type_of(message);
    if (type == "3" || type == "j") {
        ++count_.refused_by_client;
        return fix_session::Verdict::understood;
    }
    if (type != "V" && type != "x" && type != "e") return fix_session::Verdict::unsupported;
    requests_.push_back(std::move(message));  // answered when the session is done with it
    return fix_session::Verdict::understood;
}

void FixVenue::answer(const std::string& request)
{
    const std::string_view type = type_of(request);
    if (type == "V") return answer_market_data(request);
    if (type == "e") {
        const std::uint16_t locate = locate_of(fix_value(request, tag::symbol));
        if (locate == 0) return;
        asks_status_[locate] = std::string(fix_value(request, request_tag::status_request_id));
        return send_status(locate);
    }
    FixText list{{list_request_id, std::string(fix_value(request, list_request_id))},
                 {list_response_id, "1"},
                 {list_result, "0"},
                 {last_fragment, "Y"},
                 {tag::no_related_sym, std::to_string(state_.instruments().size())}};
    for (const auto& [locate, instrument] : state_.instruments())
        list.emplace_back(tag::symbol, instrument.symbol.view());
    session_.send("y", list, wall(now_));
}

void FixVenue::answer_market_data(const std::string& request)
{
    const std::string id(fix_value(request, tag::md_req_id));
    const std::string_view wanted = fix_value(request, request_tag::subscription_type);
    std::vector<std::string_view> symbols;
    for (const FixField& field : fix_fields(request))
        if (field.tag == tag::symbol) symbols.push_back(field.value);
    if (wanted == "2") {
        std::erase_if(subscribed_, [&](const auto& each) { return each.second.request == id; });
        return;
    }
    if (wanted != "0" && wanted != "1") return refuse(id, unsupported_subscription);
    if (fix_value(request, request_tag::market_depth) != "0") return refuse(id, unsupported_depth);
    const std::string_view update = fix_value(request, request_tag::update_type);
    if (wanted == "1" && update != "0" && update != "1") return refuse(id, unsupported_update);
    const bool is_known = std::ranges::any_of(
        subscribed_, [&](const auto& each) { return each.second.request == id; });
    if (is_known || id.empty()) return refuse(id, duplicate_id);
    const bool all_known = std::ranges::all_of(
        symbols, [&](std::string_view symbol) { return locate_of(symbol) != 0; });
    if (symbols.empty() || !all_known) return refuse(id, unknown_symbol);
    for (const std::string_view symbol : symbols) {
        const std::uint16_t locate = locate_of(symbol);
        if (wanted == "1") {
            ++count_.subscriptions;
            subscribed_[locate] = {id, update == "1"};
        }
        send_refresh(locate, id);
    }
}

void FixVenue::refuse(std::string_view request_id, char reason)
{
    ++count_.requests_refused;
    session_.send("Y",
                  {{tag::md_req_id, std::string(request_id)},
                   {tag::md_req_rej_reason, std::string(1, reason)}},
                  wall(now_));
}

/// 0 for a symbol that is not known.
std::uint16_t FixVenue::locate_of(std::string_view symbol) const
{
    for (const auto& [locate, instrument] : state_.instruments())
        if (instrument.symbol.view() == symbol) return locate;
    return 0;
}

std::string_view FixVenue::symbol_of(std::uint16_t locate) const
{
    return state_.instruments().at(locate).symbol.view();
}

void FixVenue::send_refresh(std::uint16_t locate, const std::string& request,
                            std::span<const FixChange> news)
{
    FixText text{{tag::md_req_id, request},
                 {tag::symbol, std::string(symbol_of(locate))},
                 {tag::no_md_entries, ""}};
    std::size_t entries = append_book(text, state_.instruments().at(locate));
    for (const FixChange& change : news) entries += append_trade(text, change);
    text[2].second = std::to_string(entries);
    session_.send("W", text, wall(now_));
    ++count_.refreshes;
}

void FixVenue::send_status(std::uint16_t locate)
{
    session_.send(
        "f",
        {{request_tag::status_request_id, asks_status_.at(locate)},
         {tag::symbol, std::string(symbol_of(locate))},
         {tag::security_trading_status, trading_status_of(state_.instruments().at(locate))}},
        wall(now_));
}

// ---- the market

void FixVenue::apply(Bytes message, Timestamp now)
{
    now_ = now;
    const bool had_orders = state_.open_orders() > 0;
    changes_.clear();
    apply_and_tell(state_, message, changes_);
    if (!is_connected_) return;
    if (out_bytes_ > out_bytes_max) return cut(now);
    tell_changes();
    if (message.empty()) return;
    if (message[0] == itch50::StockTradingAction::type) {
        const auto locate = view_as<itch50::Header>(message.data()).stock_locate.value();
        if (asks_status_.contains(locate)) send_status(locate);
    }
    const bool is_new_day =
        message[0] == itch50::SystemEvent::type && had_orders && state_.open_orders() == 0;
    if (!is_new_day) return;
    for (const auto& [locate, subscription] : subscribed_)
        send_refresh(locate, subscription.request);
}

/// All changes are of one message, and so of one instrument.
void FixVenue::tell_changes()
{
    if (changes_.empty()) return;
    const std::uint16_t locate = changes_.front().locate;
    const auto subscription = subscribed_.find(locate);
    if (subscription == subscribed_.end()) return;
    if (!subscription->second.incremental) {
        send_refresh(locate, subscription->second.request, changes_);
        return;
    }
    FixText text{{tag::md_req_id, subscription->second.request},
                 {tag::no_md_entries, std::to_string(changes_.size())}};
    for (const FixChange& change : changes_) append_entry(text, change, symbol_of(locate));
    session_.send("X", text, wall(now_));
    ++count_.increments;
}

void FixVenue::end(Timestamp now)
{
    now_ = now;
    if (is_connected_) session_.logout("end of session", wall(now));
}

}  // namespace gapwire::sim
