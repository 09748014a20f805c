// One sink on a thread of its own: however slow it is, nobody waits for it.
#pragma once

#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "alerts/sink.hpp"

namespace gapwire::alerts {

/// An alert on its way to the sink.
struct Job {
    std::uint64_t ticket = 0;
    Alert alert;
    Marks marks;
};

/// What a worker gets at once: in order, of at most work_max jobs.
struct Work {
    std::vector<Job> jobs;
    std::string list_title{};  // not empty: all in one message
};
inline constexpr std::size_t work_max = 256;

enum class JobStatus : std::uint8_t {
    delivered,
    failed,
    refused,
    untried,  // another one of its incident failed before it, or the worker ends; or, with a
              // reason, the sink is not ready
};

struct Outcome {
    std::uint64_t ticket = 0;
    JobStatus status = JobStatus::untried;
    std::string why{};
    std::int64_t retry_after_ns = 0;
};

/// Owns the sink, and delivers what it is given, in that order: after a failure the rest of that
/// incident is left out. What a buffered sink cannot flush is tried again until it can, or the end.
/// Threads  all calls from one; the sink is used by the worker's alone.
class SinkWorker {
 public:
    SinkWorker(std::unique_ptr<Sink> sink, const std::string& name);
    ~SinkWorker();
    SinkWorker(const SinkWorker&) = delete;
    SinkWorker& operator=(const SinkWorker&) = delete;

    /// Whether it has no work, and every outcome was taken.
    bool is_free() const;
    /// REQUIRES: is_free(), 1 to work_max jobs.
    void give(Work work);
    /// Outcomes that were not taken yet, one a job.
    std::vector<Outcome> take();
    /// Since when it is at one and the same call of the sink, by the monotonic clock; 0: it is not.
    std::int64_t busy_since_ns() const noexcept { return busy_since_.load(); }

    /// Why a buffered sink cannot flush at the moment; empty: it can.
    std::string flush_failure() const;

    /// The job at hand is cut short, the others are not tried. Does not wait.
    void end();
    /// Waits until it has ended. REQUIRES: end() was called.
    void join();

 private:
    void run(const std::string& name);
    void work_on(const Work& work);
    void deliver_list(const Work& work);
    void deliver_each(const Work& work);
    /// Until it is done: buffered sinks are flushed again and again.
    SinkStatus flush();
    Outcome outcome_of(std::uint64_t ticket, SinkStatus status) const;
    void report(Outcome outcome);

    std::unique_ptr<Sink> sink_;
    std::atomic<bool> ends_{false};
    std::atomic<std::int64_t> busy_since_{0};

    mutable std::mutex mutex_;  // of what follows
    std::condition_variable changed_;
    Work given_;
    bool has_work_ = false;
    std::vector<Outcome> outcomes_;
    std::string flush_failure_;

    std::thread thread_;
};

}  // namespace gapwire::alerts
