// A stream of bytes to FIX messages: what is not whole yet waits for the rest.
#pragma once

#include <concepts>
#include <vector>

#include "feed/fix/decoder.hpp"

namespace gapwire::fix {

/// Receives what a stream holds; every call is noexcept.
template <class T>
concept FrameHandler = requires(T handler, const Message& message, ScanFault fault)
{
    handler.on_message(message);  // valid until the call returns
    handler.on_garbled(fault);    // bytes that are no message were skipped
};

/// Input    bytes of one direction of a connection, in order, in pieces of any size.
/// Memory   one message of at most bytes_max; grows to what messages need.
/// Errors   what is no message is told and skipped, up to the next that could be one.
/// Threads  one.
class Framer {
 public:
    Framer() noexcept = default;
    explicit Framer(std::size_t bytes_max) noexcept : bytes_max_(bytes_max) {}

    template <FrameHandler Handler>
    void on_bytes(Bytes bytes, Handler&& handler) noexcept
    {
        if (rest_.empty()) {
            const Bytes left = take(bytes, handler);
            rest_.assign(left.begin(), left.end());
            return;
        }
        rest_.insert(rest_.end(), bytes.begin(), bytes.end());
        const Bytes left = take(rest_, handler);
        rest_.erase(rest_.begin(), rest_.end() - static_cast<std::ptrdiff_t>(left.size()));
    }
    /// The connection is another one, or bytes are missing: what waits will never be whole.
    void forget() noexcept { rest_.clear(); }
    std::size_t waiting() const noexcept { return rest_.size(); }

 private:
    template <class Handler>
    Bytes take(Bytes bytes, Handler& handler) noexcept
    {
        while (!bytes.empty()) {
            const Scanned scanned = scan(bytes, bytes_max_);
            if (scanned.status == ScanStatus::incomplete) break;
            if (scanned.status == ScanStatus::message)
                handler.on_message(Message::of(bytes, scanned));
            else
                handler.on_garbled(scanned.fault);
            bytes = bytes.subspan(scanned.size);
        }
        return bytes;
    }

    std::size_t bytes_max_ = message_bytes_max;
    std::vector<std::uint8_t> rest_;
};

}  // namespace gapwire::fix
