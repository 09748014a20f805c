// Limits of requests and connections, and bytes that are no requests, on real sockets.
#include "tests/http/world.hpp"

namespace gapwire::http::test {
namespace {

TEST(Limits, AHeaderThatIsTooLargeIsRefused)
{
    World world;
    const Running running(world);
    EXPECT_EQ(get(running.port(), "/livez", "X-Long: " + std::string(9'000, 'x') + "\r\n").status,
              431);
    EXPECT_EQ(get(running.port(), "/livez?" + std::string(9'000, 'x')).status, 431);
    EXPECT_EQ(get(running.port(), "/livez", "X-Long: " + std::string(7'000, 'x') + "\r\n").status,
              200);
}

TEST(Limits, ABodyThatIsTooLargeIsRefused)
{
    World world;
    const Running running(world);
    EXPECT_EQ(post(running.port(), "/api/v1/drills", std::string(17'000, 'x')).status, 413);
    Client endless(running.port());
    endless.send(
        "POST /api/v1/drills HTTP/1.1\r\nHost: localhost\r\n"
        "Transfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 20; ++i) endless.send("400\r\n" + std::string(1'024, 'x') + "\r\n");
    EXPECT_EQ(endless.answer().status, 413);
}

TEST(Limits, ARequestThatDoesNotComeWholeIsGivenUp)
{
    World world;
    const Running running(world, {.read_timeout_ms = 100});
    Client slow(running.port());
    slow.send("GET /livez HTTP/1.1\r\nHost: local");
    EXPECT_EQ(slow.answer().status, 408);
    EXPECT_TRUE(slow.is_closed());
    EXPECT_EQ(world.counters[Counter::http_timeouts], 1u);
}

TEST(Limits, AConnectionThatIsIdleIsClosed)
{
    World world;
    const Running running(world, {.idle_timeout_ms = 100});
    Client idle(running.port());
    idle.request("GET", "/livez");
    EXPECT_EQ(idle.answer().status, 200);
    EXPECT_TRUE(idle.is_closed());
}

TEST(Limits, TooManyRequestsFromOneAddressAreRefused)
{
    World world;
    const Running running(world, {.requests_a_second_max = 1, .requests_burst_max = 3});
    int refused = 0;
    for (int i = 0; i < 6; ++i) {
        const Answer answer = get(running.port(), "/livez");
        if (answer.status != 429) continue;
        ++refused;
        EXPECT_EQ(answer.headers.at("retry-after"), "1");
    }
    EXPECT_GE(refused, 1);
}

TEST(Limits, ConnectionsBeyondTheLimitAreClosed)
{
    World world;
    const Running running(world, {.connections_max = 2});
    Client first(running.port());
    first.request("GET", "/livez");
    EXPECT_EQ(first.answer().status, 200);
    Client second(running.port());
    second.request("GET", "/livez");
    EXPECT_EQ(second.answer().status, 200);
    Client third(running.port());
    EXPECT_TRUE(third.is_closed());
    EXPECT_EQ(world.counters[Counter::http_connections_refused], 1u);
    first.request("GET", "/livez");
    EXPECT_EQ(first.answer().status, 200);
}

TEST(Limits, RequestsThatFollowOneAnotherAreAllAnswered)
{
    World world;
    const Running running(world);
    Client client(running.port());
    for (int i = 0; i < 5; ++i) client.request("GET", "/livez");
    for (int i = 0; i < 5; ++i) EXPECT_EQ(client.answer().status, 200);
}

TEST(Limits, BytesThatAreNoRequestAreRefused)
{
    World world;
    const Running running(world);
    for (const std::string_view garbage :
         {std::string_view("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 11),
          std::string_view("\0\0\0\0\r\n\r\n", 8), std::string_view("GET\r\n\r\n"),
          std::string_view("GET / HTTP/9.9\r\n\r\n"),
          std::string_view("GET / HTTP/1.1\r\nA b\r\n\r\n"),
          std::string_view("GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n"),
          std::string_view("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n"
                           "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
          std::string_view("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
                           "\r\nzz\r\n")}) {
        Client client(running.port());
        client.send(garbage);
        client.end_sending();
        const int status = client.answer().status;
        EXPECT_TRUE(status == 400 || status == 0) << status << ' ' << garbage;
    }
    Client client(running.port());
    client.send("GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: evil\r\n\r\n");
    EXPECT_EQ(client.answer().status, 400);
    EXPECT_EQ(get(running.port(), "http://evil.example/livez").status, 400);
    EXPECT_EQ(get(running.port(), "/livez").status, 200);
}

TEST(Limits, ARequestInPiecesOfOneByteIsUnderstood)
{
    World world;
    const Running running(world);
    Client client(running.port());
    const std::string text =
        "GET /livez HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(running.port()) + "\r\n\r\n";
    for (const char c : text) client.send({&c, 1});
    EXPECT_EQ(client.answer().status, 200);
}

TEST(Limits, AForeignHostOrOriginIsRefusedOnTheWire)
{
    World world;
    const Running running(world);
    EXPECT_EQ(get(running.port(), "/livez", "Host: evil.example\r\n").status, 421);
    EXPECT_EQ(get(running.port(), "/livez", "Origin: http://evil.example\r\n").status, 403);
    EXPECT_EQ(WebSocket(running.port(), "Origin: http://evil.example\r\n").status, 403);
    EXPECT_EQ(post(running.port(), "/api/v1/drills", "{}", "Origin: null\r\n").status, 403);
}

TEST(Limits, ATokenIsAskedForOnTheWire)
{
    World world;
    Settings settings;
    ASSERT_EQ(settings.tokens.add("anna 0123456789abcdef-anna"), std::nullopt);
    const Running running(world, settings, store_with({alert_of(0x101)}));
    const Answer refused = get(running.port(), "/api/v1/status");
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.headers.at("www-authenticate"), "Bearer");
    const std::string header = "Authorization: Bearer 0123456789abcdef-anna\r\n";
    EXPECT_EQ(get(running.port(), "/api/v1/status", header).status, 200);
    const Answer done = post(running.port(), "/api/v1/incidents/10/acknowledge",
                             R"({"who":"somebody else"})", header);
    EXPECT_EQ(json::parse(done.body).at("action").at("who"), "anna");
    EXPECT_EQ(WebSocket(running.port()).status, 401);
    EXPECT_EQ(WebSocket(running.port(), "", "/ws?token=0123456789abcdef-anna").status, 101);
}

}  // namespace
}  // namespace gapwire::http::test
