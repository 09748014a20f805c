// An alert as a mail: headers that nothing of a feed can break out of, and a body.
#include "alerts/sinks/mail_text.hpp"

#include <absl/time/time.h>
#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>

#include "alerts/marked.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::size_t subject_max = 200;
constexpr std::size_t base64_line = 76;

/// One line, for a header.
std::string safe(std::string_view text, std::size_t size_max = 900)
{
    std::string line(text.substr(0, size_max));
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
    return line;
}

std::string base64_lines(std::string_view text)
{
    std::string all((text.size() + 2) / 3 * 4 + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(all.data()),
                                     reinterpret_cast<const unsigned char*>(text.data()),
                                     static_cast<int>(text.size()));
    all.resize(static_cast<std::size_t>(size));
    std::string lines;
    for (std::size_t at = 0; at < all.size(); at += base64_line)
        lines += all.substr(at, base64_line) + "\r\n";
    return lines;
}

std::string domain_of(std::string_view address)
{
    const std::size_t at = address.rfind('@');
    return at == std::string_view::npos ? "gapwire" : safe(address.substr(at + 1));
}

}  // namespace

std::string mail_address(std::string_view text)
{
    const std::size_t open = text.rfind('<');
    const std::size_t close = text.rfind('>');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open)
        return std::string(text);
    return std::string(text.substr(open + 1, close - open - 1));
}

MailText mail_text(const Alert& alert, const Marks& marks, const SinkSettings& settings)
{
    const std::string subject =
        fmt::format("{}[{}] {} {} {}", marks.is_drill ? "DRILL " : "", to_text(alert.severity),
                    alert.symbol.view(), alert.rule.view(), to_text(alert.state));
    return {subject, delivery_key(alert), fmt::format("incident-{:016x}", alert.incident),
            marked_text(alert, marks, settings) + "\n\n" + marked_json(alert, marks) + '\n'};
}

MailText mail_text(std::span<const Alert> alerts, std::string_view title,
                   const SinkSettings& settings)
{
    return {fmt::format("{} alerts {}", alerts.size(), title), list_key(alerts), "",
            list_text(alerts, title, settings) + '\n'};
}

std::string mail_message(const MailText& text, const MailSettings& settings, Timestamp now)
{
    const std::string domain = domain_of(mail_address(settings.from));
    std::string to;
    for (const std::string& one : settings.to) to += (to.empty() ? "" : ",\r\n ") + safe(one);
    const std::string date = absl::FormatTime("%a, %d %b %Y %H:%M:%S +0000",
                                              absl::FromUnixNanos(now.ns), absl::UTCTimeZone());
    std::string message = fmt::format(
        "Date: {}\r\nFrom: {}\r\nTo: {}\r\nSubject: {}\r\nMessage-ID: <{}@{}>\r\n", date,
        safe(settings.from), to, safe(text.subject, subject_max), safe(text.key), domain);
    if (!text.thread.empty())
        message += fmt::format("References: <{}@{}>\r\n", safe(text.thread), domain);
    message +=
        "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    return message + base64_lines(text.body);
}

}  // namespace gapwire::alerts
