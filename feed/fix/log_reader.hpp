// FIX logs: messages one after the other, however a tool has written them down.
#pragma once

#include <vector>

#include "core/counters.hpp"
#include "feed/fix/decoder.hpp"
#include "feed/transport/packet.hpp"

namespace gapwire::fix {

/// How many bytes is_fix_log() likes to see.
inline constexpr std::size_t log_front_size = 4'096;

/// Whether a file that begins so holds FIX messages: one begins in it, with a BodyLength.
bool is_fix_log(Bytes front) noexcept;

/// A message of a log, and when it was received if the log says.
struct LoggedMessage {
    Message message{};
    Timestamp received = Timestamp::none();
};

/// Input    messages with SOH, `|` or `^A` between their fields, on lines of their own or not, and
///          any text in front of each: a time in it (20250127-13:30:00.000, 2025-01-27T13:30:00.000
///          or 2025-01-27 13:30:00,000; UTC) is when it was received.
/// Output   next() gives whole messages with SOH, length and checksum verified. What is none is
///          skipped and counted.
/// Lifetime a message lives until the next call.
/// Memory   one message.
/// Errors   never throws on data: ended() says how the file ended.
/// Threads  one.
class LogReader {
 public:
    LogReader(transport::Input input, Counters& counters)
        : input_(std::move(input)), counters_(&counters)
    {}

    /// False at the end.
    bool next(LoggedMessage& logged);

    const transport::ReadEnd& ended() const noexcept { return ended_; }
    const std::string& name() const noexcept { return input_.name(); }
    std::uint64_t messages() const noexcept { return messages_; }

 private:
    enum class Separator : std::uint8_t { none, control, bar, caret };

    static Separator separator_at(std::string_view text) noexcept;
    bool find_begin();
    /// Each gives the message at the front of the input, and how many bytes of the file it takes.
    Scanned scan_raw(std::size_t& taken);
    Scanned scan_written(std::string_view separator, std::size_t& taken);
    void end();

    transport::Input input_;
    Counters* counters_;
    transport::ReadEnd ended_;
    std::vector<char> rewritten_;  // a message with SOH
    Timestamp received_ = Timestamp::none();
    std::uint64_t messages_ = 0;
};

}  // namespace gapwire::fix
