// The file of JSON Lines: whole lines whatever happens to the file.
#include "alerts/sinks/file_sink.hpp"

#include <fstream>
#include <iterator>

#include "alerts/alert_json.hpp"
#include "tests/store/small_disk.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {
namespace {

std::string text_in(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::string line_of(std::uint64_t number)
{
    return alert_json(numbered(number)) + '\n';
}

SinkSettings settings_at(const std::filesystem::path& path, std::uint64_t rotate_bytes = 0)
{
    SinkSettings settings;
    settings.name = "file";
    settings.file.path = path;
    settings.file.rotate_bytes = rotate_bytes;
    return settings;
}

SinkStatus write(FileSink& sink, std::uint64_t number)
{
    return sink.deliver(numbered(number)) == SinkStatus::ok ? sink.flush() : SinkStatus::failed;
}

TEST(FileSink, AppendsWholeLines)
{
    Folder folder;
    const auto path = folder / "alerts.jsonl";
    {
        FileSink sink(settings_at(path));
        ASSERT_EQ(sink.deliver(numbered(1)), SinkStatus::ok);
        EXPECT_FALSE(std::filesystem::exists(path)) << "it is written when flushed";
        ASSERT_EQ(write(sink, 2), SinkStatus::ok);
    }
    FileSink again(settings_at(path));
    ASSERT_EQ(write(again, 3), SinkStatus::ok);
    EXPECT_EQ(text_in(path), line_of(1) + line_of(2) + line_of(3));
}

TEST(FileSink, IsMadeAnewWhenItWasMovedOrRemoved)
{
    Folder folder;
    const auto path = folder / "alerts.jsonl";
    FileSink sink(settings_at(path));
    ASSERT_EQ(write(sink, 1), SinkStatus::ok);
    std::filesystem::rename(path, path.string() + ".moved");
    ASSERT_EQ(write(sink, 2), SinkStatus::ok);
    std::filesystem::remove(path);
    ASSERT_EQ(write(sink, 3), SinkStatus::ok);
    EXPECT_EQ(text_in(path.string() + ".moved"), line_of(1));
    EXPECT_EQ(text_in(path), line_of(3));
}

TEST(FileSink, RotatesBeforeItGrowsTooLarge)
{
    Folder folder;
    const auto path = folder / "alerts.jsonl";
    SinkSettings settings = settings_at(path, 2 * line_of(1).size());
    settings.file.keep = 2;
    FileSink sink(settings);
    for (std::uint64_t number = 1; number <= 8; ++number)
        ASSERT_EQ(write(sink, number), SinkStatus::ok);
    EXPECT_EQ(text_in(path), line_of(7) + line_of(8));
    EXPECT_EQ(text_in(path.string() + ".1"), line_of(5) + line_of(6));
    EXPECT_EQ(text_in(path.string() + ".2"), line_of(3) + line_of(4));
    EXPECT_FALSE(std::filesystem::exists(path.string() + ".3"));
}

TEST(FileSink, CutsOffALineThatADeadProcessLeftHalfWritten)
{
    Folder folder;
    const auto path = folder / "alerts.jsonl";
    std::ofstream(path) << line_of(1) << line_of(2).substr(0, 40);
    FileSink sink(settings_at(path));
    ASSERT_EQ(write(sink, 2), SinkStatus::ok);
    EXPECT_EQ(text_in(path), line_of(1) + line_of(2));
}

TEST(FileSink, LeavesWhatIsNotItsOwn)
{
    Folder folder;
    const auto path = folder / "alerts.jsonl";
    std::ofstream(path) << "a note";
    FileSink sink(settings_at(path));
    ASSERT_EQ(write(sink, 1), SinkStatus::ok);
    EXPECT_EQ(text_in(path), "a note\n" + line_of(1));
}

TEST(FileSink, SaysWhyItCannotBeWrittenAndGoesOnLater)
{
    Folder folder;
    const auto path = folder / "later" / "alerts.jsonl";
    FileSink sink(settings_at(path));
    EXPECT_EQ(write(sink, 1), SinkStatus::failed);
    EXPECT_EQ(sink.failure(), path.string() + ": open: No such file or directory");
    std::filesystem::create_directory(path.parent_path());
    EXPECT_EQ(sink.flush(), SinkStatus::ok);
    EXPECT_EQ(sink.failure(), "");
    EXPECT_EQ(text_in(path), line_of(1));
}

TEST(FileSink, AFullDiskLosesNoLineAndWritesNoneTwice)
{
    Folder folder;
    on_small_disk(folder / "disk", 64 << 10, [](const SmallDisk& disk) {
        const auto path = disk.folder() / "alerts.jsonl";
        FileSink sink(settings_at(path));
        ASSERT_EQ(write(sink, 1), SinkStatus::ok);
        disk.fill();
        std::string expected = line_of(1);
        std::uint64_t number = 2;
        for (bool is_full = false; !is_full; ++number) {
            is_full = write(sink, number) != SinkStatus::ok;
            expected += line_of(number);
        }
        EXPECT_NE(sink.failure().find("No space left on device"), std::string::npos);
        EXPECT_EQ(sink.flush(), SinkStatus::failed);
        disk.empty();
        EXPECT_EQ(write(sink, number), SinkStatus::ok);
        EXPECT_EQ(text_in(path), expected + line_of(number));
    });
}

}  // namespace
}  // namespace gapwire::alerts::test
