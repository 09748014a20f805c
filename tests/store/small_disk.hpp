// A disk of a test's own that can be full or read-only: a tmpfs in a namespace of a child process.
#pragma once

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

namespace gapwire::alerts::test {

/// Mounted where nobody else sees it. Only inside on_small_disk().
class SmallDisk {
 public:
    explicit SmallDisk(std::filesystem::path folder) : folder_(std::move(folder)) {}

    const std::filesystem::path& folder() const noexcept { return folder_; }
    /// Leaves room for nothing.
    void fill() const
    {
        std::ofstream ballast(folder_ / "ballast", std::ios::binary | std::ios::app);
        const std::string block(512, 'x');
        while (ballast.write(block.data(), static_cast<std::streamsize>(block.size())).flush()) {
        }
    }
    void empty() const { std::filesystem::remove(folder_ / "ballast"); }
    [[nodiscard]] bool set_read_only(bool read_only) const
    {
        const unsigned long flags = MS_REMOUNT | MS_BIND;
        return ::mount("none", folder_.c_str(), nullptr, read_only ? flags | MS_RDONLY : flags,
                       nullptr) == 0;
    }

 private:
    std::filesystem::path folder_;
};

/// Gives this process mounts of its own: as root, or as what looks like root to them.
inline bool leave_mounts()
{
    const uid_t user = ::getuid();
    const gid_t group = ::getgid();
    if (::unshare(CLONE_NEWNS) != 0) {
        if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
        std::ofstream("/proc/self/setgroups") << "deny";
        std::ofstream("/proc/self/uid_map") << "0 " << user << " 1";
        std::ofstream("/proc/self/gid_map") << "0 " << group << " 1";
    }
    return ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

/// Runs `body(disk)` in a child process on a tmpfs of `bytes`; its failures are this test's. Skips
/// where the system gives processes no namespaces of their own.
template <class Body>
void on_small_disk(const std::filesystem::path& folder, std::size_t bytes, Body body)
{
    constexpr int no_namespace = 77;
    std::filesystem::create_directories(folder);
    std::fflush(nullptr);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const std::string size = "size=" + std::to_string(bytes);
        if (!leave_mounts() || ::mount("none", folder.c_str(), "tmpfs", 0, size.c_str()) != 0)
            ::_exit(no_namespace);
        body(SmallDisk(folder));
        std::fflush(nullptr);
        ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFEXITED(status)) << status;
    if (WEXITSTATUS(status) == no_namespace) GTEST_SKIP() << "no namespaces of one's own here";
    EXPECT_EQ(WEXITSTATUS(status), 0);
}

}  // namespace gapwire::alerts::test
