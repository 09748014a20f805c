// Captures through the line: files of both kinds, their reports, and the same books from each.
#include "app/pipeline/player.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "core/error.hpp"
#include "sim/binary_file_writer.hpp"
#include "sim/frame_builder.hpp"
#include "sim/mold_packetizer.hpp"
#include "sim/pcapng_writer.hpp"
#include "tests/pipeline/random_day.hpp"

namespace gapwire::test {
namespace {

class Player : public testing::Test, public Surroundings {
 protected:
    Player() { std::filesystem::create_directories(folder); }
    ~Player() override { std::filesystem::remove_all(folder); }

    std::string binary_file(const std::string& name, const Messages& all)
    {
        sim::BinaryFileWriter writer(folder / name);
        for (const ByteVector& message : all.bytes) writer.message(message);
        writer.close();
        return folder / name;
    }
    /// One packet a millisecond on each of two lines, the second a microsecond later.
    std::string packet_capture(const std::string& name, const Messages& all)
    {
        ByteVector out;
        sim::append_section_header(out, "test");
        sim::append_interface(out, "A");
        sim::append_interface(out, "B");
        sim::MoldPacketizer packetizer("TODAY");
        Timestamp now{1'737'968'400'000'000'000};
        const auto leave = [&] {
            const ByteVector payload = packetizer.take();
            now.ns += 1'000'000;
            for (const std::uint32_t line : {0u, 1u}) {
                ByteVector frame;
                sim::append_udp_frame(
                    frame, {.destination = {0xE936'0C00 + line}, .destination_port = 26'477}, 1,
                    payload);
                sim::append_packet(out, line, {now.ns + line * 1'000}, frame);
            }
        };
        for (const ByteVector& message : all.bytes) {
            if (!packetizer.fits(message.size())) leave();
            packetizer.add(message);
        }
        leave();
        return write(name, out);
    }
    std::string write(const std::string& name, const ByteVector& bytes)
    {
        std::ofstream file(folder / name, std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()),
                   static_cast<std::streamsize>(bytes.size()));
        return folder / name;
    }

    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) /
        ("player_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    pipeline::Player player{context, {}};
};

std::vector<std::string> books_of(const pipeline::ItchStream& stream)
{
    std::vector<std::string> books;
    for (std::uint16_t locate = 1; locate <= RandomDay::stocks; ++locate)
        books.push_back(book_text(stream, locate));
    return books;
}

TEST_F(Player, BothKindsOfFileGiveTheSameBooks)
{
    const Messages day = random_day(5, 5'000);
    Line line;
    line.feed(day, 64);
    player.play({packet_capture("day.pcapng", day), binary_file("day.itch", day)});

    const auto streams = player.streams();
    ASSERT_EQ(streams.size(), 2u);
    EXPECT_EQ(streams[0]->name(), "TODAY");
    EXPECT_EQ(books_of(*streams[0]->itch()), books_of(line.stream));
    EXPECT_EQ(books_of(*streams[1]->itch()), books_of(line.stream));
    EXPECT_EQ(count(Counter::messages_delivered), 2 * day.bytes.size());
    EXPECT_EQ(count(Counter::messages_duplicate), day.bytes.size());
    EXPECT_EQ(instruments.size(), 2u * RandomDay::stocks);  // feeds of their own
}

TEST_F(Player, ReportsHowEachFileEnded)
{
    const Messages day = messages(directory("ACME"), add(1, 'B', 10, 100));
    const std::string whole = binary_file("whole.itch", day);
    const std::string cut = binary_file("cut.itch", day);
    std::filesystem::resize_file(cut, std::filesystem::file_size(cut) - 1);
    player.play({packet_capture("day.pcapng", day), whole, cut});

    ASSERT_EQ(player.files().size(), 3u);
    EXPECT_EQ(player.files()[0].records, 2u);
    EXPECT_EQ(player.files()[0].end.status, transport::ReadStatus::end);
    EXPECT_EQ(player.files()[1].records, 2u);
    EXPECT_EQ(player.files()[1].end.status, transport::ReadStatus::end);
    EXPECT_EQ(player.files()[2].records, 1u);
    EXPECT_EQ(player.files()[2].end.status, transport::ReadStatus::truncated);
    EXPECT_EQ(player.used(), 2u + 2u + 1u);
}

TEST_F(Player, StartsOnceWithTheFirstCaptureTime)
{
    std::vector<Timestamp> starts;
    pipeline::Player starting(context,
                              {.on_start = [&](Timestamp first) { starts.push_back(first); }});
    const Messages day = messages(directory("ACME"), add(1, 'B', 10, 100));
    starting.play({packet_capture("day.pcapng", day), binary_file("day.itch", day)});
    EXPECT_THAT(starts, testing::ElementsAre(Timestamp{1'737'968'400'001'000'000}));
    EXPECT_EQ(starting.first_captured(), Timestamp{1'737'968'400'001'000'000});
    EXPECT_EQ(starting.last_captured(), Timestamp{1'737'968'400'001'001'000});
}

TEST_F(Player, SaysWhyNothingCouldBeUsed)
{
    ByteVector out;
    sim::append_section_header(out, "test");
    sim::append_interface(out, "A");
    ByteVector frame;
    sim::append_udp_frame(frame, {.destination = {0xE936'0C00}, .destination_port = 1}, 1,
                          ByteVector(40, 0x01));
    for (int i = 0; i < 3; ++i) sim::append_packet(out, 0, {i}, frame);
    player.play({write("strangers.pcapng", out)});
    EXPECT_EQ(player.used(), 0u);
    EXPECT_EQ(pipeline::why_unused(counters),
              "0 of 3 packets used: all UDP datagrams of no known feed");
}

TEST_F(Player, RefusesAFileThatIsNotThere)
{
    EXPECT_THROW(player.play({folder / "missing.pcapng"}), OperatorError);
}

}  // namespace
}  // namespace gapwire::test
