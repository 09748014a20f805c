// A lock that says which process owns a store.
#include "alerts/store/owner_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace gapwire::alerts {

StoreStatus system_fault(const std::filesystem::path& file, int error)
{
    StoreFault fault = StoreFault::io;
    if (error == ENOSPC || error == EDQUOT) fault = StoreFault::full;
    if (error == EROFS || error == EACCES || error == EPERM) fault = StoreFault::read_only;
    return {fault, fmt::format("{}: {}", file.string(), std::strerror(error))};
}

OwnerLock::~OwnerLock()
{
    if (descriptor_ >= 0) ::close(descriptor_);
}

std::filesystem::path OwnerLock::file_of(const std::filesystem::path& store)
{
    std::filesystem::path file = store;
    return file += "-owner";
}

StoreStatus OwnerLock::take(const std::filesystem::path& store)
{
    if (descriptor_ >= 0) return {};
    const std::filesystem::path file = file_of(store);
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0) return system_fault(file, errno);
    if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) {
        descriptor_ = descriptor;
        return {};
    }
    const int error = errno;
    ::close(descriptor);
    if (error != EWOULDBLOCK) return system_fault(file, error);
    return {StoreFault::owned,
            fmt::format("{}: another process is storing alerts in it", store.string())};
}

}  // namespace gapwire::alerts
