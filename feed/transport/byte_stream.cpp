// Reads descriptors, and drives zlib and zstd over what they hold.
#include "feed/transport/byte_stream.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "core/assert.hpp"

namespace gapwire::transport {
namespace {

constexpr std::size_t raw_buffer_size = std::size_t{64} << 10;
constexpr int window_log_max = 31;
constexpr int gzip_only = 15 + 16;  // zlib's way to say: largest window, gzip header and trailer

}  // namespace

Descriptor::~Descriptor()
{
    if (number_ > STDIN_FILENO) ::close(number_);
}

RawStream::RawStream(Descriptor descriptor)
    : descriptor_(std::move(descriptor)), buffer_(raw_buffer_size)
{}

bool RawStream::fill(std::size_t size)
{
    GAPWIRE_ASSERT(size <= 64);
    if (begin_ == end_) begin_ = end_ = 0;
    if (begin_ + size > buffer_.size()) {
        std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
        end_ -= std::exchange(begin_, 0);
    }
    while (end_ - begin_ < size) {
        const std::size_t count = read(std::span(buffer_).subspan(end_));
        if (count == 0) return false;
        end_ += count;
    }
    return true;
}

std::size_t RawStream::read(std::span<std::uint8_t> out)
{
    ssize_t count = 0;
    do {
        count = ::read(descriptor_.number(), out.data(), out.size());
    } while (count < 0 && errno == EINTR);
    error_ = count < 0 ? errno : 0;
    return count < 0 ? 0 : static_cast<std::size_t>(count);
}

void ByteStream::EndInflate::operator()(z_stream* stream) const noexcept
{
    ::inflateEnd(stream);
    delete stream;
}

void ByteStream::FreeContext::operator()(ZSTD_DCtx* context) const noexcept
{
    ::ZSTD_freeDCtx(context);
}

ByteStream::ByteStream(RawStream raw, Compression compression)
    : raw_(std::move(raw)), compression_(compression)
{
    if (compression_ == Compression::gzip) {
        gzip_.reset(new z_stream{});
        GAPWIRE_ASSERT(::inflateInit2(gzip_.get(), gzip_only) == Z_OK);
    } else if (compression_ == Compression::zstd) {
        zstd_.reset(::ZSTD_createDCtx());
        GAPWIRE_ASSERT(zstd_ != nullptr);
        ::ZSTD_DCtx_setParameter(zstd_.get(), ZSTD_d_windowLogMax, window_log_max);
    }
}

std::size_t ByteStream::read(std::span<std::uint8_t> out)
{
    if (ended_) return 0;
    return compression_ == Compression::none ? read_plain(out) : read_compressed(out);
}

std::size_t ByteStream::read_plain(std::span<std::uint8_t> out)
{
    std::size_t size = std::min(out.size(), raw_.window().size());
    if (size > 0) {  // what was looked at to find the compression
        std::memcpy(out.data(), raw_.window().data(), size);
        raw_.consume(size);
        return size;
    }
    size = raw_.read(out);
    if (size > 0) return size;
    if (raw_.error() != 0) fail(true, std::strerror(raw_.error()));
    end();
    return 0;
}

std::size_t ByteStream::read_compressed(std::span<std::uint8_t> out)
{
    while (!ended_) {
        if (compression_ == Compression::gzip && !inside_ && !begin_gzip_member()) return 0;
        const bool more = raw_.fill(1);
        if (!more && !inside_) {
            end();
            return 0;
        }
        // Without further input there may still be output that did not fit the last time.
        const Step step = gzip_ ? gzip_step(out) : zstd_step(out);
        raw_.consume(step.consumed);
        if (step.produced > 0) return step.produced;
        if (!more && !ended_) {
            const int error = raw_.error();
            fail(true, error != 0 ? std::strerror(error) : "the compressed data is cut off");
        }
    }
    return 0;
}

bool ByteStream::begin_gzip_member()
{
    while (!first_ && raw_.fill(1) && raw_.window().front() == 0) raw_.consume(1);
    if (!raw_.fill(1)) {
        if (raw_.error() != 0) fail(true, std::strerror(raw_.error()));
        end();
        return false;
    }
    if (!first_ && (raw_.window()[0] != 0x1f || (raw_.fill(2) && raw_.window()[1] != 0x8b))) {
        fail(false, "bytes after the gzip data that are no gzip data");
        return false;
    }
    first_ = false;
    inside_ = true;
    ::inflateReset(gzip_.get());
    return true;
}

ByteStream::Step ByteStream::gzip_step(std::span<std::uint8_t> out)
{
    const Bytes in = raw_.window();
    const std::size_t out_size = std::min<std::size_t>(out.size(), UINT32_MAX);
    gzip_->next_in = const_cast<Bytef*>(in.data());
    gzip_->avail_in = static_cast<uInt>(in.size());
    gzip_->next_out = out.data();
    gzip_->avail_out = static_cast<uInt>(out_size);
    const int result = ::inflate(gzip_.get(), Z_NO_FLUSH);
    if (result == Z_STREAM_END)
        inside_ = false;
    else if (result != Z_OK && result != Z_BUF_ERROR)
        fail(false, fmt::format("gzip: {}", gzip_->msg != nullptr ? gzip_->msg : "bad data"));
    return {in.size() - gzip_->avail_in, out_size - gzip_->avail_out};
}

ByteStream::Step ByteStream::zstd_step(std::span<std::uint8_t> out)
{
    const Bytes in = raw_.window();
    ZSTD_inBuffer input{in.data(), in.size(), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    const std::size_t result = ::ZSTD_decompressStream(zstd_.get(), &output, &input);
    if (::ZSTD_isError(result)) fail(false, fmt::format("zstd: {}", ::ZSTD_getErrorName(result)));
    inside_ = result != 0;
    return {input.pos, output.pos};
}

void ByteStream::fail(bool truncated, std::string_view reason)
{
    failure_ = {truncated, std::string(reason)};
    end();
}

}  // namespace gapwire::transport
