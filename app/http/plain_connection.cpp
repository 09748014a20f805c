// Connections without TLS.
#include "app/http/connection.hpp"

namespace gapwire::http {

void serve_plain(ServerContext& context, boost::asio::ip::tcp::socket socket)
{
    boost::system::error_code error;
    const auto peer = socket.remote_endpoint(error);
    if (error) return;
    std::make_shared<Connection<PlainStream>>(context, PlainStream(std::move(socket)),
                                              peer.address().to_string())
        ->start();
}

}  // namespace gapwire::http
