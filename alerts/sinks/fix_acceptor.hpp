// A FIX session that waits for its peer to connect, on a thread of its own.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "fix_session/session.hpp"

namespace gapwire::alerts {

/// One connection at a time; a second one is closed while the first is there. QuickFIX keeps the
/// numbers and what was sent, and sends it again when the peer asks.
/// Threads  send() from one; interrupt() from any other.
class FixAcceptor final : private fix_session::Listener {
 public:
    using Fields = std::vector<std::pair<int, std::string>>;

    /// Throws OperatorError: feed_unavailable when it cannot listen there, config for settings that
    /// make no session. `port` 0: any.
    FixAcceptor(const fix_session::Settings& settings, const std::string& username,
                const std::string& password, const std::string& address, std::uint16_t port);
    ~FixAcceptor() override;

    /// Sends a message, which is numbered and kept from then on. Why it could not be sent; empty:
    /// it was.
    std::string send(const std::string& type, Fields fields, std::int64_t timeout_ms);
    void interrupt() noexcept;
    bool is_logged_on() const noexcept { return is_logged_on_.load(); }
    std::uint16_t port() const noexcept { return port_; }

 private:
    struct Request {
        std::string type;
        Fields fields;
    };

    void run();
    void look(int timeout_ms);
    void answer_request();
    void accept();
    void receive();
    bool take_message();
    void hang_up();
    std::int64_t now();

    // Of the session, on its thread.
    void send(const char* bytes, std::size_t size) override;
    void disconnect() override { wants_out_ = true; }
    void on_logon() override {}
    void on_logout(const std::string&) override {}
    fix_session::Verdict on_message(const char*, std::size_t) override
    {
        return fix_session::Verdict::unsupported;
    }
    void on_gap(std::uint64_t, std::uint64_t) override {}
    void on_refused(std::uint64_t, const std::string&) override {}
    void on_event(const std::string&) override {}
    std::string check_logon(const std::string& username, const std::string& password) override;

    std::string username_;
    std::string password_;
    int listener_ = -1;
    int connection_ = -1;
    int wake_ = -1;
    std::uint16_t port_ = 0;
    std::string in_;
    bool wants_out_ = false;
    std::int64_t now_ = 0;
    fix_session::Session session_;

    std::mutex mutex_;  // of what follows
    std::condition_variable changed_;
    std::optional<Request> request_;
    std::optional<std::string> answer_;

    std::atomic<bool> is_logged_on_{false};
    std::atomic<bool> ends_{false};
    std::thread thread_;
};

}  // namespace gapwire::alerts
