// gapwire serve on real sockets, beside the simulated exchange with all its faults.
#include <sys/ptrace.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "core/decimal.hpp"
#include "gapwire/reader.hpp"
#include "tests/app/serving.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;

TEST_F(Serve, BooksAreThoseOfTheExchangeWithLossesOnBothLines)
{
    start_exchange(
        {"--loss", "2%", "--loss", "together=1%", "--duplicate", "1%", "--reorder", "1%,3ms"});
    start_gapwire(rules("[\"2\", \"80\"]") + lines() + requests() + snapshot());
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_GT(counter("holes_declared"), 0u);
    EXPECT_GT(counter("requests_sent"), 0u);
    EXPECT_EQ(counter("alerts_fired"), 2u);
    EXPECT_NE(gapwire_->line().find("\"symbol\":\""), std::string::npos);
}

TEST_F(Serve, MemoryOfBooksIsTouchedAtTheStartWhereThatIsWanted)
{
    const auto resident_pages = [&](const std::string& prefault) {
        std::string config = rules("[\"2\"]") + lines();
        config.insert(config.find("orders_max"), prefault);
        start_gapwire(config);
        std::ifstream statm(fmt::format("/proc/{}/statm", gapwire_->process()));
        std::uint64_t size = 0;
        std::uint64_t resident = 0;
        statm >> size >> resident;
        return resident;
    };
    const std::uint64_t lazy = resident_pages("");
    EXPECT_GT(resident_pages("prefault = true\n"), lazy + (std::uint64_t{64} << 20) / 4'096);
}

TEST_F(Serve, TheLastPacketLostIsFoundByAHeartbeat)
{
    start_exchange({"--lose", "last", "--end-after", "1500ms"});
    start_gapwire(rules("[\"2\"]") + lines() + requests());
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_EQ(counter("holes_declared"), 1u);
}

TEST_F(Serve, ASnapshotHealsWhatRequestServersDoNot)
{
    start_exchange({"--loss", "together=0.2%", "--request-server", "silent"});
    start_gapwire(rules("[\"2\"]") + lines() + requests() + snapshot());
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_GT(counter("losses"), 0u);
    EXPECT_GT(counter("snapshots_spliced"), 0u);
}

TEST_F(Serve, ASessionJoinedLateIsCompletedByASnapshot)
{
    start_exchange({"--start-after", "0s"});
    std::this_thread::sleep_for(100ms);
    start_gapwire(rules("[\"2\"]") + lines() + snapshot());
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
}

TEST_F(Serve, SoupBinTcpIsAStackToo)
{
    start_exchange({});
    start_gapwire(rules("[\"2\"]") +
                  fmt::format("[[feed]]\nname = \"soup\"\nstack = \"tcp/soupbintcp/itch50\"\n"
                              "server = \"127.0.0.1:{}\"\n",
                              port("soup_port")));
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
}

TEST_F(Serve, WhatTheKernelDropsIsCountedAndRecovered)
{
    start_exchange({});
    start_gapwire(rules("[\"2\"]") + lines("receive_buffer = 8192\n") + requests() + snapshot());
    EXPECT_FALSE(gapwire_->line().empty());  // the first alert: messages come
    gapwire_->send_signal(SIGSTOP);
    std::this_thread::sleep_for(400ms);
    gapwire_->send_signal(SIGCONT);
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_GT(counter("udp_kernel_drops"), 0u);
}

/// The process's thread of that name, or 0.
pid_t find_thread(pid_t process, const std::string& thread)
{
    for (const auto& task :
         std::filesystem::directory_iterator(fmt::format("/proc/{}/task", process))) {
        std::ifstream comm(task.path() / "comm");
        std::string name;
        if (std::getline(comm, name) && name == thread)
            return std::stoi(task.path().filename().string());
    }
    return 0;
}

/// The same as soon as it is there: threads name themselves some time after the program says that
/// it is running.
pid_t thread_of(pid_t process, const std::string& thread)
{
    const auto end = std::chrono::steady_clock::now() + soon;
    while (std::chrono::steady_clock::now() < end) {
        if (const pid_t found = find_thread(process, thread); found != 0) return found;
        std::this_thread::sleep_for(1ms);
    }
    ADD_FAILURE() << "no thread " << thread;
    return 0;
}

/// The system calls of gapwire's thread of that name within a second; empty where strace may not
/// look.
std::set<std::string> system_calls(pid_t process, const std::string& thread)
{
    const pid_t id = thread_of(process, thread);
    const std::string trace = temporary("strace");
    const std::string command =
        fmt::format("timeout 1 strace -qq -o '{}' -p {} 2>/dev/null", trace, id);
    if (const int status = std::system(command.c_str()); WEXITSTATUS(status) != 124) return {};
    std::set<std::string> calls;
    for (const std::string& line : lines_of(text_of(trace)))
        if (const std::size_t bracket = line.find('('); bracket != std::string::npos)
            calls.insert(line.substr(0, bracket));
    return calls;
}

TEST_F(Serve, TheFeedThreadMakesNoSystemCallButReceiveWaitAndSend)
{
    start_exchange({"--loss", "together=1%"}, "2000");
    start_gapwire(rules("[\"2\"]") + shared() + lines() + requests());
    EXPECT_FALSE(gapwire_->line().empty());
    const auto calls = system_calls(gapwire_->process(), "feed");
    if (calls.empty()) GTEST_SKIP() << "strace is not there, or may not look at processes";
    EXPECT_EQ(calls.count("recvmmsg"), 1u);
    EXPECT_EQ(calls.count("sendto"), 1u);
    for (const std::string& call : calls)
        EXPECT_TRUE(call == "recvmmsg" || call == "epoll_wait" || call == "epoll_ctl" ||
                    call == "sendto")
            << call;
}

TEST_F(Serve, TellsWhenItsRulesStandStillAndWhenTheyGoOn)
{
    start_exchange({}, "1000");
    start_gapwire(rules("[\"99.99\"]") + lines());
    const pid_t rules_thread = thread_of(gapwire_->process(), "rules");
    if (ptrace(PTRACE_SEIZE, rules_thread, nullptr, nullptr) != 0)
        GTEST_SKIP() << "a process may not stop threads of another here";
    ASSERT_EQ(ptrace(PTRACE_INTERRUPT, rules_thread, nullptr, nullptr), 0);
    const std::string stalled = gapwire_->line();
    EXPECT_NE(stalled.find("\"cause\":\"rules_stalled\""), std::string::npos) << stalled;
    EXPECT_NE(stalled.find("\"revision\":1,\"state\":\"firing\""), std::string::npos) << stalled;
    ASSERT_EQ(waitpid(rules_thread, nullptr, __WALL), rules_thread);
    ASSERT_EQ(ptrace(PTRACE_DETACH, rules_thread, nullptr, nullptr), 0);
    const std::string over = gapwire_->line();
    EXPECT_NE(over.find("\"revision\":2,\"state\":\"recovering\""), std::string::npos) << over;
    EXPECT_NE(gapwire_->err().find("the rules thread stands still"), std::string::npos);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(20s), 0) << gapwire_->err();
}

/// Rows of books in shared memory as `book --all --csv` has them, ten levels a side.
std::set<std::string> rows_of(const shared::Reader& reader)
{
    std::set<std::string> rows;
    shared::Entry entry;
    shared::Depth depth;
    for (std::uint32_t id = 0; reader.entry(id, entry) == shared::Status::ok; ++id) {
        static_cast<void>(reader.depth(id, depth));  // asks; a writer that is gone has a last value
        for (const char side : {'B', 'S'})
            for (const shared::Level& level : side == 'B' ? depth.bids : depth.asks)
                if (level.price != shared::no_price)
                    rows.insert(fmt::format("{},{},{},{},{}", reader.text(entry.symbol), side,
                                            decimal(Price{level.price}), level.quantity,
                                            level.orders));
    }
    return rows;
}

TEST_F(Serve, BooksInSharedMemoryAreThoseOfTheExchange)
{
    start_exchange({"--loss", "1%"}, "1000");  // until two programs have looked
    start_gapwire(rules("[\"2\"]") + shared() + lines() + requests());
    shared::Reader reader;
    ASSERT_EQ(reader.open(shared_name_), shared::Status::ok);
    EXPECT_FALSE(gapwire_->line().empty());  // the first alert: messages come
    ASSERT_NE(reader.find("FALL", "XNAS"), shared::Reader::no_instrument);
    const Result second = run({"serve", "--config", config_});
    EXPECT_EQ(second.code, 1);
    EXPECT_NE(second.err.find("another gapwire that runs writes it"), std::string::npos);
    const Result shown = run({"book", "--shared", shared_name_, "--symbol", "FALL"});
    EXPECT_EQ(shown.code, 0) << shown.err;
    EXPECT_EQ(shown.out.find("FALL XNAS 2025-01-27T"), 0u) << shown.out;
    const Result top = run({"top", "--once", "--shared", shared_name_});
    EXPECT_EQ(top.code, 0) << top.err;
    EXPECT_NE(top.out.find("FALL       XNAS"), std::string::npos) << top.out;
    while (gapwire_->wait(1s) < 0 && reader.writer() != shared::Status::writer_gone)
        static_cast<void>(rows_of(reader));
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    expect_true_books();
    EXPECT_EQ(run({"book", "--shared", shared_name_, "--symbol", "FALL"}).code, 69);
    const std::vector<std::string> all = lines_of(text_of(truth_));
    const std::set<std::string> rows = rows_of(reader);
    EXPECT_GT(rows.size(), 10u);
    for (const auto& row : rows) EXPECT_EQ(std::count(all.begin(), all.end(), row), 1) << row;
}

TEST_F(Serve, EndsInOrderWhenToldTo)
{
    start_exchange({});
    start_gapwire(rules("[\"2\"]") + lines());
    EXPECT_FALSE(gapwire_->line().empty());  // the first alert: messages come
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 0) << gapwire_->err();
    EXPECT_GT(lines_of(text_of(books_)).size(), 1u);
    exchange_->send_signal(SIGTERM);
    EXPECT_EQ(exchange_->wait(soon), 0);
}

TEST_F(Serve, ReadsItsRulesAgainAllOrNothing)
{
    start_exchange({}, "1000");
    start_gapwire(rules("[\"99.99\"]") + lines());
    write_file("serve.toml", rules("[\"2\", \"1\"]") + lines());
    gapwire_->send_signal(SIGHUP);
    wait_for("the rules stay as they are");
    EXPECT_NE(gapwire_->err().find("does not rise"), std::string::npos);
    write_file("serve.toml", rules("[\"2\"]") + lines());
    gapwire_->send_signal(SIGHUP);
    wait_for("rules read again");
    EXPECT_NE(gapwire_->line().find("\"rung_bp\":200"), std::string::npos);
    write_file("serve.toml", rules("[\"2\", \"3\"]") + lines());
    gapwire_->send_signal(SIGHUP);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(20s), 0) << gapwire_->err();
}

TEST_F(Serve, ARungIsToldOnceHoweverOftenTheRulesAreRead)
{
    start_exchange({});
    start_gapwire(rules("[\"2\"]") + lines());
    EXPECT_FALSE(gapwire_->line().empty());
    for (int i = 0; i < 5; ++i) {
        gapwire_->send_signal(SIGHUP);
        std::this_thread::sleep_for(100ms);
    }
    EXPECT_EQ(gapwire_->wait(60s), 0) << gapwire_->err();
    EXPECT_EQ(counter("alerts_fired"), 1u);
}

TEST_F(Serve, ASecondSignalEndsItAtOnceWhereNobodyTakesItsAlerts)
{
    std::string ladder;
    for (int rung = 1; rung <= 30; ++rung)
        ladder += fmt::format("{}\"{}\"", rung == 1 ? "[" : ", ", rung);
    start_exchange({});
    start_gapwire(rules(ladder + "]") + lines());
    gapwire_->narrow_output();
    std::this_thread::sleep_for(1'500ms);  // thirty alerts do not fit
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(1s), -1);
    gapwire_->send_signal(SIGTERM);
    EXPECT_EQ(gapwire_->wait(soon), 128 + SIGTERM);
}

}  // namespace
}  // namespace gapwire::app::test
