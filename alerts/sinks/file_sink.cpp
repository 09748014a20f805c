// Alerts in a file of JSON Lines, which rotates by size.
#include "alerts/sinks/file_sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "alerts/marked.hpp"

namespace gapwire::alerts {
namespace {

constexpr off_t tail_max = 64 << 10;  // more than any line
constexpr mode_t file_mode = 0640;
/// How each of our lines begins.
constexpr std::string_view line_begin = R"({"id":)";

}  // namespace

FileSink::FileSink(SinkSettings settings)
    : settings_(std::move(settings)), path_(settings_.file.path.string())
{}

FileSink::~FileSink()
{
    close();
}

SinkStatus FileSink::deliver_marked(const Alert& alert, const Marks& marks)
{
    if (waiting_.size() > file_buffer_max && flush() != SinkStatus::ok) return SinkStatus::failed;
    waiting_ += marked_json(alert, marks) + '\n';
    failure_.clear();
    return SinkStatus::ok;
}

SinkStatus FileSink::flush()
{
    if (waiting_.empty()) return SinkStatus::ok;
    failure_.clear();
    if (descriptor_ >= 0 && !is_still_there()) close();
    if (descriptor_ < 0 && !open()) return SinkStatus::failed;
    const std::uint64_t most = settings_.file.rotate_bytes;
    if (most != 0 && size_ > 0 && size_ + waiting_.size() > most && !rotate())
        return SinkStatus::failed;
    return write() ? SinkStatus::ok : SinkStatus::failed;
}

bool FileSink::open()
{
    descriptor_ = ::open(path_.c_str(), O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, file_mode);
    if (descriptor_ < 0) return fail("open");
    return mend();
}

/// What stands behind the last line end is no whole line.
bool FileSink::mend()
{
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) return fail("stat");
    const off_t from = std::max<off_t>(status.st_size - tail_max, 0);
    std::string tail(static_cast<std::size_t>(status.st_size - from), '\0');
    const ssize_t size = ::pread(descriptor_, tail.data(), tail.size(), from);
    if (size != static_cast<ssize_t>(tail.size())) return fail("read");
    const std::size_t torn = tail.rfind('\n') + 1;  // 0 where there is no line end
    const std::string_view rest = std::string_view(tail).substr(torn);
    size_ = static_cast<std::uint64_t>(status.st_size);
    if (rest.empty()) return true;
    if (line_begin.starts_with(rest.substr(0, line_begin.size()))) {
        size_ -= rest.size();
        return ::ftruncate(descriptor_, static_cast<off_t>(size_)) == 0 || fail("truncate");
    }
    if (::write(descriptor_, "\n", 1) != 1) return fail("write");  // not ours
    ++size_;
    return true;
}

bool FileSink::is_still_there() const
{
    struct stat ours {};
    struct stat named {};
    return ::fstat(descriptor_, &ours) == 0 && ::stat(path_.c_str(), &named) == 0 &&
           ours.st_ino == named.st_ino && ours.st_dev == named.st_dev;
}

bool FileSink::rotate()
{
    const auto numbered = [&](int number) { return fmt::format("{}.{}", path_, number); };
    for (int number = settings_.file.keep - 1; number >= 1; --number)
        if (std::rename(numbered(number).c_str(), numbered(number + 1).c_str()) != 0 &&
            errno != ENOENT)
            return fail("rotate");
    if (std::rename(path_.c_str(), numbered(1).c_str()) != 0) return fail("rotate");
    close();
    return open();
}

bool FileSink::write()
{
    for (std::size_t written = 0; written < waiting_.size();) {
        const ssize_t size =
            ::write(descriptor_, waiting_.data() + written, waiting_.size() - written);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) {
            fail("write");
            // What is left half written is cut off when the file is opened again.
            waiting_.erase(0, waiting_.substr(0, written).rfind('\n') + 1);
            close();
            return false;
        }
        written += static_cast<std::size_t>(size);
    }
    if (settings_.file.is_synced && ::fdatasync(descriptor_) != 0) return fail("sync");
    size_ += waiting_.size();
    waiting_.clear();
    return true;
}

bool FileSink::fail(const char* what)
{
    failure_ = fmt::format("{}: {}: {}", path_, what, std::strerror(errno));
    return false;
}

void FileSink::close() noexcept
{
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
}

}  // namespace gapwire::alerts
