// Whether what was sent is read: lists of the kernel, and sockets on loopback.
#include "sim/readers.hpp"

#include <gtest/gtest.h>

#include <array>
#include <thread>

#include "tests/app/sockets.hpp"

namespace gapwire::sim {
namespace {

using app::test::Socket;

TEST(Readers, ReadWhatTheKernelLists)
{
    ListedSocket socket;
    ASSERT_TRUE(
        parse_listed("  65: 0100007F:1F90 0200007F:C350 01 0000000A:000001F4 00:00000000 "
                     "00000000     0        0 18411 1 0000000000000000 100 0 0 10 0",
                     socket));
    EXPECT_EQ(socket.local_port, 8'080);
    EXPECT_EQ(socket.remote_port, 50'000);
    EXPECT_EQ(socket.state, 1u);
    EXPECT_EQ(socket.unsent, 10u);
    EXPECT_EQ(socket.unread, 500u);
    EXPECT_TRUE(
        parse_listed("   1: 00000000000000000000000001000000:0050 "
                     "00000000000000000000000000000000:0000 0A 00000000:00000000",
                     socket));
    EXPECT_EQ(socket.local_port, 80);
    EXPECT_FALSE(parse_listed("  sl  local_address rem_address   st tx_queue rx_queue", socket));
    EXPECT_FALSE(parse_listed("   1: 0100007F:1F90 00000000:0000 0A", socket));
    EXPECT_FALSE(parse_listed("", socket));
}

TEST(Readers, ADatagramIsUnreadUntilItIsReceived)
{
    const std::uint16_t port = app::test::free_udp_port();
    Socket in(SOCK_DGRAM);
    in.bind("127.0.0.1", port);
    Readers readers;
    EXPECT_TRUE(readers.have_read_datagrams(port));
    Socket out(SOCK_DGRAM);
    out.connect(port);
    ASSERT_EQ(send(out.number(), "1", 1, 0), 1);
    ASSERT_EQ(send(out.number(), "2", 1, 0), 1);
    EXPECT_FALSE(readers.have_read_datagrams(port));
    EXPECT_TRUE(in.receive(std::chrono::seconds(5)).has_value());
    EXPECT_FALSE(readers.have_read_datagrams(port));
    EXPECT_TRUE(in.receive(std::chrono::seconds(5)).has_value());
    EXPECT_TRUE(readers.have_read_datagrams(port));
    ASSERT_EQ(send(out.number(), "3", 1, 0), 1);
    EXPECT_TRUE(readers.have_read_datagrams(static_cast<std::uint16_t>(port + 1)));
}

TEST(Readers, AClientHasReadWhenNothingWaitsAtItsEnd)
{
    Socket listener(SOCK_STREAM);
    listener.bind("127.0.0.1", 0);
    ASSERT_EQ(listen(listener.number(), 1), 0);
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ASSERT_EQ(getsockname(listener.number(), reinterpret_cast<sockaddr*>(&address), &size), 0);
    const std::uint16_t port = ntohs(address.sin_port);
    Readers readers;
    Socket client(SOCK_STREAM);
    client.connect(port);
    EXPECT_TRUE(readers.have_read_streams(port));  // a connection that waits is nothing unread
    const int server = accept(listener.number(), nullptr, nullptr);
    ASSERT_GE(server, 0);
    EXPECT_TRUE(readers.have_read_streams(port));
    ASSERT_EQ(send(server, "abc", 3, 0), 3);
    EXPECT_FALSE(readers.have_read_streams(port));
    std::array<char, 8> bytes{};
    ASSERT_EQ(recv(client.number(), bytes.data(), 2, 0), 2);
    EXPECT_FALSE(readers.have_read_streams(port));
    ASSERT_EQ(recv(client.number(), bytes.data(), bytes.size(), 0), 1);
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!readers.have_read_streams(port) && std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));  // until it is acknowledged
    }
    EXPECT_TRUE(readers.have_read_streams(port));
    close(server);
}

}  // namespace
}  // namespace gapwire::sim
