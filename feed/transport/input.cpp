// Opens files, tells compressions apart, maps or streams.
#include "feed/transport/input.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace gapwire::transport {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t stream_buffer_size = std::size_t{256} << 10;
constexpr std::size_t magic_size = 6;  // xz has the longest

struct Refused {
    std::string_view magic;
    std::string_view name;
    std::string_view tool;
};
constexpr std::array refused_kinds{
    Refused{"\xfd\x37\x7a\x58\x5a\x00"sv, "xz", "xz -dc"},
    Refused{"\x04\x22\x4d\x18"sv, "lz4", "lz4 -dc"},
    Refused{"BZh"sv, "bzip2", "bzip2 -dc"},
    Refused{"\x1f\x9d"sv, "compress", "gzip -dc"},
};

bool starts_with(Bytes bytes, std::string_view magic) noexcept
{
    return bytes.size() >= magic.size() &&
           std::memcmp(bytes.data(), magic.data(), magic.size()) == 0;
}

bool is_zstd(Bytes bytes) noexcept
{
    const bool skippable_frame = bytes.size() >= 4 && (bytes[0] & 0xf0) == 0x50 &&
                                 starts_with(bytes.subspan(1), "\x2a\x4d\x18"sv);
    return skippable_frame || starts_with(bytes, "\x28\xb5\x2f\xfd"sv);
}

Compression compression_of(Bytes bytes, const std::string& name)
{
    if (starts_with(bytes, "\x1f\x8b"sv)) return Compression::gzip;
    if (is_zstd(bytes)) return Compression::zstd;
    for (const Refused& kind : refused_kinds) {
        if (!starts_with(bytes, kind.magic)) continue;
        throw OperatorError(
            ExitCode::bad_input,
            fmt::format(
                "{}: compressed with {}, which gapwire does not read: use `{} FILE |` and -", name,
                kind.name, kind.tool));
    }
    return Compression::none;
}

[[noreturn]] void throw_io(const std::string& name, int error)
{
    throw OperatorError(ExitCode::io, fmt::format("{}: {}", name, std::strerror(error)));
}

}  // namespace

Mapping::Mapping(int descriptor, std::size_t size) noexcept
{
    if (size == 0) return;
    void* const data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (data == MAP_FAILED) return;
    ::madvise(data, size, MADV_SEQUENTIAL);  // a wish
    bytes_ = {static_cast<const std::uint8_t*>(data), size};
}

Mapping::~Mapping()
{
    if (!bytes_.empty()) ::munmap(const_cast<std::uint8_t*>(bytes_.data()), bytes_.size());
}

Input Input::open(const std::string& path, Access access)
{
    if (path == "-") return of_descriptor(Descriptor(STDIN_FILENO), "standard input", access);
    Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (descriptor.number() < 0) throw_io(path, errno);
    return of_descriptor(std::move(descriptor), path, access);
}

Input Input::of_descriptor(Descriptor descriptor, std::string name, Access access)
{
    Input input(std::move(name));
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0) throw_io(input.name_, errno);
    const off_t start = ::lseek(descriptor.number(), 0, SEEK_CUR);  // a shell may have read before

    RawStream raw(std::move(descriptor));
    if (!raw.fill(magic_size) && raw.error() != 0) throw_io(input.name_, raw.error());
    const Compression compression = compression_of(raw.window(), input.name_);
    if (access == Access::mapped && compression == Compression::none && S_ISREG(status.st_mode) &&
        start >= 0 && status.st_size > start) {
        input.mapping_ = Mapping(raw.descriptor(), static_cast<std::size_t>(status.st_size));
    }
    if (!input.mapping_.bytes().empty()) {
        input.show(input.mapping_.bytes().subspan(static_cast<std::size_t>(start)));
        return input;
    }
    input.stream_ = std::make_unique<ByteStream>(std::move(raw), compression);
    input.buffer_.resize(stream_buffer_size);
    input.show({input.buffer_.data(), 0});
    return input;
}

Input Input::of_bytes(Bytes bytes, std::string name)
{
    Input input(std::move(name));
    input.show(bytes);
    return input;
}

void Input::show(Bytes bytes) noexcept
{
    begin_ = at_ = bytes.data();
    end_ = bytes.data() + bytes.size();
}

void Input::refill(std::size_t size)
{
    if (stream_ == nullptr) return;
    passed_ = offset();
    std::size_t filled = window().size();
    if (size > buffer_.size()) {
        std::vector<std::uint8_t> larger(2 * size);
        std::memcpy(larger.data(), at_, filled);
        buffer_ = std::move(larger);
    } else {
        std::memmove(buffer_.data(), at_, filled);
    }
    while (filled < size) {
        const std::size_t count = stream_->read(std::span(buffer_).subspan(filled));
        if (count == 0) break;
        filled += count;
    }
    if (stream_->failure()) failure_ = stream_->failure();
    show(Bytes(buffer_).first(filled));
}

}  // namespace gapwire::transport
