// What a file is, told from its first bytes.
#include "feed/transport/open_capture.hpp"

#include <gtest/gtest.h>

#include "core/error.hpp"
#include "tests/transport/capture_builder.hpp"

namespace gapwire::test {
namespace {

std::string refusal(const Buffer& file)
{
    Counters counters;
    try {
        transport::open_capture(transport::Input::of_bytes(file, "F"), counters);
        return "accepted";
    } catch (const OperatorError& error) {
        EXPECT_EQ(error.code(), ExitCode::bad_input);
        return error.what();
    }
}

Buffer text(std::string_view content)
{
    return Buffer(content.begin(), content.end());
}

TEST(OpenCapture, UnknownFilesAreRefusedWithWhatTheyStartWith)
{
    EXPECT_EQ(refusal({}), "F: the file is empty");
    EXPECT_EQ(
        refusal(text("hello, world")),
        "F: neither pcap, pcapng, BinaryFILE nor a FIX log: it starts with 68 65 6c 6c 6f 2c 20 77 "
        "(\"hello, w\")");
    EXPECT_EQ(refusal({0xd4, 0xc3}),
              "F: neither pcap, pcapng, BinaryFILE nor a FIX log: it starts with d4 c3 (\"..\")");
    EXPECT_EQ(refusal({0x34, 0xcd, 0xb2, 0xa1}),
              "F: a modified pcap (Kuznetzov's): it starts with 34 cd b2 a1 (\"4...\")");
    EXPECT_EQ(refusal(text("8=FIX.4.4")),
              "F: neither pcap, pcapng, BinaryFILE nor a FIX log: it starts with 38 3d 46 49 58 2e "
              "34 2e (\"8=FIX.4.\")");
}

TEST(OpenCapture, DamageInsideTheFirstBytesIsToldAsDamage)
{
    const TemporaryFile file({0x1f, 0x8b, 0x08, 0x00, 1, 2, 3, 4, 0, 3, 0xff, 0xff, 0xff, 0xff});
    Counters counters;
    try {
        transport::open_capture(file.path(), counters);
        FAIL() << "a broken gzip file was accepted";
    } catch (const OperatorError& error) {
        EXPECT_EQ(error.code(), ExitCode::bad_input);
        EXPECT_EQ(error.what(), file.path() + ": gzip: invalid block type");
    }
}

TEST(OpenCapture, EachKindGetsItsReader)
{
    Counters counters;
    const auto opened = [&](const Buffer& file) {
        return transport::open_capture(transport::Input::of_bytes(file, "F"), counters);
    };
    const auto pcap = opened(pcap_header(Order::big, magic_ns));
    EXPECT_EQ(std::get<transport::CaptureReader>(pcap).format(), "pcap");
    const auto pcapng = opened(section(Order::big));
    EXPECT_EQ(std::get<transport::CaptureReader>(pcapng).format(), "pcapng");
    Buffer system_event = {0, 12, 'S', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 'O'};
    EXPECT_TRUE(std::holds_alternative<transport::BinaryFile>(opened(system_event)));
}

}  // namespace
}  // namespace gapwire::test
