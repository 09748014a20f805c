// One sink on a thread of its own: however slow it is, nobody waits for it.
#include "alerts/delivery/sink_worker.hpp"

#include <chrono>
#include <set>
#include <utility>

#include "core/assert.hpp"
#include "core/clock.hpp"
#include "core/thread.hpp"

namespace gapwire::alerts {
namespace {

constexpr std::chrono::milliseconds flush_wait{100};

}  // namespace

SinkWorker::SinkWorker(std::unique_ptr<Sink> sink, const std::string& name)
    : sink_(std::move(sink)), thread_([this, name] { run(name); })
{}

SinkWorker::~SinkWorker()
{
    end();
    join();
}

void SinkWorker::join()
{
    if (thread_.joinable()) thread_.join();
}

bool SinkWorker::is_free() const
{
    const std::lock_guard lock(mutex_);
    return !has_work_ && outcomes_.empty();
}

void SinkWorker::give(Work work)
{
    GAPWIRE_ASSERT(!work.jobs.empty() && work.jobs.size() <= work_max);
    {
        const std::lock_guard lock(mutex_);
        GAPWIRE_ASSERT(!has_work_ && outcomes_.empty());
        given_ = std::move(work);
        has_work_ = true;
    }
    changed_.notify_one();
}

std::vector<Outcome> SinkWorker::take()
{
    const std::lock_guard lock(mutex_);
    return std::exchange(outcomes_, {});
}

std::string SinkWorker::flush_failure() const
{
    const std::lock_guard lock(mutex_);
    return flush_failure_;
}

void SinkWorker::end()
{
    {
        const std::lock_guard lock(mutex_);
        ends_.store(true);
    }
    sink_->interrupt();
    changed_.notify_one();
}

// ---- the worker's thread

void SinkWorker::run(const std::string& name)
{
    name_thread(name);
    for (;;) {
        Work work;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return has_work_ || ends_.load(); });
            if (!has_work_) return;
            work = std::exchange(given_, {});
        }
        work_on(work);
        const std::lock_guard lock(mutex_);
        has_work_ = false;
    }
}

void SinkWorker::work_on(const Work& work)
{
    if (work.list_title.empty())
        deliver_each(work);
    else
        deliver_list(work);
    busy_since_.store(0);
}

void SinkWorker::deliver_list(const Work& work)
{
    std::vector<Alert> alerts;
    for (const Job& job : work.jobs) alerts.push_back(job.alert);
    busy_since_.store(monotonic_ns());
    SinkStatus status = SinkStatus::failed;
    if (!ends_.load()) {
        status = sink_->deliver_list(alerts, work.list_title);
        if (status == SinkStatus::ok) status = flush();
    }
    const std::lock_guard lock(mutex_);  // all at once, so that they are tried again as one
    for (const Job& job : work.jobs) outcomes_.push_back(outcome_of(job.ticket, status));
}

void SinkWorker::deliver_each(const Work& work)
{
    std::set<std::uint64_t> left_out;  // incidents
    std::vector<std::uint64_t> unflushed;
    bool is_ready = true;
    for (const Job& job : work.jobs) {
        if (ends_.load() || !is_ready || left_out.contains(job.alert.incident)) {
            report({.ticket = job.ticket});
            continue;
        }
        busy_since_.store(monotonic_ns());
        const SinkStatus status = sink_->deliver_marked(job.alert, job.marks);
        if (status == SinkStatus::ok && sink_->is_buffered()) {
            unflushed.push_back(job.ticket);
            continue;
        }
        is_ready = status != SinkStatus::not_ready;
        if (status == SinkStatus::failed) left_out.insert(job.alert.incident);
        report(outcome_of(job.ticket, status));
    }
    if (unflushed.empty()) return;
    const SinkStatus status = flush();
    for (const std::uint64_t ticket : unflushed) report(outcome_of(ticket, status));
}

SinkStatus SinkWorker::flush()
{
    SinkStatus status = sink_->flush();
    while (status != SinkStatus::ok && sink_->is_buffered()) {
        std::unique_lock lock(mutex_);
        flush_failure_ = sink_->failure();
        if (changed_.wait_for(lock, flush_wait, [this] { return ends_.load(); })) return status;
        lock.unlock();
        status = sink_->flush();
    }
    const std::lock_guard lock(mutex_);
    if (status == SinkStatus::ok) flush_failure_.clear();
    return status;
}

Outcome SinkWorker::outcome_of(std::uint64_t ticket, SinkStatus status) const
{
    switch (status) {
        case SinkStatus::ok: return {ticket, JobStatus::delivered};
        case SinkStatus::refused:
            return {ticket, JobStatus::refused, std::string(sink_->failure())};
        case SinkStatus::not_ready:
            return {ticket, JobStatus::untried, std::string(sink_->failure())};
        case SinkStatus::failed: break;
    }
    if (ends_.load()) return {.ticket = ticket};
    return {ticket, JobStatus::failed, std::string(sink_->failure()), sink_->retry_after_ns()};
}

void SinkWorker::report(Outcome outcome)
{
    const std::lock_guard lock(mutex_);
    outcomes_.push_back(std::move(outcome));
}

}  // namespace gapwire::alerts
