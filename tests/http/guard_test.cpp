// Who may ask what: hosts, origins, tokens, markers.
#include "app/http/guard.hpp"

#include <gtest/gtest.h>

#include "app/http/rate_limit.hpp"

namespace gapwire::http {
namespace {

constexpr const char* token = "0123456789abcdef-desk";

Settings with_token()
{
    Settings settings;
    EXPECT_EQ(settings.tokens.add("# who  what\n\nanna 0123456789abcdef-anna\n"
                                  "desk\t0123456789abcdef-desk\r\n"),
              std::nullopt);
    return settings;
}

class GuardTest : public testing::Test {
 protected:
    int status_of(const Request& request)
    {
        const Guard guard(settings, 8080, counters);
        const Admission admission = guard.admit(request, parse_target(request.target).value());
        who = admission.who;
        return admission.refusal ? admission.refusal->status : 200;
    }
    static Request asking(std::string target, std::string host = "127.0.0.1:8080")
    {
        return {.target = std::move(target), .host = std::move(host)};
    }
    static Request changing()
    {
        Request request = asking("/api/v1/silences");
        request.method = Method::post;
        request.content_type = "application/json; charset=utf-8";
        request.marker = "1";
        return request;
    }

    Settings settings;
    Counters counters;
    std::string who;
};

TEST_F(GuardTest, OwnNamesOfALoopbackAddressAreServed)
{
    for (const char* host : {"127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080", "[::1]:8080"})
        EXPECT_EQ(status_of(asking("/", host)), 200) << host;
}

TEST_F(GuardTest, AnotherNameForALoopbackAddressIsRefused)
{
    for (const char* host : {"evil.example:8080", "127.0.0.1", "127.0.0.1:80", "localhost.:8080",
                             "127.0.0.1:8080.evil.example", ""})
        EXPECT_EQ(status_of(asking("/", host)), 421) << host;
    EXPECT_EQ(counters[Counter::http_cross_site], 6u);
}

TEST_F(GuardTest, NamedHostsAreServedToo)
{
    settings.hosts = {"desk.example.com", "other.example:9000"};
    EXPECT_EQ(status_of(asking("/", "desk.example.com")), 200);
    EXPECT_EQ(status_of(asking("/", "other.example:9000")), 200);
    EXPECT_EQ(status_of(asking("/", "desk.example.com:9000")), 421);
}

TEST_F(GuardTest, OnlyTheOwnOriginIsServed)
{
    Request request = asking("/api/v1/status");
    request.origin = "http://127.0.0.1:8080";
    EXPECT_EQ(status_of(request), 200);
    for (const char* origin : {"http://evil.example", "https://127.0.0.1:8080", "null",
                               "http://127.0.0.1:8081", "http://localhost:8080"}) {
        request.origin = origin;
        EXPECT_EQ(status_of(request), 403) << origin;
    }
}

TEST_F(GuardTest, BehindAProxyTheNamedHostIsTheOrigin)
{
    settings.hosts = {"desk.example.com"};
    Request request = asking("/api/v1/status", "desk.example.com");
    request.origin = "https://desk.example.com";
    EXPECT_EQ(status_of(request), 200);
}

TEST_F(GuardTest, AChangeNeedsItsMarkerAndJson)
{
    EXPECT_EQ(status_of(changing()), 200);
    Request request = changing();
    request.marker.clear();
    EXPECT_EQ(status_of(request), 403);
    request = changing();
    request.content_type = "text/plain";
    EXPECT_EQ(status_of(request), 415);
    request = changing();
    request.content_type = "application/jsonx";
    EXPECT_EQ(status_of(request), 415);
    request = changing();
    request.fetch_site = "cross-site";
    EXPECT_EQ(status_of(request), 403);
}

TEST_F(GuardTest, ATokenIsNeededForAllButThePageAndTheProbes)
{
    settings = with_token();
    for (const char* path : {"/api/v1/status", "/metrics", "/ws", "/api/v1/nothing"})
        EXPECT_EQ(status_of(asking(path)), 401) << path;
    for (const char* path : {"/", "/desk.js", "/livez", "/readyz"})
        EXPECT_EQ(status_of(asking(path)), 200) << path;
    EXPECT_EQ(counters[Counter::http_unauthorised], 4u);
}

TEST_F(GuardTest, ATokenNamesWhoItIs)
{
    settings = with_token();
    Request request = asking("/api/v1/status");
    request.authorization = std::string("Bearer ") + token;
    EXPECT_EQ(status_of(request), 200);
    EXPECT_EQ(who, "desk");
    request.authorization = "bearer 0123456789abcdef-anna";
    EXPECT_EQ(status_of(request), 200);
    EXPECT_EQ(who, "anna");
    for (const char* wrong : {"Bearer", "Bearer ", "Bearer 0123456789abcdef-des",
                              "Bearer 0123456789abcdef-desk2", "Basic 0123456789abcdef-desk"}) {
        request.authorization = wrong;
        EXPECT_EQ(status_of(request), 401) << wrong;
    }
}

TEST_F(GuardTest, OnlyWebSocketsMayTellTheirTokenInTheQuery)
{
    settings = with_token();
    EXPECT_EQ(status_of(asking(std::string("/ws?token=") + token)), 200);
    EXPECT_EQ(status_of(asking(std::string("/api/v1/status?token=") + token)), 401);
}

TEST(Tokens, WhatIsNoTokenIsToldWithItsLine)
{
    Tokens tokens;
    EXPECT_EQ(tokens.add("desk short"), "line 1: a token has 16 to 256 characters");
    EXPECT_EQ(tokens.add("\ndesk two words-and-more-of-them"),
              "line 2: want NAME TOKEN, printable and without blanks");
    EXPECT_EQ(tokens.add("0123456789abcdef"), std::nullopt);
    ASSERT_NE(tokens.find("0123456789abcdef"), nullptr);
    EXPECT_EQ(*tokens.find("0123456789abcdef"), "desk");
}

TEST(RateLimit, ABurstIsAdmittedAndThenSoManyASecond)
{
    constexpr std::int64_t second = 1'000'000'000;
    RateLimit limit(2, 3);
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(limit.admit("a", 0));
    EXPECT_FALSE(limit.admit("a", 0));
    EXPECT_TRUE(limit.admit("b", 0));
    EXPECT_FALSE(limit.admit("a", second / 2 - 1));
    EXPECT_TRUE(limit.admit("a", second / 2));
    EXPECT_FALSE(limit.admit("a", second / 2));
}

TEST(RateLimit, AddressesBeyondTheLimitShareOneBucket)
{
    RateLimit limit(1, 1);
    for (std::size_t i = 0; i < RateLimit::addresses_max; ++i)
        EXPECT_TRUE(limit.admit("a" + std::to_string(i), 0));
    EXPECT_TRUE(limit.admit("new", 0));
    EXPECT_FALSE(limit.admit("newer", 0));
    EXPECT_TRUE(limit.admit("newer", 5'000'000'000));
}

TEST(Targets, AreDecodedOrRefused)
{
    const auto target = parse_target("/api/v1/alerts?symbol=BRK%2EA&limit=5");
    ASSERT_TRUE(target);
    EXPECT_EQ(target->path, "/api/v1/alerts");
    EXPECT_EQ(*target->find("symbol"), "BRK.A");
    EXPECT_EQ(target->find("nothing"), nullptr);
    EXPECT_EQ(parse_target("/a%2f..%2fb")->path, "/a/../b");  // files look at each name
    for (const char* wrong : {"", "http://evil.example/", "*", "/a b", "/%zz", "/%00", "/\xff"})
        EXPECT_FALSE(parse_target(wrong)) << wrong;
}

}  // namespace
}  // namespace gapwire::http
