// One side of a FIX session: QuickFIX's, with our clock, our wire and our application.
#include "fix_session/session.hpp"

#include <quickfix/Application.h>
#include <quickfix/FileStore.h>
#include <quickfix/MessageStore.h>
#include <quickfix/Responder.h>
#include <quickfix/Session.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "fix_session/raw_message.hpp"
#include "fix_session/telling_log.hpp"

namespace {

/// The time of the session that works on this thread. QuickFIX asks nowUtc() everywhere.
thread_local std::int64_t now_ns = 0;

}  // namespace

namespace FIX {

/// In place of the library's, which asks the machine: what the program links comes first.
DateTime DateTime::nowUtc()
{
    constexpr std::int64_t second_ns = 1000000000;
    return fromUtcTimeT(static_cast<time_t>(now_ns / second_ns),
                        static_cast<int>(now_ns % second_ns), 9);
}

}  // namespace FIX

namespace gapwire {
namespace fix_session {
namespace {

/// Counts of repeating groups in messages that are sent; an entry begins with the field behind.
bool is_group_count(int tag)
{
    return tag == 33 || tag == 146 || tag == 267 || tag == 268;
}

std::string field_of(const FIX::FieldMap& from, int tag)
{
    return from.isSetField(tag) ? from.getField(tag) : std::string();
}

std::unique_ptr<FIX::MessageStoreFactory> store_of(const Settings& settings)
{
    if (settings.store_directory.empty())
        return std::unique_ptr<FIX::MessageStoreFactory>(new FIX::MemoryStoreFactory);
    return std::unique_ptr<FIX::MessageStoreFactory>(
        new FIX::FileStoreFactory(settings.store_directory));
}

}  // namespace

/// Joins QuickFIX's session with the listener.
class Session::Engine : public FIX::Application, public FIX::Responder {
 public:
    Engine(const Settings& settings, Listener& listener)
        : settings_(settings), listener_(listener), logs_(listener), stores_(store_of(settings))
    {
        const bool initiates = settings.role == Role::initiator;
        const FIX::SessionID id(settings.begin_string, settings.sender_comp_id,
                                settings.target_comp_id);
        // From Sunday to Sunday, never closed: QuickFIX 1.15 has no session without an end.
        const FIX::TimeRange always(FIX::UtcTimeOnly(0, 0, 0), FIX::UtcTimeOnly(0, 0, 0), 1, 1);
        session_.reset(new FIX::Session(*this, *stores_, id, FIX::DataDictionaryProvider(), always,
                                        initiates ? settings.heartbeat_s : 0, &logs_));
        session_->setSenderDefaultApplVerID(settings.default_appl_ver_id);
        session_->setResetOnLogon(settings.reset_on_logon);
        session_->setResetOnLogout(settings.reset_on_logout);
        session_->setResetOnDisconnect(settings.reset_on_disconnect);
        session_->setPersistMessages(settings.persist_messages);
        session_->setCheckLatency(settings.latency_max_s > 0);
        session_->setMaxLatency(settings.latency_max_s);
        session_->setLogonTimeout(settings.logon_wait_s);
        session_->setLogoutTimeout(settings.logout_wait_s);
        session_->setTimestampPrecision(6);
    }

    FIX::Session& session() { return *session_; }

    void connected()
    {
        logout_text_.clear();
        asked_from_ = asked_until_ = 0;
        session_->logon();
        session_->setResponder(this);
        is_connected_ = true;
        session_->next();
    }
    void disconnected()
    {
        is_connected_ = false;
        early_.clear();
        session_->disconnect();
    }
    void take(const std::string& raw)
    {
        if (!is_connected_) return;
        if (!numbers_fit(raw)) {
            listener_.on_event("a message was ignored: a number in it is too large");
            return;
        }
        raw_ = raw;
        raw_number_ = number_in(raw);
        const std::uint64_t expected = next_in();
        session_->setSendRedundantResendRequests(raw_number_ > expected && is_lost_again(expected));
        if (early_.empty()) progress_at_ = now_ns;
        if (raw_number_ > expected && early_.size() < settings_.early_max)
            early_[raw_number_] = raw;
        hand_over(raw);
        // QuickFIX 1.15 does not count a request that it answers with a gap fill.
        const bool is_counted = next_in() != expected;
        if (!settings_.persist_messages && !is_counted && raw_number_ == expected &&
            is_of_type(raw, '2'))
            session_->setNextTargetMsgSeqNum(static_cast<int>(expected + 1));
        // Nor may a Reject or Logout that came early hide what is missing before it.
        const bool is_early = raw_number_ > expected && is_out_of_turn(raw);
        if (is_early && next_in() == expected + 1)
            session_->setNextTargetMsgSeqNum(static_cast<int>(expected));
        raw_.clear();
        raw_number_ = 0;
        take_early();
        if (next_in() != expected) progress_at_ = now_ns;
        if (early_.empty()) asked_from_ = 0;
        if (asked_until_ < next_in()) ask_for_missing();  // another hole, behind one that is closed
    }

    void pass_time()
    {
        if (!is_connected_) return;
        session_->next();
        const std::int64_t wait_ns = std::int64_t{settings_.resend_wait_s} * 1000000000;
        if (now_ns - progress_at_ >= wait_ns) ask_for_missing();
    }

    // FIX::Responder.
    bool send(const std::string& bytes) override
    {
        std::string sent = bytes;
        if (is_possible_duplicate(bytes) && !is_of_type(bytes, '4'))
            sent = with_body_of(kept(bytes), bytes);
        // QuickFIX asks for everything from there on; what came early is here.
        if (is_of_type(bytes, '2') && !early_.empty() && early_.begin()->first > next_in()) {
            asked_until_ = early_.begin()->first - 1;
            sent = with_end(bytes, asked_until_);
        }
        listener_.send(sent.data(), sent.size());
        return true;
    }
    void disconnect() override
    {
        early_.clear();
        if (is_connected_) listener_.disconnect();
        is_connected_ = false;
    }

    // FIX::Application.
    void onCreate(const FIX::SessionID&) override {}
    void onLogon(const FIX::SessionID&) override { listener_.on_logon(); }
    void onLogout(const FIX::SessionID&) override { listener_.on_logout(logout_text_); }
    void toAdmin(FIX::Message& message, const FIX::SessionID&) override
    {
        const std::string type = message.getHeader().getField(35);
        if (type == "A" && settings_.role == Role::initiator) {
            if (!settings_.username.empty()) message.setField(553, settings_.username);
            if (!settings_.password.empty()) message.setField(554, settings_.password);
            for (const auto& field : settings_.logon_fields)
                message.setField(field.first, field.second);
        }
        if (type == "3") refused(message);
    }
    void toApp(FIX::Message& message, const FIX::SessionID&) throw(FIX::DoNotSend) override
    {
        if (message.getHeader().getField(35) == "j") refused(message);
    }
    void fromAdmin(const FIX::Message& message,
                   const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                                FIX::IncorrectTagValue, FIX::RejectLogon) override
    {
        const std::string type = message.getHeader().getField(35);
        if (type == "A" && settings_.role == Role::acceptor) {
            const std::string why =
                listener_.check_logon(field_of(message, 553), field_of(message, 554));
            if (!why.empty()) throw FIX::RejectLogon(why);
        }
        if (type == "5") logout_text_ = field_of(message, 58);
        if (type == "4") reset_to(std::strtoull(field_of(message, 36).c_str(), nullptr, 10));
        if (type == "3") deliver(message);
    }
    void fromApp(const FIX::Message& message,
                 const FIX::SessionID&) throw(FIX::FieldNotFound, FIX::IncorrectDataFormat,
                                              FIX::IncorrectTagValue,
                                              FIX::UnsupportedMessageType) override
    {
        const Verdict verdict = deliver(message);
        if (verdict == Verdict::unsupported) throw FIX::UnsupportedMessageType();
        if (verdict == Verdict::malformed) throw FIX::IncorrectDataFormat(35);
    }

 private:
    /// QuickFIX takes a Reject and a Logout whatever their numbers.
    static bool is_out_of_turn(const std::string& raw)
    {
        return is_of_type(raw, '3') || is_of_type(raw, '5');
    }
    std::uint64_t next_in() { return static_cast<std::uint64_t>(session_->getExpectedTargetNum()); }
    /// What came early and is in turn now. QuickFIX has worked on requests to send again and on
    /// rejects as they came, without counting them, and on what it kept behind others.
    void take_early()
    {
        early_.erase(early_.begin(), early_.lower_bound(next_in()));
        while (is_connected_ && !early_.empty() && early_.begin()->first == next_in()) {
            const std::uint64_t number = next_in();
            const std::string raw = early_.begin()->second;
            if (is_of_type(raw, '2') || is_of_type(raw, '3'))
                session_->setNextTargetMsgSeqNum(static_cast<int>(number + 1));
            else
                hand_over(raw);
            if (next_in() == number) return;
            early_.erase(early_.begin(), early_.lower_bound(next_in()));
        }
    }
    void hand_over(const std::string& raw)
    {
        try {
            session_->next(for_session(raw), FIX::UtcTimeStamp());
        } catch (const FIX::InvalidMessage& error) {
            listener_.on_event(std::string("a message was ignored: ") + error.what());
        }
    }
    /// QuickFIX 1.15 asks once, when something comes early, and would wait for a repetition that
    /// was lost itself until the session ends. What is early makes it ask once more.
    void ask_for_missing()
    {
        const auto kept_back = std::find_if(early_.begin(), early_.end(), [](const auto& early) {
            return !is_out_of_turn(early.second) && !is_of_type(early.second, '2');
        });
        if (!is_connected_ || kept_back == early_.end()) return;
        progress_at_ = now_ns;
        asked_from_ = next_in();
        session_->setSendRedundantResendRequests(true);
        const std::string raw = kept_back->second;
        hand_over(raw);
    }
    /// Whether what is missing was lost while it was sent again: something behind it was, too.
    bool is_lost_again(std::uint64_t expected)
    {
        const bool is_lost =
            asked_from_ != 0 && expected > asked_from_ && is_possible_duplicate(raw_);
        if (asked_from_ == 0 || is_lost) asked_from_ = expected;
        return is_lost;
    }
    void refused(const FIX::Message& message)
    {
        listener_.on_refused(std::strtoull(field_of(message, 45).c_str(), nullptr, 10),
                             field_of(message, 58));
    }
    /// What the store has of a message that is sent again.
    std::string kept(const std::string& again)
    {
        std::vector<std::string> found;
        const int number = static_cast<int>(number_in(again));
        session_->getStore()->get(number, number, found);
        return found.empty() ? again : found.front();
    }
    void reset_to(std::uint64_t next)
    {
        const std::uint64_t expected = next_in();
        if (next > expected) listener_.on_gap(expected, next - expected);
    }
    /// The bytes of a message that is in turn: those that have just come, or came early.
    Verdict deliver(const FIX::Message& message)
    {
        const std::uint64_t number =
            std::strtoull(message.getHeader().getField(34).c_str(), nullptr, 10);
        const auto early = early_.find(number);
        if (number != raw_number_ && early == early_.end()) {  // there was no room to keep it
            listener_.on_gap(number, 1);
            return Verdict::understood;
        }
        const std::string& raw = number == raw_number_ ? raw_ : early->second;
        return listener_.on_message(raw.data(), raw.size());
    }

    Settings settings_;
    Listener& listener_;
    TellingLogFactory logs_;
    std::unique_ptr<FIX::MessageStoreFactory> stores_;
    std::unique_ptr<FIX::Session> session_;
    std::map<std::uint64_t, std::string> early_;  // by number
    std::string raw_;                             // the message that is worked on
    std::uint64_t raw_number_ = 0;
    std::uint64_t asked_until_ = 0;
    std::uint64_t asked_from_ = 0;  // where the repetition begins that was asked for; 0: none was
    std::int64_t progress_at_ = 0;  // when a message came in turn, or was asked for
    std::string logout_text_;
    bool is_connected_ = false;
};

Session::Session(const Settings& settings, Listener& listener, std::int64_t now)
{
    check(settings);
    now_ns = now;
    engine_.reset(new Engine(settings, listener));
}
Session::~Session() = default;

void Session::on_connected(std::int64_t now)
{
    now_ns = now;
    engine_->connected();
}

void Session::on_disconnected(std::int64_t now)
{
    now_ns = now;
    engine_->disconnected();
}

void Session::on_message(const char* bytes, std::size_t size, std::int64_t now)
{
    now_ns = now;
    engine_->take(std::string(bytes, size));
}

void Session::on_time(std::int64_t now)
{
    now_ns = now;
    engine_->pass_time();
}

std::uint64_t Session::send(const std::string& type,
                            const std::vector<std::pair<int, std::string>>& fields,
                            std::int64_t now)
{
    now_ns = now;
    if (!is_logged_on()) return 0;
    FIX::Message message;
    message.getHeader().setField(35, type);
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!is_group_count(fields[i].first) || i + 1 == fields.size()) {
            message.setField(fields[i].first, fields[i].second);
            continue;
        }
        const int count = fields[i].first;
        const int delimiter = fields[i + 1].first;
        while (i + 1 < fields.size() && fields[i + 1].first == delimiter) {
            FIX::Group entry(count, delimiter);
            do {
                ++i;
                entry.setField(fields[i].first, fields[i].second);
            } while (i + 1 < fields.size() && fields[i + 1].first != delimiter &&
                     !is_group_count(fields[i + 1].first));
            message.addGroup(entry);
        }
    }
    const std::uint64_t number = next_out();
    return engine_->session().send(message) ? number : 0;
}

void Session::logout(const std::string& text, std::int64_t now)
{
    now_ns = now;
    engine_->session().logout(text);
    engine_->session().next();
}

bool Session::is_logged_on() const
{
    return engine_->session().isLoggedOn();
}

std::uint64_t Session::next_in() const
{
    return static_cast<std::uint64_t>(engine_->session().getExpectedTargetNum());
}

std::uint64_t Session::next_out() const
{
    return static_cast<std::uint64_t>(engine_->session().getExpectedSenderNum());
}

}  // namespace fix_session
}  // namespace gapwire
