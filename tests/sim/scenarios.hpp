// Small scenarios for tests.
#pragma once

#include <string>

#include "sim/scenario.hpp"

namespace gapwire::sim::test {

/// Two instruments and three calm ones; `from` and `until` as TOML writes times.
inline std::string small_scenario(const std::string& from, const std::string& until)
{
    return R"(title = "Test"
date = 2025-01-27
previous_date = 2025-01-24
from = )" + from +
           "\nuntil = " + until + R"(
seed = 7
messages_per_second = 40
session = "TEST"
index_close = "6101.24"
[lines.A]
interface = "eth0"
group = "233.54.12.111"
port = 26477
source = "10.0.0.1"
latency_ns = 1000
jitter_ns = 2000
loss_ppm = 20000
[lines.B]
interface = "eth1"
group = "233.49.196.111"
port = 26478
source = "10.0.0.2"
vlan = 7
latency_ns = 3000
jitter_ns = 2000
loss_ppm = 30000
[calm]
count = 3
prefix = "Z"
close_min = "0.50"
close_max = "900.00"
[[instruments]]
symbol = "FALL"
close = "100.00"
weight = 5
path = [{ at = 09:20:00, price = "99.00" }, { at = 09:25:00, price = "89.90" }]
[[instruments]]
symbol = "TESTISSU"
close = "10"
test_issue = true
path = [{ at = 04:00:00, price = "10" }]
)";
}

}  // namespace gapwire::sim::test
