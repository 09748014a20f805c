// Large memory taken at start: huge pages where the system has them, zeroed, touched when needed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

namespace gapwire {

/// An anonymous mapping, 2 MiB aligned. Only pages that are touched cost memory, unless `prefault`.
class Region {
 public:
    Region() noexcept = default;
    /// Throws OperatorError(runtime) when the system refuses the address space.
    explicit Region(std::size_t bytes, bool prefault = false);
    ~Region();
    Region(Region&& other) noexcept { *this = std::move(other); }
    Region& operator=(Region&& other) noexcept;

    std::byte* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

 private:
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
    void* mapping_ = nullptr;
    std::size_t mapping_size_ = 0;
};

/// An array of zero-initialised plain data on a Region.
template <class T>
class LargeArray {
    static_assert(std::is_trivially_destructible_v<T>);

 public:
    LargeArray() noexcept = default;
    explicit LargeArray(std::size_t count, bool prefault = false)
        : region_(count * sizeof(T), prefault),
          data_(reinterpret_cast<T*>(region_.data())),
          size_(count)
    {}
    LargeArray(LargeArray&&) noexcept = default;
    LargeArray& operator=(LargeArray&&) noexcept = default;

    T& operator[](std::size_t index) noexcept { return data_[index]; }
    const T& operator[](std::size_t index) const noexcept { return data_[index]; }
    T* data() noexcept { return data_; }
    const T* data() const noexcept { return data_; }
    std::size_t size() const noexcept { return size_; }

 private:
    Region region_;
    T* data_ = nullptr;
    std::size_t size_ = 0;
};

/// Resident memory of this process at its peak, in bytes.
std::uint64_t peak_resident_bytes() noexcept;

}  // namespace gapwire
