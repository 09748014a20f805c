// What sockets share of a loop's Asio: its context, and memory for one handler each.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>

#include "core/assert.hpp"
#include "feed/transport/event_loop.hpp"

namespace gapwire::transport {

/// Room for the one handler that an operation has under way. Never the heap: a handler that does
/// not fit, or a second one, is our own mistake.
class HandlerSlot {
 public:
    void* take(std::size_t size) noexcept
    {
        GAPWIRE_ASSERT(!taken_ && size <= sizeof room_);
        taken_ = true;
        return room_;
    }
    void give_back() noexcept { taken_ = false; }

 private:
    alignas(std::max_align_t) std::byte room_[512];
    bool taken_ = false;
};

/// Makes Asio keep a handler in a slot.
template <class T>
struct SlotAllocator {
    using value_type = T;

    explicit SlotAllocator(HandlerSlot& wanted) noexcept : slot(&wanted) {}
    template <class U>
    SlotAllocator(const SlotAllocator<U>& other) noexcept : slot(other.slot)
    {}
    T* allocate(std::size_t count) noexcept
    {
        return static_cast<T*>(slot->take(count * sizeof(T)));
    }
    void deallocate(T*, std::size_t) noexcept { slot->give_back(); }
    friend bool operator==(const SlotAllocator&, const SlotAllocator&) = default;

    HandlerSlot* slot;
};

/// A handler that is told its owner and the error, and lives in a slot.
template <class Owner, void (Owner::*done)(const boost::system::error_code&) noexcept>
struct SlotHandler {
    using allocator_type = SlotAllocator<std::byte>;

    allocator_type get_allocator() const noexcept { return allocator_type(*slot); }
    void operator()(const boost::system::error_code& error) const noexcept
    {
        (owner->*done)(error);
    }

    Owner* owner;
    HandlerSlot* slot;
};

using Executor = boost::asio::io_context::executor_type;

/// The context of a loop. Used by the loop's thread alone, so without Asio's locks.
struct EventLoop::Io {
    boost::asio::io_context context{BOOST_ASIO_CONCURRENCY_HINT_UNSAFE};
    boost::asio::executor_work_guard<Executor> work{context.get_executor()};  // or it would stop
};

}  // namespace gapwire::transport
