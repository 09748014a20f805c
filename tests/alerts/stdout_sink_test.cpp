// The sink on standard output: whole lines, in order, and errors that are told.
#include "alerts/sinks/stdout_sink.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "alerts/alert_json.hpp"
#include "alerts/alert_text.hpp"
#include "sample.hpp"

namespace gapwire::alerts {
namespace {

/// A pipe whose reading end never blocks.
struct Pipe {
    std::array<int, 2> ends{};
    Pipe()
    {
        EXPECT_EQ(::pipe(ends.data()), 0);
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
    }
    ~Pipe()
    {
        for (const int end : ends) ::close(end);
    }
    std::string read_all() const
    {
        std::string all;
        std::array<char, 4096> block;
        ssize_t size = 0;
        while ((size = ::read(ends[0], block.data(), block.size())) > 0)
            all.append(block.data(), static_cast<std::size_t>(size));
        return all;
    }
};

TEST(StdoutSink, LinesLeaveInOrderWhenFlushed)
{
    const Pipe pipe;
    StdoutSink sink({AlertFormat::json, "UTC"}, pipe.ends[1]);
    Alert second = sample();
    second.rung = {2000};
    EXPECT_EQ(sink.deliver(sample()), SinkStatus::ok);
    EXPECT_EQ(sink.deliver(second), SinkStatus::ok);
    EXPECT_EQ(pipe.read_all(), "");
    EXPECT_EQ(sink.flush(), SinkStatus::ok);
    EXPECT_EQ(pipe.read_all(), alert_json(sample()) + "\n" + alert_json(second) + "\n");
    EXPECT_EQ(sink.flush(), SinkStatus::ok);
    EXPECT_EQ(pipe.read_all(), "");
}

TEST(StdoutSink, WhatWaitsLeavesWhenTheSinkIsDestroyed)
{
    const Pipe pipe;
    {
        StdoutSink sink({AlertFormat::text, "UTC"}, pipe.ends[1]);
        EXPECT_EQ(sink.deliver(sample()), SinkStatus::ok);
    }
    EXPECT_EQ(pipe.read_all(), alert_text(sample(), "UTC") + "\n");
}

TEST(StdoutSink, AFailedWriteIsToldAndTheLinesAreKeptUpToTheLimit)
{
    const int nowhere = ::open("/dev/full", O_WRONLY);
    ASSERT_GE(nowhere, 0);
    StdoutSink sink({AlertFormat::json, "UTC"}, nowhere);
    EXPECT_EQ(sink.deliver(sample()), SinkStatus::ok);
    EXPECT_EQ(sink.failure(), "");
    EXPECT_EQ(sink.flush(), SinkStatus::failed);
    EXPECT_EQ(sink.failure(), "stdout: No space left on device");

    const std::size_t line = alert_json(sample()).size() + 1;
    std::size_t taken = 1;
    while (sink.deliver(sample()) == SinkStatus::ok) ++taken;
    EXPECT_EQ(taken, StdoutSink::stdout_buffer_max / line + 1);
    EXPECT_EQ(sink.failure(), "stdout: No space left on device");

    const Pipe pipe;
    ::dup2(pipe.ends[1], nowhere);
    ::fcntl(pipe.ends[1], F_SETPIPE_SZ, 1 << 20);
    EXPECT_EQ(sink.flush(), SinkStatus::ok);
    EXPECT_EQ(sink.failure(), "");
    EXPECT_EQ(pipe.read_all().size(), taken * line);
    ::close(nowhere);
}

TEST(Sinks, EveryKindIsMadeFromItsName)
{
    for (const SinkKind& kind : sink_kinds()) {
        SinkSettings settings;
        settings.name = kind.name;
        settings.fix.sender = "GAPWIRE";
        settings.fix.target = "DESK";
        const auto sink = make_sink(kind.name, settings);
        ASSERT_NE(sink, nullptr) << kind.name;
        EXPECT_EQ(sink->name(), kind.name);
    }
    EXPECT_EQ(make_sink("pigeon", {}), nullptr);
}

}  // namespace
}  // namespace gapwire::alerts
