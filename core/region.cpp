// Maps and unmaps large memory.
#include "core/region.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstring>

#include "core/error.hpp"

namespace gapwire {
namespace {

constexpr std::size_t huge_page = std::size_t{2} << 20;
constexpr std::size_t small_page = 4096;

void touch(std::byte* data, std::size_t size) noexcept
{
    for (std::size_t at = 0; at < size; at += small_page)
        *reinterpret_cast<volatile std::byte*>(data + at) = std::byte{0};
}

}  // namespace

Region::Region(std::size_t bytes, bool prefault) : size_(bytes)
{
    mapping_size_ = bytes + huge_page;
    mapping_ = ::mmap(nullptr, mapping_size_, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping_ == MAP_FAILED) {
        mapping_ = nullptr;
        throw OperatorError(ExitCode::runtime, fmt::format("cannot map {} MiB of memory: {}",
                                                           bytes >> 20, std::strerror(errno)));
    }
    const auto start = reinterpret_cast<std::uintptr_t>(mapping_);
    const auto aligned = (start + huge_page - 1) & ~(huge_page - 1);
    data_ = static_cast<std::byte*>(mapping_) + (aligned - start);
    ::madvise(data_, size_, MADV_HUGEPAGE);  // a wish: without huge pages all is slower, not wrong
    if (prefault) touch(data_, size_);
}

Region::~Region()
{
    if (mapping_ != nullptr) ::munmap(mapping_, mapping_size_);
}

Region& Region::operator=(Region&& other) noexcept
{
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    std::swap(mapping_, other.mapping_);
    std::swap(mapping_size_, other.mapping_size_);
    return *this;
}

std::uint64_t peak_resident_bytes() noexcept
{
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

}  // namespace gapwire
