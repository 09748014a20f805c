// What `gapwire serve` runs: feeds, threads and rules, from one TOML file.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/http/settings.hpp"
#include "app/live/alert_delivery.hpp"
#include "app/pipeline/fix_live.hpp"
#include "app/pipeline/itch_channel.hpp"
#include "app/pipeline/mdp_live.hpp"
#include "core/clock.hpp"
#include "feed/transport/event_loop.hpp"
#include "strategies/config.hpp"

namespace gapwire::app {

struct Stack;

/// One `[[feed]]`. Which of these count, its stack decides; config/gapwire.example.toml documents
/// every key.
struct FeedConfig {
    std::string name;
    const Stack* stack = nullptr;

    // Over UDP.
    std::vector<transport::UdpOptions> lines;          // as many as channel.lines has names
    std::vector<transport::Endpoint> request_servers;  // as channel.session.requests.servers says
    std::string request_interface;                     // a local address; empty: any
    pipeline::ChannelOptions channel;
    std::optional<transport::TcpOptions> snapshot_server;  // if channel.snapshot

    // Over UDP, of futures: `lines` as many as futures.lines has names, and the loops.
    pipeline::MdpLiveOptions futures;
    std::vector<transport::UdpOptions> snapshot_lines;
    std::vector<transport::UdpOptions> definition_lines;

    // Over TCP.
    transport::TcpOptions server;
    soupbintcp::Login login;

    // Over TCP with FIX.
    std::vector<transport::TcpOptions> servers;  // tried one after the other
    pipeline::FixLiveOptions fix;
};

/// The CPUs that threads are kept on; nothing: wherever the system likes. And what time it is
/// there.
struct ThreadConfig {
    ScaledClock clock;  // of feed and rules threads
    bool spin = false;  // feed and rules threads never sleep
    std::optional<int> feed_cpu;
    std::optional<int> rules_cpu;
    std::optional<int> sinks_cpu;
};

/// Books for readers in other processes.
struct SharedConfig {
    std::string name;  // empty: they stay private
    std::size_t instruments_max = 16'384;
};

struct ServeConfig {
    strategies::Config rules;
    std::vector<FeedConfig> feeds;
    ThreadConfig threads;
    SharedConfig shared;
    std::size_t orders_max = std::size_t{1} << 22;  // live at one time, of a feed
    bool prefault = false;                          // memory of books is touched at the start
    std::optional<DeliveryConfig> delivery;         // nothing: no store, standard output alone
    std::optional<http::Settings> http;             // nothing: no HTTP
    std::map<std::string, std::string> rule_kinds;  // `kind` by the rule's name
    std::string hash;                               // of the file, SHA-256
};

/// Throws OperatorError(config) `file:line: key: reason` for the first thing that is wrong.
ServeConfig load_serve_config(const std::filesystem::path& file);

}  // namespace gapwire::app
