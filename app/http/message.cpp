// A request and its answer as plain data.
#include "app/http/message.hpp"

#include <fmt/format.h>

#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "app/http/json_text.hpp"

namespace gapwire::http {

std::optional<Target> parse_target(std::string_view target)
{
    const auto url = boost::urls::parse_origin_form(target);
    if (!url) return std::nullopt;
    Target parsed;
    for (const auto& segment : url->encoded_segments()) {
        parsed.path += '/';
        parsed.path += segment.decode();
    }
    if (parsed.path.empty()) parsed.path = "/";
    for (const auto& parameter : url->params())
        parsed.query.emplace_back(parameter.key, parameter.value);
    if (parsed.path.find('\0') != std::string::npos) return std::nullopt;
    return parsed;
}

std::string_view reason_of(int status) noexcept
{
    switch (status) {
        case 200: return "OK";
        case 201: return "Created";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 409: return "Conflict";
        case 413: return "Payload Too Large";
        case 415: return "Unsupported Media Type";
        case 421: return "Misdirected Request";
        case 422: return "Unprocessable Entity";
        case 426: return "Upgrade Required";
        case 429: return "Too Many Requests";
        case 431: return "Request Header Fields Too Large";
        case 503: return "Service Unavailable";
        default: return "Internal Server Error";
    }
}

Response problem(int status, std::string_view detail)
{
    return {.status = status,
            .content_type = "application/problem+json",
            .body = fmt::format(R"({{"type":"about:blank","title":{},"status":{},"detail":{}}})",
                                in_quotes(reason_of(status)), status, in_quotes(detail)),
            .is_unauthorised = status == 401};
}

Response json_answer(std::string body, int status)
{
    return {.status = status, .body = std::move(body)};
}

}  // namespace gapwire::http
