// A file that is written once, from front to back, through a large buffer.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/types.hpp"

namespace gapwire::sim {

/// Creates or truncates `path`. Every failure is OperatorError(io) with the path and the reason.
class OutputFile {
 public:
    explicit OutputFile(std::filesystem::path path);

    void write(Bytes bytes);
    /// Must be called at the end: only then is it known that all was written.
    void close();
    std::uint64_t bytes_written() const noexcept { return written_; }

 private:
    struct Closer {
        void operator()(std::FILE* file) const noexcept { std::fclose(file); }
    };
    [[noreturn]] void fail() const;

    std::filesystem::path path_;
    std::unique_ptr<std::FILE, Closer> file_;
    std::uint64_t written_ = 0;
};

/// A whole file at once.
void write_text(const std::filesystem::path& path, std::string_view text);

}  // namespace gapwire::sim
