// Compressed, piped and mapped files give the same bytes; damage is told after what was good.
#include "feed/transport/input.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <random>
#include <thread>

#include "core/error.hpp"
#include "tests/transport/capture_builder.hpp"

namespace gapwire::test {
namespace {

using transport::Descriptor;
using transport::Input;

/// Bytes that compress, and not too well.
Buffer sample(std::size_t size)
{
    std::minstd_rand random(7);
    Buffer bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random() % 23);
    return bytes;
}

Buffer gzip(const Buffer& plain)
{
    z_stream stream{};
    EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    Buffer packed(deflateBound(&stream, plain.size()));
    stream.next_in = const_cast<Bytef*>(plain.data());
    stream.avail_in = static_cast<uInt>(plain.size());
    stream.next_out = packed.data();
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

Buffer zstd(const Buffer& plain)
{
    Buffer packed(ZSTD_compressBound(plain.size()));
    ZSTD_CCtx* const context = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    const std::size_t size =
        ZSTD_compress2(context, packed.data(), packed.size(), plain.data(), plain.size());
    EXPECT_FALSE(ZSTD_isError(size));
    ZSTD_freeCCtx(context);
    packed.resize(size);
    return packed;
}

const Buffer skippable_frame = {0x5b, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 'h', 'e', 'y'};

struct Content {
    Buffer bytes;
    bool truncated = false;
    std::string reason;
    bool stable = false;
};

/// Everything, asked for in uneven pieces.
Content content_of(Input input)
{
    Content content;
    for (std::size_t piece = 1;; piece = piece * 7 % 9'973) {
        const Bytes ahead = input.ahead(piece);
        if (ahead.empty()) break;
        const Bytes taken = ahead.first(std::min(piece, ahead.size()));
        EXPECT_EQ(input.offset(), content.bytes.size());
        content.bytes.insert(content.bytes.end(), taken.begin(), taken.end());
        input.skip(taken.size());
    }
    content.truncated = input.failure().truncated;
    content.reason = input.failure().reason;
    content.stable = input.is_stable();
    return content;
}

Content content_of(const Buffer& file)
{
    const TemporaryFile temporary(file);
    return content_of(Input::open(temporary.path()));
}

void expect_whole(const Content& content, const Buffer& plain)
{
    EXPECT_EQ(content.bytes == plain, true) << content.bytes.size() << " of " << plain.size();
    EXPECT_EQ(content.reason, "");
}

/// `front` is the beginning of `plain`, and not all of it.
void expect_part(const Content& content, const Buffer& plain)
{
    ASSERT_LT(content.bytes.size(), plain.size());
    EXPECT_TRUE(std::equal(content.bytes.begin(), content.bytes.end(), plain.begin()));
}

TEST(Input, PlainFilesAreMappedAndStable)
{
    const Content content = content_of(sample(3'000'000));
    expect_whole(content, sample(3'000'000));
    EXPECT_TRUE(content.stable);
}

TEST(Input, PlainFilesCanBeStreamedToo)
{
    const Buffer plain = sample(3'000'000);
    const TemporaryFile file(plain);
    const Content content = content_of(Input::open(file.path(), transport::Access::streamed));
    expect_whole(content, plain);
    EXPECT_FALSE(content.stable);
}

TEST(Input, CompressedFilesGiveThePlainBytes)
{
    const Buffer plain = sample(3'000'000);
    for (const Buffer& packed : {gzip(plain), zstd(plain)}) {
        const Content content = content_of(packed);
        expect_whole(content, plain);
        EXPECT_FALSE(content.stable);
    }
}

/// A frame with a window of 2^31 bytes around one raw block, as its format says.
Buffer zstd_with_largest_window(const Buffer& plain)
{
    const std::uint8_t window_descriptor = (31 - 10) << 3;
    const std::size_t last_raw_block = plain.size() << 3 | 1;
    return Writer(Order::little)
        .u32(0xfd2fb528)
        .bytes({0, window_descriptor})
        .u16(last_raw_block & 0xffff)
        .bytes({static_cast<std::uint8_t>(last_raw_block >> 16)})
        .bytes(plain)
        .done();
}

TEST(Input, WindowsOfTwoGigabytesAreAllowed)
{
#ifdef GAPWIRE_SANITIZED
    GTEST_SKIP() << "sanitizers touch all of a large allocation";
#endif
    expect_whole(content_of(zstd_with_largest_window(sample(100'000))), sample(100'000));
}

TEST(Input, GzipMembersFollowOneAnotherAndZerosMayFollowThem)
{
    const Buffer a = sample(300'000), b = sample(5);
    const Buffer members = joined({gzip(a), gzip({}), gzip(b)});
    expect_whole(content_of(members), joined({a, b}));
    expect_whole(content_of(joined({members, Buffer(600'000)})), joined({a, b}));
}

TEST(Input, ZstdFramesFollowOneAnotherAndSomeAreSkipped)
{
    const Buffer a = sample(300'000), b = sample(5);
    expect_whole(content_of(joined({skippable_frame, zstd(a), zstd({}), skippable_frame, zstd(b),
                                    skippable_frame})),
                 joined({a, b}));
}

TEST(Input, AWrongChecksumIsToldAfterTheBytes)
{
    const Buffer plain = sample(2'000'000);
    Buffer bad_gzip = gzip(plain);
    bad_gzip[bad_gzip.size() - 8] ^= 1;
    const Content gzip_content = content_of(bad_gzip);
    EXPECT_EQ(gzip_content.bytes == plain, true);
    EXPECT_FALSE(gzip_content.truncated);
    EXPECT_EQ(gzip_content.reason, "gzip: incorrect data check");

    Buffer bad_zstd = zstd(plain);
    bad_zstd.back() ^= 1;
    const Content zstd_content = content_of(bad_zstd);
    expect_part(zstd_content, joined({plain, {0}}));
    EXPECT_FALSE(zstd_content.truncated);
    EXPECT_EQ(zstd_content.reason, "zstd: Restored data doesn't match checksum");
}

TEST(Input, EveryCutOfACompressedFileIsToldAsCutOff)
{
    const Buffer plain = sample(400);
    for (const Buffer& packed : {gzip(plain), zstd(plain)}) {
        for (std::size_t size = 6; size < packed.size(); ++size) {
            const Content content = content_of(
                Buffer(packed.begin(), packed.begin() + static_cast<std::ptrdiff_t>(size)));
            expect_part(content, joined({plain, {0}}));
            EXPECT_TRUE(content.truncated) << size;
            EXPECT_EQ(content.reason, "the compressed data is cut off") << size;
        }
    }
}

TEST(Input, ALongCutFileGivesWhatWasReadBefore)
{
    const Buffer plain = sample(4'000'000);
    for (Buffer packed : {gzip(plain), zstd(plain)}) {
        packed.resize(packed.size() / 2);
        const Content content = content_of(packed);
        expect_part(content, plain);
        EXPECT_GT(content.bytes.size(), plain.size() / 3);
        EXPECT_TRUE(content.truncated);
    }
}

TEST(Input, GarbageAfterCompressedDataIsTold)
{
    const Buffer plain = sample(1'000);
    const Content gzip_content = content_of(joined({gzip(plain), {0, 0, 'x', 'y'}}));
    EXPECT_EQ(gzip_content.bytes, plain);
    EXPECT_EQ(gzip_content.reason, "bytes after the gzip data that are no gzip data");
    const Content zstd_content = content_of(joined({zstd(plain), {'g', 'a', 'p', 's', 0, 0}}));
    EXPECT_EQ(zstd_content.bytes, plain);
    EXPECT_EQ(zstd_content.reason, "zstd: Unknown frame descriptor");
}

/// What a reader gets who opens "-" while `file` comes through a pipe.
Content content_through_stdin(const Buffer& file)
{
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    const int stdin_before = ::dup(STDIN_FILENO);
    ::dup2(ends[0], STDIN_FILENO);
    ::close(ends[0]);
    std::thread writer([&] {
        const std::size_t dribble = std::min<std::size_t>(3, file.size());
        for (std::size_t at = 0, size = dribble; at < file.size(); at += size) {
            const ssize_t count =
                ::write(ends[1], file.data() + at, at == 0 ? dribble : file.size() - at);
            size = static_cast<std::size_t>(count);
        }
        ::close(ends[1]);
    });
    Content content = content_of(Input::open("-"));
    writer.join();
    ::dup2(stdin_before, STDIN_FILENO);
    ::close(stdin_before);
    return content;
}

TEST(Input, StandardInputGivesTheSameAsAFile)
{
    const Buffer plain = sample(3'000'000);
    for (const Buffer& file : {plain, gzip(plain), joined({gzip(plain), Buffer(9)}), zstd(plain)}) {
        const Content content = content_through_stdin(file);
        expect_whole(content, plain);
        EXPECT_FALSE(content.stable);
    }
}

TEST(Input, ARedirectedFileIsReadFromWhereItStands)
{
    const TemporaryFile file(counting(100));
    const int descriptor = ::open(file.path().c_str(), O_RDONLY);
    ::lseek(descriptor, 40, SEEK_SET);
    const Content content = content_of(Input::of_descriptor(Descriptor(descriptor), "redirected"));
    EXPECT_EQ(content.bytes, counting(60, 40));
    EXPECT_TRUE(content.stable);
}

TEST(Input, AnEmptyFileHasNoBytes)
{
    expect_whole(content_of(Buffer{}), {});
}

std::string refusal(const std::string& path, ExitCode code)
{
    try {
        Input::open(path);
        return "accepted";
    } catch (const OperatorError& error) {
        EXPECT_EQ(error.code(), code);
        return error.what();
    }
}

TEST(Input, OtherCompressionsAreRefusedByName)
{
    const auto refused = [](const Buffer& magic) {
        const TemporaryFile file(magic);
        const std::string text = refusal(file.path(), ExitCode::bad_input);
        return text.substr(std::min(text.size(), file.path().size()));
    };
    EXPECT_EQ(refused({0xfd, '7', 'z', 'X', 'Z', 0}),
              ": compressed with xz, which gapwire does not read: use `xz -dc FILE |` and -");
    EXPECT_EQ(refused({0x04, 0x22, 0x4d, 0x18, 0}),
              ": compressed with lz4, which gapwire does not read: use `lz4 -dc FILE |` and -");
    EXPECT_EQ(refused({'B', 'Z', 'h', '9', '1'}),
              ": compressed with bzip2, which gapwire does not read: use `bzip2 -dc FILE |` and -");
    EXPECT_EQ(
        refused({0x1f, 0x9d, 0x90}),
        ": compressed with compress, which gapwire does not read: use `gzip -dc FILE |` and -");
}

TEST(Input, AFileThatCannotBeReadIsAnIoError)
{
    EXPECT_EQ(refusal("/nowhere/at.pcap", ExitCode::io),
              "/nowhere/at.pcap: No such file or directory");
    EXPECT_EQ(refusal("/tmp", ExitCode::io), "/tmp: Is a directory");
}

}  // namespace
}  // namespace gapwire::test
