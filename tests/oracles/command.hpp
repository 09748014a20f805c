// Runs other programs and takes what they print: the oracles, and gapwire itself.
#pragma once

#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <string>

#include "tests/shared_data.hpp"

namespace gapwire::test {

/// One word for the shell, whatever is in it.
inline std::string shell_word(const std::filesystem::path& path)
{
    std::string text = path.string();
    for (std::size_t at = 0; (at = text.find('\'', at)) != std::string::npos; at += 4)
        text.replace(at, 1, "'\\''");
    return '\'' + text + '\'';
}

/// What a shell command prints. Fails the test when the command fails.
inline std::string output_of(const std::string& command)
{
    std::FILE* const pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        ADD_FAILURE() << "cannot run " << command;
        return {};
    }
    std::string text;
    char buffer[1 << 16];
    while (const std::size_t size = std::fread(buffer, 1, sizeof buffer, pipe))
        text.append(buffer, size);
    EXPECT_EQ(::pclose(pipe), 0) << command;
    return text;
}

/// Every book at the end of a capture, as CSV.
inline std::string gapwire_books(const std::filesystem::path& capture)
{
    return shell_word(GAPWIRE_PROGRAM) + " book --all --csv " + shell_word(capture) +
           " 2>/dev/null";
}

inline std::string sha256_of(const std::string& command)
{
    return output_of(command + " | sha256sum").substr(0, 64);
}

}  // namespace gapwire::test
