// A re-request server that at times answers late, wrongly or not at all.
#pragma once

#include <vector>

#include "sim/mold_request_server.hpp"
#include "sim/random.hpp"
#include "sim/server_faults.hpp"

namespace gapwire::sim {

/// What came of the requests that would have been answered.
struct RequestServerCount {
    std::uint64_t answered = 0;  // rightly and at once
    std::uint64_t late = 0;
    std::uint64_t silent = 0;
    std::uint64_t wrong_numbers = 0;  // true messages, but not those asked for
    std::uint64_t wrong_session = 0;
    std::uint64_t wrong_lengths = 0;  // cut off
    std::uint64_t wrong() const noexcept { return wrong_numbers + wrong_session + wrong_lengths; }
    friend bool operator==(const RequestServerCount&, const RequestServerCount&) = default;
};

/// A packet and when it leaves.
struct TimedPacket {
    Timestamp time;
    ByteVector bytes;
};

/// MoldRequestServer with faults. A wrong answer is one that a client can see through: it never
/// tells other bytes under a right number.
///
/// Memory   none of its own.
/// Threads  one.
class FaultyRequestServer {
 public:
    /// `store` must outlive this. The same seed gives the same faults.
    FaultyRequestServer(const MessageStore& store, std::vector<ServerFault> faults,
                        std::uint64_t seed)
        : store_(store), server_(store), faults_(std::move(faults)), random_(seed)
    {}

    std::optional<TimedPacket> answer(Bytes request, Timestamp now);

    const RequestServerCount& count() const noexcept { return count_; }
    std::uint64_t refused() const noexcept { return server_.refused(); }

 private:
    ByteVector wrong(ByteVector right, Bytes request);
    ByteVector with_other_numbers(Bytes request);

    const MessageStore& store_;
    MoldRequestServer server_;
    std::vector<ServerFault> faults_;
    Random random_;
    RequestServerCount count_;
};

}  // namespace gapwire::sim
