// What operators did about alerts in other processes, read from the store while it is written.
#include "alerts/delivery/operator_watch.hpp"

#include <algorithm>
#include <utility>

namespace gapwire::alerts {

bool OperatorWatch::open()
{
    if (reader_) return true;
    reader_.emplace();
    if (!reader_->open(options_).ok()) reader_.reset();
    return reader_.has_value();
}

bool OperatorWatch::look(Timestamp now, std::int64_t now_ns, std::uint64_t files)
{
    if (std::exchange(files_, files) != files) {
        reader_.reset();
        seen_ = 0;
    } else if (now_ns < look_at_ns_) {
        return false;
    }
    look_at_ns_ = now_ns + poll_ns;
    state_.forget(now);
    std::int64_t newest = 0;
    std::vector<StoredAction> found;
    if (!open()) return false;
    if (!reader_->last_seq(newest).ok()) {
        reader_.reset();
        return false;
    }
    if (newest == seen_) return false;
    if (!reader_->actions(seen_, found).ok()) {
        reader_.reset();
        return false;
    }
    // Rows may have come between the two questions: they are found with the next one, once.
    for (const StoredAction& done : found) {
        state_.apply(done);
        newest = std::max(newest, done.seq);
    }
    seen_ = newest;
    return !found.empty();
}

std::optional<StoredAlert> OperatorWatch::newest_of(std::uint64_t id)
{
    std::vector<StoredAlert> found;
    if (!open() || !reader_->alerts({.id = id}, found).ok() || found.empty()) return std::nullopt;
    return found.back();
}

}  // namespace gapwire::alerts
