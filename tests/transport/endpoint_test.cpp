// Addresses to and from text.
#include "feed/transport/endpoint.hpp"

#include <gtest/gtest.h>

namespace gapwire::transport {
namespace {

TEST(Endpoint, AddressesOfBothKindsAreRead)
{
    const auto v4 = parse_address("233.54.12.111", 26477);
    ASSERT_TRUE(v4);
    EXPECT_EQ(to_text(*v4), "233.54.12.111:26477");
    EXPECT_FALSE(v4->is_v6);
    for (const char* text : {"ff15::1", "[ff15::1]"}) {
        const auto v6 = parse_address(text, 5000);
        ASSERT_TRUE(v6);
        EXPECT_EQ(to_text(*v6), "[ff15::1]:5000");
    }
}

TEST(Endpoint, AnythingElseIsNoAddress)
{
    for (const char* text : {"", "localhost", "1.2.3", "1.2.3.4.5", "256.0.0.1", "1.2.3.4:80",
                             "::1::", "[::1", "[1.2.3.4]x", "ff15::1%lo", " 1.2.3.4"})
        EXPECT_EQ(parse_address(text), std::nullopt) << text;
}

TEST(Endpoint, GroupsAreToldFromHosts)
{
    for (const char* text : {"224.0.0.0", "233.54.12.111", "239.255.255.255", "ff02::1"})
        EXPECT_TRUE(is_multicast(*parse_address(text))) << text;
    for (const char* text : {"223.255.255.255", "240.0.0.0", "127.0.0.1", "::1", "fe80::1"})
        EXPECT_FALSE(is_multicast(*parse_address(text))) << text;
}

}  // namespace
}  // namespace gapwire::transport
