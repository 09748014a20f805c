// Any bytes as a capture: no crash, all packets inside the file, a stream tells what memory does.
#include <unistd.h>

#include <algorithm>
#include <vector>

#include "core/assert.hpp"
#include "core/error.hpp"
#include "feed/transport/merge.hpp"
#include "feed/transport/open_capture.hpp"

using namespace gapwire;
using namespace gapwire::transport;

namespace {

constexpr std::size_t pipe_size = 4096;  // what a pipe takes without a reader

/// Everything a capture says, in a form to compare.
struct Story {
    bool opened = false;
    std::vector<std::uint8_t> bytes;
    std::vector<std::int64_t> numbers;
    ReadStatus status = ReadStatus::packet;

    friend bool operator==(const Story&, const Story&) = default;
};

void add(Story& story, Bytes bytes)
{
    story.bytes.insert(story.bytes.end(), bytes.begin(), bytes.end());
}

void read(CaptureReader& reader, Story& story)
{
    Packet packet;
    while (reader.next(packet) == ReadStatus::packet) {
        Datagram datagram;
        static_cast<void>(
            parse_frame(packet.link_type, packet.data, packet.original_length, datagram));
        add(story, packet.data);
        story.numbers.insert(story.numbers.end(),
                             {static_cast<std::int64_t>(packet.number), packet.captured.ns,
                              std::int64_t{packet.link_type}});
    }
    GAPWIRE_ASSERT(reader.next(packet) == reader.ended().status);
    story.status = reader.ended().status;
}

void read(BinaryFile& file, Story& story)
{
    std::vector<Bytes> messages(3);
    while (const std::size_t count = file.next_batch(messages)) {
        for (std::size_t i = 0; i < count; ++i) {
            add(story, messages[i]);
            story.numbers.push_back(static_cast<std::int64_t>(messages[i].size()));
        }
    }
    story.status = file.ended().status;
}

Story story_of(Input input)
{
    Story story;
    Counters counters;
    try {
        Capture capture = open_capture(std::move(input), counters);
        story.opened = true;
        std::visit([&](auto& reader) { read(reader, story); }, capture);
        GAPWIRE_ASSERT(story.status != ReadStatus::packet);
    } catch (const OperatorError&) {
    }
    return story;
}

Input piped(Bytes bytes)
{
    int ends[2];
    GAPWIRE_ASSERT(::pipe(ends) == 0);
    GAPWIRE_ASSERT(::write(ends[1], bytes.data(), bytes.size()) ==
                   static_cast<ssize_t>(bytes.size()));
    ::close(ends[1]);
    return Input::of_descriptor(Descriptor(ends[0]), "fuzz");
}

bool is_compressed(Bytes bytes)
{
    const std::uint8_t first = bytes.empty() ? 0 : bytes[0];
    return first == 0x1f || first == 0x28 || (first & 0xf0) == 0x50 || first == 0xfd ||
           first == 0x04 || first == 'B';
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const Bytes bytes{data, std::min(size, pipe_size)};
    const Story in_memory = story_of(Input::of_bytes(bytes, "fuzz"));
    if (size % 4 != 0) return 0;  // a pipe costs much more than the reading
    try {
        const Story streamed = story_of(piped(bytes));
        GAPWIRE_ASSERT(is_compressed(bytes) || streamed == in_memory);
    } catch (const OperatorError&) {
        GAPWIRE_ASSERT(is_compressed(bytes));  // a compression that is refused by name
    }
    return 0;
}
