// E-mail: what the relay gets, and that nothing of a feed gets into a header.
#include "alerts/sinks/mail_sink.hpp"

#include <openssl/evp.h>

#include <mutex>
#include <regex>

#include "tests/alerts/sample.hpp"
#include "tests/sinks/listening.hpp"

namespace gapwire::alerts::test {
namespace {

struct Mail {
    std::string from;
    std::vector<std::string> to;
    std::string text;
};

/// A small SMTP server, which may refuse what comes.
class SmtpServer {
 public:
    explicit SmtpServer(std::string data_answer = "250 taken")
        : data_answer_(std::move(data_answer)),
          listening_([this](Connection& connection) { serve(connection); })
    {}
    std::string url() const { return "smtp://127.0.0.1:" + std::to_string(listening_.port()); }
    std::vector<Mail> mails() const
    {
        const std::lock_guard lock(mutex_);
        return mails_;
    }

 private:
    void serve(Connection& connection)
    {
        connection.say("220 test\r\n");
        Mail mail;
        for (std::string line; !(line = connection.until("\r\n")).empty();) {
            line.resize(line.size() - 2);
            if (line.starts_with("MAIL FROM:")) {
                mail.from = line.substr(10);
            } else if (line.starts_with("RCPT TO:")) {
                mail.to.push_back(line.substr(8));
            } else if (line == "DATA") {
                connection.say("354 go on\r\n");
                mail.text = connection.until("\r\n.\r\n");
                const std::lock_guard lock(mutex_);
                mails_.push_back(std::exchange(mail, {}));
                connection.say(data_answer_ + "\r\n");
                continue;
            } else if (line == "QUIT") {
                connection.say("221 bye\r\n");
                return;
            }
            connection.say("250 ok\r\n");
        }
    }

    std::string data_answer_;
    mutable std::mutex mutex_;
    std::vector<Mail> mails_;
    Listening listening_;
};

SinkSettings settings_for(const std::string& url)
{
    SinkSettings settings{.zone = "UTC"};
    settings.name = "mail";
    settings.mail.server = url;
    settings.mail.from = "gapwire <gapwire@example.com>";
    settings.mail.to = {"desk@example.com", "Risk <risk@example.com>"};
    settings.mail.timeout_ms = 20'000;
    return settings;
}

std::string body_of(const std::string& message)
{
    std::string base64;
    for (const char c : message.substr(message.find("\r\n\r\n") + 4))
        if (c != '\r' && c != '\n' && c != '.') base64 += c;
    std::string body(base64.size() / 4 * 3, '\0');
    EVP_DecodeBlock(reinterpret_cast<unsigned char*>(body.data()),
                    reinterpret_cast<const unsigned char*>(base64.data()),
                    static_cast<int>(base64.size()));
    return body;
}

TEST(MailSink, TheRelayGetsOneMessageForAll)
{
    SmtpServer server;
    MailSink sink(settings_for(server.url()));
    ASSERT_EQ(sink.deliver(sample()), SinkStatus::ok) << sink.failure();
    ASSERT_EQ(server.mails().size(), 1u);
    const Mail mail = server.mails().at(0);
    EXPECT_EQ(mail.from, "<gapwire@example.com>");
    EXPECT_EQ(mail.to, (std::vector<std::string>{"<desk@example.com>", "<risk@example.com>"}));
    EXPECT_NE(mail.text.find("\r\nFrom: gapwire <gapwire@example.com>\r\n"), std::string::npos);
    EXPECT_NE(mail.text.find("\r\nTo: desk@example.com,\r\n Risk <risk@example.com>\r\n"),
              std::string::npos);
    EXPECT_NE(mail.text.find("\r\nSubject: [warning] NVDA gap_down firing\r\n"), std::string::npos);
    EXPECT_NE(mail.text.find("\r\nMessage-ID: <00c0ffee12345678-1-firing@example.com>\r\n"),
              std::string::npos);
    EXPECT_NE(mail.text.find("\r\nReferences: <incident-0000000000000000@example.com>\r\n"),
              std::string::npos);
    EXPECT_NE(body_of(mail.text).find("NVDA  -10.00 %"), std::string::npos) << body_of(mail.text);
}

TEST(MailSink, ADrillSaysSoInSubjectAndBody)
{
    SmtpServer server;
    MailSink sink(settings_for(server.url()));
    ASSERT_EQ(sink.deliver_marked(sample(), {.is_drill = true}), SinkStatus::ok);
    const std::string text = server.mails().at(0).text;
    EXPECT_NE(text.find("\r\nSubject: DRILL [warning] NVDA"), std::string::npos);
    EXPECT_EQ(body_of(text).find("DRILL  "), 0u);
}

TEST(MailSink, SaysWhyTheRelayRefuses)
{
    SmtpServer server("554 not here");
    MailSink sink(settings_for(server.url()));
    EXPECT_EQ(sink.deliver(sample()), SinkStatus::failed);
    EXPECT_NE(sink.failure().find("(554)"), std::string::npos) << sink.failure();
    MailSink away(settings_for("smtp://127.0.0.1:" + std::to_string(closed_port())));
    EXPECT_EQ(away.deliver(sample()), SinkStatus::failed);
    EXPECT_NE(away.failure(), "");
}

TEST(MailText, NothingOfAnAlertGetsIntoAHeader)
{
    Alert alert = sample();
    const std::string evil = "X\r\nBcc: evil@x.y\xff";
    evil.copy(alert.symbol.raw.data(), alert.symbol.raw.size());
    std::string{"a\r\n\r\nb"}.copy(alert.rule.raw.data(), alert.rule.raw.size());
    SinkSettings settings = settings_for("");
    settings.mail.to = {"a@b.c\r\nBcc: evil@x.y"};
    const std::string message = mail_message(mail_text(alert, {}, settings), settings.mail, {0});
    const std::string head = message.substr(0, message.find("\r\n\r\n") + 2);
    static const std::regex lines("([A-Z][A-Za-z-]+: [ -~]*(\r\n [ -~]+)*\r\n)+");
    EXPECT_TRUE(std::regex_match(head, lines)) << head;
    EXPECT_EQ(head.find("\nBcc"), std::string::npos) << head;
    EXPECT_NE(head.find("Date: Thu, 01 Jan 1970 00:00:00 +0000\r\n"), std::string::npos);
    EXPECT_NE(head.find("Auto-Submitted: auto-generated\r\n"), std::string::npos);
}

TEST(MailText, ABodyLineIsNoLongerThanItMayBe)
{
    const SinkSettings settings = settings_for("");
    const std::string message = mail_message(mail_text(sample(), {}, settings), settings.mail, {0});
    for (std::size_t at = 0; at < message.size();) {
        const std::size_t end = message.find("\r\n", at);
        EXPECT_LE(end - at, 998u);
        at = end + 2;
    }
}

}  // namespace
}  // namespace gapwire::alerts::test
