// What the HTTP service is told at its start.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/http/tokens.hpp"

namespace gapwire::http {

/// The `[http]` table of a configuration; config/gapwire.example.toml documents the keys.
struct Settings {
    std::string address = "127.0.0.1";        // in numbers
    std::uint16_t port = 8080;                // 0: one that is free
    Tokens tokens{};                          // none: whoever reaches a loopback address may
    std::filesystem::path page{};             // a folder; empty: no page
    std::filesystem::path tls_certificate{};  // PEM, the whole chain; empty: no TLS
    std::filesystem::path tls_key{};
    std::vector<std::string> hosts{};  // further names of this service: "desk.example.com:443"
    std::uint32_t connections_max = 1'200;
    std::uint32_t requests_a_second_max = 100;  // of one address
    std::uint32_t requests_burst_max = 400;
    std::int64_t read_timeout_ms = 10'000;  // for a request to come whole
    std::int64_t idle_timeout_ms = 60'000;  // between requests
    std::uint32_t queue_max = 8'192;        // alerts that wait for one WebSocket client

    bool has_tls() const noexcept { return !tls_certificate.empty(); }
};

inline constexpr std::uint32_t header_bytes_max = 8 * 1024;
inline constexpr std::uint64_t body_bytes_max = 16 * 1024;

/// Whether an address in numbers can be reached from this machine alone.
bool is_loopback(const std::string& address) noexcept;
/// "127.0.0.1:8080", "[::1]:8080".
std::string authority_of(const std::string& address, std::uint16_t port);

}  // namespace gapwire::http
