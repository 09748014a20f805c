// Bearer tokens: who may use the service, by name.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gapwire::http {

/// Tokens are kept as SHA-256 and compared in constant time, all of them every time.
/// Threads  one, or many that only look.
class Tokens {
 public:
    static constexpr std::size_t token_bytes_min = 16;
    static constexpr std::size_t token_bytes_max = 256;
    static constexpr std::size_t tokens_max = 256;

    /// One token a line: `NAME TOKEN`, or `TOKEN` alone, whose name is then "desk". Blank lines and
    /// those that begin with '#' are passed over. Returns what is wrong, with its line, or nothing.
    std::optional<std::string> add(std::string_view text);

    bool empty() const noexcept { return tokens_.empty(); }
    std::size_t size() const noexcept { return tokens_.size(); }
    /// The name of the token; null when there is no such token.
    const std::string* find(std::string_view token) const noexcept;

 private:
    using Digest = std::array<std::uint8_t, 32>;
    struct Token {
        std::string name;
        Digest digest;
    };

    static Digest digest_of(std::string_view token) noexcept;

    std::vector<Token> tokens_;
};

}  // namespace gapwire::http
