// What both protocols of `gapwire simulate serve` read of its command line, and print.
#include "app/serve_command.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "core/error.hpp"

namespace gapwire::app {

[[noreturn]] void usage_error(const std::string& reason)
{
    throw OperatorError(ExitCode::usage, reason);
}

sim::Ipv4 address_in(std::string_view option, const std::string& text)
{
    const auto address = sim::parse_ipv4(text);
    if (!address) usage_error(fmt::format("{} {}: want an IPv4 address", option, text));
    return *address;
}

std::int64_t duration_in(std::string_view option, const std::string& text)
{
    const auto duration = parse_duration(text);
    if (!duration) usage_error(fmt::format("{} {}: want a duration: 10s, 200ms", option, text));
    return *duration;
}

std::vector<sim::ServeLine> lines_in(const ServeCommand& command, std::size_t lines_max)
{
    const sim::Ipv4 interface = address_in("--interface", command.interface);
    std::vector<sim::ServeLine> lines;
    for (const std::string& line : command.lines)
        lines.push_back(parse_line("--line", line, interface));
    if (lines.size() > lines_max) usage_error(fmt::format("--line: at most {} lines", lines_max));
    return lines;
}

void set_link_faults(const ServeCommand& command, const NamedLines& lines, sim::LinkPlan& shared)
{
    for (std::size_t i = 0; i < link_fault_options.size(); ++i)
        for (const std::string& fault : command.link_faults[i])
            set_link_fault(lines, shared, link_fault_options[i], fault);
}

void set_lost_messages(const ServeCommand& command, const NamedLines& lines, std::uint64_t messages)
{
    for (const std::string& lost : command.lost_messages) set_lost_messages(lines, lost, messages);
}

std::string ip_text(sim::Ipv4 ip)
{
    return fmt::format("{}.{}.{}.{}", ip.value >> 24, ip.value >> 16 & 0xFF, ip.value >> 8 & 0xFF,
                       ip.value & 0xFF);
}

std::string line_json(char name, const sim::ServeLine& line)
{
    return fmt::format(R"({{"line":"{}","group":"{}","port":{},"interface":"{}"}})", name,
                       ip_text(line.group), line.port, ip_text(line.interface));
}

std::string counts_text(std::initializer_list<std::pair<std::string_view, std::uint64_t>> counts)
{
    std::string text;
    for (const auto& [name, count] : counts)
        if (count > 0) text += fmt::format("{} {} {}", text.empty() ? "" : ",", name, count);
    return text.empty() ? " none" : text;
}

namespace {

std::string link_text(const sim::LinkCount& count, std::uint64_t by_number,
                      std::uint64_t send_errors)
{
    return counts_text({{"lost", count.lost},
                        {"lost in bursts", count.lost_in_bursts},
                        {"bursts", count.bursts},
                        {"lost while dead", count.lost_dead},
                        {"lost by number", by_number},
                        {"duplicated", count.duplicated},
                        {"overtaken", count.overtaken},
                        {"corrupted", count.corrupted},
                        {"refused by the system", send_errors}});
}

}  // namespace

void print_line(std::string_view name, const sim::FaultyLineCount& count, std::uint64_t send_errors)
{
    fmt::print(stderr, "line {}: {} packets sent, {} arrived; faults:{}\n", name, count.link.sent,
               count.link.delivered, link_text(count.link, count.lost_by_number, send_errors));
}

void print_shared(const sim::LinkCount& count)
{
    if (count.all_lost() + count.duplicated + count.overtaken + count.corrupted == 0) return;
    fmt::print(stderr, "all lines: faults:{}\n", link_text(count, 0, 0));
}

}  // namespace gapwire::app
