// What `gapwire simulate serve` was told on its command line, and what all protocols read of it.
#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/capture_command.hpp"
#include "app/fault_text.hpp"
#include "sim/fix_serve.hpp"
#include "sim/mdp3_serve.hpp"
#include "sim/serve_script.hpp"

namespace gapwire::app {

/// Options as they are written.
struct ServeCommand {
    std::string protocol = "itch";
    std::vector<std::string> lines{"239.255.71.1:26477", "239.255.71.2:26478"};
    std::string interface = "127.0.0.1";
    int ttl = 1;
    std::uint64_t rate = 0;  // 0: not given
    std::string start_after = "1s";
    std::string linger = "5s";
    std::optional<std::uint64_t> seed;
    std::string truth;
    std::array<std::vector<std::string>, link_fault_options.size()> link_faults;
    std::vector<std::string> lost_messages;

    // ITCH and FIX.
    CaptureOptions captures;
    std::string scenario;
    std::string address = "127.0.0.1";
    std::string speed = "real";

    // ITCH.
    std::string session;
    std::vector<std::uint16_t> request_ports{0};
    std::string end_after = "0s";
    std::vector<std::string> request_faults;
    std::vector<std::string> glimpse_faults;
    sim::ServeOptions serve;  // ports and passwords

    // MDP 3.0.
    std::vector<std::string> products{"NQ"};
    std::uint32_t months = 2;
    std::uint64_t events = 20'000;
    std::string fall = "5%";
    std::string loop_every = "500ms";
    std::string heartbeat = "1s";
    std::string snapshot_line = "239.255.71.3:26479";
    std::string order_line = "239.255.71.4:26480";
    std::string definition_line = "239.255.71.5:26481";

    // FIX.
    sim::FixServeOptions fix;  // names and port
    bool gap_fill = false;
    std::string drop = "0%";
    std::string garble = "0%";
    std::string deaf = "0%";
    std::string heartbeat_delay = "0s";
    std::vector<std::string> disconnect_at;
};

/// Serves a channel of futures until it is over. Returns the exit code. Throws OperatorError.
int serve_futures(const ServeCommand& command);

/// Is a FIX venue for the market of `script` until it is over. Returns the exit code. Throws
/// OperatorError.
int serve_quotes(const ServeCommand& command, sim::Script& script);

// ---- of several protocols

[[noreturn]] void usage_error(const std::string& reason);
sim::Ipv4 address_in(std::string_view option, const std::string& text);
std::int64_t duration_in(std::string_view option, const std::string& text);
std::vector<sim::ServeLine> lines_in(const ServeCommand& command, std::size_t lines_max);
/// Sets the faults of lines and those of all at once. `messages`: see set_lost_messages.
void set_link_faults(const ServeCommand& command, const NamedLines& lines, sim::LinkPlan& shared);
void set_lost_messages(const ServeCommand& command, const NamedLines& lines,
                       std::uint64_t messages);

std::string ip_text(sim::Ipv4 ip);
/// `{"line":"A","group":...,"port":...,"interface":...}`
std::string line_json(char name, const sim::ServeLine& line);
/// The counts that are not 0, in order: " lost 3, duplicated 1".
std::string counts_text(std::initializer_list<std::pair<std::string_view, std::uint64_t>> counts);
/// One line on stderr: what a line sent and lost, as it really happened.
void print_line(std::string_view name, const sim::FaultyLineCount& count,
                std::uint64_t send_errors);
/// The same of what hit all lines at once, if anything did.
void print_shared(const sim::LinkCount& count);

}  // namespace gapwire::app
