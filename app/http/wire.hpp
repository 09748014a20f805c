// Messages of Beast to requests and answers of ours, and back. For the server's own files.
#pragma once

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <optional>

#include "app/http/message.hpp"

namespace gapwire::http {

/// Nothing when a header that may come once comes twice.
std::optional<Request> request_of(
    const boost::beast::http::request<boost::beast::http::string_body>& message);

/// With the headers that keep a browser from mischief. Its length is that of the body.
boost::beast::http::response<boost::beast::http::string_body> message_of(const Response& response,
                                                                         bool keep_alive);

}  // namespace gapwire::http
