// Every message of one session by number: what the exchange has said and can say again.
#pragma once

#include <string_view>

#include "core/assert.hpp"
#include "feed/moldudp64/wire.hpp"
#include "sim/bytes.hpp"

namespace gapwire::sim {

/// The messages of a session, numbered from 1: bytes one behind the other, and where each ends.
///
/// A message is *prepared* before it is *sent*; who answers requests knows only what was sent.
/// `append` does both, which is all a live exchange needs; a script that is known from the start is
/// prepared whole and sent by its times.
///
/// Lifetime views of messages are valid until the next message is stored.
/// Memory   what it holds, 8 bytes a message besides; nothing before the first.
/// Errors   beyond a limit a message is refused: false, and nothing changes.
/// Threads  one.
class MessageStore {
 public:
    struct Limits {
        std::uint64_t messages_max = 200'000'000;
        std::uint64_t bytes_max = std::uint64_t{8} << 30;
    };

    /// `session`: up to ten characters, padded on the right.
    MessageStore(std::string_view session, Limits limits)
        : session_(Ascii<10>::of(session)), limits_(limits)
    {
        GAPWIRE_ASSERT(session.size() <= sizeof session_);
    }
    explicit MessageStore(std::string_view session) : MessageStore(session, Limits{}) {}

    /// Stores a message that is sent later. At most 65,534 bytes: SoupBinTCP counts its type too.
    [[nodiscard]] bool prepare(Bytes message)
    {
        const bool is_full = prepared() == limits_.messages_max ||
                             message.size() > limits_.bytes_max - bytes_.size();
        if (is_full || message.size() > message_bytes_max || ended_) return false;
        sim::append(bytes_, message);
        ends_.push_back(bytes_.size());
        return true;
    }
    /// Sends the next `count` prepared messages. REQUIRES: as many are.
    void send(std::uint64_t count = 1)
    {
        GAPWIRE_ASSERT(count <= prepared() - sent_);
        sent_ += count;
    }
    /// A message that is sent now. REQUIRES: none waits to be sent.
    [[nodiscard]] bool append(Bytes message)
    {
        GAPWIRE_ASSERT(sent_ == prepared());
        if (!prepare(message)) return false;
        send();
        return true;
    }
    /// Nothing comes any more. REQUIRES: all was sent.
    void end()
    {
        GAPWIRE_ASSERT(sent_ == prepared());
        ended_ = true;
    }

    const Ascii<10>& session() const noexcept { return session_; }
    bool ended() const noexcept { return ended_; }
    std::uint64_t prepared() const noexcept { return ends_.size(); }
    /// How many were sent; the number of the last of them.
    std::uint64_t sent() const noexcept { return sent_; }
    /// The number of the message that is sent next.
    std::uint64_t next() const noexcept { return sent_ + 1; }
    bool has(std::uint64_t number) const noexcept { return number != 0 && number <= sent_; }
    /// Message `number`, sent or only prepared. REQUIRES: 1 <= number <= prepared().
    Bytes operator[](std::uint64_t number) const
    {
        GAPWIRE_ASSERT(number != 0 && number <= prepared());
        const std::size_t begin = number == 1 ? 0 : ends_[number - 2];
        return Bytes(bytes_).subspan(begin, ends_[number - 1] - begin);
    }

    static constexpr std::size_t message_bytes_max = 65'534;

 private:
    Ascii<10> session_;
    Limits limits_;
    ByteVector bytes_;
    std::vector<std::size_t> ends_;  // [number - 1]
    std::uint64_t sent_ = 0;
    bool ended_ = false;
};

}  // namespace gapwire::sim
