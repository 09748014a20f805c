// kill -9 at any moment: no stored alert is lost, none is there twice, and the chain is whole.
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

#include "alerts/store/verify_store.hpp"
#include "core/clock.hpp"
#include "tests/store/store_files.hpp"

namespace gapwire::alerts::test {
namespace {

constexpr int kills = 220;

/// Goes on until it is killed: a run begins, then alerts in small batches, deliveries, notes. Says
/// the id of an alert when the call that stored it has returned.
[[noreturn]] void store_until_killed(const StoreOptions& options, std::uint64_t first_id, int said)
{
    const auto must = [](const StoreStatus& status) {
        if (status.ok()) return;
        std::fprintf(stderr, "%s\n", status.reason.c_str());
        ::_exit(1);
    };
    const auto say = [said](const std::string& line) {
        if (::write(said, line.data(), line.size()) < 0) ::_exit(2);
    };
    AlertStore store;
    std::optional<BlindInterval> downtime;
    std::vector<Appended> rows;
    std::vector<PendingAlert> pending;
    must(store.open(options, wall_clock()));
    must(store.begin_run({"c", "r", "b"}, wall_clock(), downtime));
    must(store.add_sink("web", wall_clock()));
    for (std::uint64_t id = first_id;; id += 3) {
        std::vector<Alert> batch;
        for (std::uint64_t i = 0; i < 3; ++i) batch.push_back(numbered(id + i, id % 7));
        must(store.append(batch, wall_clock(), rows));
        for (const Alert& alert : batch) say(std::to_string(alert.id) + "\n");
        must(store.pending("web", 2, wall_clock(), pending));
        std::vector<Settlement> settled;
        for (const PendingAlert& one : pending) settled.push_back({"web", one.seq});
        must(store.settle(settled, wall_clock()));
        must(store.act({.target = incident_text(id % 7), .who = "desk", .why = "seen"},
                       wall_clock()));
        must(store.heartbeat(wall_clock()));
    }
}

/// The ids in whole lines.
std::vector<std::uint64_t> read_all(int from)
{
    std::string text;
    char buffer[4'096];
    for (ssize_t size = 0; (size = ::read(from, buffer, sizeof buffer)) > 0;)
        text.append(buffer, static_cast<std::size_t>(size));
    std::vector<std::uint64_t> ids;
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos;
         at = end + 1)
        ids.push_back(std::strtoull(text.c_str() + at, nullptr, 10));
    return ids;
}

/// Runs a child and kills it after `life_us`; with `when_begun`, counted from its first word.
std::vector<std::uint64_t> run_and_kill(const StoreOptions& options, std::uint64_t first_id,
                                        long life_us, bool when_begun)
{
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        store_until_killed(options, first_id, ends[1]);
    }
    ::close(ends[1]);
    pollfd first_word{.fd = ends[0], .events = POLLIN, .revents = 0};
    if (when_begun) {
        EXPECT_EQ(::poll(&first_word, 1, 10'000), 1);
    }
    const timespec life{.tv_sec = 0, .tv_nsec = life_us * 1'000};
    ::nanosleep(&life, nullptr);
    ::kill(child, SIGKILL);
    int status = 0;
    EXPECT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_TRUE(WIFSIGNALED(status)) << "it ended by itself: " << status;
    std::vector<std::uint64_t> said = read_all(ends[0]);
    ::close(ends[0]);
    return said;
}

TEST(Kill, LosesNoStoredAlertAndStoresNoneTwice)
{
    Folder folder;
    const StoreOptions options = folder.options();
    std::mt19937 random(20'250'127);
    std::uniform_int_distribution<long> life_us(0, 25'000);
    std::vector<std::uint64_t> said;
    for (int i = 0; i < kills; ++i) {
        // Half of the runs begin with alerts that the run before stored.
        const std::uint64_t next = said.empty() ? 1 : said.back() + 1;
        const std::uint64_t first = i % 2 == 0 || next < 3 ? next : next - 2;
        for (const std::uint64_t id : run_and_kill(options, first, life_us(random), i % 4 != 0))
            if (said.empty() || id > said.back()) said.push_back(id);
        ASSERT_FALSE(HasFailure()) << "kill " << i;
    }

    Verification verified;
    ASSERT_OK(verify_store(options, "", verified));
    EXPECT_EQ(verified.broken_seq, 0) << verified.broken_why;
    const std::vector<std::uint64_t> stored = ids_in(options);
    const std::set<std::uint64_t> once(stored.begin(), stored.end());
    EXPECT_EQ(once.size(), stored.size()) << "none twice";
    for (const std::uint64_t id : said) ASSERT_TRUE(once.contains(id)) << id << " was stored";
    EXPECT_TRUE(std::is_sorted(stored.begin(), stored.end())) << "in the order of appending";
    EXPECT_GE(said.size(), kills * 3u / 4) << "most kills hit a store that was being written";
    RecordProperty("kills", kills);
    RecordProperty("stored", static_cast<int>(stored.size()));

    // Every run but the first found out since when nobody watched.
    const std::string starts =
        sql_value(options.path, "SELECT count(*) FROM log WHERE kind = 'start'");
    const std::string blind =
        sql_value(options.path, "SELECT count(*) FROM log WHERE kind = 'blind'");
    EXPECT_EQ(std::stoi(blind), std::stoi(starts) - 1);
    // What the sink has yet to get is what was stored and never settled.
    EXPECT_EQ(sql_value(options.path,
                        "SELECT (SELECT count(*) FROM alert) - (SELECT count(*) FROM delivery) - "
                        "(SELECT count(*) FROM outbox)"),
              "0");
}

}  // namespace
}  // namespace gapwire::alerts::test
