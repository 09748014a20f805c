// Messages of Beast to requests and answers of ours, and back.
#include "app/http/wire.hpp"

#include <array>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>

namespace gapwire::http {
namespace {

namespace bhttp = boost::beast::http;

Method method_of(bhttp::verb verb)
{
    switch (verb) {
        case bhttp::verb::get: return Method::get;
        case bhttp::verb::head: return Method::head;
        case bhttp::verb::post: return Method::post;
        case bhttp::verb::put: return Method::put;
        case bhttp::verb::delete_: return Method::del;
        case bhttp::verb::options: return Method::options;
        default: return Method::other;
    }
}

std::string text_of(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

}  // namespace

std::optional<Request> request_of(const bhttp::request<bhttp::string_body>& message)
{
    for (const char* name : {"Host", "Origin", "Authorization", "Content-Type", "X-Gapwire"})
        if (message.count(name) > 1) return std::nullopt;
    Request request;
    request.method = method_of(message.method());
    request.target = text_of(message.target());
    request.body = message.body();
    request.host = text_of(message[bhttp::field::host]);
    request.origin = text_of(message[bhttp::field::origin]);
    request.content_type = text_of(message[bhttp::field::content_type]);
    request.authorization = text_of(message[bhttp::field::authorization]);
    request.marker = text_of(message["X-Gapwire"]);
    request.fetch_site = text_of(message["Sec-Fetch-Site"]);
    request.is_upgrade = boost::beast::websocket::is_upgrade(message);
    return request;
}

bhttp::response<bhttp::string_body> message_of(const Response& response, bool keep_alive)
{
    static constexpr std::array<std::pair<const char*, const char*>, 6> always{{
        {"Content-Security-Policy",
         "default-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; "
         "frame-ancestors 'none'"},
        {"X-Content-Type-Options", "nosniff"},
        {"X-Frame-Options", "DENY"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
    }};
    bhttp::response<bhttp::string_body> message;
    message.version(11);
    message.result(static_cast<unsigned>(response.status));
    for (const auto& [name, value] : always) message.set(name, value);
    message.set(bhttp::field::server, "gapwire");
    message.set(bhttp::field::content_type, response.content_type);
    message.set(bhttp::field::cache_control, response.is_page ? "no-cache" : "no-store");
    if (!response.allow.empty()) message.set(bhttp::field::allow, response.allow);
    if (response.is_unauthorised) message.set(bhttp::field::www_authenticate, "Bearer");
    if (response.status == 429) message.set(bhttp::field::retry_after, "1");
    if (response.status == 426) message.set(bhttp::field::upgrade, "websocket");
    message.keep_alive(keep_alive);
    message.body() = response.body;
    message.prepare_payload();
    return message;
}

}  // namespace gapwire::http
