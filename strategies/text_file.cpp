// A whole text file of the operator's.
#include "strategies/text_file.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "core/error.hpp"

namespace gapwire::strategies {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const char* reason)
{
    throw OperatorError(ExitCode::config,
                        fmt::format("{}: cannot be read: {}", file.string(), reason));
}

struct Close {
    void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};

}  // namespace

std::string read_text_file(const std::filesystem::path& file)
{
    const std::unique_ptr<std::FILE, Close> in(std::fopen(file.c_str(), "rb"));
    if (in == nullptr) refuse(file, std::strerror(errno));

    std::string text;
    std::array<char, 65536> block;
    while (const std::size_t size = std::fread(block.data(), 1, block.size(), in.get())) {
        text.append(block.data(), size);
        if (text.size() > text_file_bytes_max) refuse(file, "too large");
    }
    if (std::ferror(in.get()) != 0) refuse(file, std::strerror(errno));
    return text;
}

}  // namespace gapwire::strategies
