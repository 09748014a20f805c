// Files of one test, in a folder of its own.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sim/bytes.hpp"

namespace gapwire::sim::test {

/// A path for the running test; no other test has it.
inline std::filesystem::path temporary(const std::string& name)
{
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto folder = std::filesystem::path(testing::TempDir()) / "gapwire_sim" /
                        test->test_suite_name() / test->name();
    std::filesystem::create_directories(folder);
    return folder / name;
}

inline std::string text_of(const std::filesystem::path& file)
{
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in.is_open()) << file;
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Calls `each(message)` for every record of a BinaryFILE; it must end with a whole one.
template <class Each>
void for_each_record(const std::string& file, Each each)
{
    std::size_t at = 0;
    while (at + 2 <= file.size()) {
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(file.data()) + at;
        const std::size_t length = view_as<U16be>(bytes);
        ASSERT_LE(at + 2 + length, file.size());
        each(Bytes(bytes + 2, length));
        at += 2 + length;
    }
    ASSERT_EQ(at, file.size());
}

/// What a shell command prints; `ok` says whether it ended with 0.
inline std::string output_of(const std::string& command, bool& ok)
{
    std::string out;
    std::FILE* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) return out;
    char buffer[4096];
    for (std::size_t n; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
        out.append(buffer, n);
    ok = pclose(pipe) == 0;
    return out;
}

}  // namespace gapwire::sim::test
