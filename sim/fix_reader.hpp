// What a FIX client sends, as a venue reads it: whole messages out of bytes, and their fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/types.hpp"

namespace gapwire::sim {

struct FixField {
    int tag = 0;  // 0: it was no number
    std::string_view value{};
};

/// The fields of a whole message, in order.
std::vector<FixField> fix_fields(std::string_view message);
/// The value of the first field with this tag; empty where there is none.
std::string_view fix_value(std::string_view message, int tag);

/// Finds messages in a stream of bytes by BodyLength and CheckSum, written from the sheet, so that
/// it can stand against the feed handler's framer.
///
/// Input    bytes cut anywhere. What is no message is passed over and counted.
/// Memory   one message, at most `message_bytes_max`.
/// Threads  one.
class FixReader {
 public:
    static constexpr std::size_t message_bytes_max = std::size_t{1} << 16;

    void append(Bytes bytes)
    {
        buffer_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    /// The next whole message; false when there is none yet.
    bool next(std::string& message);
    void clear() { buffer_.clear(); }

    std::uint64_t garbled() const noexcept { return garbled_; }

 private:
    void pass_over();

    std::string buffer_;
    std::uint64_t garbled_ = 0;  // runs of bytes
};

}  // namespace gapwire::sim
