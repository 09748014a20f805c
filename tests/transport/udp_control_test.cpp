// Control messages built by hand: who stamped, and the drops of the kernel.
#include "feed/transport/udp_control.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>

#include <array>

namespace gapwire::test {
namespace {

using transport::SocketStamps;
using transport::StampKind;

/// Control messages as the kernel writes them.
class ControlBuilder {
 public:
    template <class Value>
    ControlBuilder& add(int type, const Value& value, int level = SOL_SOCKET)
    {
        cmsghdr header{};
        header.cmsg_len = CMSG_LEN(sizeof value);
        header.cmsg_level = level;
        header.cmsg_type = type;
        std::memcpy(bytes_.data() + size_, &header, sizeof header);
        std::memcpy(bytes_.data() + size_ + CMSG_LEN(0), &value, sizeof value);
        size_ += CMSG_SPACE(sizeof value);
        return *this;
    }
    transport::DatagramControl read()
    {
        msghdr header{};
        header.msg_control = bytes_.data();
        header.msg_controllen = size_;
        return transport::read_control(header);
    }

 private:
    alignas(cmsghdr) std::array<std::uint8_t, 256> bytes_{};
    std::size_t size_ = 0;
};

constexpr timespec kernel_time{1'737'986'400, 123};
constexpr timespec card_time{1'737'986'399, 999'999'999};

TEST(DatagramControl, TheCardsStampGoesBeforeTheKernels)
{
    const SocketStamps both{kernel_time, {}, card_time};
    const auto control = ControlBuilder().add(SCM_TIMESTAMPING, both).read();
    EXPECT_EQ(control.kind, StampKind::hardware);
    EXPECT_EQ(control.stamp.ns, 1'737'986'399'999'999'999);
    EXPECT_FALSE(control.has_drops);
}

TEST(DatagramControl, AStampTheCardDidNotMakeIsTheKernels)
{
    const SocketStamps kernel_only{kernel_time, {}, {}};
    const auto control = ControlBuilder()
                             .add(SO_RXQ_OVFL, std::uint32_t{7})
                             .add(SCM_TIMESTAMPING, kernel_only)
                             .read();
    EXPECT_EQ(control.kind, StampKind::kernel);
    EXPECT_EQ(control.stamp.ns, 1'737'986'400'000'000'123);
    EXPECT_TRUE(control.has_drops);
    EXPECT_EQ(control.drops, 7u);
    const auto plain = ControlBuilder().add(SCM_TIMESTAMPNS, kernel_time).read();
    EXPECT_EQ(plain.kind, StampKind::kernel);
    EXPECT_EQ(plain.stamp, control.stamp);
}

TEST(DatagramControl, WithoutStampsThereIsNoTime)
{
    const auto control = ControlBuilder()
                             .add(SCM_TIMESTAMPING, SocketStamps{})
                             .add(SCM_TIMESTAMPNS, kernel_time, IPPROTO_IP)
                             .read();
    EXPECT_EQ(control.kind, StampKind::none);
    EXPECT_TRUE(control.stamp.is_none());
    EXPECT_EQ(ControlBuilder().read().kind, StampKind::none);
}

}  // namespace
}  // namespace gapwire::test
