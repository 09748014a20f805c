// Version, compiler and machine.
#include "app/version.hpp"

#include <fmt/format.h>

#include <fstream>
#include <thread>

namespace gapwire::app {

std::string build_text()
{
#if defined(__clang__)
    const std::string compiler = fmt::format("clang {}", __clang_version__);
#else
    const std::string compiler = fmt::format("g++ {}", __VERSION__);
#endif
    return fmt::format("{}, {}, {}", compiler, GAPWIRE_BUILD_TYPE, GAPWIRE_BUILD_FLAGS);
}

std::string version_number()
{
    return GAPWIRE_VERSION;
}

std::string version_text()
{
    return fmt::format("gapwire {} ({}; {})", GAPWIRE_VERSION, GAPWIRE_COMMIT, build_text());
}

std::string machine_text()
{
    std::string model = "unknown processor";
    std::ifstream info("/proc/cpuinfo");
    for (std::string line; std::getline(info, line);) {
        if (!line.starts_with("model name")) continue;
        model = line.substr(line.find(':') + 2);
        break;
    }
    return fmt::format("{}, {} cores", model, std::thread::hardware_concurrency());
}

}  // namespace gapwire::app
