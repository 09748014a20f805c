// Books in shared memory: the writer's side of what gapwire/reader.hpp reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/pipeline/book_source.hpp"
#include "book/publication.hpp"
#include "core/counters.hpp"

namespace gapwire::pipeline {

/// A name of books in shared memory: 1 to 64 letters, digits, '_', '-' and '.'.
bool is_shared_name(std::string_view name) noexcept;

/// A publication in /dev/shm/gapwire-NAME. It appears there when it is whole, and is removed at the
/// end. The lock on it is held as long as the process lives: of two writers the second is refused,
/// and what a dead one has left is taken over, whose readers are told.
///
/// Memory   all of it is taken at start, so that nothing can fail, and no page be made, later.
/// Errors   the constructor throws OperatorError(runtime): another writer has the name, something
///          else lies there, or the system refuses the memory.
/// Threads  the constructor's until the writer's begins; then all calls are the writer's.
class SharedBooks {
 public:
    SharedBooks(std::string_view name, std::size_t instruments_max);
    ~SharedBooks();
    SharedBooks(const SharedBooks&) = delete;
    SharedBooks& operator=(const SharedBooks&) = delete;

    book::Publication& publication() noexcept { return *publication_; }
    const std::string& path() const noexcept { return path_; }

    /// Says that the writer is there. More often than every shared::heartbeat_age_max_ns.
    void beat() noexcept;

 private:
    struct Unmap {
        std::size_t size;
        void operator()(std::byte* memory) const noexcept;
    };

    std::string path_;
    int file_ = -1;
    std::unique_ptr<std::byte, Unmap> memory_;
    std::optional<book::Publication> publication_;
};

/// Stores the depths that readers begin to ask for, of instruments that are quiet, too. It looks at
/// few places a turn: a reader who asks delays nobody.
/// Threads  that of the streams, between their messages.
class DepthRequests {
 public:
    static constexpr std::uint32_t places_a_turn = 256;

    /// All outlive it.
    DepthRequests(std::vector<const BookSource*> sources, book::Publication& publication,
                  Counters& counters);

    void turn() noexcept;

 private:
    void look_at(const BookSource& source, std::uint32_t place) noexcept;

    std::vector<const BookSource*> sources_;
    book::Publication& publication_;
    Counters& counters_;
    std::uint32_t requests_ = 0;  // as last seen
    std::size_t source_ = 0;      // where to go on
    std::uint32_t place_ = 0;
    bool is_looking_ = false;
    bool looks_again_ = false;  // something was asked for meanwhile
};

}  // namespace gapwire::pipeline
