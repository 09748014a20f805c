// THE LIST of subcommands of the `gapwire` program: one function, one file in app/commands/ each.
#pragma once

#include <CLI/App.hpp>
#include <functional>
#include <string>

#include "core/error.hpp"

namespace gapwire::app {

/// What the chosen subcommand does; its result is the exit code (core/error.hpp).
using Run = std::function<int()>;

/// Each adds its subcommand with options and help to `program`; when the user chose it, parsing
/// stores what to run in `run`. Options must outlive the call: keep them in a shared_ptr that the
/// callback captures.
void add_replay(CLI::App& program, Run& run);
void add_decode(CLI::App& program, Run& run);
void add_book(CLI::App& program, Run& run);
void add_inspect(CLI::App& program, Run& run);
void add_simulate(CLI::App& program, Run& run);
void add_serve(CLI::App& program, Run& run);
void add_rules(CLI::App& program, Run& run);
void add_alerts(CLI::App& program, Run& run);
void add_top(CLI::App& program, Run& run);
void add_bench(CLI::App& program, Run& run);
void add_pages(CLI::App& program, Run& run);

/// Options that do not go together.
[[noreturn]] inline void usage_error(const std::string& reason)
{
    throw OperatorError(ExitCode::usage, reason);
}

// Subcommands of `bench` and `simulate`.
void add_bench_wire(CLI::App& bench, Run& run);
void add_simulate_check(CLI::App& simulate, Run& run);
void add_simulate_play(CLI::App& simulate, Run& run);
void add_simulate_serve(CLI::App& simulate, Run& run);

}  // namespace gapwire::app
