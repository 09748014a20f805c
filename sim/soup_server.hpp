// The server's side of one SoupBinTCP connection (3.00 to 4.10): bytes in, bytes out.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "feed/soupbintcp/wire.hpp"
#include "sim/message_store.hpp"
#include "sim/time_window.hpp"

namespace gapwire::sim {

/// Misbehaviour, for tests of clients.
struct SoupFaults {
    bool silent = false;                         // reads all and never says anything
    bool no_heartbeats = false;                  // says nothing where there is no message
    char reject = 0;                             // turns every login down: 'A' or 'S'
    std::uint64_t skip = 0;                      // begins so many messages later, and says so
    std::optional<std::string> session{};        // what the login is answered with instead
    std::int64_t data_delay_ns = 0;              // from the login to the first message
    std::optional<std::uint64_t> close_after{};  // messages, then the connection ends without Z
};

struct SoupServerOptions {
    std::string user{};            // empty: anybody
    std::string password{};        // of that user
    bool from_start_only = false;  // a login must ask for message 1 (snapshots)
    std::int64_t heartbeat_ns = 1'000'000'000;
    std::int64_t client_silence_max = 15'000'000'000;
    std::int64_t login_wait_max = 30'000'000'000;
    SoupFaults faults{};
};

/// Why a connection is over.
enum class SoupEnd : std::uint8_t {
    none,  // it is not
    end_of_session,
    logged_out,
    rejected,        // the login
    login_late,      // no login in time
    client_silent,   // not even heartbeats
    protocol_error,  // packet of length 0, short login, a second login
    fault,           // cut off on purpose
};

/// Answers the login, sends the messages of a store from the number asked for, as they are sent
/// there, heartbeats in between, and the end of the session when the store has ended.
///
/// Input    on_bytes: what the client sent, cut anywhere. produce: the time, and how many bytes the
///          connection takes.
/// Output   produce appends at most that many bytes. When is_over(), what is in the way is sent and
///          the connection closed. next_time: when produce has something to do at the latest, if
///          neither the client nor the store says anything.
/// Login    user and password in any case and trimmed; session blank or the store's (else J/S);
///          number 1..next, or 0 for the next (beyond: J/S); anything malformed: J/A. The longer
///          login of 4.10 is taken, its timeout not used.
/// Memory   one packet of output; of the client's packets no more than a login.
/// Threads  one.
class SoupServer {
 public:
    /// `store` must outlive this.
    SoupServer(const MessageStore& store, SoupServerOptions options, Timestamp now);

    void on_bytes(Bytes bytes, Timestamp now);
    void produce(std::size_t bytes_max, Timestamp now, ByteVector& out);
    Timestamp next_time() const noexcept;

    /// Ends the connection without Z after so many messages, as the fault of that name does.
    void close_after(std::uint64_t messages) noexcept { options_.faults.close_after = messages; }

    bool is_streaming() const noexcept { return streaming_ && end_ == SoupEnd::none; }
    /// No more bytes come; those of the last packet have been produced.
    bool is_over() const noexcept { return end_ != SoupEnd::none && pending() == 0; }
    SoupEnd end() const noexcept { return end_; }
    /// A fault asked for has happened.
    bool fault_happened() const noexcept { return fault_happened_; }
    std::uint64_t messages_sent() const noexcept { return messages_sent_; }
    /// Packets of the client that were passed over: U, + and unknown types.
    std::uint64_t packets_ignored() const noexcept { return packets_ignored_; }

 private:
    static constexpr std::size_t kept_max =
        sizeof(soupbintcp::PacketHeader) + sizeof(soupbintcp::LoginRequest);

    std::size_t take(Bytes bytes, Timestamp now);
    void on_packet(Timestamp now);
    void on_login(const soupbintcp::LoginRequest& request, Timestamp now);
    bool is_authorised(const soupbintcp::LoginRequest& request) const;
    bool names_session(const soupbintcp::LoginRequest& request) const;
    void accept(std::uint64_t number, Timestamp now);
    void reject(char reason);
    void finish(SoupEnd why);
    void check_time(Timestamp now);
    bool next_packet(Timestamp now);
    bool cut_off();
    template <class Payload>
    void put(char type, const Payload& payload);
    void put(char type, Bytes payload = {});
    std::size_t pending() const noexcept { return packet_out_.size() - produced_; }

    const MessageStore& store_;
    SoupServerOptions options_;
    SoupEnd end_ = SoupEnd::none;
    bool streaming_ = false;
    bool fault_happened_ = false;
    Timestamp connected_;
    Timestamp heard_;
    Timestamp said_;
    Timestamp data_from_;
    std::uint64_t number_ = 0;  // of the next message
    std::uint64_t messages_sent_ = 0;
    std::uint64_t packets_ignored_ = 0;
    std::array<std::uint8_t, kept_max> packet_in_{};  // the front of the client's packet
    std::size_t packet_in_size_ = 0;
    std::size_t packet_in_left_ = 0;  // bytes of it still to come, kept or not
    ByteVector packet_out_;
    std::size_t produced_ = 0;  // of packet_out_
};

}  // namespace gapwire::sim
