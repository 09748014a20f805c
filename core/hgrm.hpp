// Percentile tables in the layout of HdrHistogram (.hgrm), which its plotters read.
#pragma once

#include <string>

#include "core/histogram.hpp"

namespace gapwire {

/// The table: value, percentile, total count, 1/(1-percentile), from the least value to the
/// greatest, then mean, deviation, maximum and count. Percentiles come closer the nearer they are
/// to 1: five steps to each halving of what is left.
///
/// Input    values are divided by `unit` to be printed (1000: nanoseconds as microseconds). A value
///          stands for its bucket: its highest in the table, its middle in mean and deviation.
/// Source   HdrHistogram's outputPercentileDistribution, as its text output looks.
std::string hgrm(const Histogram& histogram, double unit = 1.0);

}  // namespace gapwire
