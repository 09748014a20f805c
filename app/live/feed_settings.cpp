// The keys of a feed over UDP with MoldUDP64: lines, request servers, snapshot server.
#include "app/live/feed_settings.hpp"

#include <fmt/format.h>

#include "app/live/setting_values.hpp"

namespace gapwire::app {
namespace {

using strategies::allow_keys;
using strategies::expect_kind;
using strategies::refuse;
using strategies::Setting;
using strategies::SettingKind;

constexpr std::int64_t ms = 1'000'000;

void read_reorder(const Setting& table, arbitration::SessionLimits& limits)
{
    read_integer(table, "reorder_wait_ms", 0, 60'000, limits.reorder_wait_max, ms);
    read_integer(table, "reorder_bytes_max", moldudp64::Session::datagram_bytes_max,
                 std::int64_t{1} << 34, limits.reorder_bytes_max);
}

struct NamedLines {
    std::vector<transport::UdpOptions> lines;
    std::vector<std::string> names;
};

void read_line(const Setting& table, NamedLines& to)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table,
               {"name", "group", "source", "interface", "receive_buffer", "hardware_stamps"});
    transport::UdpOptions line{.line = static_cast<std::uint32_t>(to.lines.size())};
    const HostPort group = host_port_in(required(table, "group"));
    endpoint_in(required(table, "group"));  // numeric
    line.address = group.host;
    line.port = group.port;
    if (const auto* source = table.find("source")) line.source = text_in(*source);
    if (const auto* interface = table.find("interface")) line.interface = text_in(*interface);
    read_integer(table, "receive_buffer", 4'096, std::int64_t{1} << 30, line.receive_buffer);
    if (const auto* stamps = table.find("hardware_stamps"))
        line.hardware_stamps = boolean_in(*stamps);
    const auto* name = table.find("name");
    to.names.push_back(name != nullptr ? text_in(*name, 16)
                                       : pipeline::Line::letter(to.lines.size()));
    to.lines.push_back(line);
}

NamedLines read_lines(const Setting& list)
{
    expect_kind(list, {SettingKind::list}, "one or more [[feed.line]] tables");
    NamedLines lines;
    for (const Setting& line : list.children) {
        if (lines.lines.size() == pipeline::ItchChannel::lines_max)
            refuse(line, fmt::format("more than {} lines", pipeline::ItchChannel::lines_max));
        read_line(line, lines);
    }
    if (lines.lines.empty()) refuse(list, "needs at least one line");
    return lines;
}

void read_requests(const Setting& table, FeedConfig& feed)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"servers", "interface", "messages_max", "answer_wait_ms", "tries_max",
                       "requests_per_second_max", "hole_messages_max", "hole_wait_ms"});
    const Setting& servers = required(table, "servers");
    expect_kind(servers, {SettingKind::list}, "a list of \"ADDRESS:PORT\"");
    for (const Setting& server : servers.children)
        feed.request_servers.push_back(endpoint_in(server));
    if (const auto* interface = table.find("interface"))
        feed.request_interface = text_in(*interface);
    moldudp64::RequestLimits& limits = feed.channel.session.requests;
    limits.servers = feed.request_servers.size();
    read_integer(table, "messages_max", 1, 65'534, limits.messages_max);
    read_integer(table, "answer_wait_ms", 1, 60'000, limits.answer_wait_max, ms);
    read_integer(table, "tries_max", 1, 1'000, limits.tries_max);
    read_integer(table, "requests_per_second_max", 1, 1'000'000, limits.requests_per_second_max);
    read_integer(table, "hole_messages_max", 1, 100'000'000, limits.hole_messages_max);
    read_integer(table, "hole_wait_ms", 1, 600'000, limits.hole_wait_max, ms);
}

void read_snapshot(const Setting& table, FeedConfig& feed)
{
    expect_kind(table, {SettingKind::table}, "a table");
    allow_keys(table, {"server", "username", "password", "number", "any_session", "wait_ms",
                       "interval_ms", "live_bytes_max"});
    const HostPort server = host_port_in(required(table, "server"));
    feed.snapshot_server = transport::TcpOptions{.host = server.host, .port = server.port};
    glimpse::Settings settings;
    read_login(table, settings.login);
    if (const auto* number = table.find("number")) {
        const std::string text = text_in(*number);
        if (text != "next" && text != "last") refuse(*number, "is neither \"next\" nor \"last\"");
        settings.number_means =
            text == "next" ? glimpse::NumberMeans::next : glimpse::NumberMeans::last;
    }
    if (const auto* any = table.find("any_session"))
        feed.channel.snapshot_any_session = boolean_in(*any);
    read_integer(table, "wait_ms", 1, 3'600'000, settings.limits.snapshot_wait_max, ms);
    read_integer(table, "interval_ms", 0, 3'600'000, feed.channel.snapshot_interval_min, ms);
    read_integer(table, "live_bytes_max", 65'536, std::int64_t{1} << 36,
                 feed.channel.splice.live_bytes_max);
    feed.channel.snapshot = settings;
}

}  // namespace

void read_login(const Setting& table, soupbintcp::Login& login)
{
    const auto copy = [](const std::string& text, auto& field) {
        field.raw.fill(' ');
        std::copy(text.begin(), text.end(), field.raw.begin());
    };
    if (const auto* name = table.find("username")) copy(text_in(*name, 6), login.username);
    if (const auto* word = table.find("password")) copy(text_in(*word, 10), login.password);
}

void read_mold_feed(const Setting& table, FeedConfig& feed)
{
    allow_keys(table, {"name", "stack", "line", "reorder_wait_ms", "reorder_bytes_max",
                       "silence_ms", "requests", "snapshot"});
    NamedLines lines = read_lines(required(table, "line"));
    feed.lines = std::move(lines.lines);
    feed.channel.lines = std::move(lines.names);
    read_reorder(table, feed.channel.session);
    read_integer(table, "silence_ms", 100, 3'600'000, feed.channel.silence_max, ms);
    if (const auto* requests = table.find("requests")) read_requests(*requests, feed);
    if (const auto* snapshot = table.find("snapshot")) read_snapshot(*snapshot, feed);
}

void read_mdp_feed(const Setting& table, FeedConfig& feed)
{
    allow_keys(table, {"name", "stack", "line", "snapshot_line", "definition_line",
                       "reorder_wait_ms", "reorder_bytes_max", "silence_ms", "natural_refresh"});
    NamedLines lines = read_lines(required(table, "line"));
    feed.lines = std::move(lines.lines);
    feed.futures.lines = std::move(lines.names);
    if (const auto* loops = table.find("snapshot_line"))
        feed.snapshot_lines = read_lines(*loops).lines;
    if (const auto* loops = table.find("definition_line"))
        feed.definition_lines = read_lines(*loops).lines;
    read_reorder(table, feed.futures.session);
    read_integer(table, "silence_ms", 100, 3'600'000, feed.futures.silence_max, ms);
    if (const auto* refresh = table.find("natural_refresh"))
        feed.futures.natural_refresh = boolean_in(*refresh);
}

void read_soup_feed(const Setting& table, FeedConfig& feed)
{
    allow_keys(table, {"name", "stack", "server", "username", "password", "session", "sequence"});
    const HostPort server = host_port_in(required(table, "server"));
    feed.server = {.host = server.host, .port = server.port};
    read_login(table, feed.login);
    if (const auto* session = table.find("session"))
        feed.login.session = soupbintcp::session_of(text_in(*session, 10));
    read_integer(table, "sequence", 0, INT64_MAX, feed.login.sequence);
}

}  // namespace gapwire::app
