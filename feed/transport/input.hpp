// The bytes of one file, of whatever kind: mapped when plain, streamed when compressed or piped.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/types.hpp"
#include "feed/transport/byte_stream.hpp"

namespace gapwire::transport {

/// A read-only mapping of a whole file.
class Mapping {
 public:
    Mapping() noexcept = default;
    /// Maps nothing where the system refuses: bytes() is empty then.
    Mapping(int descriptor, std::size_t size) noexcept;
    Mapping(Mapping&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    Mapping& operator=(Mapping&& other) noexcept
    {
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~Mapping();

    Bytes bytes() const noexcept { return bytes_; }

 private:
    Bytes bytes_;
};

/// How to come at the bytes of a regular plain file. `mapped`: views that stay. `streamed`: through
/// one small buffer, which is faster where a page costs more to map than to copy (virtual
/// machines).
enum class Access : std::uint8_t { mapped, streamed };

/// A window over the bytes of a file that moves from front to back.
///
/// Input    a path or "-" (standard input), plain, gzip or zstd; the kind is found by its first
///          bytes. A regular plain file is mapped if wanted, anything else streamed.
/// Lifetime views of a stable input live as long as the object (a file that someone shortens while
///          it is mapped ends the program, as with any mapping); other views until the next
///          ahead().
/// Memory   a stream needs 256 KiB, or twice the largest ahead(), and its decompressor.
/// Errors   OperatorError(io) for a file that cannot be opened or read, OperatorError(bad_input)
/// for
///          xz, lz4, bzip2 and compress. Damage further on ends the bytes: see failure().
/// Threads  one.
class Input {
 public:
    static Input open(const std::string& path, Access access = Access::mapped);
    /// Takes the descriptor over; `name` is for messages.
    static Input of_descriptor(Descriptor descriptor, std::string name,
                               Access access = Access::mapped);
    /// Bytes in memory, which must outlive the object; never decompressed.
    static Input of_bytes(Bytes bytes, std::string name);

    /// All bytes from here on that are in memory: at least `size`, fewer only at the end.
    Bytes ahead(std::size_t size)
    {
        if (size > static_cast<std::size_t>(end_ - at_)) [[unlikely]]
            refill(size);
        return {at_, end_};
    }
    Bytes window() const noexcept { return {at_, end_}; }
    /// REQUIRES: size <= window().size().
    void skip(std::size_t size) noexcept { at_ += size; }

    /// Bytes passed so far, counted after decompression.
    std::uint64_t offset() const noexcept
    {
        return passed_ + static_cast<std::uint64_t>(at_ - begin_);
    }
    /// Whether views live as long as the input.
    bool is_stable() const noexcept { return stream_ == nullptr; }
    const InputFailure& failure() const noexcept { return failure_; }
    const std::string& name() const noexcept { return name_; }

 private:
    explicit Input(std::string name) : name_(std::move(name)) {}
    void refill(std::size_t size);
    void show(Bytes bytes) noexcept;

    std::string name_;
    Mapping mapping_;
    std::unique_ptr<ByteStream> stream_;
    std::vector<std::uint8_t> buffer_;
    InputFailure failure_;
    const std::uint8_t* begin_ = nullptr;
    const std::uint8_t* at_ = nullptr;
    const std::uint8_t* end_ = nullptr;
    std::uint64_t passed_ = 0;  // bytes before begin_
};

}  // namespace gapwire::transport
