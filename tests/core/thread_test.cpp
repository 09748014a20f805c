// Pinning and naming the calling thread.
#include "core/thread.hpp"

#include <gtest/gtest.h>
#include <pthread.h>
#include <sched.h>

#include <thread>

#include "core/error.hpp"

namespace gapwire {
namespace {

/// The first CPU that this process may use.
int allowed_cpu()
{
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    ::sched_getaffinity(0, sizeof cpus, &cpus);
    for (unsigned cpu = 0; cpu < CPU_SETSIZE; ++cpu)
        if (CPU_ISSET(cpu, &cpus)) return static_cast<int>(cpu);
    return 0;
}

TEST(Thread, APinnedThreadRunsOnItsCpu)
{
    std::thread([] {
        pin_to_cpu(allowed_cpu());
        EXPECT_EQ(::sched_getcpu(), allowed_cpu());
    }).join();
}

TEST(Thread, ACpuThatIsNotThereIsAFaultOfTheConfiguration)
{
    for (const int cpu : {-1, 1023, 1'000'000}) {
        try {
            pin_to_cpu(cpu);
            ADD_FAILURE() << cpu;
        } catch (const OperatorError& error) {
            EXPECT_EQ(error.code(), ExitCode::config);
            EXPECT_EQ(error.what(),
                      "cannot run on CPU " + std::to_string(cpu) + ": Invalid argument");
        }
    }
}

TEST(Thread, ALongNameIsCut)
{
    std::thread([] {
        name_thread("feed-of-many-lines");
        char name[16]{};
        ::pthread_getname_np(::pthread_self(), name, sizeof name);
        EXPECT_STREQ(name, "feed-of-many-li");
    }).join();
}

}  // namespace
}  // namespace gapwire
