// Reads the live books of a running gapwire from shared memory: tops and depths, without locks.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "core/seqlock.hpp"
#include "core/shared_layout.hpp"

namespace gapwire::shared {

enum class Status {
    ok,
    not_kept,            // asked for; it comes with one of the writer's next turns
    no_such_instrument,  // not yet, at least
    busy,                // the writer was met storing every time: try again
    not_permitted,       // the file may not be written, and depths cannot be asked for
    writer_silent,       // it lives and has said nothing for a second; the value is its last
    writer_gone,         // it has ended or died; a value, if there is one, is its last
    writer_restarted,    // another one writes elsewhere: open() again
    no_such_name,        // open(): nothing of that name
    unreadable,          // open(): another layout, or no books of gapwire
    refused,             // open(): by the system; see errno
};

constexpr const char* to_text(Status status) noexcept
{
    switch (status) {
        case Status::ok: return "ok";
        case Status::not_kept: return "not kept yet";
        case Status::no_such_instrument: return "no such instrument";
        case Status::busy: return "busy";
        case Status::not_permitted: return "not permitted";
        case Status::writer_silent: return "writer silent";
        case Status::writer_gone: return "writer gone";
        case Status::writer_restarted: return "writer restarted";
        case Status::no_such_name: return "no such name";
        case Status::unreadable: return "unreadable";
        case Status::refused: return "refused by the system";
    }
    return "?";
}

/// The books that `gapwire serve` publishes under a name; see docs/shared-memory.md.
///
/// A value is whole: as the writer stored it at one time, never parts of two. One that comes with a
/// status other than `ok` or `writer_silent` must not be traded on.
///
/// Memory   two mappings of the file. Nothing is allocated.
/// Errors   a Status; nothing throws, nothing waits, and no reader can delay the writer.
/// Threads  open(), close() and moves: one, alone. All else: any number at once.
class Reader {
 public:
    static constexpr std::uint32_t no_instrument = UINT32_MAX;

    Reader() = default;
    ~Reader() { close(); }
    Reader(Reader&& other) noexcept { *this = std::move(other); }
    Reader& operator=(Reader&& other) noexcept
    {
        std::swap(file_, other.file_);
        std::swap(base_, other.base_);
        std::swap(size_, other.size_);
        std::swap(requests_, other.requests_);
        std::swap(at_, other.at_);
        std::swap(epoch_, other.epoch_);
        return *this;
    }

    /// Opens the books of a name, as the configuration of the writer has it, instead of what was
    /// open. `ok`, `no_such_name`, `unreadable` or `refused`; only after `ok` may the rest be used.
    Status open(std::string_view name) noexcept
    {
        close();
        constexpr std::string_view front = "/dev/shm/gapwire-";
        char path[front.size() + 65] = {};
        if (name.empty() || name.size() > 64) return Status::no_such_name;
        std::memcpy(path, front.data(), front.size());
        std::memcpy(path + front.size(), name.data(), name.size());
        bool may_ask = true;
        file_ = ::open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW);
        if (file_ < 0 && (errno == EACCES || errno == EROFS)) {
            may_ask = false;
            file_ = ::open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
        }
        if (file_ < 0) return errno == ENOENT ? Status::no_such_name : Status::refused;
        const Status status = map(may_ask);
        if (status != Status::ok) close();
        return status;
    }

    void close() noexcept
    {
        if (base_ != nullptr) ::munmap(base_, size_);
        if (requests_ != nullptr) ::munmap(requests_, at_.entries - at_.requests);
        if (file_ >= 0) ::close(file_);
        base_ = requests_ = nullptr;
        file_ = -1;
    }

    /// How many instruments are known by now: ids are the numbers below.
    std::uint32_t instruments() const noexcept
    {
        return header().instruments.load(std::memory_order_acquire);  // pairs with the entry's
    }

    /// `ok`, `no_such_instrument` or `busy`.
    Status entry(std::uint32_t id, Entry& to) const noexcept
    {
        if (id >= instruments()) return Status::no_such_instrument;
        if (!place<Seqlock<Entry>>(at_.entries, id, 64).load(to)) return Status::busy;
        return to.instrument == id ? Status::ok : Status::no_such_instrument;
    }

    /// The id of a symbol, in the market of that MIC or in any; `no_instrument` where there is none
    /// by now. It looks through all entries: do it once, ids stay while the writer lives.
    std::uint32_t find(std::string_view symbol, std::string_view venue = {}) const noexcept
    {
        Entry entry_of_id;
        const std::uint32_t count = instruments();
        for (std::uint32_t id = 0; id < count; ++id)
            if (entry(id, entry_of_id) == Status::ok && text(entry_of_id.symbol) == symbol &&
                (venue.empty() || text(entry_of_id.venue) == venue))
                return id;
        return no_instrument;
    }

    /// Best bid and offer. `ok`, `no_such_instrument`, `busy`, or what is wrong with the writer.
    Status top(std::uint32_t id, Top& to) const noexcept { return read<Top>(at_.tops, 64, id, to); }

    /// The best ten levels. Asks for them, for ten seconds from now on: who goes on reading has
    /// them kept up to date, who stops, or dies, is forgotten. `not_kept` until the writer has seen
    /// it; otherwise as top(), or `not_permitted`. One that was not kept comes without levels,
    /// whatever the status.
    Status depth(std::uint32_t id, Depth& to) const noexcept
    {
        if (id >= instruments()) return Status::no_such_instrument;
        if (requests_ != nullptr) {
            const std::int64_t beat = header().heartbeat.load(std::memory_order_relaxed);
            want(*reinterpret_cast<Requests*>(requests_), wanted(id),
                 static_cast<std::uint32_t>(beat / 1'000'000'000));
        }
        // Before the value: who sees the mark sees the depth that was stored before it, or a later.
        const auto& mark = *reinterpret_cast<std::atomic<std::uint8_t>*>(base_ + at_.kept + id);
        const bool is_kept = mark.load(std::memory_order_acquire) != 0;
        const Status status = read<Depth>(at_.depths, depth_bytes, id, to);
        if (!is_kept) to = Depth{};
        if (is_kept || (status != Status::ok && status != Status::writer_silent)) return status;
        return requests_ != nullptr ? Status::not_kept : Status::not_permitted;
    }

    /// How the writer is: `ok`, `writer_silent`, `writer_gone` or `writer_restarted`.
    Status writer() const noexcept
    {
        if (header().epoch.load(std::memory_order_relaxed) != epoch_)
            return Status::writer_restarted;
        timespec now{};
        ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);  // no call into the kernel
        const std::int64_t beat = header().heartbeat.load(std::memory_order_relaxed);
        const std::int64_t age = now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec - beat;
        if (age <= heartbeat_age_max_ns &&
            header().state.load(std::memory_order_relaxed) == WriterState::running)
            return Status::ok;
        return ask_after_writer();
    }

    // Who it is. `writer_process` counts in the writer's process namespace.
    std::uint64_t epoch() const noexcept { return epoch_; }
    std::uint32_t writer_process() const noexcept { return header().writer_process; }
    std::int64_t writer_started() const noexcept { return header().started; }  // ns, Unix epoch

    /// Text of an entry without its padding.
    template <std::size_t N>
    static std::string_view text(const char (&field)[N]) noexcept
    {
        return {field, ::strnlen(field, N)};
    }

 private:
    Status map(bool may_ask) noexcept
    {
        struct stat status = {};
        if (::fstat(file_, &status) != 0) return Status::refused;
        if (status.st_size < static_cast<off_t>(page)) return Status::unreadable;
        size_ = static_cast<std::size_t>(status.st_size);
        base_ = map_part(size_, PROT_READ, 0);
        if (base_ == nullptr) return Status::refused;
        const Header& front = header();
        const bool is_ours = front.magic.load(std::memory_order_acquire) == shared::magic &&
                             front.version == layout_version && front.byte_order == byte_order;
        if (!is_ours) return Status::unreadable;
        at_ = layout_for(front.instruments_max);
        if (front.bytes != at_.end || size_ < at_.end) return Status::unreadable;
        epoch_ = front.epoch.load(std::memory_order_relaxed);
        if (epoch_ == no_epoch) return Status::no_such_name;  // the next writer is about to have it
        if (!may_ask) return Status::ok;
        requests_ = map_part(at_.entries - at_.requests, PROT_READ | PROT_WRITE, at_.requests);
        return requests_ == nullptr ? Status::refused : Status::ok;
    }

    unsigned char* map_part(std::size_t size, int access, std::size_t offset) const noexcept
    {
        void* const memory =
            ::mmap(nullptr, size, access, MAP_SHARED, file_, static_cast<off_t>(offset));
        return memory == MAP_FAILED ? nullptr : static_cast<unsigned char*>(memory);
    }

    const Header& header() const noexcept { return *reinterpret_cast<const Header*>(base_); }
    std::atomic<std::uint32_t>& wanted(std::uint32_t id) const noexcept
    {
        auto* const first = requests_ + (at_.wanted - at_.requests);
        return reinterpret_cast<std::atomic<std::uint32_t>*>(first)[id];
    }
    template <class T>
    const T& place(std::size_t first, std::uint32_t id, std::size_t stride) const noexcept
    {
        return *reinterpret_cast<const T*>(base_ + first + id * stride);
    }

    template <class T>
    Status read(std::size_t first, std::size_t stride, std::uint32_t id, T& to) const noexcept
    {
        if (id >= instruments()) return Status::no_such_instrument;
        const bool is_whole = place<Seqlock<T>>(first, id, stride).load(to);
        // Behind the value: it was current when the writer was last known to be there.
        const Status status = is_whole ? writer() : ask_after_writer();
        return is_whole || status != Status::writer_silent ? status : Status::busy;
    }

    /// Whether the writer lives: while it does, it holds a lock on the file, which nobody takes.
    Status ask_after_writer() const noexcept
    {
        if (header().epoch.load(std::memory_order_relaxed) != epoch_)
            return Status::writer_restarted;
        struct flock whole = {};
        whole.l_type = F_RDLCK;
        whole.l_whence = SEEK_SET;
        const bool is_asked = ::fcntl(file_, F_OFD_GETLK, &whole) == 0;
        const bool lives = is_asked && whole.l_type != F_UNLCK &&
                           header().state.load(std::memory_order_relaxed) == WriterState::running;
        if (lives) return Status::writer_silent;
        // One that has died since may have been followed by another.
        return header().epoch.load(std::memory_order_relaxed) != epoch_ ? Status::writer_restarted
                                                                        : Status::writer_gone;
    }

    int file_ = -1;
    unsigned char* base_ = nullptr;      // read-only
    unsigned char* requests_ = nullptr;  // the part that readers write; null: may not
    std::size_t size_ = 0;
    Layout at_{};
    std::uint64_t epoch_ = 0;
};

}  // namespace gapwire::shared
