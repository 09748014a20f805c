// The `gapwire` program: chooses the subcommand and turns every failure into one line and a code.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "app/commands.hpp"
#include "app/version.hpp"
#include "core/error.hpp"

namespace gapwire::app {
namespace {

int fail(ExitCode code, std::string_view reason)
{
    fmt::print(stderr, "gapwire: {}\n", reason);
    return static_cast<int>(code);
}

int parse(CLI::App& program, int argc, char** argv)
{
    try {
        program.parse(argc, argv);
        return 0;
    } catch (const CLI::Success& success) {  // --help, --version
        return program.exit(success);
    } catch (const CLI::ParseError& error) {
        fmt::print(stderr, "gapwire: {}\nTry `gapwire --help` or `gapwire COMMAND --help`.\n",
                   error.what());
        return static_cast<int>(ExitCode::usage);
    }
}

int main_of(int argc, char** argv)
{
    CLI::App program("A tripwire for gaps on the wire: exchange feeds to order books and alerts.",
                     "gapwire");
    program.set_version_flag("--version", version_text());
    program.require_subcommand(1);
    program.failure_message(CLI::FailureMessage::simple);
    Run run;
    add_replay(program, run);
    add_decode(program, run);
    add_book(program, run);
    add_inspect(program, run);
    add_simulate(program, run);
    add_serve(program, run);
    add_rules(program, run);
    add_alerts(program, run);
    add_top(program, run);
    add_bench(program, run);
    add_pages(program, run);
    if (const int code = parse(program, argc, argv); code != 0 || !run) return code;

    try {
        const int code = run();
        if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0)
            return fail(ExitCode::io, "cannot write to standard output");
        return code;
    } catch (const OperatorError& error) {
        return fail(error.code(), error.what());
    } catch (const std::exception& error) {
        return fail(ExitCode::runtime, error.what());
    }
}

}  // namespace
}  // namespace gapwire::app

int main(int argc, char** argv)
{
    return gapwire::app::main_of(argc, argv);
}
