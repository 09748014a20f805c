// Alerts on standard output.
#include "alerts/sinks/stdout_sink.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "alerts/marked.hpp"

namespace gapwire::alerts {

StdoutSink::StdoutSink(SinkSettings settings, int descriptor)
    : settings_(std::move(settings)), descriptor_(descriptor)
{}

StdoutSink::~StdoutSink()
{
    static_cast<void>(flush());
}

SinkStatus StdoutSink::deliver(const Alert& alert)
{
    return deliver_marked(alert, {});
}

SinkStatus StdoutSink::deliver_marked(const Alert& alert, const Marks& marks)
{
    if (waiting_.size() > stdout_buffer_max && flush() != SinkStatus::ok) return SinkStatus::failed;
    waiting_ += marked_line(alert, marks, settings_);
    waiting_ += '\n';
    failure_.clear();
    return SinkStatus::ok;
}

SinkStatus StdoutSink::flush()
{
    std::size_t written = 0;
    int error = 0;
    while (written < waiting_.size() && error == 0) {
        const ssize_t size =
            ::write(descriptor_, waiting_.data() + written, waiting_.size() - written);
        if (size >= 0)
            written += static_cast<std::size_t>(size);
        else if (errno != EINTR)
            error = errno;
    }
    waiting_.erase(0, written);
    failure_ = error == 0 ? "" : fmt::format("stdout: {}", std::strerror(error));
    return error == 0 ? SinkStatus::ok : SinkStatus::failed;
}

}  // namespace gapwire::alerts
