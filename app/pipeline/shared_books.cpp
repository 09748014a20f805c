// Books in shared memory: who may write them, how they appear and disappear, what is asked for.
#include "app/pipeline/shared_books.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/clock.hpp"
#include "core/error.hpp"

namespace gapwire::pipeline {
namespace {

constexpr const char* folder = "/dev/shm";
constexpr mode_t may_be_read_by_group = 0660;  // less the umask

[[noreturn]] void refuse(const std::string& path, std::string_view why)
{
    throw OperatorError(ExitCode::runtime, fmt::format("shared memory {}: {}", path, why));
}

[[noreturn]] void refuse_by_system(const std::string& path, std::string_view what)
{
    refuse(path, fmt::format("{}: {}", what, std::strerror(errno)));
}

/// Closes a file when it goes out of scope, which gives up a lock on it.
class File {
 public:
    explicit File(int file) noexcept : file_(file) {}
    ~File()
    {
        if (file_ >= 0) ::close(file_);
    }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    int get() const noexcept { return file_; }
    int release() noexcept { return std::exchange(file_, -1); }

 private:
    int file_;
};

/// A lock of the open file, which ends with the process however that ends.
bool lock(int file) noexcept
{
    struct flock whole = {};
    whole.l_type = F_WRLCK;
    whole.l_whence = SEEK_SET;
    return ::fcntl(file, F_OFD_SETLK, &whole) == 0;
}

/// Whether `path` is still the file that was opened.
bool is_same(const std::string& path, int file) noexcept
{
    struct stat by_path = {}, opened = {};
    return ::stat(path.c_str(), &by_path) == 0 && ::fstat(file, &opened) == 0 &&
           by_path.st_ino == opened.st_ino && by_path.st_dev == opened.st_dev;
}

std::uint64_t new_epoch() noexcept
{
    return static_cast<std::uint64_t>(wall_clock().ns);
}

/// Tells the readers of a dead writer that another one begins. Refuses what no gapwire has made.
void supersede(const std::string& path, int file)
{
    struct stat status = {};
    const bool has_header = ::fstat(file, &status) == 0 && S_ISREG(status.st_mode) &&
                            status.st_size >= static_cast<off_t>(shared::page);
    if (!has_header) refuse(path, "is no book of gapwire; remove it if nobody needs it");
    void* const memory = ::mmap(nullptr, shared::page, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (memory == MAP_FAILED) refuse_by_system(path, "cannot be mapped");
    auto& header = *static_cast<shared::Header*>(memory);
    constexpr std::uint64_t but_version = ~(std::uint64_t{0xFF} << 56);  // the last character
    const std::uint64_t found = header.magic.load(std::memory_order_relaxed);
    const bool is_ours = (found & but_version) == (shared::magic & but_version);
    if (is_ours) header.epoch.store(shared::no_epoch, std::memory_order_relaxed);
    ::munmap(memory, shared::page);
    if (!is_ours) refuse(path, "is no book of gapwire; remove it if nobody needs it");
}

/// Takes the name from a writer that is dead. Returns when nothing has it, for a moment at least.
void take_over(const std::string& path)
{
    for (;;) {
        const File old(::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW));
        if (old.get() < 0 && errno == ENOENT) return;
        if (old.get() < 0) refuse_by_system(path, "cannot be opened");
        if (!lock(old.get())) refuse(path, "another gapwire that runs writes it");
        if (!is_same(path, old.get())) continue;  // another one has just done all this
        supersede(path, old.get());
        if (::unlink(path.c_str()) != 0) refuse_by_system(path, "cannot be removed");
        return;
    }
}

/// A file without a name, locked, whose memory is all there.
int make_file(const std::string& path, std::size_t size)
{
    File file(::open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, may_be_read_by_group));
    if (file.get() < 0) refuse_by_system(path, "cannot be made");
    if (const int error = ::posix_fallocate(file.get(), 0, static_cast<off_t>(size))) {
        errno = error;
        refuse_by_system(path, fmt::format("{} KiB cannot be had", size >> 10));
    }
    if (!lock(file.get())) refuse_by_system(path, "cannot be locked");
    return file.release();
}

/// Gives a file its name. False when another one has got it meanwhile.
bool give_name(const std::string& path, int file)
{
    const std::string by_number = fmt::format("/proc/self/fd/{}", file);
    if (::linkat(AT_FDCWD, by_number.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0)
        return true;
    if (errno != EEXIST) refuse_by_system(path, "cannot be named");
    return false;
}

}  // namespace

bool is_shared_name(std::string_view name) noexcept
{
    constexpr std::size_t size_max = 64;
    return !name.empty() && name.size() <= size_max &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.';
           });
}

void SharedBooks::Unmap::operator()(std::byte* memory) const noexcept
{
    ::munmap(memory, size);
}

SharedBooks::SharedBooks(std::string_view name, std::size_t instruments_max)
    : path_(fmt::format("{}/gapwire-{}", folder, name))
{
    const std::size_t size = book::Publication::bytes_for(instruments_max);
    take_over(path_);
    File file(make_file(path_, size));
    void* const memory =
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, file.get(), 0);
    if (memory == MAP_FAILED) refuse_by_system(path_, "cannot be mapped");
    memory_ = {static_cast<std::byte*>(memory), Unmap{size}};
    publication_ =
        book::Publication::create({memory_.get(), size}, instruments_max, new_epoch(),
                                  static_cast<std::uint32_t>(::getpid()), wall_clock().ns);
    beat();
    if (!give_name(path_, file.get())) refuse(path_, "another gapwire that starts now was quicker");
    file_ = file.release();
}

SharedBooks::~SharedBooks()
{
    publication_->end();
    if (is_same(path_, file_)) ::unlink(path_.c_str());
    ::close(file_);
}

void SharedBooks::beat() noexcept
{
    publication_->beat(clock_ns(CLOCK_MONOTONIC_COARSE));  // as fine as a tick of the kernel
}

DepthRequests::DepthRequests(std::vector<const BookSource*> sources, book::Publication& publication,
                             Counters& counters)
    : sources_(std::move(sources)), publication_(publication), counters_(counters)
{}

void DepthRequests::turn() noexcept
{
    if (const std::uint32_t requests = publication_.requests(); requests != requests_) {
        requests_ = requests;
        looks_again_ = true;
    }
    if (!is_looking_ && !looks_again_) return;
    if (!is_looking_) {
        is_looking_ = true;
        looks_again_ = false;
        source_ = place_ = 0;
    }
    for (std::uint32_t looks = 0; looks < places_a_turn; ++looks) {
        while (source_ < sources_.size() && place_ >= sources_[source_]->places()) {
            ++source_;
            place_ = 0;
        }
        if (source_ == sources_.size()) {
            is_looking_ = false;
            return;
        }
        look_at(*sources_[source_], place_++);
    }
}

void DepthRequests::look_at(const BookSource& source, std::uint32_t place) noexcept
{
    const InstrumentId id = source.instrument_of(place);
    if (!publication_.holds(id) || !publication_.depth_is_due(id)) return;
    if (!source.is_settled(place)) return;  // stored at the end of the event
    publication_.store_depth(id, source.depth(place));
    counters_.add(Counter::depths_published);
}

}  // namespace gapwire::pipeline
