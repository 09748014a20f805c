// `gapwire serve --demo`: the synthetic day on sockets, and the configuration of its desk.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/clock.hpp"

namespace gapwire::app {

struct DemoOptions {
    std::int64_t clock_scale = 120;
    std::uint16_t port = 8080;  // of the page; 0: any
    bool in_step = false;       // the player waits for its readers
};

/// DeepSeek Monday, made anew in a folder of its own, which goes with it: desk, capture, store. A
/// child process plays it on loopback.
///
/// Errors   the constructor throws OperatorError: config where the files of the demo are not
///          installed, io where nothing can be written, runtime where the player does not start.
/// Threads  one.
class Demo {
 public:
    explicit Demo(const DemoOptions& options);
    ~Demo();
    Demo(const Demo&) = delete;
    Demo& operator=(const Demo&) = delete;

    /// The configuration file, and the clock by which it is to be served.
    const std::filesystem::path& config() const noexcept { return config_; }
    const ScaledClock& clock() const noexcept { return clock_; }
    /// Whether the whole day has been played.
    bool has_ended();

 private:
    void write_desk(const std::filesystem::path& data, const DemoOptions& options);
    void make_day(const std::filesystem::path& scenario) const;
    std::string play(const DemoOptions& options);

    std::filesystem::path folder_;
    std::filesystem::path config_;
    ScaledClock clock_;
    pid_t player_ = 0;
};

}  // namespace gapwire::app
