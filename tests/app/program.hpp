// Runs the built gapwire program, and keeps the files of each test apart.
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "core/types.hpp"

namespace gapwire::app::test {

/// A path for the running test; no other test and no other build has it.
inline std::string temporary(const std::string& name)
{
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    const auto folder = std::filesystem::path(GAPWIRE_BINARY_DIR) / "test_files" /
                        test->test_suite_name() / test->name();
    std::filesystem::create_directories(folder);
    return (folder / name).string();
}

inline std::string text_of(const std::string& file)
{
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in.is_open()) << file;
    return {std::istreambuf_iterator<char>(in), {}};
}

inline std::string write_file(const std::string& name, std::string_view text)
{
    std::string path = temporary(name);
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

inline std::string write_file(const std::string& name, const std::vector<std::uint8_t>& bytes)
{
    return write_file(name, {reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

struct Result {
    int code = -1;
    std::string out;
    std::string err;
};

/// What a run sees beside its arguments.
struct Surroundings {
    std::string environment{};        // NAME=value ...
    std::string input = "/dev/null";  // the file that is its standard input
    std::string output{};             // instead of a file that is read into Result::out
};

/// Runs `gapwire ARGUMENTS...` to its end.
inline Result run(const std::vector<std::string>& arguments, const Surroundings& surroundings = {})
{
    const auto quoted = [](const std::string& text) { return " '" + text + "'"; };
    const std::string out = surroundings.output.empty() ? temporary("stdout") : surroundings.output;
    const std::string err = temporary("stderr");
    std::string command = "env " + surroundings.environment + quoted(GAPWIRE_PROGRAM);
    for (const std::string& argument : arguments) command += quoted(argument);
    command += " <" + quoted(surroundings.input) + " >" + quoted(out) + " 2>" + quoted(err);
    const int status = std::system(command.c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1,
            surroundings.output.empty() ? text_of(out) : "", text_of(err)};
}

/// What a run that must succeed prints.
inline std::string output_of(const std::vector<std::string>& arguments,
                             const Surroundings& surroundings = {})
{
    const Result result = run(arguments, surroundings);
    EXPECT_EQ(result.code, 0) << result.err;
    return result.out;
}

inline std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

/// Whether a line of JSON is an alert that fires, and no later revision of one.
inline bool is_fired(const std::string& line)
{
    return line.find("\"reason\":\"fired\"") != std::string::npos;
}

}  // namespace gapwire::app::test
