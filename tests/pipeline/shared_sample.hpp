// Tops and depths that give themselves away when they are torn, and processes that write them.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>

#include "app/pipeline/shared_books.hpp"
#include "gapwire/reader.hpp"

namespace gapwire::pipeline::test {

/// A name for the running test that no other test and no other run has.
inline std::string shared_name()
{
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    return "test-" + std::string(test->name()).substr(0, 40) + "-" + std::to_string(::getpid());
}

inline TopOfBook top_of(std::int64_t version, std::uint32_t id)
{
    return {.bid_price = version,
            .ask_price = version * 3 + id,
            .bid_quantity = static_cast<std::uint64_t>(version) * 5,
            .ask_quantity = static_cast<std::uint64_t>(version) * 7,
            .exchange_time = version * 11,
            .bid_orders = static_cast<std::uint32_t>(version),
            .ask_orders = static_cast<std::uint32_t>(version + 1),
            .instrument = id,
            .state = BookState::valid,
            .trading = TradingState::trading};
}

inline Depth depth_of(std::int64_t version, std::uint32_t id)
{
    Depth depth{.exchange_time = version,
                .instrument = id,
                .state = BookState::valid,
                .trading = TradingState::trading};
    for (auto& side : depth.sides)
        for (gapwire::Level& level : side)
            level = {{++version},
                     static_cast<std::uint64_t>(version) * 3,
                     static_cast<std::uint32_t>(version)};
    return depth;
}

/// Whether it is as top_of() made it, or what there is before the first store.
inline bool is_whole(const shared::Top& top, std::uint32_t id)
{
    if (top.instrument != id) return false;
    if (top.bid_price == shared::no_price)
        return top.ask_price == shared::no_price && top.bid_quantity == 0 && top.ask_quantity == 0;
    const TopOfBook expected = top_of(top.bid_price, id);
    return top.ask_price == expected.ask_price && top.bid_quantity == expected.bid_quantity &&
           top.ask_quantity == expected.ask_quantity &&
           top.exchange_time == expected.exchange_time && top.bid_orders == expected.bid_orders &&
           top.ask_orders == expected.ask_orders && top.state == shared::BookState::valid &&
           top.trading == shared::TradingState::trading;
}

/// Whether it is as depth_of() made it.
inline bool is_whole(const shared::Depth& depth, std::uint32_t id)
{
    std::int64_t version = depth.exchange_time;
    bool is_right = depth.instrument == id && depth.state == shared::BookState::valid;
    for (const auto& side : {depth.bids, depth.asks})
        for (std::size_t rank = 0; rank < shared::levels; ++rank) {
            ++version;
            is_right &= side[rank].price == version &&
                        side[rank].quantity == static_cast<std::uint64_t>(version) * 3 &&
                        side[rank].orders == static_cast<std::uint32_t>(version);
        }
    return is_right;
}

/// Tells `count` instruments, S0, S1, ... of XNAS.
inline void tell_instruments(book::Publication& publication, std::uint32_t count)
{
    for (std::uint32_t id = 0; id < count; ++id)
        publication.tell({.id = {id}, .symbol = symbol_of("S" + std::to_string(id))});
}

/// A process that runs `work` until it is killed, at the latest when this ends or the test dies.
class Process {
 public:
    template <class Work>
    explicit Process(Work work) : pid_(::fork())
    {
        if (pid_ != 0) return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL);
        try {
            work();
        } catch (...) {
            ::_exit(1);  // this process must not run the tests that follow
        }
        ::_exit(0);
    }
    ~Process() { kill(); }
    Process(const Process&) = delete;
    Process& operator=(const Process&) = delete;

    /// With SIGKILL, unless it has ended by itself; returns when it is dead.
    void kill()
    {
        if (pid_ <= 0) return;
        ::kill(pid_, SIGKILL);
        wait();
    }
    void wait()
    {
        ::waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

 private:
    pid_t pid_;
};

}  // namespace gapwire::pipeline::test
