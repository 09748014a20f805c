// The store of alerts as the HTTP thread uses it: history, and what operators do.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "alerts/store/store_reader.hpp"

namespace gapwire::http {

/// Reads by a connection of its own, and writes operator actions by another one, as
/// `gapwire alerts` does. A store that cannot be opened is tried again when it is asked next, and
/// one that was moved away or set aside is left for the file that has its name now.
/// Errors   everything returns nothing, or a status, while the store cannot be used.
/// Threads  one, which may wait for the disk.
class Archive {
 public:
    /// Nothing: there is no store.
    explicit Archive(std::optional<alerts::StoreOptions> options) : options_(std::move(options)) {}

    bool is_there() const noexcept { return options_.has_value(); }
    /// Why the last call found nothing; empty when it went well.
    const std::string& trouble() const noexcept { return trouble_; }

    /// Oldest first.
    std::optional<std::vector<alerts::StoredAlert>> alerts(const alerts::AlertFilter& filter);
    std::optional<std::vector<alerts::StoredAction>> actions(std::int64_t after);
    std::optional<std::int64_t> last_seq();
    /// When nobody watched before this run; nothing where that is not known.
    std::optional<alerts::BlindInterval> downtime();
    /// Stores the action. Nothing, and why in trouble(), when it could not be.
    std::optional<alerts::StoredAction> act(const alerts::OperatorAction& action, Timestamp now);

 private:
    bool open();
    bool is_moved() const noexcept;
    template <class Value, class Read>
    std::optional<Value> read(Read&& call);

    std::optional<alerts::StoreOptions> options_;
    std::optional<alerts::StoreReader> reader_;
    std::uint64_t inode_ = 0;
    std::string trouble_;
};

}  // namespace gapwire::http
