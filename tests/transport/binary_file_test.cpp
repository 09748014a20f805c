// BinaryFILE: messages in batches, its recognition, and every place where it can be cut.
#include "feed/transport/binary_file.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <thread>

#include "tests/transport/capture_builder.hpp"

namespace gapwire::test {
namespace {

using transport::BinaryFile;
using transport::Input;
using transport::is_binary_file;
using transport::ReadStatus;

Buffer record(const Buffer& message)
{
    return Writer(Order::big).u16(message.size()).bytes(message).done();
}

Buffer message(char type, std::size_t size)
{
    Buffer bytes = counting(size);
    bytes[0] = static_cast<std::uint8_t>(type);
    return bytes;
}

const std::vector<Buffer> day = {message('S', 12), message('R', 39), message('A', 36),
                                 message('D', 19), message('U', 35)};

Buffer file_of(const std::vector<Buffer>& messages)
{
    Buffer file;
    for (const Buffer& one : messages) file = joined({file, record(one)});
    return file;
}

std::vector<Buffer> all_of(BinaryFile& file, std::size_t batch)
{
    std::vector<Buffer> messages;
    std::vector<Bytes> views(batch);
    while (const std::size_t count = file.next_batch(views))
        for (std::size_t i = 0; i < count; ++i)
            messages.emplace_back(views[i].begin(), views[i].end());
    return messages;
}

TEST(BinaryFile, BatchesOfAnySizeGiveTheSameMessages)
{
    const Buffer bytes = file_of(day);
    for (std::size_t batch = 1; batch <= day.size() + 1; ++batch) {
        Counters counters;
        BinaryFile file(Input::of_bytes(bytes, "F"), counters);
        EXPECT_EQ(all_of(file, batch), day);
        EXPECT_EQ(file.ended().status, ReadStatus::end);
        EXPECT_EQ(counters[Counter::binaryfile_short_tail], 0u);
    }
}

TEST(BinaryFile, MappedMessagesAreViewsThatStay)
{
    const TemporaryFile temporary(file_of(day));
    Counters counters;
    BinaryFile file(Input::open(temporary.path()), counters);
    std::vector<Bytes> views(8);
    ASSERT_EQ(file.next_batch(views), day.size());
    std::vector<Bytes> more(8);
    EXPECT_EQ(file.next_batch(more), 0u);
    EXPECT_TRUE(file.is_stable());
    for (std::size_t i = 0; i < day.size(); ++i)
        EXPECT_EQ(Buffer(views[i].begin(), views[i].end()), day[i]);
}

TEST(BinaryFile, EveryTruncationGivesTheWholeMessagesAndSaysWhereItStopped)
{
    const Buffer bytes = file_of(day);
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        std::size_t whole = 0, end = 0;
        while (whole < day.size() && end + 2 + day[whole].size() <= size)
            end += 2 + day[whole++].size();
        Counters counters;
        BinaryFile file(Input::of_bytes(Bytes(bytes).first(size), "F"), counters);
        EXPECT_EQ(all_of(file, 3), std::vector<Buffer>(day.begin(), day.begin() + whole)) << size;
        EXPECT_EQ(file.ended().status, end == size ? ReadStatus::end : ReadStatus::truncated);
        EXPECT_EQ(file.ended().offset, end);
        EXPECT_EQ(counters[Counter::binaryfile_short_tail], end == size ? 0u : 1u);
    }
}

TEST(BinaryFile, ALengthOfZeroEndsATruncatedFile)
{
    const Buffer bytes = joined({file_of({day[0]}), {0, 0}, file_of({day[1]})});
    Counters counters;
    BinaryFile file(Input::of_bytes(bytes, "F"), counters);
    EXPECT_EQ(all_of(file, 4), (std::vector<Buffer>{day[0]}));
    EXPECT_EQ(file.ended().status, ReadStatus::truncated);
    EXPECT_EQ(file.ended().offset, 14u);
    EXPECT_EQ(file.ended().reason, "a message of length 0");
    EXPECT_EQ(counters[Counter::binaryfile_short_tail], 1u);
    EXPECT_EQ(counters[Counter::capture_truncated_files], 1u);
}

TEST(BinaryFile, MessagesLongerThanTheStreamsBufferComeWhole)
{
    const std::vector<Buffer> messages(40, message('A', 65'535));
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    std::thread writer([&, bytes = file_of(messages)] {
        for (std::size_t at = 0; at < bytes.size();)
            at += static_cast<std::size_t>(::write(ends[1], bytes.data() + at, bytes.size() - at));
        ::close(ends[1]);
    });
    Counters counters;
    BinaryFile file(Input::of_descriptor(transport::Descriptor(ends[0]), "pipe"), counters);
    const std::vector<Buffer> read = all_of(file, 7);
    writer.join();
    EXPECT_EQ(read == messages, true);
    EXPECT_EQ(file.ended().status, ReadStatus::end);
}

TEST(BinaryFile, IsRecognisedByItsFirstMessages)
{
    EXPECT_TRUE(is_binary_file(file_of(day)));
    EXPECT_TRUE(is_binary_file(file_of({message('R', 39)}))) << "a day's middle";
    EXPECT_TRUE(is_binary_file(file_of({message('S', 14), day[1]}))) << "a later revision";
    EXPECT_TRUE(is_binary_file(file_of({day[0], message('z', 30), message('A', 20)})))
        << "unknown and short messages are the decoder's to judge";
    EXPECT_TRUE(is_binary_file(joined({record(day[0]), {0, 0}})));
    EXPECT_TRUE(is_binary_file(Buffer{0, 12, 'S', 0, 0})) << "cut inside its first message";

    EXPECT_FALSE(is_binary_file({}));
    EXPECT_FALSE(is_binary_file(file_of({message('S', 11)})));
    EXPECT_FALSE(is_binary_file(file_of({message('s', 12)})));
    EXPECT_FALSE(is_binary_file(file_of({message('S', 12 + 65)})));
    EXPECT_FALSE(is_binary_file(file_of({day[0], message('\x80', 30)})));
    EXPECT_FALSE(is_binary_file(joined({record(day[0]), {0x7f, 0xff, 'A'}})));
}

}  // namespace
}  // namespace gapwire::test
