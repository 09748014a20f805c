// Affinity and names of threads.
#include "core/thread.hpp"

#include <fmt/format.h>
#include <pthread.h>
#include <sched.h>

#include <cstring>

#include "core/error.hpp"

namespace gapwire {

void pin_to_cpu(int cpu)
{
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    int error = EINVAL;
    if (cpu >= 0 && cpu < CPU_SETSIZE) {
        CPU_SET(static_cast<unsigned>(cpu), &cpus);
        error = ::pthread_setaffinity_np(::pthread_self(), sizeof cpus, &cpus);
    }
    if (error != 0)
        throw OperatorError(ExitCode::config,
                            fmt::format("cannot run on CPU {}: {}", cpu, std::strerror(error)));
}

void name_thread(const std::string& name)
{
    ::pthread_setname_np(::pthread_self(), name.substr(0, 15).c_str());
}

}  // namespace gapwire
