// The durable store of alerts: an append-only, hash-chained log, which is outbox and history.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/store/operator_action.hpp"
#include "alerts/store/store_status.hpp"
#include "core/alert.hpp"

namespace gapwire::alerts {

/// Of the layout of the file (docs/store.md). Another one is refused.
inline constexpr int store_format = 1;
inline constexpr std::size_t sinks_max = 64;

struct StoreOptions {
    std::filesystem::path path;  // beside it: path-wal, path-shm (SQLite's) and path-owner (a lock)
    int busy_wait_ms = 2'000;    // for other processes that write
};

/// What ran, for the auditor.
struct RunInfo {
    std::string config_hash;   // sha256_hex() of the configuration file
    std::string rule_version;  // of what decides: the same rules say the same
    std::string build;         // version_text()
};

/// Nobody watched. `from` <= `to`.
struct BlindInterval {
    Timestamp from{};
    Timestamp to{};
    std::string why;  // "stopped", "killed"; or the caller's
    friend bool operator==(const BlindInterval&, const BlindInterval&) = default;
};

enum class AppendOutcome : std::uint8_t {
    stored,
    duplicate,  // the key is there, with the same content
    diverged,   // the key is there, with other content: the first is kept
};
struct Appended {
    std::int64_t seq = 0;  // of its row, or of the row that was there before
    AppendOutcome outcome = AppendOutcome::stored;
};

/// One alert of the outbox of one sink.
struct PendingAlert {
    std::int64_t seq = 0;
    std::uint32_t attempts = 0;  // that failed
    Alert alert;
    Timestamp stored{};
};

enum class SettleKind : std::uint8_t {
    delivered,
    failed,
    dead,
    skipped,  // not meant for this sink: silenced, not severe enough
};

/// What became of an attempt to deliver.
struct Settlement {
    std::string sink;
    std::int64_t seq = 0;
    SettleKind kind = SettleKind::delivered;
    std::string why{};                   // failed, dead, skipped
    Timestamp next = Timestamp::none();  // failed: not before
};

/// The writing side. What a call wrote is on the disk when it returns ok; a call that fails wrote
/// nothing, except that after `io` it may have: every call may be repeated, and a repeated one
/// stores nothing twice (operator actions excepted).
///
/// Identity  an alert is (id, revision, state). Content is everything else but `capture_time`,
///           which is the replica's own.
/// Errors    every call returns a status and throws nothing but std::bad_alloc. After any fault
///           but `busy` and `refused`, close it and open it again.
/// Threads   one a store; any number of stores and readers, in this and other processes, may have
///           the same file. Only one may own it: the one that calls begin_run().
/// Time      only from the `now` arguments, wall clock.
class AlertStore {
 public:
    AlertStore();
    ~AlertStore();
    AlertStore(AlertStore&&) noexcept;
    AlertStore& operator=(AlertStore&&) noexcept;

    /// Opens `options.path`, or makes it when there is none; `replaces` is then said in its first
    /// row: the file that was set aside, and why. Its folder must exist.
    StoreStatus open(const StoreOptions& options, Timestamp now, std::string_view replaces = {});
    /// The same, but a file that is not there is a fault (`io`), and none is made.
    StoreStatus open_existing(const StoreOptions& options);
    void close() noexcept;
    bool is_open() const noexcept;

    /// Takes the file for this process until it is closed; `owned` when another one has it.
    StoreStatus own();
    /// The same, and writes that a run began. The time since the run before was last alive is a
    /// blind interval; none at the first start. It goes on from that of a run that stored no alert,
    /// since nobody was told.
    StoreStatus begin_run(const RunInfo& run, Timestamp now,
                          std::optional<BlindInterval>& downtime);
    /// Remembers, outside the log, that the run was alive. Meant for once a second.
    StoreStatus heartbeat(Timestamp now);
    StoreStatus end_run(Timestamp now);
    StoreStatus add_blind_interval(const BlindInterval& interval, Timestamp now);

    /// All in one transaction; `appended` gets one entry an alert, in order.
    StoreStatus append(std::span<const Alert> alerts, Timestamp now,
                       std::vector<Appended>& appended);

    /// Makes an outbox for a sink that has none: it gets what is stored from now on. A name of 1 to
    /// 64 bytes; `refused` for more than sinks_max of them.
    StoreStatus add_sink(std::string_view sink, Timestamp now);
    /// Up to `limit` alerts that are neither delivered nor dead, oldest first, without those of an
    /// incident one of whose alerts, the same or an earlier one, waits for its next attempt.
    /// Deliver in this order; after a failure leave the rest of that incident out.
    StoreStatus pending(std::string_view sink, std::size_t limit, Timestamp now,
                        std::vector<PendingAlert>& alerts);
    /// Incidents one of whose alerts waits for its next attempt.
    StoreStatus waiting(std::string_view sink, Timestamp now,
                        std::vector<std::uint64_t>& incidents);
    /// All in one transaction. What is settled already stays as it is. At least once: what is
    /// delivered and not yet settled when the process dies is pending again.
    StoreStatus settle(std::span<const Settlement> settlements, Timestamp now);

    /// `refused` for an action that breaks what OperatorAction requires.
    StoreStatus act(const OperatorAction& action, Timestamp now);

 private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Renames a damaged store and what SQLite keeps beside it, to `path.corrupt-N` with the first
/// free N from 1; nothing is deleted. `renamed` gets the new name.
/// REQUIRES: this process has it not open.
StoreStatus set_aside(const std::filesystem::path& path, std::filesystem::path& renamed);

}  // namespace gapwire::alerts
