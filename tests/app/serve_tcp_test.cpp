// gapwire serve as a client over TCP, of servers that misbehave.
#include "tests/app/serving.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;

/// gapwire as a SoupBinTCP client of a server that is a plain socket.
class ServeOverTcp : public Serve {
 protected:
    ServeOverTcp()
    {
        server_.bind("127.0.0.1", 0);
        server_.listen();
        start_gapwire(rules("[\"2\"]") +
                      fmt::format("[[feed]]\nname = \"soup\"\nstack = \"tcp/soupbintcp/itch50\"\n"
                                  "server = \"127.0.0.1:{}\"\n",
                                  server_.port()));
    }
    Socket server_{SOCK_STREAM};
};

TEST_F(ServeOverTcp, GarbageEndsTheConnectionAndItIsTriedAgain)
{
    for (int i = 0; i < 3; ++i) {
        const auto client = server_.accept(20s);
        ASSERT_TRUE(client.has_value()) << i;
        ASSERT_EQ(client->receive(20s)->size(), 49u);  // the login
        client->send(ByteVector(1'000, 0));            // packets of length 0
        EXPECT_TRUE(all_of(*client, 20s).empty());
    }
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 0) << gapwire_->err();
    EXPECT_GE(counter("soup_disconnects"), 3u);
}

TEST_F(ServeOverTcp, AServerThatSaysNothingHoldsNothingUp)
{
    const auto client = server_.accept(20s);
    ASSERT_TRUE(client.has_value());
    std::this_thread::sleep_for(300ms);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 0) << gapwire_->err();
}

TEST_F(ServeOverTcp, AWrongLoginIsNotTriedAgain)
{
    const auto client = server_.accept(20s);
    ASSERT_TRUE(client.has_value());
    client->send({0, 2, 'J', 'A'});
    EXPECT_FALSE(server_.accept(1'500ms).has_value());
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 0) << gapwire_->err();
}

TEST_F(ServeOverTcp, AServerMaySpeakOneByteAtATime)
{
    const auto client = server_.accept(20s);
    ASSERT_TRUE(client.has_value());
    std::string said = std::string("\0\x1f", 2) + "A" + "      TEST" + "                   1";
    said += std::string("\0\x0d", 2) + "SS" + std::string("\0\0\0\0\0\0\0\0\0\x01", 10) + "O";
    said += std::string("\0\x01", 2) + "Z";
    for (const char c : said) {
        client->send({static_cast<std::uint8_t>(c)});
        std::this_thread::sleep_for(1ms);
    }
    EXPECT_EQ(gapwire_->wait(10s), 0) << gapwire_->err();  // the end of the session
    EXPECT_NE(gapwire_->err().find("session TEST, next message 2, ended"), std::string::npos)
        << gapwire_->err();
}

}  // namespace
}  // namespace gapwire::app::test
