// Lines on real sockets: groups, sources, stamps, kernel drops, truncation, errors.
#include "feed/transport/udp_receiver.hpp"

#include <algorithm>

#include "tests/transport/loopback.hpp"

namespace gapwire::test {
namespace {

using transport::Endpoint;
using transport::parse_address;
using transport::StampKind;
using transport::UdpOptions;
using transport::UdpReceiver;
using Payloads = std::vector<std::string>;

/// Tests run side by side, each in a process of its own, and must not hear one another.
const auto test_port = static_cast<std::uint16_t>(20'000 + getpid() % 30'000);

UdpOptions line_a()
{
    return {.address = "239.71.87.1", .port = test_port, .interface = "127.0.0.1", .line = 3};
}
UdpOptions on_v6()
{
    return {.address = "ff15::4757", .port = test_port, .interface = "lo"};
}
UdpOptions unicast(const std::string& address = "127.0.0.1")
{
    return {.address = address};
}

class UdpMulticast : public testing::Test {
 protected:
    void SetUp() override
    {
        static const bool possible = has_multicast(line_a(), "127.0.0.1");
        if (!possible) GTEST_SKIP() << "no multicast on the loopback interface";
    }

    Counters counters_;
    Sender sender_;
    Recorder recorder_;
};

TEST_F(UdpMulticast, ADatagramComesWithItsStampSourceAndLine)
{
    UdpReceiver receiver(line_a(), counters_);
    EXPECT_EQ(receiver.stamp_kind(), StampKind::none);
    const Timestamp before = wall_clock();
    ASSERT_TRUE(sender_.send(receiver.local(), "hello"));
    ASSERT_TRUE(recorder_.await(receiver, 1));
    const transport::Datagram& datagram = recorder_.datagrams[0];
    EXPECT_EQ(recorder_.payloads, Payloads{"hello"});
    EXPECT_EQ(datagram.packet, 1u);
    EXPECT_EQ(datagram.capture, 3u);
    EXPECT_EQ(to_text(datagram.destination), "239.71.87.1:" + std::to_string(test_port));
    EXPECT_EQ(datagram.source, sender_.local());
    EXPECT_GE(datagram.captured, before);
    EXPECT_LE(datagram.captured, wall_clock());
    EXPECT_EQ(receiver.stamp_kind(), StampKind::kernel);
    EXPECT_EQ(counters_[Counter::datagrams], 1u);
}

TEST_F(UdpMulticast, EveryReceiverOfAGroupGetsEveryDatagram)
{
    UdpReceiver first(line_a(), counters_);
    UdpReceiver second(line_a(), counters_);
    Recorder other;
    for (const char* text : {"1", "2", "3"}) ASSERT_TRUE(sender_.send(first.local(), text));
    ASSERT_TRUE(recorder_.await(first, 3));
    ASSERT_TRUE(other.await(second, 3));
    EXPECT_EQ(recorder_.payloads, (Payloads{"1", "2", "3"}));
    EXPECT_EQ(other.payloads, recorder_.payloads);
}

TEST_F(UdpMulticast, AnotherGroupOnTheSamePortIsNotDelivered)
{
    UdpOptions line_b = line_a();
    line_b.address = "239.71.87.2";
    UdpReceiver a(line_a(), counters_);
    UdpReceiver b(line_b, counters_);
    Recorder other;
    ASSERT_TRUE(sender_.send(b.local(), "for B"));
    ASSERT_TRUE(sender_.send(a.local(), "for A"));
    ASSERT_TRUE(recorder_.await(a, 1));
    ASSERT_TRUE(other.await(b, 1));
    EXPECT_EQ(recorder_.payloads, Payloads{"for A"});
    EXPECT_EQ(other.payloads, Payloads{"for B"});
}

TEST_F(UdpMulticast, AGroupThatOnlyAnotherSocketHasJoinedIsNotDelivered)
{
    UdpReceiver member(line_a(), counters_);
    UdpReceiver former(line_a(), counters_);
    group_req left{};
    left.gr_interface = ::if_nametoindex("lo");
    left.gr_group = transport::socket_address(former.local()).storage;
    ASSERT_EQ(
        ::setsockopt(former.native_handle(), IPPROTO_IP, MCAST_LEAVE_GROUP, &left, sizeof left), 0);
    Recorder other;
    ASSERT_TRUE(sender_.send(member.local(), "members only"));
    ASSERT_TRUE(recorder_.await(member, 1));
    EXPECT_EQ(former.receive(other), 0u);
}

TEST_F(UdpMulticast, OnlyTheSourceThatWasAskedForIsDelivered)
{
    UdpOptions options = line_a();
    options.source = "127.0.0.1";
    UdpReceiver receiver(options, counters_);
    Sender stranger("127.0.0.2");
    ASSERT_TRUE(stranger.send(receiver.local(), "stranger"));
    ASSERT_TRUE(sender_.send(receiver.local(), "source"));
    ASSERT_TRUE(recorder_.await(receiver, 1));
    EXPECT_EQ(recorder_.payloads, Payloads{"source"});
}

TEST_F(UdpMulticast, OneDatagramComesFirstThenBatchesAndAllInOrder)
{
    UdpReceiver receiver(line_a(), counters_);
    Payloads sent;
    for (int i = 0; i < 100; ++i) {
        sent.push_back(std::string(static_cast<std::size_t>(i) * 14, 'x') + std::to_string(i));
        ASSERT_TRUE(sender_.send(receiver.local(), sent.back()));
    }
    std::vector<std::size_t> counts;
    ASSERT_TRUE(wait_until([&] {
        if (const std::size_t count = receiver.receive(recorder_)) counts.push_back(count);
        return recorder_.payloads.size() == sent.size();
    }));
    EXPECT_EQ(recorder_.payloads, sent);
    EXPECT_EQ(counts.front(), 1u);
    EXPECT_EQ(*std::max_element(counts.begin(), counts.end()), UdpReceiver::batch_max);
    EXPECT_EQ(receiver.receive(recorder_), 0u);
}

TEST_F(UdpMulticast, KernelDropsAreToldBeforeTheNextDatagramAndAreExactlyWhatIsMissing)
{
    UdpOptions options = line_a();
    options.receive_buffer = 8'192;
    UdpReceiver receiver(options, counters_);
    constexpr std::size_t flood = 500;
    for (std::size_t i = 0; i < flood; ++i) ASSERT_TRUE(sender_.send(receiver.local(), "flood"));
    while (receiver.receive(recorder_) > 0) {
    }
    EXPECT_GT(recorder_.payloads.size(), 0u);
    EXPECT_LT(recorder_.payloads.size(), flood);
    EXPECT_EQ(recorder_.drops, 0u);  // nothing came after them yet
    const std::uint64_t missing = flood - recorder_.payloads.size();

    ASSERT_TRUE(sender_.send(receiver.local(), "after"));
    ASSERT_TRUE(recorder_.await(receiver, flood - missing + 1));
    EXPECT_EQ(recorder_.drops, missing);
    EXPECT_EQ(receiver.kernel_drops(), missing);
    EXPECT_EQ(counters_[Counter::udp_kernel_drops], missing);

    ASSERT_TRUE(sender_.send(receiver.local(), "again"));
    ASSERT_TRUE(recorder_.await(receiver, flood - missing + 2));
    EXPECT_EQ(recorder_.drops, missing);  // told once
}

TEST_F(UdpMulticast, ADatagramBeyondTheLimitIsDroppedAndCounted)
{
    UdpOptions options = line_a();
    options.datagram_max = 8;
    UdpReceiver receiver(options, counters_);
    for (const char* text : {"12345678", "123456789", "last"})
        ASSERT_TRUE(sender_.send(receiver.local(), text));
    ASSERT_TRUE(recorder_.await(receiver, 2));
    EXPECT_EQ(recorder_.payloads, (Payloads{"12345678", "last"}));
    EXPECT_EQ(recorder_.datagrams[1].packet, 3u);
    EXPECT_EQ(counters_[Counter::udp_truncated], 1u);
    EXPECT_EQ(counters_[Counter::datagrams], 2u);
}

TEST_F(UdpMulticast, TheLargestDatagramFits)
{
    UdpReceiver receiver(line_a(), counters_);
    const std::string largest(65'507, 'x');
    ASSERT_TRUE(sender_.send(receiver.local(), largest));
    ASSERT_TRUE(sender_.send(receiver.local(), ""));
    ASSERT_TRUE(recorder_.await(receiver, 2));
    EXPECT_EQ(recorder_.payloads, (Payloads{largest, ""}));
}

TEST_F(UdpMulticast, WithoutACardThatStampsTheKernelDoes)
{
    UdpOptions options = line_a();
    options.hardware_stamps = true;
    UdpReceiver receiver(options, counters_);
    ASSERT_TRUE(sender_.send(receiver.local(), "1"));
    ASSERT_TRUE(recorder_.await(receiver, 1));
    EXPECT_EQ(receiver.stamp_kind(), StampKind::kernel);
    EXPECT_LE(recorder_.datagrams[0].captured, wall_clock());
}

TEST(UdpMulticastV6, AGroupOfIPv6IsReceivedFromItsSourceOnly)
{
    if (!has_multicast(on_v6(), "::1")) GTEST_SKIP() << "no IPv6 multicast on loopback";
    UdpOptions from_nobody = on_v6();
    from_nobody.source = "2001:db8::1";
    UdpOptions from_host = on_v6();
    from_host.source = "::1";
    Counters counters;
    UdpReceiver any(on_v6(), counters);
    UdpReceiver nobody(from_nobody, counters);
    UdpReceiver host(from_host, counters);
    Sender sender("::1");
    ASSERT_TRUE(sender.send(any.local(), "six"));
    Recorder by_any;
    Recorder by_host;
    Recorder by_nobody;
    ASSERT_TRUE(by_any.await(any, 1));
    ASSERT_TRUE(by_host.await(host, 1));
    EXPECT_EQ(nobody.receive(by_nobody), 0u);
    EXPECT_EQ(to_text(by_any.datagrams[0].destination),
              "[ff15::4757]:" + std::to_string(test_port));
    EXPECT_EQ(by_any.datagrams[0].source, sender.local());
    EXPECT_EQ(by_host.payloads, Payloads{"six"});
}

TEST(UdpUnicast, ARequestIsAnsweredToTheSocketItCameFrom)
{
    Counters counters;
    UdpReceiver client(unicast(), counters);
    UdpReceiver server(unicast(), counters);
    EXPECT_NE(client.local().port, 0);
    Recorder asked;
    Recorder answered;
    ASSERT_TRUE(client.send_to(server.local(), bytes_of("request")));
    ASSERT_TRUE(asked.await(server, 1));
    EXPECT_EQ(asked.datagrams[0].source, client.local());
    ASSERT_TRUE(server.send_to(asked.datagrams[0].source, bytes_of("answer")));
    ASSERT_TRUE(answered.await(client, 1));
    EXPECT_EQ(answered.payloads, Payloads{"answer"});
    EXPECT_EQ(answered.datagrams[0].source, server.local());
}

TEST(UdpUnicast, WhatCannotBeSentIsCounted)
{
    Counters counters;
    UdpReceiver client(unicast(), counters);
    const std::string too_long(65'508, 'x');
    EXPECT_FALSE(client.send_to(client.local(), bytes_of(too_long)));
    EXPECT_EQ(client.last_error(), EMSGSIZE);
    EXPECT_FALSE(client.send_to(*parse_address("::1", 9), bytes_of("other family")));
    EXPECT_EQ(counters[Counter::udp_send_failures], 2u);
}

TEST(UdpUnicast, AnErrorOfReceivingIsCountedAndReceivingGoesOn)
{
    Counters counters;
    UdpReceiver client(unicast(), counters);
    const Endpoint gone = UdpReceiver(unicast(), counters).local();
    const auto address = transport::socket_address(gone);
    ASSERT_EQ(::connect(client.native_handle(), address.get(), address.size), 0);
    ASSERT_TRUE(client.send_to(gone, bytes_of("anybody?")));
    Recorder recorder;
    ASSERT_TRUE(wait_until([&] {
        client.receive(recorder);
        return counters[Counter::udp_receive_errors] > 0;
    }));
    EXPECT_EQ(client.last_error(), ECONNREFUSED);

    UdpOptions there = unicast();
    there.port = gone.port;
    UdpReceiver server(there, counters);
    ASSERT_TRUE(server.send_to(client.local(), bytes_of("here")));
    ASSERT_TRUE(recorder.await(client, 1));
    EXPECT_EQ(recorder.payloads, Payloads{"here"});
}

TEST(UdpReceiver, KeepsReceivingAfterItWasMoved)
{
    Counters counters;
    UdpReceiver first(unicast(), counters);
    UdpReceiver moved = std::move(first);
    Recorder recorder;
    ASSERT_TRUE(moved.send_to(moved.local(), bytes_of("self")));
    ASSERT_TRUE(recorder.await(moved, 1));
    EXPECT_EQ(recorder.payloads, Payloads{"self"});
}

TEST(UdpReceiver, TheBufferGrantedIsReportedBesideTheOneAskedFor)
{
    Counters counters;
    UdpOptions options = unicast();
    options.receive_buffer = 65'536;
    const UdpReceiver modest(options, counters);
    EXPECT_EQ(modest.receive_buffer_asked(), 65'536u);
    EXPECT_EQ(modest.receive_buffer_granted(), 65'536u);
    options.receive_buffer = std::size_t{1} << 40;
    const UdpReceiver greedy(options, counters);
    EXPECT_EQ(greedy.receive_buffer_asked(), std::size_t{1} << 40);
    EXPECT_LT(greedy.receive_buffer_granted(), std::size_t{1} << 31);
    EXPECT_GT(greedy.receive_buffer_granted(), 65'536u);
}

/// The exit code and text of the error that opening ends with.
std::string refusal(const UdpOptions& options)
{
    try {
        transport::open_udp(options);
        return "opened";
    } catch (const OperatorError& error) {
        return std::to_string(static_cast<int>(error.code())) + ' ' + error.what();
    }
}

TEST(UdpOpen, WhatCannotBeRightIsAFaultOfTheConfiguration)
{
    EXPECT_EQ(refusal({.address = "localhost", .port = 1}),
              "78 UDP localhost port 1: not a numeric address");
    EXPECT_EQ(refusal({.address = "239.71.87.1"}),
              "78 UDP 239.71.87.1 port 0: a group needs a port");
    EXPECT_EQ(refusal({.address = "127.0.0.1", .port = 1, .source = "127.0.0.2"}),
              "78 UDP 127.0.0.1 port 1 from 127.0.0.2: only a group can have a source");
    EXPECT_EQ(refusal({.address = "239.71.87.1", .port = 1, .source = "::1", .interface = "lo"}),
              "78 UDP 239.71.87.1 port 1 from ::1 on lo: the source is no address of the group's "
              "kind");
}

TEST(UdpOpen, WhatTheSystemRefusesIsAFeedThatIsNotThere)
{
    EXPECT_EQ(refusal({.address = "239.71.87.1", .port = 1, .interface = "nosuch0"}),
              "69 UDP 239.71.87.1 port 1 on nosuch0: no such interface: No such device");
    EXPECT_EQ(refusal({.address = "192.0.2.1", .port = 26477}),
              "69 UDP 192.0.2.1 port 26477: cannot bind: Cannot assign requested address");
    Counters counters;
    const UdpReceiver holder(unicast(), counters);
    UdpOptions taken = unicast();
    taken.port = holder.local().port;
    EXPECT_EQ(refusal(taken), "69 UDP 127.0.0.1 port " + std::to_string(taken.port) +
                                  ": cannot bind: Address already in use");
}

TEST(UdpOpen, AnInterfaceIsFoundByNameAndByAddress)
{
    const unsigned loopback = ::if_nametoindex("lo");
    EXPECT_NE(loopback, 0u);
    EXPECT_EQ(transport::interface_index("lo"), loopback);
    EXPECT_EQ(transport::interface_index("127.0.0.1"), loopback);
    EXPECT_EQ(transport::interface_index("192.0.2.1"), 0u);
}

}  // namespace
}  // namespace gapwire::test
