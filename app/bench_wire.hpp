// From a packet sent to a book and to an alert, over loopback multicast, beside a bare socket.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/histogram.hpp"

namespace gapwire::app {

struct WirePlan {
    std::vector<std::uint64_t> rates{10'000, 50'000};  // packets a second
    std::uint64_t packets = 40'000;                    // of each rate, and as many for the socket
    std::optional<int> feed_cpu;
    std::optional<int> sender_cpu;
    std::optional<int> rules_cpu;
    std::string group = "239.255.74.1";
    std::string interface = "127.0.0.1";
};

/// Nanoseconds, of one rate.
struct WireResult {
    std::uint64_t rate = 0;
    std::uint64_t sent = 0;      // packets for books
    std::uint64_t received = 0;  // of them
    Histogram late{};            // sending, against the schedule
    Histogram send_to_stamp{};   // of the kernel
    Histogram stamp_to_user{};   // of a bare socket: recvmsg in a loop
    Histogram stamp_to_book{};   // the book has the packet's last message
    Histogram book_to_alert{};   // in the hands of a sink, on the rules thread
};

struct WireReport {
    bool has_cpu_each = false;  // for sender, feed and rules; else sender and rules sleep
    std::vector<WireResult> results;
};

/// Sends packets of three messages (an order, its end, a trade that reaches the next rung of a
/// rule) at a fixed schedule, whatever the receiver does. Every few thousand packets the receiver
/// changes between books and a bare socket, so that both are measured under the same conditions.
/// Throws OperatorError for a socket or CPU that cannot be had.
WireReport bench_wire(const WirePlan& plan);

}  // namespace gapwire::app
