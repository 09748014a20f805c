// Faults of the simulated exchange as the command line writes them.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "sim/serve.hpp"

namespace gapwire::app {

/// An option that sets a fault of links: `--loss 1%`, `--loss AB=1%`, `--loss together=0.1%`.
struct LinkFaultOption {
    std::string_view name;
    std::string_view value;  // how the value is written
    std::string_view help;
    bool (*read)(sim::LinkPlan& plan, std::string_view value);  // false: not so written
};

/// THE LIST of them.
extern const std::array<LinkFaultOption, 7> link_fault_options;

/// Lines that can be named in faults.
struct NamedLines {
    std::span<sim::ServeLine> lines;
    std::string_view names = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";  // one letter a line
    std::size_t by_default = lines.size();                  // so many where no name is given
};

/// Sets the fault that `text` says, "[LINES=]VALUE", on its lines; without LINES on each that is
/// meant by default; on `shared`, all at once, for LINES `together`. `@` may stand for `=`. Throws
/// OperatorError(usage).
void set_link_fault(const NamedLines& lines, sim::LinkPlan& shared, const LinkFaultOption& option,
                    std::string_view text);

/// "[LINES=]N", "[LINES=]N..M" or "[LINES=]last": messages that those lines lose. `messages`: how
/// many there are; 0: not known, and no last. Throws OperatorError(usage).
void set_lost_messages(const NamedLines& lines, std::string_view text, std::uint64_t messages);

/// "[N=]late|wrong|silent[:DELAY][@FROM..UNTIL]" for the N-th request server, or for all.
/// Throws OperatorError(usage).
void add_request_fault(sim::ServeOptions& options, std::string_view text);

/// "late|wrong|silent[:DELAY][@FROM..UNTIL]". Throws OperatorError(usage).
void add_glimpse_fault(sim::ServeOptions& options, std::string_view text);

/// "GROUP:PORT" or "GROUP:PORT@INTERFACE", given to `option`. Throws OperatorError(usage).
sim::ServeLine parse_line(std::string_view option, std::string_view text, sim::Ipv4 interface);

/// "1%" or "0.0001%" in millionths; nothing for anything else.
std::optional<std::uint32_t> parse_share(std::string_view text);

/// "10s", "1.5ms", "20us" or "7ns" in ns; nothing for anything else or for more than a day.
std::optional<std::int64_t> parse_duration(std::string_view text);

}  // namespace gapwire::app
