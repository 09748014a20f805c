// `gapwire completion` and `gapwire man`: what packages install beside the program.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "app/command_pages.hpp"
#include "app/commands.hpp"

namespace gapwire::app {

void add_pages(CLI::App& program, Run& run)
{
    const auto shell = std::make_shared<std::string>();
    CLI::App* const completion = program.add_subcommand(
        "completion", "Print a script that completes gapwire's commands and options in a shell");
    completion->add_option("SHELL", *shell, "bash or zsh")
        ->required()
        ->check(CLI::IsMember({"bash", "zsh"}));
    completion->callback([shell, &program, &run] {
        run = [shell, &program] {
            const bool is_bash = *shell == "bash";
            fmt::print("{}", is_bash ? bash_completion(program) : zsh_completion(program));
            return 0;
        };
    });
    CLI::App* const man = program.add_subcommand("man", "Print the manual page, for man");
    man->callback([&program, &run] {
        run = [&program] {
            fmt::print("{}", manual_page(program));
            return 0;
        };
    });
}

}  // namespace gapwire::app
