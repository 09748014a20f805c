// Walks the buckets of a histogram along the percentiles to print.
#include "core/hgrm.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace gapwire {
namespace {

using Out = std::back_insert_iterator<std::string>;

/// The percentiles of the table, as fractions of 1: five steps from 0 to 1/2, five from there to
/// 3/4, and so on.
class Levels {
 public:
    double next() const noexcept
    {
        const double left = std::exp2(-halvings_);
        return 1.0 - left + left * steps_ / 10;
    }
    void advance() noexcept
    {
        steps_ = (steps_ + 1) % 5;
        halvings_ += steps_ == 0;
    }

 private:
    int halvings_ = 0;
    int steps_ = 0;
};

struct Moments {
    double mean = 0.0;
    double deviation = 0.0;
};

double middle(std::uint64_t lowest, std::uint64_t highest) noexcept
{
    return static_cast<double>(lowest) + static_cast<double>(highest - lowest) / 2;
}

Moments moments_of(const Histogram& histogram)
{
    if (histogram.count() == 0) return {};
    const auto total = static_cast<double>(histogram.count());
    Moments moments;
    histogram.for_each_bucket([&](std::uint64_t lowest, std::uint64_t highest, std::uint64_t n) {
        moments.mean += middle(lowest, highest) * static_cast<double>(n) / total;
    });
    double variance = 0.0;
    histogram.for_each_bucket([&](std::uint64_t lowest, std::uint64_t highest, std::uint64_t n) {
        const double off = middle(lowest, highest) - moments.mean;
        variance += off * off * static_cast<double>(n) / total;
    });
    moments.deviation = std::sqrt(variance);
    return moments;
}

void write_rows(const Histogram& histogram, double unit, Out out)
{
    Levels levels;
    std::uint64_t seen = 0;
    histogram.for_each_bucket([&](std::uint64_t, std::uint64_t highest, std::uint64_t count) {
        seen += count;
        const double reached = static_cast<double>(seen) / static_cast<double>(histogram.count());
        const bool last = seen == histogram.count();  // which gets one row, and the one below
        while (levels.next() <= reached) {
            fmt::format_to(out, "{:12.3f} {:2.12f} {:10} {:14.2f}\n",
                           static_cast<double>(highest) / unit, levels.next(), seen,
                           1.0 / (1.0 - levels.next()));
            levels.advance();
            if (last) break;
        }
    });
    if (seen != 0)
        fmt::format_to(out, "{:12.3f} {:2.12f} {:10}\n",
                       static_cast<double>(histogram.max()) / unit, 1.0, seen);
}

}  // namespace

std::string hgrm(const Histogram& histogram, double unit)
{
    std::string text;
    const Out out(text);
    fmt::format_to(out, "{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount",
                   "1/(1-Percentile)");
    write_rows(histogram, unit, out);
    const Moments moments = moments_of(histogram);
    fmt::format_to(out, "#[Mean    = {:12.3f}, StdDeviation   = {:12.3f}]\n", moments.mean / unit,
                   moments.deviation / unit);
    fmt::format_to(out, "#[Max     = {:12.3f}, Total count    = {:12}]\n",
                   static_cast<double>(histogram.max()) / unit, histogram.count());
    fmt::format_to(out, "#[Buckets = {:12}, SubBuckets     = {:12}]\n",
                   Histogram::bucket_count / Histogram::sub_count, Histogram::sub_count);
    return text;
}

}  // namespace gapwire
