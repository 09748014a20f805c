// A GLIMPSE 5.0 server for one connection: the present state as a snapshot, over SoupBinTCP.
#pragma once

#include "sim/feed_state.hpp"
#include "sim/random.hpp"
#include "sim/server_faults.hpp"
#include "sim/soup_server.hpp"

namespace gapwire::sim {

/// What is wrong with a snapshot, for tests of clients.
enum class GlimpseFault : std::uint8_t {
    none,
    late,           // it comes `delay_ns` after the login
    silent,         // nothing is ever answered
    cut_off,        // the connection ends somewhere before G
    end_missing,    // Z comes without G
    end_malformed,  // G without a number
    other_session,  // the login is answered with another session
};

/// What `fault` means for one connection; a wrong snapshot is wrong in one of four ways.
GlimpseFault glimpse_fault(const ServerFault* fault, Random& random) noexcept;

struct GlimpseOptions {
    std::string user{};  // empty: anybody
    std::string password{};
    bool binary_end = false;                                  // G of GLIMPSE 2.0: a binary number
    MessageStore::Limits limits{.messages_max = 50'000'000};  // of a snapshot
    GlimpseFault fault = GlimpseFault::none;
    std::int64_t delay_ns = 500'000'000;  // of `late`
    std::uint64_t seed = 0;               // where `cut_off` cuts
};

/// Takes a snapshot at the login, sends it, G with the number of the first message it does not
/// contain, and Z. A snapshot beyond the limits ends before G.
///
/// Interface and contract are those of SoupServer; the numbers of the connection are those of the
/// snapshot, so a login must ask for message 1.
/// Memory   the snapshot, from the login on.
/// Threads  one.
class GlimpseServer {
 public:
    /// `session`: the one of the feed. `state` must outlive this.
    GlimpseServer(const FeedState& state, std::string_view session, const GlimpseOptions& options,
                  Timestamp now);
    GlimpseServer(const GlimpseServer&) = delete;
    GlimpseServer& operator=(const GlimpseServer&) = delete;

    void on_bytes(Bytes bytes, Timestamp now);
    void produce(std::size_t bytes_max, Timestamp now, ByteVector& out)
    {
        soup_.produce(bytes_max, now, out);
    }
    Timestamp next_time() const noexcept { return soup_.next_time(); }
    bool is_over() const noexcept { return soup_.is_over(); }
    SoupEnd end() const noexcept { return soup_.end(); }
    bool fault_happened() const noexcept { return soup_.fault_happened() || snapshot_is_wrong_; }

    /// The number in G; 0 before the snapshot is taken.
    std::uint64_t next() const noexcept { return next_; }
    std::uint64_t messages() const noexcept { return snapshot_.sent(); }

 private:
    void take_snapshot();
    bool append_end();

    const FeedState& state_;
    GlimpseOptions options_;
    MessageStore snapshot_;
    SoupServer soup_;
    std::uint64_t next_ = 0;
    bool snapshot_is_wrong_ = false;
};

}  // namespace gapwire::sim
