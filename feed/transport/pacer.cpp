// Reads speeds and the machine's clock.
#include "feed/transport/pacer.hpp"

#include <fmt/format.h>
#include <time.h>

#include <cerrno>

#include "core/decimal.hpp"
#include "core/error.hpp"

namespace gapwire::transport {
namespace {

constexpr std::int64_t ns_per_second = 1'000'000'000;
constexpr std::int64_t spun_ns = 100'000;  // more than a sleep is usually late

}  // namespace

Speed parse_speed(std::string_view text)
{
    if (text == "max") return Speed::max();
    if (text == "real") return Speed::real();
    if (text.starts_with('x')) {
        const auto units = parse_decimal(text.substr(1), 9);
        if (units && *units > 0) return {*units};
    }
    throw OperatorError(
        ExitCode::usage,
        fmt::format("speed \"{}\": max, real or xN with N above 0 (x0.5, x10)", text));
}

std::int64_t MonotonicClock::now() const noexcept
{
    timespec time{};
    ::clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * ns_per_second + time.tv_nsec;
}

void MonotonicClock::sleep_until(std::int64_t ns) const noexcept
{
    const std::int64_t wake = ns - spun_ns;
    const timespec until{wake / ns_per_second, wake % ns_per_second};
    if (wake > now())
        while (::clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, nullptr) == EINTR) {
        }
    while (now() < ns) {
    }
}

}  // namespace gapwire::transport
