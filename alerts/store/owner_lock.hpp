// A lock that says which process owns a store, and is gone when that process is.
#pragma once

#include <filesystem>

#include "alerts/store/store_status.hpp"

namespace gapwire::alerts {

/// The file `path-owner`, locked. It stays when the lock is given back: only the lock means
/// something, and that a store was here. Threads: one.
class OwnerLock {
 public:
    OwnerLock() = default;
    ~OwnerLock();
    OwnerLock(const OwnerLock&) = delete;
    OwnerLock& operator=(const OwnerLock&) = delete;

    /// Nothing when it is held already; `owned` when another process or object holds it.
    StoreStatus take(const std::filesystem::path& store);

    static std::filesystem::path file_of(const std::filesystem::path& store);

 private:
    int descriptor_ = -1;
};

/// `errno` as a fault of a file.
StoreStatus system_fault(const std::filesystem::path& file, int error);

}  // namespace gapwire::alerts
