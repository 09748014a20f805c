// The signature of Standard Webhooks.
#include "alerts/sinks/signature.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>

#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::string_view secret_mark = "whsec_";

const unsigned char* bytes_of(std::string_view text)
{
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string signing_key(std::string_view secret)
{
    if (!secret.starts_with(secret_mark)) return std::string(secret);
    secret.remove_prefix(secret_mark.size());
    std::string key(secret.size() / 4 * 3, '\0');
    const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(key.data()), bytes_of(secret),
                                     static_cast<int>(secret.size()));
    if (size < 0 || secret.size() % 4 != 0) return {};
    std::size_t padding = 0;
    while (padding < 2 && secret.ends_with('=')) {
        secret.remove_suffix(1);
        ++padding;
    }
    key.resize(static_cast<std::size_t>(size) - padding);
    return key;
}

std::string webhook_signature(std::string_view key, std::string_view id, std::string_view timestamp,
                              std::string_view body)
{
    const std::string text = fmt::format("{}.{}.{}", id, timestamp, body);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    const auto* const done = HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
                                  bytes_of(text), text.size(), digest.data(), &size);
    GAPWIRE_ASSERT(done != nullptr);
    std::string base64((size + 2) / 3 * 4 + 1, '\0');
    const int length = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(base64.data()),
                                       digest.data(), static_cast<int>(size));
    base64.resize(static_cast<std::size_t>(length));
    return "v1," + base64;
}

}  // namespace gapwire::alerts
