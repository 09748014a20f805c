// The durable store of alerts: opening, runs, appending.
#include "alerts/store/alert_store.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "alerts/store/alert_record.hpp"
#include "alerts/store/alert_store_state.hpp"
#include "alerts/store/schema.hpp"
#include "core/assert.hpp"

namespace gapwire::alerts {
namespace {

/// A file that is not SQLite's may be a store whose header is damaged, or the wrong file: where a
/// store was owned before, it was one.
StoreStatus judged(StoreStatus status, const std::filesystem::path& path)
{
    std::error_code ignored;
    if (status.fault == StoreFault::not_a_store &&
        std::filesystem::exists(OwnerLock::file_of(path), ignored))
        status.fault = StoreFault::corrupt;
    return status;
}

StoreStatus fill_empty(Database& database, const std::string& path, std::string_view replaces,
                       Timestamp now)
{
    Transaction transaction(database);
    if (auto status = transaction.begin(); !status.ok()) return status;
    FileKind kind{};
    if (auto status = look_at(database, path, kind); !status.ok()) return status;
    if (kind == FileKind::store) return {};  // another process was faster
    if (auto status = make_tables(database); !status.ok()) return status;
    if (auto status = make_triggers(database); !status.ok()) return status;
    Log log;
    if (auto status = log.prepare(database); !status.ok()) return status;
    if (auto status = log.catch_up(); !status.ok()) return status;
    auto status = log.append(log_kind::format, format_payload(replaces), now);
    return status.ok() ? transaction.commit() : status;
}

StoreStatus bring_in_step(Database& database, Log& log)
{
    Transaction transaction(database);
    if (auto status = transaction.begin(); !status.ok()) return status;
    if (auto status = make_triggers(database); !status.ok()) return status;
    if (auto status = log.catch_up(); !status.ok()) return status;
    bool is_derived = false;
    if (auto status = log.is_derived(is_derived); !status.ok()) return status;
    if (!is_derived)
        if (auto status = log.rebuild(); !status.ok()) return status;
    return transaction.commit();
}

bool takes_scope(ActionKind kind)
{
    return kind == ActionKind::silence || kind == ActionKind::unsilence ||
           kind == ActionKind::drill;
}

bool is_operator_text(std::string_view text, std::size_t size_max)
{
    return !text.empty() && text.size() <= size_max;
}

}  // namespace

AlertStore::AlertStore() = default;
AlertStore::~AlertStore() = default;
AlertStore::AlertStore(AlertStore&&) noexcept = default;
AlertStore& AlertStore::operator=(AlertStore&&) noexcept = default;

StoreStatus AlertStore::State::open(const StoreOptions& options, OpenMode mode, Timestamp now,
                                    std::string_view replaces)
{
    path = options.path;
    const std::string name = path.string();
    if (auto status = database.open(name, mode, options.busy_wait_ms); !status.ok()) return status;
    FileKind kind{};
    if (auto status = look_at(database, name, kind); !status.ok()) return judged(status, path);
    if (kind == FileKind::empty && mode != OpenMode::create)
        return {StoreFault::not_a_store, name + ": is empty"};
    if (auto status = prepare_to_write(database, name, kind); !status.ok()) return status;
    if (kind == FileKind::empty)
        if (auto status = fill_empty(database, name, replaces, now); !status.ok()) return status;
    if (auto status = log.prepare(database); !status.ok()) return status;
    if (auto status =
            find_alert.prepare(database,
                               "SELECT l.seq, l.payload FROM alert a JOIN log l ON l.seq = a.seq "
                               "WHERE a.id = ? AND a.revision = ? AND a.state = ?");
        !status.ok())
        return status;
    return bring_in_step(database, log);
}

StoreStatus AlertStore::open(const StoreOptions& options, Timestamp now, std::string_view replaces)
{
    state_ = std::make_unique<State>();
    auto status = state_->open(options, OpenMode::create, now, replaces);
    if (!status.ok()) close();
    return status;
}

StoreStatus AlertStore::open_existing(const StoreOptions& options)
{
    state_ = std::make_unique<State>();
    auto status = state_->open(options, OpenMode::write, Timestamp::none(), {});
    if (!status.ok()) close();
    return status;
}

void AlertStore::close() noexcept
{
    state_.reset();
}

bool AlertStore::is_open() const noexcept
{
    return state_ != nullptr;
}

StoreStatus AlertStore::State::look() const
{
    if (!database.has_moved()) return {};
    return {StoreFault::io, fmt::format("{}: was moved or removed", path.string())};
}

StoreStatus AlertStore::State::begin(Transaction& transaction)
{
    if (auto status = look(); !status.ok()) return status;
    if (auto status = transaction.begin(); !status.ok()) return status;
    return log.catch_up();
}

// ---- runs

StoreStatus AlertStore::own()
{
    GAPWIRE_ASSERT(is_open());
    return state_->owner.take(state_->path);
}

StoreStatus AlertStore::State::last_run(std::optional<BlindInterval>& since)
{
    Statement newest;
    if (auto status =
            newest.prepare(database,
                           "SELECT kind, time FROM log WHERE kind NOT IN ('format', 'acknowledge', "
                           "'silence', 'unsilence', 'note', 'escalate', 'drill') "
                           "ORDER BY seq DESC LIMIT 1");
        !status.ok())
        return status;
    const Statement::Step step = newest.step();
    if (step == Statement::Step::failed) return newest.failure();
    since.reset();
    if (step == Statement::Step::done) return {};
    const bool has_stopped = newest.text(0) == log_kind::stop;
    since = BlindInterval{{newest.integer(1)}, {}, has_stopped ? "stopped" : "killed"};
    Statement alive;
    if (auto status = alive.prepare(database, "SELECT time FROM alive"); !status.ok())
        return status;
    const Statement::Step beat = alive.step();
    if (beat == Statement::Step::failed) return alive.failure();
    if (beat == Statement::Step::row && !has_stopped)
        since->from = std::max(since->from, Timestamp{alive.integer(0)});
    return add_untold(*since);
}

StoreStatus AlertStore::State::add_untold(BlindInterval& since)
{
    Statement untold;
    if (auto status =
            untold.prepare(database,
                           "SELECT payload FROM log WHERE kind = 'blind' "
                           "AND seq = 1 + (SELECT max(seq) FROM log WHERE kind = 'start') "
                           "AND NOT EXISTS (SELECT 1 FROM alert WHERE alert.seq > log.seq)");
        !status.ok())
        return status;
    const Statement::Step step = untold.step();
    if (step == Statement::Step::failed) return untold.failure();
    if (step == Statement::Step::done) return {};
    const auto before = parse_blind(untold.text(0));
    if (!before) return {};  // verify_store names such a row
    since.from = std::min(since.from, before->from);
    if (before->why == "killed") since.why = before->why;
    return {};
}

StoreStatus AlertStore::begin_run(const RunInfo& run, Timestamp now,
                                  std::optional<BlindInterval>& downtime)
{
    if (auto status = own(); !status.ok()) return status;
    Transaction transaction(state_->database);
    if (auto status = state_->begin(transaction); !status.ok()) return status;
    std::optional<BlindInterval> found;
    if (auto status = state_->last_run(found); !status.ok()) return status;
    if (auto status = state_->log.append(log_kind::start, start_payload(run), now); !status.ok())
        return status;
    if (found) {
        found->to = std::max(now, found->from);  // the clock may have been set back
        if (auto status = state_->log.append(log_kind::blind, blind_payload(*found), now);
            !status.ok())
            return status;
    }
    auto status = transaction.commit();
    if (status.ok()) downtime = found;
    return status;
}

StoreStatus AlertStore::heartbeat(Timestamp now)
{
    GAPWIRE_ASSERT(is_open());
    if (auto status = state_->look(); !status.ok()) return status;
    Statement beat;
    if (auto status = beat.prepare(state_->database, "INSERT OR REPLACE INTO alive VALUES (1, ?)");
        !status.ok())
        return status;
    return beat.bind(1, now.ns).execute();
}

StoreStatus AlertStore::State::append_one(std::string_view kind, std::string_view payload,
                                          Timestamp now)
{
    Transaction transaction(database);
    if (auto status = begin(transaction); !status.ok()) return status;
    if (auto status = log.append(kind, payload, now); !status.ok()) return status;
    return transaction.commit();
}

StoreStatus AlertStore::end_run(Timestamp now)
{
    GAPWIRE_ASSERT(is_open());
    return state_->append_one(log_kind::stop, "{}", now);
}

StoreStatus AlertStore::add_blind_interval(const BlindInterval& interval, Timestamp now)
{
    GAPWIRE_ASSERT(is_open());
    if (interval.from > interval.to)
        return {StoreFault::refused, "a blind interval that ends before it begins"};
    return state_->append_one(log_kind::blind, blind_payload(interval), now);
}

// ---- alerts

StoreStatus AlertStore::State::find(const Alert& alert, std::optional<Appended>& found)
{
    find_alert.bind(1, static_cast<std::int64_t>(alert.id));
    find_alert.bind(2, std::int64_t{alert.revision}).bind(3, to_text(alert.state));
    const Statement::Step step = find_alert.step();
    if (step == Statement::Step::failed) return find_alert.failure();
    found.reset();
    if (step == Statement::Step::done) return {};
    auto stored = parse_alert_record(find_alert.text(1));
    if (stored) stored->capture_time = alert.capture_time;
    found = Appended{find_alert.integer(0), stored && *stored == alert ? AppendOutcome::duplicate
                                                                       : AppendOutcome::diverged};
    find_alert.reset();
    return {};
}

StoreStatus AlertStore::append(std::span<const Alert> alerts, Timestamp now,
                               std::vector<Appended>& appended)
{
    GAPWIRE_ASSERT(is_open());
    Transaction transaction(state_->database);
    if (auto status = state_->begin(transaction); !status.ok()) return status;
    appended.clear();
    for (const Alert& alert : alerts) {
        std::optional<Appended> found;
        if (auto status = state_->find(alert, found); !status.ok()) return status;
        if (!found) {
            if (auto status = state_->log.append_alert(alert, now); !status.ok()) return status;
            found = Appended{state_->log.last_seq(), AppendOutcome::stored};
        }
        appended.push_back(*found);
    }
    return transaction.commit();
}

// ---- operators

StoreStatus AlertStore::act(const OperatorAction& action, Timestamp now)
{
    GAPWIRE_ASSERT(is_open());
    constexpr std::size_t name_max = 64;
    constexpr std::size_t why_max = 4'096;
    if (!is_operator_text(action.target, name_max))
        return {StoreFault::refused, "want a target of 1 to 64 bytes"};
    if (!is_operator_text(action.who, name_max))
        return {StoreFault::refused, "want who it is, in 1 to 64 bytes"};
    if (action.why.size() > why_max || (action.kind == ActionKind::note && action.why.empty()))
        return {StoreFault::refused, "want a text of 1 to 4096 bytes"};
    const bool ends = action.kind == ActionKind::silence || action.kind == ActionKind::drill;
    if (ends != !action.until.is_none())
        return {StoreFault::refused, "want a time until when, of a silence or drill only"};
    if (!takes_scope(action.kind) && action.scope != ActionScope::incident)
        return {StoreFault::refused, "want an incident"};
    return state_->append_one(to_text(action.kind), action_payload(action), now);
}

// ---- damaged files

StoreStatus set_aside(const std::filesystem::path& path, std::filesystem::path& renamed)
{
    const auto with = [](const std::filesystem::path& file, std::string_view suffix) {
        return std::filesystem::path(file) += suffix;
    };
    std::error_code error;
    for (int n = 1;; ++n) {
        renamed = with(path, fmt::format(".corrupt-{}", n));
        if (!std::filesystem::exists(renamed, error)) break;
    }
    for (const std::string_view suffix : {"-wal", "-shm", ""}) {
        if (!std::filesystem::exists(with(path, suffix), error)) continue;
        std::filesystem::rename(with(path, suffix), with(renamed, suffix), error);
        if (error) return system_fault(with(path, suffix), error.value());
    }
    return {};
}

}  // namespace gapwire::alerts
