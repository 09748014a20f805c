// Messages of every template that becomes events: what is delivered, and every field by name.
#include <fmt/ranges.h>
#include <gtest/gtest.h>

#include "tests/mdp3/event_text.hpp"
#include "tests/mdp3/field_text.hpp"
#include "tests/mdp3/message_builder.hpp"
#include "tests/mdp3/vectors_definitions.hpp"
#include "tests/mdp3/vectors_incremental.hpp"
#include "tests/mdp3/vectors_snapshots.hpp"
#include "tests/mdp3/vectors_v8.hpp"

namespace gapwire::mdp3 {
namespace {

using test::ByteVector;
using test::Vector;

ByteVector packet_with(const ByteVector& message)
{
    ByteVector packet(sizeof(PacketHeader));
    test::append(packet, message);
    return packet;
}

class MdpVectors : public testing::TestWithParam<Vector> {};

TEST_P(MdpVectors, BecomeTheirEvents)
{
    const ByteVector message = test::bytes_from(GetParam().hex);
    EXPECT_EQ(fmt::format("{}", fmt::join(test::decode_packet(packet_with(message)), "\n")),
              GetParam().events);
}

TEST_P(MdpVectors, HaveTheirFields)
{
    EXPECT_EQ(test::field_text(test::bytes_from(GetParam().hex)), GetParam().fields);
}

/// What is in a message that claims less or more than it has is refused or read, never beyond.
TEST_P(MdpVectors, AreReadInsideTheirBytesWhateverIsCutOff)
{
    const ByteVector whole = test::bytes_from(GetParam().hex);
    for (std::size_t size = sizeof(MessageHeader); size < whole.size(); ++size) {
        ByteVector cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        cut[0] = static_cast<std::uint8_t>(size);
        cut[1] = static_cast<std::uint8_t>(size >> 8);
        const ByteVector packet = packet_with(cut);
        if (test::decode_packet(packet).front().starts_with("refused")) continue;
        EXPECT_EQ(GetParam().fields.find(test::field_text(cut)), 0u) << size;
    }
}

INSTANTIATE_TEST_SUITE_P(Incremental, MdpVectors, testing::ValuesIn(test::incremental_vectors));
INSTANTIATE_TEST_SUITE_P(Snapshots, MdpVectors, testing::ValuesIn(test::snapshot_vectors));
INSTANTIATE_TEST_SUITE_P(Definitions, MdpVectors, testing::ValuesIn(test::definition_vectors));
INSTANTIATE_TEST_SUITE_P(BeforeVersion9, MdpVectors, testing::ValuesIn(test::v8_vectors));

}  // namespace
}  // namespace gapwire::mdp3
