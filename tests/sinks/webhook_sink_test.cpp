// Webhooks: what is posted, how it is signed, and what answers mean.
#include "alerts/sinks/webhook_sink.hpp"

#include <boost/json.hpp>

#include "alerts/alert_json.hpp"
#include "alerts/sinks/signature.hpp"
#include "core/error.hpp"
#include "tests/alerts/sample.hpp"
#include "tests/sinks/http_server.hpp"

namespace gapwire::alerts::test {
namespace {

SinkSettings settings_for(const HttpServer& server)
{
    SinkSettings settings{.zone = "UTC"};
    settings.name = "desk";
    settings.webhook.url = server.url();
    settings.webhook.timeout_ms = 20'000;
    return settings;
}

TEST(Signature, IsThatOfTheExampleOfStandardWebhooks)
{
    const std::string key = signing_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    EXPECT_EQ(key.size(), 24u);
    EXPECT_EQ(webhook_signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                                R"({"test": 2432232314})"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(Signature, ASecretIsBase64OrItsOwnBytes)
{
    EXPECT_EQ(signing_key("whsec_YWI="), "ab");
    EXPECT_EQ(signing_key("whsec_YQ=="), "a");
    EXPECT_EQ(signing_key("plain"), "plain");
    EXPECT_EQ(signing_key("whsec_*"), "");
    EXPECT_EQ(signing_key("whsec_YWJ"), "");
}

TEST(WebhookSink, PostsTheAlertAndSignsIt)
{
    HttpServer server;
    SinkSettings settings = settings_for(server);
    settings.webhook.secret = "whsec_YWI=";
    WebhookSink sink(settings);
    ASSERT_EQ(sink.deliver(sample()), SinkStatus::ok);
    const HttpRequest request = server.requests().at(0);
    EXPECT_EQ(request.line, "POST /hook HTTP/1.1");
    EXPECT_EQ(request.body, alert_json(sample()));
    EXPECT_EQ(request.headers.at("content-type"), "application/json");
    EXPECT_EQ(request.headers.at("webhook-id"), "00c0ffee12345678-1-firing");
    EXPECT_EQ(request.headers.at("webhook-signature"),
              webhook_signature("ab", "00c0ffee12345678-1-firing",
                                request.headers.at("webhook-timestamp"), request.body));
}

TEST(WebhookSink, SignsNothingWithoutASecretAndRefusesOneThatIsNone)
{
    HttpServer server;
    WebhookSink sink(settings_for(server));
    ASSERT_EQ(sink.deliver(sample()), SinkStatus::ok);
    EXPECT_EQ(server.requests().at(0).headers.count("webhook-signature"), 0u);
    SinkSettings settings = settings_for(server);
    settings.webhook.secret = "whsec_*";
    EXPECT_THROW(WebhookSink{settings}, OperatorError);
}

TEST(WebhookSink, TellsWhatIsUnstoredAndADrill)
{
    HttpServer server;
    WebhookSink sink(settings_for(server));
    ASSERT_EQ(sink.deliver_marked(sample(), {.is_stored = false, .is_drill = true}),
              SinkStatus::ok);
    const auto body = boost::json::parse(server.requests().at(0).body).as_object();
    EXPECT_EQ(body.at("stored"), false);
    EXPECT_EQ(body.at("drill"), true);
}

TEST(WebhookSink, SlackAndTeamsGetTheSentence)
{
    HttpServer server;
    SinkSettings settings = settings_for(server);
    Alert alert = sample();
    alert.symbol = symbol_of("A<&>B");
    settings.webhook.format = WebhookFormat::slack;
    ASSERT_EQ(WebhookSink(settings).deliver_marked(alert, {.is_drill = true}), SinkStatus::ok);
    settings.webhook.format = WebhookFormat::teams;
    ASSERT_EQ(WebhookSink(settings).deliver(alert), SinkStatus::ok);
    const auto requests = server.requests();
    const auto slack = boost::json::parse(requests.at(0).body).as_object();
    const std::string text(slack.at("text").as_string());
    EXPECT_EQ(text.find("DRILL  14:12:33.123456789 UTC  A&lt;&amp;&gt;B  -10.00 %"), 0u) << text;
    const auto teams = boost::json::parse(requests.at(1).body);
    EXPECT_EQ(teams.at("type"), "message");
    const auto& card = teams.at("attachments").at(0);
    EXPECT_EQ(card.at("contentType"), "application/vnd.microsoft.card.adaptive");
    const std::string block(card.at("content").at("body").at(0).at("text").as_string());
    EXPECT_NE(block.find("A<&>B  -10.00 %"), std::string::npos) << block;
}

TEST(WebhookSink, AListIsOneMessageWithAKeyOfItsOwn)
{
    HttpServer server;
    WebhookSink sink(settings_for(server));
    std::vector<Alert> alerts{sample(), sample()};
    alerts[1].revision = 2;
    ASSERT_EQ(sink.deliver_list(alerts, "muted in quiet hours"), SinkStatus::ok);
    ASSERT_EQ(sink.deliver_list(alerts, "muted in quiet hours"), SinkStatus::ok);
    alerts[1].revision = 3;
    ASSERT_EQ(sink.deliver_list(alerts, "muted in quiet hours"), SinkStatus::ok);
    const auto ids = server.values("webhook-id");
    EXPECT_EQ(ids.at(0), ids.at(1));
    EXPECT_NE(ids.at(0), ids.at(2));
    const auto body = boost::json::parse(server.requests().at(0).body);
    EXPECT_EQ(body.at("list"), "muted in quiet hours");
    EXPECT_EQ(body.at("alerts").as_array().size(), 2u);
}

TEST(WebhookSink, OnlyTwoHundredsAreTakenAndGoneIsForGood)
{
    const std::vector<std::pair<int, SinkStatus>> cases{
        {200, SinkStatus::ok},     {204, SinkStatus::ok},     {301, SinkStatus::failed},
        {400, SinkStatus::failed}, {404, SinkStatus::failed}, {410, SinkStatus::refused},
        {429, SinkStatus::failed}, {500, SinkStatus::failed}, {503, SinkStatus::failed}};
    HttpServer server([&](const HttpRequest&, int number) {
        return HttpAnswer{cases.at(static_cast<std::size_t>(number) - 1).first};
    });
    WebhookSink sink(settings_for(server));
    for (const auto& [status, expected] : cases) {
        EXPECT_EQ(sink.deliver(sample()), expected) << status;
        const std::string why = "answers " + std::to_string(status);
        EXPECT_EQ(sink.failure(), expected == SinkStatus::ok ? "" : why);
    }
}

TEST(WebhookSink, RetryAfterIsHeard)
{
    HttpServer server([&](const HttpRequest&, int number) {
        return HttpAnswer{number == 1 ? 429 : 500, number == 1 ? "Retry-After: 7\r\n" : ""};
    });
    WebhookSink sink(settings_for(server));
    EXPECT_EQ(sink.deliver(sample()), SinkStatus::failed);
    EXPECT_EQ(sink.retry_after_ns(), 7'000'000'000);
    EXPECT_EQ(sink.deliver(sample()), SinkStatus::failed);
    EXPECT_EQ(sink.retry_after_ns(), 0);
}

TEST(WebhookSink, AServerThatNeverAnswersIsGivenUpAndOneThatIsAwayIsTold)
{
    HttpServer server([](const HttpRequest&, int) { return HttpAnswer{.never = true}; });
    SinkSettings settings = settings_for(server);
    settings.webhook.timeout_ms = 100;
    WebhookSink sink(settings);
    EXPECT_EQ(sink.deliver(sample()), SinkStatus::failed);
    EXPECT_EQ(sink.failure(), "Timeout was reached");

    settings.webhook.url = "http://127.0.0.1:" + std::to_string(closed_port()) + "/T0P/S3CRET";
    WebhookSink away(settings);
    EXPECT_EQ(away.deliver(sample()), SinkStatus::failed);
    EXPECT_EQ(std::string(away.failure()).find("S3CRET"), std::string::npos) << away.failure();
    EXPECT_NE(away.failure(), "");
}

TEST(WebhookSink, IsCutShortWhenItIsInterrupted)
{
    HttpServer server([](const HttpRequest&, int) { return HttpAnswer{.never = true}; });
    WebhookSink sink(settings_for(server));
    std::thread other([&] {
        EXPECT_TRUE(server.wait_for(1));
        sink.interrupt();
    });
    EXPECT_EQ(sink.deliver(sample()), SinkStatus::failed);
    other.join();
}

}  // namespace
}  // namespace gapwire::alerts::test
