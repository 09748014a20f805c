// The manual page and the shell completions, from the same description of the commands as --help.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace gapwire::app {

/// gapwire(1), as man reads it.
std::string manual_page(const CLI::App& program);

/// A script that bash or zsh sources. Commands, options and, where an option takes one of a few
/// words, those words; files elsewhere.
std::string bash_completion(const CLI::App& program);
std::string zsh_completion(const CLI::App& program);

}  // namespace gapwire::app
