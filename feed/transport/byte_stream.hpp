// A file descriptor read once from front to back, decompressed on the way in bounded memory.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/types.hpp"

struct z_stream_s;   // zlib.h
struct ZSTD_DCtx_s;  // zstd.h

namespace gapwire::transport {

/// Owns a file descriptor.
class Descriptor {
 public:
    Descriptor() noexcept = default;
    explicit Descriptor(int number) noexcept : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    ~Descriptor();

    int number() const noexcept { return number_; }

 private:
    int number_ = -1;
};

/// Why the bytes of a file stop before their proper end; no reason: they do not.
struct InputFailure {
    bool truncated = false;  // the rest is missing; otherwise it is there and wrong
    std::string reason;

    explicit operator bool() const noexcept { return !reason.empty(); }
};

/// The bytes of a descriptor as they are, a piece at a time.
class RawStream {
 public:
    explicit RawStream(Descriptor descriptor);

    Bytes window() const noexcept { return Bytes(buffer_).subspan(begin_, end_ - begin_); }
    void consume(std::size_t size) noexcept { begin_ += size; }
    /// Reads until `size` bytes are in the window; false when the descriptor ends before that.
    /// REQUIRES: size <= 64.
    bool fill(std::size_t size);
    /// Reads once into `out`, past the window. REQUIRES: window() is empty. 0 at the end.
    std::size_t read(std::span<std::uint8_t> out);
    /// Of the last read: 0, or errno.
    int error() const noexcept { return error_; }
    int descriptor() const noexcept { return descriptor_.number(); }

 private:
    Descriptor descriptor_;
    std::vector<std::uint8_t> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    int error_ = 0;
};

enum class Compression : std::uint8_t { none, gzip, zstd };

/// A stream of bytes out of a descriptor, decompressed.
///
/// gzip   any number of members, zeros after the last; a wrong checksum is reported after the bytes
///        it covers were delivered.
/// zstd   any number of frames, skippable ones among them, windows up to 2 GiB (--long=31).
/// Memory 64 KiB and what zlib or zstd needs for its window.
/// Errors never throws on data: the stream ends, and failure() says why.
class ByteStream {
 public:
    ByteStream(RawStream raw, Compression compression);

    /// Writes to the front of `out`; how many bytes, 0 only at the end. REQUIRES: out not empty.
    std::size_t read(std::span<std::uint8_t> out);
    const InputFailure& failure() const noexcept { return failure_; }

 private:
    struct EndInflate {
        void operator()(z_stream_s* stream) const noexcept;
    };
    struct FreeContext {
        void operator()(ZSTD_DCtx_s* context) const noexcept;
    };
    struct Step {
        std::size_t consumed;
        std::size_t produced;
    };

    std::size_t read_plain(std::span<std::uint8_t> out);
    std::size_t read_compressed(std::span<std::uint8_t> out);
    bool begin_gzip_member();
    Step gzip_step(std::span<std::uint8_t> out);
    Step zstd_step(std::span<std::uint8_t> out);
    void end() noexcept { ended_ = true; }
    void fail(bool truncated, std::string_view reason);

    RawStream raw_;
    Compression compression_;
    std::unique_ptr<z_stream_s, EndInflate> gzip_;
    std::unique_ptr<ZSTD_DCtx_s, FreeContext> zstd_;
    bool inside_ = false;  // a gzip member or zstd frame has begun and not ended
    bool first_ = true;    // no gzip member was read yet
    bool ended_ = false;
    InputFailure failure_;
};

}  // namespace gapwire::transport
