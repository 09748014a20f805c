// WebSockets on real sockets: greetings, alerts, quotes, slow clients, many clients.
#include "tests/http/world.hpp"

namespace gapwire::http::test {
namespace {

TEST(WebSockets, AClientIsGreetedAndThenGetsAllQuotes)
{
    World world;
    const Running running(world);
    WebSocket client(running.port());
    ASSERT_EQ(client.status, 101);
    const auto hello = client.text();
    ASSERT_TRUE(hello);
    EXPECT_TRUE(hello->starts_with(R"({"type":"hello","status":{"version")")) << *hello;
    const json::value quotes = json::parse(client.text_of("quotes"));
    ASSERT_EQ(quotes.at("quotes").as_array().size(), 1u);
    EXPECT_EQ(quotes.at("quotes").at(0).at("symbol"), "NVDA");
    EXPECT_FALSE(client.text_of("status").empty());
    EXPECT_FALSE(client.text_of("status").empty());
}

TEST(WebSockets, OnlyQuotesThatChangedAreSentAgain)
{
    World world;
    const std::uint32_t other = world.add("ORCL", 0, true);
    world.publish();
    const Running running(world);
    WebSocket client(running.port());
    client.send_text(R"({"type":"watch","quotes":"all","depth":null,"rate":20})");
    std::string all = client.text_of("quotes");
    if (json::parse(all).at("quotes").as_array().size() < 2) all = client.text_of("quotes");
    EXPECT_EQ(json::parse(all).at("quotes").as_array().size(), 2u) << all;
    world.trade(other, {1'000'000'000});
    std::string changed;
    do changed = client.text_of("quotes");
    while (!changed.empty() && changed.find(R"("last":"1")") == std::string::npos);
    const json::value quotes = json::parse(changed);
    ASSERT_EQ(quotes.at("quotes").as_array().size(), 1u);
    EXPECT_EQ(quotes.at("quotes").at(0).at("symbol"), "ORCL");
}

TEST(WebSockets, ChosenQuotesAndADepthAreSent)
{
    World world;
    const std::uint32_t other = world.add("ORCL", 0, true);
    world.publish();
    const Running running(world);
    WebSocket client(running.port());
    client.send_text(R"({"type":"watch","quotes":[)" + std::to_string(other) +
                     R"(],"depth":0,"rate":10})");
    const json::value depth = json::parse(client.text_of("depth"));
    EXPECT_EQ(depth.at("symbol"), "NVDA");
    EXPECT_EQ(depth.at("asks").at(0).at("price"), "128.34");
}

TEST(WebSockets, AnAlertAndItsIncidentComeAtOnce)
{
    World world;
    Running running(world);
    WebSocket client(running.port());
    EXPECT_FALSE(client.text_of("hello").empty());
    running.service().hear(alert_of(0x101), 5);
    const json::value alert = json::parse(client.text_of("alert"));
    EXPECT_EQ(alert.at("alert").at("id"), "0000000000000101");
    EXPECT_EQ(alert.at("alert").at("seq"), 5);
    const json::value incident = json::parse(client.text_of("incident"));
    EXPECT_EQ(incident.at("incident").at("incident"), "0000000000000010");
    running.service().hear(alert_of(0x101), 5);
    running.service().hear(alert_of(0x101, "NVDA", AlertState::recovering, 2), 6);
    EXPECT_EQ(json::parse(client.text_of("alert")).at("alert").at("revision"), 2);
}

TEST(WebSockets, AlertsBehindARowComeAgain)
{
    World world;
    const Running running(world, {},
                          store_with({alert_of(0x101), alert_of(0x102), alert_of(0x103)}));
    WebSocket client(running.port());
    const json::value hello = json::parse(client.text_of("hello"));
    const std::int64_t last = hello.at("last_seq").as_int64();
    client.send_text(R"({"type":"since","seq":)" + std::to_string(last - 2) + "}");
    EXPECT_EQ(json::parse(client.text_of("alert")).at("alert").at("id"), "0000000000000102");
    EXPECT_EQ(json::parse(client.text_of("alert")).at("alert").at("id"), "0000000000000103");
}

TEST(WebSockets, TextsThatMakeNoSenseEndTheConnection)
{
    World world;
    const Running running(world);
    for (const char* text :
         {"x", "[]", R"({"type":"nothing"})", R"({"type":"watch","rate":21})",
          R"({"type":"watch","quotes":[-1]})", R"({"type":"watch","more":1})",
          R"({"type":"since"})", R"({"type":"since","seq":-1})", R"({"type":1})"}) {
        WebSocket client(running.port());
        client.send_text(text);
        while (client.text()) {
        }
        EXPECT_EQ(client.close_code, 1008) << text;
    }
    WebSocket client(running.port());
    client.send_text(std::string(17'000, 'x'));
    while (client.text()) {
    }
    EXPECT_EQ(client.close_code, 1009);
}

TEST(WebSockets, AClientThatDoesNotReadIsCutAndOthersAreNot)
{
    World world;
    Running running(world, {.queue_max = 64});
    WebSocket slow(running.port(), "", "/ws", 4'096);
    WebSocket quick(running.port());
    ASSERT_EQ(slow.status, 101);
    EXPECT_FALSE(quick.text_of("hello").empty());
    std::uint64_t told = 0;
    while (world.counters[Counter::ws_clients_cut] == 0 && told < 20'000) {
        running.service().hear(alert_of(0x1000 + told), static_cast<std::int64_t>(told + 1));
        ++told;
        ASSERT_FALSE(quick.text_of("incident").empty());
    }
    EXPECT_EQ(world.counters[Counter::ws_clients_cut], 1u);
    running.service().hear(alert_of(0x101), 0);
    EXPECT_FALSE(quick.text_of("alert").empty());
    while (slow.text()) {
    }  // what was sent before, and then the end
    EXPECT_TRUE(slow.close_code == 1013 || slow.close_code == 0) << slow.close_code;
}

TEST(WebSockets, TwoHundredClientsGetTheSameAlert)
{
    World world;
    Running running(world);
    std::vector<std::unique_ptr<WebSocket>> clients;
    for (int i = 0; i < 200; ++i) {
        clients.push_back(std::make_unique<WebSocket>(running.port()));
        ASSERT_EQ(clients.back()->status, 101) << i;
    }
    ASSERT_TRUE(eventually([&] { return world.counters[Counter::ws_clients] == 200; }));
    running.service().hear(alert_of(0x101), 0);
    for (const auto& client : clients)
        EXPECT_NE(client->text_of("alert").find("0000000000000101"), std::string::npos);
}

TEST(WebSockets, TheEndIsSaid)
{
    World world;
    Running running(world);
    WebSocket client(running.port());
    EXPECT_FALSE(client.text_of("hello").empty());
    running.stop();
    while (client.text()) {
    }
    EXPECT_EQ(client.close_code, 1001);
}

}  // namespace
}  // namespace gapwire::http::test
