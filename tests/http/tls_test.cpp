// TLS on a real socket, with a certificate of the test's own.
#include <openssl/ssl.h>

#include <cstdlib>

#include "core/error.hpp"
#include "tests/http/world.hpp"

namespace gapwire::http::test {
namespace {

/// A certificate and its key, made by the openssl program; false where it is not there.
bool make_certificate(Settings& settings)
{
    settings.tls_certificate = folder() / "certificate.pem";
    settings.tls_key = folder() / "key.pem";
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
        "-subj /CN=localhost -keyout '" +
        settings.tls_key.string() + "' -out '" + settings.tls_certificate.string() +
        "' >/dev/null 2>&1";
    return std::system(command.c_str()) == 0;
}

/// What a TLS client is answered; empty when the handshake fails.
std::string answer_by_tls(std::uint16_t port, const std::string& request, int version_max)
{
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    SSL_CTX_set_max_proto_version(context.get(), version_max);
    SSL_CTX_set_security_level(context.get(), 0);
    const std::unique_ptr<BIO, decltype(&BIO_free_all)> bio(BIO_new_ssl_connect(context.get()),
                                                            &BIO_free_all);
    BIO_set_conn_hostname(bio.get(), ("127.0.0.1:" + std::to_string(port)).c_str());
    if (BIO_do_connect(bio.get()) <= 0) return {};
    BIO_write(bio.get(), request.data(), static_cast<int>(request.size()));
    std::string answer;
    char bytes[4'096];
    for (int got = 0; (got = BIO_read(bio.get(), bytes, sizeof bytes)) > 0;)
        answer.append(bytes, static_cast<std::size_t>(got));
    return answer;
}

TEST(Tls, RequestsAreAnsweredByVersion12AndLater)
{
    Settings settings;
    if (!make_certificate(settings)) GTEST_SKIP() << "the openssl program is not there";
    World world;
    const Running running(world, settings);
    const std::string request =
        "GET /livez HTTP/1.1\r\nHost: localhost:" + std::to_string(running.port()) +
        "\r\nConnection: close\r\n\r\n";
    for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION})
        EXPECT_TRUE(
            answer_by_tls(running.port(), request, version).starts_with("HTTP/1.1 200 OK\r\n"));
    EXPECT_EQ(answer_by_tls(running.port(), request, TLS1_1_VERSION), "");
    Client plain(running.port());
    plain.request("GET", "/livez");
    EXPECT_NE(plain.answer().status, 200);
}

TEST(Tls, ACertificateThatCannotBeUsedIsRefusedAtTheStart)
{
    World world;
    Settings settings;
    settings.tls_certificate = settings.tls_key = folder() / "nothing.pem";
    try {
        const Running running(world, settings);
        ADD_FAILURE() << "it runs";
    } catch (const OperatorError& error) {
        EXPECT_EQ(error.code(), ExitCode::config);
        EXPECT_NE(std::string(error.what()).find("nothing.pem"), std::string::npos);
    }
}

}  // namespace
}  // namespace gapwire::http::test
