// Bearer tokens.
#include "app/http/tokens.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/sha.h>

#include <algorithm>

namespace gapwire::http {
namespace {

constexpr std::size_t name_bytes_max = 64;

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

bool is_printable(std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

}  // namespace

Tokens::Digest Tokens::digest_of(std::string_view token) noexcept
{
    Digest digest{};
    ::SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(), digest.data());
    return digest;
}

std::optional<std::string> Tokens::add(std::string_view text)
{
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (line.empty() || line.front() == '#') continue;
        const std::size_t blank = line.find_first_of(" \t");
        const std::string_view name =
            blank == std::string_view::npos ? "desk" : line.substr(0, blank);
        const std::string_view token =
            blank == std::string_view::npos ? line : trimmed(line.substr(blank));
        if (name.size() > name_bytes_max || !is_printable(name) || !is_printable(token))
            return fmt::format("line {}: want NAME TOKEN, printable and without blanks", number);
        if (token.size() < token_bytes_min || token.size() > token_bytes_max)
            return fmt::format("line {}: a token has {} to {} characters", number, token_bytes_min,
                               token_bytes_max);
        if (tokens_.size() == tokens_max)
            return fmt::format("line {}: more than {} tokens", number, tokens_max);
        tokens_.push_back({std::string(name), digest_of(token)});
    }
    return std::nullopt;
}

const std::string* Tokens::find(std::string_view token) const noexcept
{
    const Digest digest = digest_of(token);
    const std::string* found = nullptr;
    for (const Token& known : tokens_)
        if (CRYPTO_memcmp(known.digest.data(), digest.data(), digest.size()) == 0)
            found = &known.name;
    return found;
}

}  // namespace gapwire::http
