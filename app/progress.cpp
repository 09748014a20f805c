// A progress bar on a terminal's stderr.
#include "app/progress.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace gapwire::app {

Progress::Progress(const std::vector<std::string>& paths) : terminal_(::isatty(2) == 1)
{
    for (const std::string& path : paths) {
        std::error_code error;
        const auto size = std::filesystem::file_size(path, error);
        if (error) return;  // no sizes: no percentage
        bytes_total_ += size;
    }
}

void Progress::show(const Counters& counters)
{
    if (!terminal_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now < next_) return;
    next_ = now + std::chrono::milliseconds(100);
    drawn_ = true;
    const std::uint64_t messages = counters[Counter::messages_delivered];
    const std::uint64_t bytes = counters[Counter::capture_bytes];
    if (bytes_total_ == 0 || bytes == 0) {
        fmt::print(stderr, "\r{:>14} messages", messages);
        return;
    }
    const std::uint64_t percent = std::min<std::uint64_t>(100, bytes * 100 / bytes_total_);
    fmt::print(stderr, "\r[{:<25}] {:>3} %  {:>14} messages", std::string(percent / 4, '#'),
               percent, messages);
}

void Progress::clear()
{
    if (drawn_) fmt::print(stderr, "\r{:60}\r", "");
    drawn_ = false;
}

}  // namespace gapwire::app
