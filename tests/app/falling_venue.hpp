// A FIX venue of the test's own beside gapwire serve: prices that fall when the test says so.
#pragma once

#include <fmt/format.h>

#include <optional>

#include "tests/app/background_program.hpp"
#include "tests/app/program.hpp"
#include "tests/app/sockets.hpp"
#include "tests/fix_session/peers.hpp"

namespace gapwire::app::test {

/// One connection at a time. Symbols are S000, S001, ..., each with the reference price 100.
class FallingVenue {
 public:
    static constexpr int rungs = 10;  // of 1 %, 2 %, ...

    FallingVenue()
    {
        listener_.bind("127.0.0.1", 0);
        listener_.listen();
    }

    static std::string symbol(int number) { return fmt::format("S{:03}", number); }
    /// What the configuration needs to hear it and to judge it.
    std::string config(int symbols) const
    {
        std::string names;
        std::string references = "[references.static]\n";
        for (int i = 0; i < symbols; ++i) {
            names += fmt::format("{}\"{}\"", i == 0 ? "" : ", ", symbol(i));
            references += fmt::format("{} = \"100\"\n", symbol(i));
        }
        std::string ladder;
        for (int i = 1; i <= rungs; ++i) ladder += fmt::format("{}\"{}\"", i == 1 ? "" : ", ", i);
        return fmt::format(
            "trading_date = 2025-01-27\n{}[[rule]]\nkind = \"gap_down\"\nladder = [{}]\n"
            "severity = [\"warning\"]\n"
            "[[feed]]\nname = \"ecn\"\nstack = \"tcp/fix\"\nservers = [\"127.0.0.1:{}\"]\n"
            "sender = \"DESK\"\ntarget = \"VENUE\"\nreset_on_logon = true\nvenue = \"XECN\"\n"
            "request_symbols_max = 1000\nsymbols = [{}]\n",
            references, ladder, listener_.port(), names);
    }
    /// Until gapwire has logged on and subscribed; false when it does not come.
    [[nodiscard]] bool take_connection()
    {
        connection_.reset();
        in_.clear();
        auto settings = gapwire::test::settings_of(gapwire::test::Role::acceptor);
        settings.reset_on_logon = true;
        if (venue_) venue_->session.on_disconnected(now());
        venue_.reset();  // of these names there can be one
        venue_ = std::make_unique<gapwire::test::Peer>(settings, now());
        auto accepted = listener_.accept(std::chrono::seconds(20));
        if (!accepted) return false;
        connection_.emplace(std::move(*accepted));
        venue_->session.on_connected(now());
        const auto deadline = Clock::now() + std::chrono::seconds(20);
        while (venue_->raw.empty() && Clock::now() < deadline) pump();
        if (venue_->raw.empty()) return false;
        request_ = gapwire::test::value_in(venue_->raw.back(), "262");
        return true;
    }
    /// The book of the symbol, and a print that has fallen by so many percent.
    void fall(int number, int percent)
    {
        const std::string name = symbol(number);
        say("W", {{262, request_},
                  {55, name},
                  {268, "2"},
                  {269, "0"},
                  {270, "99.9"},
                  {271, "5"},
                  {269, "1"},
                  {270, "100.1"},
                  {271, "7"}});
        say("X", {{262, request_},
                  {268, "1"},
                  {279, "0"},
                  {269, "2"},
                  {55, name},
                  {270, std::to_string(100 - percent)},
                  {271, "3"}});
    }
    /// Answers what it is asked for so long.
    void pump_for(std::chrono::milliseconds time)
    {
        const auto until = Clock::now() + time;
        while (Clock::now() < until) pump();
    }

 private:
    static std::int64_t now()
    {
        return std::chrono::duration_cast<std::chrono::nanoseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
    void send_out()
    {
        for (; !venue_->out.empty(); venue_->out.pop_front())
            static_cast<void>(::send(connection_->number(), venue_->out.front().data(),
                                     venue_->out.front().size(), MSG_NOSIGNAL));
    }
    void say(const std::string& type, const gapwire::test::Fields& fields)
    {
        static_cast<void>(venue_->session.send(type, fields, now()));
        send_out();
    }
    void pump()
    {
        send_out();
        const auto bytes = connection_->receive(std::chrono::milliseconds(2));
        if (bytes) in_.append(bytes->begin(), bytes->end());
        static const std::string trailer =
            "\x01"
            "10=";
        for (std::size_t end;
             (end = in_.find(trailer)) != std::string::npos && end + 8 <= in_.size();) {
            venue_->session.on_message(in_.data(), end + 8, now());
            in_.erase(0, end + 8);
        }
        venue_->session.on_time(now());
    }

    Socket listener_{SOCK_STREAM};
    std::optional<Socket> connection_;
    std::unique_ptr<gapwire::test::Peer> venue_;
    std::string request_;
    std::string in_;
};

}  // namespace gapwire::app::test
