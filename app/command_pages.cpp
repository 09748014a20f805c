// The manual page and the shell completions.
#include "app/command_pages.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <vector>

#include "core/error.hpp"

namespace gapwire::app {
namespace {

// ---- what the commands say of themselves

std::vector<const CLI::App*> commands_of(const CLI::App& app)
{
    return app.get_subcommands([](const CLI::App*) { return true; });
}

std::vector<const CLI::Option*> options_of(const CLI::App& app)
{
    return app.get_options([](const CLI::Option* option) { return !option->get_positional(); });
}

std::vector<const CLI::Option*> positionals_of(const CLI::App& app)
{
    return app.get_options([](const CLI::Option* option) { return option->get_positional(); });
}

/// "-h,--help" as its names.
std::vector<std::string> names_of(const CLI::Option& option)
{
    std::vector<std::string> names;
    for (const std::string& name : option.get_snames()) names.push_back("-" + name);
    for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
    return names;
}

bool takes_value(const CLI::Option& option)
{
    return option.get_items_expected_max() > 0;
}

/// The words of "TEXT:{AB,A,B}"; empty where anything goes.
std::vector<std::string> words_of(const CLI::Option& option)
{
    const std::string type = option.get_type_name();
    const std::size_t open = type.find('{');
    const std::size_t close = type.find('}', open);
    if (open == std::string::npos || close == std::string::npos) return {};
    return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

/// "FILE" of "FILE:{...}".
std::string type_of(const CLI::Option& option)
{
    const std::string type = option.get_type_name();
    return type.substr(0, type.find(':'));
}

template <class Visit>
void for_each_command(const CLI::App& app, const std::string& path, Visit&& visit)
{
    visit(app, path);
    for (const CLI::App* command : commands_of(app))
        for_each_command(
            *command, path.empty() ? command->get_name() : path + ' ' + command->get_name(), visit);
}

// ---- roff

/// Text that no macro takes for its own, with hyphens that can be searched for and copied.
std::string roff(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        const bool starts_line = out.empty() || out.back() == '\n';
        if (starts_line && (c == '.' || c == '\'')) out += "\\&";
        if (c == '\\')
            out += "\\e";
        else if (c == '-')
            out += "\\-";
        else
            out += c;
    }
    return out;
}

std::string roff_option(const CLI::Option& option)
{
    std::string head;
    for (const std::string& name : names_of(option))
        head += fmt::format("{}\\fB{}\\fR", head.empty() ? "" : ", ", roff(name));
    if (takes_value(option)) head += " \\fI" + roff(type_of(option)) + "\\fR";
    std::string text = roff(option.get_description());
    const auto words = words_of(option);
    if (!words.empty()) text += roff(fmt::format(" One of {}.", CLI::detail::join(words, ", ")));
    const std::string standard = option.get_default_str();
    if (!standard.empty() && takes_value(option)) text += roff(" Default: " + standard + '.');
    if (option.get_required()) text += " Required.";
    return fmt::format(".TP\n{}\n{}\n", head, text);
}

std::string roff_command(const CLI::App& app, const std::string& path)
{
    std::string text =
        fmt::format(".SS \"gapwire {}\"\n{}\n", roff(path), roff(app.get_description()) + '.');
    for (const CLI::Option* option : positionals_of(app))
        text += fmt::format(".TP\n\\fI{}\\fR\n{}\n", roff(option->get_name(true)),
                            roff(option->get_description()));
    for (const CLI::Option* option : options_of(app))
        if (option->get_name(false, true) != "-h,--help") text += roff_option(*option);
    return text;
}

struct CodeText {
    ExitCode code;
    const char* text;
};
constexpr CodeText codes[] = {
    {ExitCode::ok, "Done."},
    {ExitCode::runtime, "It failed in a way that has no code of its own."},
    {ExitCode::usage, "The command line is wrong."},
    {ExitCode::bad_input, "The input is not what it should be: damaged, of another format, empty."},
    {ExitCode::feed_unavailable, "A feed, a socket or a store that another process has."},
    {ExitCode::io, "A file cannot be read or written."},
    {ExitCode::config, "The configuration is wrong; the line says where."},
};

// ---- completion

/// `case` branches: one a command path, with its subcommands and options; one an option that takes
/// one of a few words.
struct Branches {
    std::string commands;
    std::string options;
    std::string words;
};

Branches branches_of(const CLI::App& program)
{
    Branches branches;
    for_each_command(program, "", [&](const CLI::App& app, const std::string& path) {
        std::string below;
        for (const CLI::App* command : commands_of(app)) below += ' ' + command->get_name();
        if (!below.empty())
            branches.commands += fmt::format("    '{}') subs='{}' ;;\n", path, below.substr(1));
        std::string all;
        for (const CLI::Option* option : options_of(app)) {
            std::string patterns;
            for (const std::string& name : names_of(*option)) {
                all += ' ' + name;
                patterns += fmt::format("{}'{} {}'", patterns.empty() ? "" : "|", path, name);
            }
            const auto words = words_of(*option);
            if (!words.empty())
                branches.words +=
                    fmt::format("    {}) vals='{}' ;;\n", patterns, CLI::detail::join(words, " "));
        }
        branches.options +=
            fmt::format("    '{}') opts='{}' ;;\n", path, all.empty() ? all : all.substr(1));
    });
    return branches;
}

}  // namespace

std::string manual_page(const CLI::App& program)
{
    std::string page = fmt::format(
        ".TH GAPWIRE 1\n.SH NAME\ngapwire \\- {}\n.SH SYNOPSIS\n\\fBgapwire\\fR \\fICOMMAND\\fR "
        "[\\fIOPTIONS\\fR]\n.SH COMMANDS\n",
        roff(program.get_description()));
    for_each_command(program, "", [&](const CLI::App& app, const std::string& path) {
        if (!path.empty()) page += roff_command(app, path);
    });
    page += ".SH EXIT STATUS\n";
    for (const CodeText& code : codes)
        page += fmt::format(".TP\n{}\n{}\n", static_cast<int>(code.code), roff(code.text));
    page +=
        ".SH SIGNALS\nOf \\fBgapwire serve\\fR:\n"
        ".TP\nSIGTERM, SIGINT\nRead no more, judge and deliver what was received, end. A second "
        "one ends at once.\n"
        ".TP\nSIGHUP\nRead rules and references again, all of them or none.\n"
        ".SH FILES\n.TP\n/etc/gapwire/gapwire.toml\nThe configuration of the service.\n"
        ".TP\n/usr/share/gapwire\nCalendars, corporate actions and commented examples.\n";
    return page;
}

std::string bash_completion(const CLI::App& program)
{
    const Branches branches = branches_of(program);
    return fmt::format(
        R"(# bash completion for gapwire, made by `gapwire completion bash`
_gapwire() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
  local place='' subs opts vals i
  for ((i = 1; i < COMP_CWORD; ++i)); do
    subs=''
    case "$place" in
{0}    esac
    [[ " $subs " == *" ${{COMP_WORDS[i]}} "* ]] && place="${{place:+$place }}${{COMP_WORDS[i]}}"
  done
  subs='' opts='' vals=''
  case "$place" in
{0}  esac
  case "$place" in
{1}  esac
  case "$place $before" in
{2}  esac
  if [[ -n $vals ]]; then
    COMPREPLY=($(compgen -W "$vals" -- "$current"))
  elif [[ $current == -* ]]; then
    COMPREPLY=($(compgen -W "$opts" -- "$current"))
  elif [[ -n $subs ]]; then
    COMPREPLY=($(compgen -W "$subs" -- "$current"))
  else
    COMPREPLY=($(compgen -f -- "$current"))
  fi
}}
complete -o filenames -F _gapwire gapwire
)",
        branches.commands, branches.options, branches.words);
}

std::string zsh_completion(const CLI::App& program)
{
    const Branches branches = branches_of(program);
    return fmt::format(
        R"(#compdef gapwire
# zsh completion for gapwire, made by `gapwire completion zsh`
local current="${{words[CURRENT]}}" before="${{words[CURRENT-1]}}"
local -a typed=("${{(@)words}}")
local place='' subs opts vals i
for ((i = 2; i < CURRENT; ++i)); do
    subs=''
    case "$place" in
{0}    esac
    [[ " $subs " == *" ${{typed[i]}} "* ]] && place="${{place:+$place }}${{typed[i]}}"
done
subs='' opts='' vals=''
case "$place" in
{0}esac
case "$place" in
{1}esac
case "$place $before" in
{2}esac
if [[ -n $vals ]]; then
    compadd -- ${{=vals}}
elif [[ $current == -* ]]; then
    compadd -- ${{=opts}}
elif [[ -n $subs ]]; then
    compadd -- ${{=subs}}
else
    _files
fi
)",
        branches.commands, branches.options, branches.words);
}

}  // namespace gapwire::app
