// Alerts as FIX News (35=B), to a desk's system that logs on to us.
#include "alerts/sinks/fix_sink.hpp"

#include <absl/time/time.h>

#include <utility>

#include "alerts/marked.hpp"

namespace gapwire::alerts {
namespace {

/// Tags of News, FIX 4.4.
enum Tag : int {
    orig_time = 42,
    symbol = 55,
    text_line = 58,
    urgency = 61,
    related_symbols = 146,
    headline = 148,
    lines_of_text = 33,
};

fix_session::Settings session_settings(const FixSettings& fix)
{
    fix_session::Settings session;
    session.role = fix_session::Role::acceptor;
    session.begin_string = fix.begin_string;
    session.sender_comp_id = fix.sender;
    session.target_comp_id = fix.target;
    session.persist_messages = true;
    session.store_directory = fix.store.string();
    return session;
}

/// ASCII alone: the session has no MessageEncoding.
std::string ascii(std::string text)
{
    for (char& c : text)
        if (c < ' ' || c > '~') c = '?';
    return text;
}

std::string fix_time(Timestamp time)
{
    return absl::FormatTime("%Y%m%d-%H:%M:%E3S", absl::FromUnixNanos(time.ns), absl::UTCTimeZone());
}

}  // namespace

FixSink::FixSink(SinkSettings settings)
    : settings_(std::move(settings)),
      acceptor_(session_settings(settings_.fix), settings_.fix.username, settings_.fix.password,
                settings_.fix.address, settings_.fix.port)
{}

SinkStatus FixSink::deliver_marked(const Alert& alert, const Marks& marks)
{
    SinkSettings english = settings_;
    english.language = Language::english;
    const std::string text = ascii(marked_text(alert, marks, english));
    FixAcceptor::Fields fields{{orig_time, fix_time(alert.exchange_time)},
                               {urgency, alert.severity >= Severity::critical ? "1" : "0"},
                               {headline, text}};
    if (const std::string name = ascii(std::string(alert.symbol.view())); !name.empty()) {
        fields.emplace_back(related_symbols, "1");
        fields.emplace_back(symbol, name);
    }
    fields.emplace_back(lines_of_text, "2");
    fields.emplace_back(text_line, text);
    fields.emplace_back(text_line, ascii(marked_json(alert, marks)));
    if (!acceptor_.is_logged_on()) {
        failure_ = "nobody is logged on";
        return SinkStatus::not_ready;
    }
    failure_ = acceptor_.send("B", std::move(fields), settings_.fix.timeout_ms);
    return failure_.empty() ? SinkStatus::ok : SinkStatus::failed;
}

}  // namespace gapwire::alerts
