// Reading faults, in integers only.
#include "app/fault_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <utility>

#include "core/decimal.hpp"
#include "core/error.hpp"

namespace gapwire::app {
namespace {

using sim::LinkPlan;
using sim::TimeWindow;

[[noreturn]] void refuse(std::string_view option, std::string_view text, std::string_view want)
{
    throw OperatorError(ExitCode::usage, fmt::format("{} {}: want {}", option, text, want));
}

template <class Number>
std::optional<Number> whole(std::string_view digits)
{
    Number value = 0;
    const auto [end, error] = std::from_chars(digits.begin(), digits.end(), value);
    if (error != std::errc{} || end != digits.end()) return std::nullopt;
    return value;
}

/// "1.25" in units of 10^-`digits`, from 0 to `most` of them.
std::optional<std::int64_t> decimal_in(std::string_view text, int digits, std::int64_t most)
{
    const auto value = parse_decimal(text, digits);
    if (!value || *value < 0 || *value > most) return std::nullopt;
    return value;
}

/// The text before and behind the first `mark`; all before where there is none.
std::pair<std::string_view, std::string_view> cut(std::string_view text, std::string_view mark)
{
    const std::size_t at = text.find(mark);
    if (at == std::string_view::npos) return {text, {}};
    return {text.substr(0, at), text.substr(at + mark.size())};
}

bool ends_with(std::string_view& text, std::string_view end)
{
    if (!text.ends_with(end)) return false;
    text.remove_suffix(end.size());
    return true;
}

/// "1%" or "0.0001%" in millionths.
bool read_share(std::uint32_t& ppm, std::string_view text)
{
    if (!ends_with(text, "%")) return false;
    const auto value = decimal_in(text, 4, 1'000'000);
    if (value) ppm = static_cast<std::uint32_t>(*value);
    return value.has_value();
}

bool read_duration(std::int64_t& ns, std::string_view text)
{
    const std::optional<std::int64_t> value = parse_duration(text);
    if (value) ns = *value;
    return value.has_value();
}

/// "10s..20s"; either may be missing.
bool read_window(TimeWindow& window, std::string_view text)
{
    const auto [from, until] = cut(text, "..");
    if (from.size() == text.size()) return false;
    if (!from.empty() && !read_duration(window.from.ns, from)) return false;
    if (!until.empty() && !read_duration(window.until.ns, until)) return false;
    return window.from < window.until;
}

// ---- one reader an option

bool read_loss(LinkPlan& plan, std::string_view value)
{
    return read_share(plan.loss_ppm, value);
}

bool read_burst_loss(LinkPlan& plan, std::string_view value)
{
    const auto [share, length] = cut(value, "x");
    const auto packets = whole<std::uint32_t>(length);
    if (!packets || *packets == 0 || *packets > 1'000'000) return false;
    plan.bursts.leave_ppm = 1'000'000 / *packets;
    return read_share(plan.bursts.enter_ppm, share);
}

bool read_duplicate(LinkPlan& plan, std::string_view value)
{
    return read_share(plan.duplicate_ppm, value);
}

bool read_reorder(LinkPlan& plan, std::string_view value)
{
    const auto [share, delay] = cut(value, ",");
    if (share.size() < value.size() && !read_duration(plan.reorder_ns, delay)) return false;
    return read_share(plan.reorder_ppm, share);
}

bool read_delay(LinkPlan& plan, std::string_view value)
{
    const auto [delay, jitter] = cut(value, "+");
    if (delay.size() < value.size() && !read_duration(plan.jitter_ns, jitter)) return false;
    return read_duration(plan.delay_ns, delay);
}

bool read_corrupt(LinkPlan& plan, std::string_view value)
{
    return read_share(plan.corrupt_ppm, value);
}

bool read_kill(LinkPlan& plan, std::string_view value)
{
    TimeWindow window;
    if (!read_window(window, value)) return false;
    plan.dead.push_back(window);
    return true;
}

// ---- which lines

struct Selected {
    std::vector<std::size_t> lines{};
    bool together = false;
    std::string_view value;
};

/// Nothing for a line that does not exist.
std::optional<Selected> select(std::string_view text, const NamedLines& lines)
{
    const std::size_t mark = text.find_first_of("=@");
    Selected selected{.value = text};
    if (mark == std::string_view::npos) {
        for (std::size_t line = 0; line < lines.by_default; ++line) selected.lines.push_back(line);
        return selected;
    }
    selected.value = text.substr(mark + 1);
    const std::string_view names = text.substr(0, mark);
    selected.together = names == "together";
    if (selected.together) return selected;
    for (const char name : names) {
        const std::size_t line = lines.names.find(name);
        if (line >= lines.lines.size()) return std::nullopt;
        selected.lines.push_back(line);
    }
    return selected;
}

std::optional<sim::ServerFault> server_fault(std::string_view text)
{
    sim::ServerFault fault;
    const auto [what, window] = cut(text, "@");
    if (what.size() < text.size() && !read_window(fault.when, window)) return std::nullopt;
    const auto [kind, delay] = cut(what, ":");
    const bool has_delay = kind.size() < what.size();
    if (has_delay && (kind != "late" || !read_duration(fault.delay_ns, delay))) return std::nullopt;
    if (kind == "late")
        fault.kind = sim::Misconduct::late;
    else if (kind == "wrong")
        fault.kind = sim::Misconduct::wrong;
    else if (kind != "silent")
        return std::nullopt;
    return fault;
}

}  // namespace

const std::array<LinkFaultOption, 7> link_fault_options{{
    {"--loss", "SHARE", "Packets lost: 1%, A=0.5%, together=0.1%", read_loss},
    {"--burst-loss", "SHARExN", "Packets that begin a burst of about N losses: 0.1%x20",
     read_burst_loss},
    {"--duplicate", "SHARE", "Packets that arrive twice", read_duplicate},
    {"--reorder", "SHARE[,DELAY]", "Packets that are overtaken, DELAY (1ms) later: 1%,2ms",
     read_reorder},
    {"--delay", "DELAY[+JITTER]", "How long packets take: A=50us+20us", read_delay},
    {"--corrupt", "SHARE", "Packets with flipped bits", read_corrupt},
    {"--kill-line", "FROM..UNTIL", "Nothing arrives then: A@10s..20s", read_kill},
}};

void set_link_fault(const NamedLines& lines, LinkPlan& shared, const LinkFaultOption& option,
                    std::string_view text)
{
    const auto selected = select(text, lines);
    bool is_read = selected.has_value();
    if (is_read && selected->together) is_read = option.read(shared, selected->value);
    if (is_read)
        for (const std::size_t line : selected->lines)
            is_read = is_read && option.read(lines.lines[line].faults.link, selected->value);
    if (!is_read) refuse(option.name, text, fmt::format("[LINES=]{}", option.value));
}

void set_lost_messages(const NamedLines& lines, std::string_view text, std::uint64_t messages)
{
    const auto selected = select(text, lines);
    std::optional<std::uint64_t> first;
    std::optional<std::uint64_t> last;
    if (selected && selected->value == "last") {
        first = last = messages;
    } else if (selected) {
        const auto [from, to] = cut(selected->value, "..");
        first = whole<std::uint64_t>(from);
        last = from.size() < selected->value.size() ? whole<std::uint64_t>(to) : first;
    }
    if (!first || !last || selected->together || *first == 0 || *last < *first)
        refuse("--lose", text, "[LINES=]N, [LINES=]FROM..TO or [LINES=]last");
    for (const std::size_t line : selected->lines)
        lines.lines[line].faults.lose.push_back({*first, *last});
}

void add_request_fault(sim::ServeOptions& options, std::string_view text)
{
    const auto [number, rest] = cut(text, "=");
    const bool is_numbered = number.size() < text.size();
    const auto server = whole<std::size_t>(number);
    const auto fault = server_fault(is_numbered ? rest : text);
    const bool exists = server && *server >= 1 && *server <= options.request_servers.size();
    if (!fault || (is_numbered && !exists))
        refuse("--request-server", text, "[N=]late|wrong|silent[:DELAY][@FROM..UNTIL]");
    for (std::size_t i = 0; i < options.request_servers.size(); ++i)
        if (!is_numbered || i + 1 == *server) options.request_servers[i].faults.push_back(*fault);
}

void add_glimpse_fault(sim::ServeOptions& options, std::string_view text)
{
    const auto fault = server_fault(text);
    if (!fault) refuse("--glimpse", text, "late|wrong|silent[:DELAY][@FROM..UNTIL]");
    options.glimpse_faults.push_back(*fault);
}

sim::ServeLine parse_line(std::string_view option, std::string_view text, sim::Ipv4 interface)
{
    const auto [destination, by] = cut(text, "@");
    const auto [group, port] = cut(destination, ":");
    const auto address = sim::parse_ipv4(group);
    const auto number = whole<std::uint16_t>(port);
    const auto out = by.empty() ? interface : sim::parse_ipv4(by);
    if (!address || !number || *number == 0 || !out)
        refuse(option, text, "GROUP:PORT or GROUP:PORT@INTERFACE");
    return {.group = *address, .port = *number, .interface = *out};
}

std::optional<std::uint32_t> parse_share(std::string_view text)
{
    std::uint32_t ppm = 0;
    return read_share(ppm, text) ? std::optional(ppm) : std::nullopt;
}

std::optional<std::int64_t> parse_duration(std::string_view text)
{
    constexpr std::int64_t day_ns = 86'400'000'000'000;
    int digits = 9;
    if (ends_with(text, "ms"))
        digits = 6;
    else if (ends_with(text, "us"))
        digits = 3;
    else if (ends_with(text, "ns"))
        digits = 0;
    else if (!ends_with(text, "s"))
        return std::nullopt;
    return decimal_in(text, digits, day_ns);
}

}  // namespace gapwire::app
