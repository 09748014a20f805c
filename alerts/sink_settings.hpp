// How a sink is set up: plain data, of which each kind reads its own part.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "alerts/language.hpp"

namespace gapwire::alerts {

enum class AlertFormat : std::uint8_t { text, json };

/// JSON Lines in a file.
struct FileSettings {
    std::filesystem::path path;
    std::uint64_t rotate_bytes = 0;  // a file grows no larger; 0: it does
    int keep = 8;                    // files that were rotated: path.1 is the newest
    bool is_synced = true;           // delivered means on the disk
};

enum class WebhookFormat : std::uint8_t { json, slack, teams };

/// A POST for each alert.
struct WebhookSettings {
    std::string url;     // may be a secret itself
    std::string secret;  // "whsec_" and base64, or bytes; empty: not signed
    WebhookFormat format = WebhookFormat::json;
    std::int64_t timeout_ms = 10'000;
    std::filesystem::path ca_file{};  // instead of the system's; empty: those
};

/// A message for each alert, by a relay.
struct MailSettings {
    std::string server;  // "smtp://HOST:PORT", or smtps://
    bool needs_tls = false;
    std::string username{};
    std::string password{};
    std::string from{};
    std::vector<std::string> to{};
    std::int64_t timeout_ms = 30'000;
    std::filesystem::path ca_file{};
};

/// A message for each alert on a subject.
struct NatsSettings {
    std::string url;
    std::string subject;
    std::string username{};
    std::string password{};
    std::filesystem::path credentials_file{};
    std::filesystem::path ca_file{};
    std::int64_t timeout_ms = 5'000;
};

/// News (35=B) to a desk that logs on to us.
struct FixSettings {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any
    std::string begin_string = "FIX.4.4";
    std::string sender;  // we
    std::string target;  // the desk
    std::string username{};
    std::string password{};
    std::filesystem::path store{};  // numbers and messages, to send them again; empty: in memory
    std::int64_t timeout_ms = 5'000;
};

struct SinkSettings {
    AlertFormat format = AlertFormat::text;
    std::string zone = "America/New_York";  // IANA; the wall clock that text shows
    Language language = Language::english;  // of text
    std::string name{};                     // of this one among the configured

    FileSettings file{};
    WebhookSettings webhook{};
    MailSettings mail{};
    NatsSettings nats{};
    FixSettings fix{};
};

}  // namespace gapwire::alerts
