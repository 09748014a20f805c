// A request and its answer as plain data: what the router sees of HTTP.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gapwire::http {

enum class Method : std::uint8_t { get, head, post, put, del, options, other };

/// Names in lower case. Views stay valid while the request does.
struct Request {
    Method method = Method::get;
    std::string target{};  // as it came: "/api/v1/alerts?limit=5"
    std::string body{};
    // Headers that matter; empty: not there.
    std::string host{};
    std::string origin{};
    std::string content_type{};
    std::string authorization{};
    std::string marker{};      // X-Gapwire
    std::string fetch_site{};  // Sec-Fetch-Site
    bool is_upgrade = false;   // to WebSocket
};

struct Response {
    int status = 200;
    std::string content_type = "application/json";
    std::string body{};
    std::string allow{};   // of 405
    bool is_page = false;  // a file of the page: may be kept by the browser if asked again
    bool is_unauthorised = false;
};

/// A target taken apart: the path decoded, without a query; the query's keys and values decoded.
struct Target {
    std::string path;
    std::vector<std::pair<std::string, std::string>> query;

    /// The value of a key, or null.
    const std::string* find(std::string_view key) const noexcept
    {
        for (const auto& [name, value] : query)
            if (name == key) return &value;
        return nullptr;
    }
};

/// Nothing for what is no origin-form target, and for paths with NULs.
std::optional<Target> parse_target(std::string_view target);

std::string_view reason_of(int status) noexcept;
/// application/problem+json.
Response problem(int status, std::string_view detail);
Response json_answer(std::string body, int status = 200);

}  // namespace gapwire::http
