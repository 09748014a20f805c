// Two FIX sessions joined by a wire that a test may cut, garble and hold up, on a virtual clock.
#pragma once

#include <deque>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "fix_session/session.hpp"

namespace gapwire::test {

using fix_session::Role;
using Fields = std::vector<std::pair<int, std::string>>;

inline constexpr std::int64_t second_ns = 1'000'000'000;
inline constexpr std::int64_t monday_ns = 1'737'984'600 * second_ns;  // 2025-01-27 13:30 UTC

/// Of a W: a bid and an offer of NQ.
inline const Fields refresh{{262, "r"}, {55, "NQ"}, {268, "2"},   {269, "0"}, {270, "100.50"},
                            {271, "5"}, {269, "1"}, {270, "101"}, {271, "6"}};

inline fix_session::Settings settings_of(Role role)
{
    fix_session::Settings settings;
    settings.role = role;
    settings.sender_comp_id = role == Role::initiator ? "DESK" : "VENUE";
    settings.target_comp_id = role == Role::initiator ? "VENUE" : "DESK";
    settings.heartbeat_s = 10;
    return settings;
}

/// `35=0|34=2|...` with BodyLength and CheckSum, from the venue.
inline std::string from_venue(std::string body)
{
    body.insert(body.find('|') + 1, "49=VENUE|56=DESK|");
    for (char& c : body)
        if (c == '|') c = '\x01';
    std::string text =
        "8=FIX.4.4\x01"
        "9=" +
        std::to_string(body.size()) + '\x01' + body;
    const auto sum = std::accumulate(text.begin(), text.end(), 0u, [](unsigned s, char c) {
        return s + static_cast<unsigned char>(c);
    });
    const std::string digits = std::to_string(1'000 + sum % 256);
    return text + "10=" + digits.substr(1) + '\x01';
}

/// The value of the first field with this tag; "" where there is none.
inline std::string value_in(const std::string& message, const std::string& tag)
{
    const std::size_t at = message.find('\x01' + tag + '=');
    if (at == std::string::npos) return "";
    const std::size_t begin = at + tag.size() + 2;
    return message.substr(begin, message.find('\x01', begin) - begin);
}

/// One side, and all that it tells.
class Peer final : public fix_session::Listener {
 public:
    Peer(const fix_session::Settings& settings, std::int64_t now) : session(settings, *this, now) {}

    void send(const char* bytes, std::size_t size) override { out.emplace_back(bytes, size); }
    void disconnect() override
    {
        told.push_back("disconnect");
        wants_out = true;
    }
    void on_logon() override { told.push_back("logon"); }
    void on_logout(const std::string& text) override
    {
        told.push_back(text.empty() ? "logout" : "logout: " + text);
    }
    fix_session::Verdict on_message(const char* bytes, std::size_t size) override
    {
        const std::string message(bytes, size);
        told.push_back(value_in(message, "35") + ' ' + value_in(message, "34"));
        raw.push_back(message);
        return verdict;
    }
    void on_gap(std::uint64_t first, std::uint64_t count) override
    {
        told.push_back("gap " + std::to_string(first) + '+' + std::to_string(count));
    }
    void on_refused(std::uint64_t sequence, const std::string& why) override
    {
        told.push_back("refused " + std::to_string(sequence) + ": " + why);
    }
    void on_event(const std::string& text) override { events.push_back(text); }
    std::string check_logon(const std::string& username, const std::string& password) override
    {
        return password == wanted_password ? "" : "wrong password for " + username;
    }

    std::string wanted_password;
    fix_session::Verdict verdict = fix_session::Verdict::understood;
    std::deque<std::string> out;  // on the wire
    std::vector<std::string> told;
    std::vector<std::string> raw;
    std::vector<std::string> events;
    bool wants_out = false;
    fix_session::Session session;
};

/// Desk and venue on one wire.
struct Wire {
    explicit Wire(const fix_session::Settings& desk_settings = settings_of(Role::initiator),
                  const fix_session::Settings& venue_settings = settings_of(Role::acceptor))
        : desk(desk_settings, monday_ns), venue(venue_settings, monday_ns)
    {}

    void connect()
    {
        desk.wants_out = venue.wants_out = false;
        is_up = true;
        venue.session.on_connected(now);
        desk.session.on_connected(now);
        flow();
    }
    /// The connection breaks; what is on the wire is lost.
    void cut()
    {
        is_up = false;
        desk.out.clear();
        venue.out.clear();
        desk.session.on_disconnected(now);
        venue.session.on_disconnected(now);
    }
    void flow()
    {
        while (is_up && (!desk.out.empty() || !venue.out.empty())) {
            hand_over(desk, venue);
            hand_over(venue, desk);
        }
        if (is_up && (desk.wants_out || venue.wants_out)) cut();
    }
    void wait(std::int64_t seconds)
    {
        for (std::int64_t i = 0; i < seconds * 10; ++i) {
            now += second_ns / 10;
            desk.session.on_time(now);
            venue.session.on_time(now);
            flow();
        }
    }
    std::uint64_t venue_sends(const std::string& type, const Fields& fields)
    {
        return venue.session.send(type, fields, now);
    }

    Peer desk;
    Peer venue;
    std::int64_t now = monday_ns;
    bool is_up = false;
    /// Looks at what the venue says; false: it is lost.
    std::function<bool(std::string&)> to_desk = [](std::string&) { return true; };

 private:
    void hand_over(Peer& from, Peer& to)
    {
        while (!from.out.empty()) {
            std::string bytes = std::move(from.out.front());
            from.out.pop_front();
            if (&to == &desk && !to_desk(bytes)) continue;
            to.session.on_message(bytes.data(), bytes.size(), now);
        }
    }
};

}  // namespace gapwire::test
