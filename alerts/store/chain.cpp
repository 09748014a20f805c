// The chain of hashes, with OpenSSL.
#include "alerts/store/chain.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <iterator>
#include <memory>

#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

class Sha256 {
 public:
    Sha256() : context_(EVP_MD_CTX_new())
    {
        GAPWIRE_ASSERT(context_ != nullptr);
        GAPWIRE_ASSERT(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
    }

    void add(const void* data, std::size_t size)
    {
        GAPWIRE_ASSERT(EVP_DigestUpdate(context_.get(), data, size) == 1);
    }
    void add_number(std::uint64_t value)
    {
        std::array<std::uint8_t, 8> bytes{};
        for (std::size_t i = bytes.size(); i-- > 0; value >>= 8)
            bytes[i] = static_cast<std::uint8_t>(value);
        add(bytes.data(), bytes.size());
    }
    void add_text(std::string_view text)
    {
        add_number(text.size());
        add(text.data(), text.size());
    }
    Hash end()
    {
        Hash hash{};
        GAPWIRE_ASSERT(EVP_DigestFinal_ex(context_.get(), hash.data(), nullptr) == 1);
        return hash;
    }

 private:
    struct Free {
        void operator()(EVP_MD_CTX* context) const noexcept { EVP_MD_CTX_free(context); }
    };
    std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace

Hash hash_of(const LogRow& row)
{
    Sha256 sha;
    sha.add(row.previous.data(), row.previous.size());
    sha.add_number(static_cast<std::uint64_t>(row.seq));
    sha.add_number(static_cast<std::uint64_t>(row.time));
    for (const std::string_view text : {row.kind, row.payload, row.line}) sha.add_text(text);
    return sha.end();
}

std::string sha256_hex(std::string_view text)
{
    Sha256 sha;
    sha.add(text.data(), text.size());
    return hex(sha.end());
}

std::string hex(std::span<const std::uint8_t> bytes)
{
    std::string text;
    for (const std::uint8_t byte : bytes) fmt::format_to(std::back_inserter(text), "{:02x}", byte);
    return text;
}

}  // namespace gapwire::alerts
