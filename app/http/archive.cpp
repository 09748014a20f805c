// The store of alerts as the HTTP thread uses it.
#include "app/http/archive.hpp"

#include <sys/stat.h>

namespace gapwire::http {
namespace {

std::uint64_t inode_of(const std::filesystem::path& file) noexcept
{
    struct stat about {};
    return ::stat(file.c_str(), &about) == 0 ? about.st_ino : 0;
}

}  // namespace

bool Archive::is_moved() const noexcept
{
    return inode_of(options_->path) != inode_;
}

bool Archive::open()
{
    if (!options_) return false;
    if (reader_ && !is_moved()) return true;
    reader_.reset();
    alerts::StoreReader reader;
    const std::uint64_t inode = inode_of(options_->path);
    if (const auto status = reader.open(*options_); !status.ok()) {
        trouble_ = status.reason;
        return false;
    }
    reader_ = std::move(reader);
    inode_ = inode;
    return true;
}

template <class Value, class Read>
std::optional<Value> Archive::read(Read&& call)
{
    if (!open()) return std::nullopt;
    Value value{};
    if (const auto status = call(*reader_, value); !status.ok()) {
        trouble_ = status.reason;
        reader_.reset();
        return std::nullopt;
    }
    trouble_.clear();
    return value;
}

std::optional<std::vector<alerts::StoredAlert>> Archive::alerts(const alerts::AlertFilter& filter)
{
    return read<std::vector<alerts::StoredAlert>>(
        [&](alerts::StoreReader& reader, auto& found) { return reader.alerts(filter, found); });
}

std::optional<std::vector<alerts::StoredAction>> Archive::actions(std::int64_t after)
{
    return read<std::vector<alerts::StoredAction>>(
        [&](alerts::StoreReader& reader, auto& found) { return reader.actions(after, found); });
}

std::optional<std::int64_t> Archive::last_seq()
{
    return read<std::int64_t>(
        [](alerts::StoreReader& reader, std::int64_t& seq) { return reader.last_seq(seq); });
}

std::optional<alerts::BlindInterval> Archive::downtime()
{
    const auto all = read<std::vector<alerts::BlindInterval>>(
        [](alerts::StoreReader& reader, auto& found) { return reader.blind_intervals(0, found); });
    if (!all || all->empty()) return std::nullopt;
    return all->back();
}

std::optional<alerts::StoredAction> Archive::act(const alerts::OperatorAction& action,
                                                 Timestamp now)
{
    const auto before = last_seq();
    if (!before) return std::nullopt;
    alerts::AlertStore store;
    auto status = store.open_existing(*options_);
    if (status.ok()) status = store.act(action, now);
    if (!status.ok()) {
        trouble_ = status.reason;
        return std::nullopt;
    }
    const auto rows = actions(*before);
    if (!rows) return std::nullopt;
    for (auto row = rows->rbegin(); row != rows->rend(); ++row)
        if (row->action == action && row->time == now) return *row;
    trouble_ = "the row that was stored is not there";
    return std::nullopt;
}

}  // namespace gapwire::http
