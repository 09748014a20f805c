// FIX messages written with `|`, and what the decoder makes of them as lines of text.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "core/time.hpp"
#include "feed/fix/decoder.hpp"
#include "sim/fix_encoder.hpp"

namespace gapwire::test {

inline std::string with_soh(std::string text)
{
    for (char& c : text)
        if (c == '|') c = fix::soh;
    return text;
}
inline Bytes as_bytes(std::string_view text)
{
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// A whole message around "35=X|...|".
inline std::string framed(const std::string& body)
{
    return sim::fix_framed("FIX.4.4", with_soh(body));
}
inline std::string shown(Decimal decimal)
{
    return decimal.is_none() ? "-" : fmt::format("{}e{}", decimal.mantissa, decimal.exponent);
}

/// Records every event as a line.
struct FixRecorder {
    std::vector<std::string> lines;

    void on_message_begin(const QuoteMessage& m) noexcept
    {
        add("{} seq={} appl={}/{} req={} sym={} id={} mic={} rpt={} n={}{}",
            m.is_full_refresh ? 'W' : 'X', m.sequence, m.appl_id, m.appl_sequence, m.request_id,
            m.symbol, m.security_id, m.exchange, m.report, m.entries,
            m.is_possible_duplicate ? " dup" : "");
    }
    void on(const QuoteEntry& e) noexcept
    {
        std::string line =
            fmt::format("{}{} {} {}x{}", static_cast<int>(e.action), e.type == '\0' ? '-' : e.type,
                        e.symbol, shown(e.price), shown(e.size));
        const auto add_text = [&](const char* name, std::string_view value) {
            if (!value.empty()) line += fmt::format(" {}={}", name, value);
        };
        const auto add_number = [&](const char* name, std::uint64_t value) {
            if (value != 0) line += fmt::format(" {}={}", name, value);
        };
        add_text("sid", e.security_id);
        add_text("id", e.id);
        add_text("ref", e.reference);
        add_text("maker", e.maker);
        add_text("text", e.text);
        add_number("rpt", e.report);
        add_number("pos", e.position);
        add_number("orders", e.orders);
        if (!e.net_change.is_none()) line += " chg=" + shown(e.net_change);
        if (e.settle_flag != '\0') line += fmt::format(" flag={}", e.settle_flag);
        if (!e.time.is_none()) line += " at " + rfc3339(e.time);
        if (!e.has_type) line += " inherited";
        if (e.is_cancelled) line += " cancelled";
        if (e.is_time_bad) line += " badtime";
        if (e.is_bad) line += " BAD";
        lines.push_back(line);
    }
    void on_message_end(const QuoteMessage&) noexcept { lines.push_back("end"); }
    void on(const QuoteReject& r) noexcept
    {
        add("reject {} req={} ref={} reason={} code={} text={}", r.type, r.request_id,
            r.reference_sequence, r.reason == '\0' ? '-' : r.reason, r.code, r.text);
    }
    void on(const QuoteStatus& s) noexcept
    {
        add("{} sym={} status={} session={} text={}", s.is_session ? 'h' : 'f', s.symbol, s.status,
            s.trading_session, s.text);
    }
    void on(const QuoteInstrument& i) noexcept
    {
        add("instrument {} {} {} {} {}", i.symbol, i.security_id, i.exchange, i.security_type,
            i.currency);
    }
    void on(const QuoteNews& n) noexcept
    {
        add("news {} / {} / {}", n.headline, n.text, n.urgency == '\0' ? '-' : n.urgency);
    }

 private:
    template <class... Arguments>
    void add(const char* format, const Arguments&... arguments)
    {
        lines.push_back(fmt::format(fmt::runtime(format), arguments...));
    }
};

/// What is told of a message: its status where it is not market data, else its events.
inline std::vector<std::string> told_of(const std::string& message, fix::Decoder& decoder)
{
    const fix::Scanned scanned = fix::scan(as_bytes(message));
    if (scanned.status != fix::ScanStatus::message)
        return {"scan: " + std::string(fix::to_text(scanned.fault))};
    FixRecorder recorder;
    const auto status = decoder.decode(fix::Message::of(as_bytes(message), scanned), recorder);
    if (status != fix::DecodeStatus::market_data)
        recorder.lines.push_back(std::string(fix::to_text(status)));
    return recorder.lines;
}
/// By a decoder that remembers the messages before.
inline std::vector<std::string> told_of(const std::string& message)
{
    static fix::Decoder decoder(1 << 16);
    return told_of(message, decoder);
}

}  // namespace gapwire::test
