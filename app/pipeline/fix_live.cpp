// A FIX market data session, live.
#include "app/pipeline/fix_live.hpp"

#include <fmt/format.h>

#include <utility>

namespace gapwire::pipeline {

FixLive::FixLive(StreamContext& context, std::uint32_t feed, std::string name,
                 const FixLiveOptions& options, FixOutput output, Timestamp now)
    : context_(context),
      stream_(context, feed, std::move(name), options.quotes),
      subscriptions_(options.subscriptions, *context.counters),
      backoff_(options.reconnect),
      output_(output),
      now_(now),
      connect_at_(now),
      session_(options.session, *this, now.ns)
{}

void FixLive::on_connected(Timestamp now)
{
    now_ = now;
    is_connected_ = true;
    wants_close_ = false;
    framer_.forget();
    session_.on_connected(now.ns);
}

void FixLive::on_bytes(Bytes bytes, Timestamp now)
{
    now_ = now;
    struct Frames {
        FixLive& self;
        void on_message(const fix::Message& message) noexcept
        {
            self.context_.counters->add(Counter::fix_messages);
            self.session_.on_message(reinterpret_cast<const char*>(message.bytes.data()),
                                     message.bytes.size(), self.now_.ns);
        }
        void on_garbled(fix::ScanFault fault) noexcept
        {
            self.context_.counters->add(Counter::fix_garbled);
            self.on_event("garbled bytes skipped: " + std::string(to_text(fault)));
        }
    };
    stream_.on_received(now);
    framer_.on_bytes(bytes, Frames{*this});
    ask();
}

void FixLive::on_disconnected(Timestamp now)
{
    now_ = now;
    if (std::exchange(is_connected_, false)) session_.on_disconnected(now.ns);
    be_down(now);
}

void FixLive::on_time(Timestamp now)
{
    now_ = now;
    if (is_connected_) session_.on_time(now.ns);
    stream_.look_for_interest();
    ask();
}

void FixLive::stop(Timestamp now)
{
    now_ = now;
    is_stopping_ = true;
    if (session_.is_logged_on()) session_.logout("", now.ns);
    wants_close_ = true;
}

FixWish FixLive::wish(Timestamp now) const noexcept
{
    if (is_connected_) return wants_close_ ? FixWish::close : FixWish::wait;
    const bool may_connect = !is_stopping_ && now >= connect_at_;
    return may_connect ? FixWish::connect : FixWish::wait;
}

/// Sends what is to be asked for, outside of the session's own work.
void FixLive::ask()
{
    if (!session_.is_logged_on()) return;
    const auto send = [this](const fix::Outgoing& message) {
        return session_.send(message.type, message.fields, now_.ns);
    };
    if (std::exchange(wants_all_, false)) {
        wants_again_ = false;
        subscriptions_.on_logon(now_, send);
    } else if (std::exchange(wants_again_, false)) {
        subscriptions_.ask_again(now_, send);
    } else {
        subscriptions_.on_time(now_, send);
    }
}

void FixLive::be_down(Timestamp now)
{
    connect_at_ = {now.ns + backoff_.next()};
    wants_close_ = wants_all_ = wants_again_ = false;
    subscriptions_.on_logout();
    leave_session();
}

/// Books go out of date, unless it is we who end.
void FixLive::leave_session()
{
    if (!is_stopping_) stream_.on_session_over();
}

// ---- from the session

void FixLive::send(const char* bytes, std::size_t size)
{
    output_.send(output_.context, {reinterpret_cast<const std::uint8_t*>(bytes), size});
}

void FixLive::on_logon()
{
    backoff_.reset();
    wants_all_ = true;
    was_logged_on_ = true;
    on_event("logged on");
}

void FixLive::on_logout(const std::string& text)
{
    subscriptions_.on_logout();
    leave_session();
    const bool was_logged_on = std::exchange(was_logged_on_, false);
    if (!text.empty())
        on_event("logged out: " + text);
    else
        on_event(was_logged_on ? "logged out"
                               : "not logged on: the connection ended before an answer; are "
                                 "the CompIDs right, and the numbers?");
}

/// Market data of requests that are still wanted goes to the stream.
struct FixLive::Current {
    FixLive& self;
    bool is_wanted = true;

    void on_message_begin(const QuoteMessage& message) noexcept
    {
        is_wanted = self.subscriptions_.is_current(message.request_id);
        if (is_wanted) self.stream_.on_message_begin(message);
    }
    void on(const QuoteEntry& entry) noexcept
    {
        if (is_wanted) self.stream_.on(entry);
    }
    void on_message_end(const QuoteMessage& message) noexcept
    {
        if (!is_wanted) return;
        self.stream_.on_message_end(message);
        if (message.is_full_refresh)
            self.subscriptions_.on_refresh(message.request_id, message.symbol);
    }
    void on(const QuoteReject& reject) noexcept
    {
        self.stream_.on(reject);
        std::string text(reject.text);
        if (reject.type == 'Y') {
            const std::string symbols = self.subscriptions_.symbols_of(reject.request_id);
            self.subscriptions_.on_refused(reject.request_id, reject.reason, reject.text,
                                           self.now_);
            text = fmt::format("{} ({}){}{}", fix::refusal_text(reject.reason), symbols,
                               text.empty() ? "" : ": ", text);
        } else {
            self.subscriptions_.on_message_refused(reject.reference_sequence, reject.text,
                                                   self.now_);
        }
        self.on_event("request refused: " + text);
        self.leave_what_is_not_subscribed();
    }
    void on(const QuoteNews& news) noexcept
    {
        self.stream_.on(news);
        self.on_event("news: " + std::string(news.headline));
    }
    void on(const auto& other) noexcept { self.stream_.on(other); }
};

/// A book whose request was refused gets no more changes.
void FixLive::leave_what_is_not_subscribed()
{
    for (std::uint32_t place = 0; place < stream_.places(); ++place) {
        const std::string symbol = stream_.symbol(place);
        const fix::Subscriptions::State state = subscriptions_.state(symbol);
        const bool is_open = state == fix::Subscriptions::State::asked ||
                             state == fix::Subscriptions::State::subscribed;
        if (!is_open) stream_.make_stale(symbol);
    }
}

fix_session::Verdict FixLive::on_message(const char* bytes, std::size_t size)
{
    const Bytes all(reinterpret_cast<const std::uint8_t*>(bytes), size);
    const fix::Scanned scanned = fix::scan(all);
    if (scanned.status != fix::ScanStatus::message) return fix_session::Verdict::malformed;
    Current current{*this};
    const fix::DecodeStatus status = decoder_.decode(fix::Message::of(all, scanned), current);
    Counters& counters = *context_.counters;
    if (is_refused(status)) {
        counters.add(Counter::fix_malformed);
        stream_.on_loss(1);
        wants_again_ = true;
        return fix_session::Verdict::malformed;
    }
    switch (status) {
        case fix::DecodeStatus::unknown_type:
            counters.add(Counter::fix_unknown_type);
            return fix_session::Verdict::unsupported;
        case fix::DecodeStatus::unsupported_quotes:
            counters.add(Counter::fix_unsupported_quotes);
            break;
        case fix::DecodeStatus::ignored: counters.add(Counter::fix_ignored); break;
        default: counters.add(Counter::messages_delivered); break;
    }
    return fix_session::Verdict::understood;
}

void FixLive::on_gap(std::uint64_t first, std::uint64_t count)
{
    stream_.on_loss(count);
    wants_again_ = true;
    on_event("messages " + std::to_string(first) + " to " + std::to_string(first + count - 1) +
             " will never come");
}

void FixLive::on_refused(std::uint64_t sequence, const std::string& why)
{
    on_event("message " + std::to_string(sequence) + " refused: " + why);
}

}  // namespace gapwire::pipeline
