// The synthetic day on sockets.
#include "app/live/demo.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <boost/json.hpp>
#include <fstream>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/time.hpp"
#include "strategies/text_file.hpp"

namespace gapwire::app {
namespace {

namespace fs = std::filesystem;

/// A destination of the capture, and the table of the feed that reads it.
struct DemoLine {
    const char* captured;
    const char* table;
};
constexpr std::array itch_lines{DemoLine{"233.54.12.111:26477", "line"},
                                DemoLine{"233.49.196.111:26477", "line"}};
constexpr std::array futures_lines{DemoLine{"224.0.31.9:14318", "line"},
                                   DemoLine{"224.0.32.9:15318", "line"},
                                   DemoLine{"224.0.31.30:14318", "snapshot_line"},
                                   DemoLine{"224.0.31.51:14318", "definition_line"}};

struct DemoVenue {
    const char* captured;
    const char* name;
    const char* target;
    const char* version;
    const char* symbol;
    const char* market;
};
constexpr std::array venues{
    DemoVenue{"10.20.1.10:9876", "tokyo", "TOKYO", "FIX.4.4", "9984", "XTKS"},
    DemoVenue{"10.20.2.10:9877", "amsterdam", "AMSTERDAM", "FIXT.1.1", "ASML", "XAMS"}};

[[noreturn]] void fail(ExitCode code, const std::string& what)
{
    throw OperatorError(code, "demo: " + what);
}

fs::path own_path()
{
    std::error_code error;
    const fs::path path = fs::read_symlink("/proc/self/exe", error);
    if (error) fail(ExitCode::runtime, "/proc/self/exe: " + error.message());
    return path;
}

/// Where the desk and the scenario lie: installed beside the program, or in the source tree.
fs::path data_folder()
{
    const fs::path bin = own_path().parent_path();
    for (const fs::path& folder : {bin / "../share/gapwire", bin / "../../../config"})
        if (fs::exists(folder / "deepseek-monday.toml")) return fs::canonical(folder);
    fail(ExitCode::config,
         "deepseek-monday.toml is neither in share/gapwire beside the program nor "
         "in config of its source tree");
}

/// The page, where it was built.
fs::path page_folder(const fs::path& data)
{
    for (const fs::path& folder : {data / "web", data / "../web/dist"})
        if (fs::exists(folder / "index.html")) return fs::canonical(folder);
    return {};
}

/// A port of loopback that nobody has at the moment.
std::uint16_t free_port()
{
    const int number = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    const bool is_bound =
        number >= 0 &&
        ::bind(number, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
        ::getsockname(number, reinterpret_cast<sockaddr*>(&address), &size) == 0;
    if (number >= 0) ::close(number);
    if (!is_bound) fail(ExitCode::feed_unavailable, "no port of loopback can be had");
    return ntohs(address.sin_port);
}

/// Runs this program with other arguments; it ends with its parent. `out`: its standard output.
pid_t start(std::vector<std::string> arguments, int out)
{
    const std::string program = own_path();
    std::vector<char*> words{const_cast<char*>(program.c_str())};
    for (std::string& argument : arguments) words.push_back(argument.data());
    words.push_back(nullptr);
    const pid_t parent = ::getpid();
    const pid_t child = ::fork();
    if (child < 0) fail(ExitCode::runtime, "no process can be started");
    if (child > 0) return child;
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (::getppid() != parent) ::_exit(1);
    ::dup2(out, STDOUT_FILENO);
    ::execv(program.c_str(), words.data());
    ::_exit(127);
}

void copy_all(const fs::path& from, const fs::path& to)
{
    std::error_code error;
    fs::copy(from, to, fs::copy_options::recursive, error);
    if (error) fail(ExitCode::io, fmt::format("{}: {}", from.string(), error.message()));
}

Timestamp instant(const boost::json::value& ready, const char* key)
{
    const auto time = parse_rfc3339(ready.at(key).as_string());
    if (!time) fail(ExitCode::runtime, fmt::format("{} of the player is no time", key));
    return *time;
}

}  // namespace

Demo::Demo(const DemoOptions& options)
{
    const fs::path data = data_folder();
    std::string name =
        (fs::temp_directory_path() / fmt::format("gapwire-demo-{}-XXXXXX", ::getpid())).string();
    if (::mkdtemp(name.data()) == nullptr) fail(ExitCode::io, name + ": cannot be made");
    folder_ = name;
    config_ = folder_ / "desk.toml";
    try {
        make_day(data / "scenarios/deepseek-monday.toml");
        write_desk(data, options);
    } catch (...) {
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
        throw;
    }
}

Demo::~Demo()
{
    if (player_ > 0) {
        ::kill(player_, SIGTERM);
        ::waitpid(player_, nullptr, 0);
    }
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
}

bool Demo::has_ended()
{
    if (player_ > 0 && ::waitpid(player_, nullptr, WNOHANG) == player_) player_ = 0;
    return player_ == 0;
}

void Demo::make_day(const fs::path& scenario) const
{
    const int null = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    const pid_t maker =
        start({"simulate", "--scenario", scenario, "-o", folder_ / "day.pcapng"}, null);
    ::close(null);
    int status = 0;
    if (::waitpid(maker, &status, 0) != maker || status != 0)
        fail(ExitCode::runtime, "the day could not be made");
}

/// Starts the player, and returns what it says when it is ready.
std::string Demo::play(const DemoOptions& options)
{
    std::vector<std::string> arguments{"simulate",
                                       "play",
                                       folder_ / "day.pcapng",
                                       "--clock-scale",
                                       std::to_string(options.clock_scale),
                                       "--start-after",
                                       "3s"};
    if (options.in_step) arguments.emplace_back("--in-step");
    const auto route = [&](const char* from, std::uint16_t port) {
        arguments.insert(arguments.end(), {"--route", fmt::format("{}=127.0.0.1:{}", from, port)});
    };
    for (const DemoLine& line : itch_lines) route(line.captured, free_port());
    for (const DemoLine& line : futures_lines) route(line.captured, free_port());
    for (const DemoVenue& venue : venues) route(venue.captured, 0);

    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail(ExitCode::runtime, "no pipe can be had");
    player_ = start(std::move(arguments), ends[1]);
    ::close(ends[1]);
    std::string said;
    std::array<char, 4096> piece{};
    for (ssize_t size = 1; size > 0 && !said.ends_with('\n');)
        if ((size = ::read(ends[0], piece.data(), piece.size())) > 0)
            said.append(piece.data(), static_cast<std::size_t>(size));
    ::close(ends[0]);
    if (!said.ends_with('\n')) fail(ExitCode::runtime, "the player has ended at once");
    return said;
}

/// The desk of the day, its feeds, a store and the page.
void Demo::write_desk(const fs::path& data, const DemoOptions& options)
{
    for (const char* needed : {"corporate_actions.csv", "calendars", "references", "history"})
        copy_all(data / needed, folder_ / needed);
    const boost::json::value ready = boost::json::parse(play(options));
    clock_ = {.start = instant(ready, "clock_start"),
              .from = instant(ready, "clock_from"),
              .scale = options.clock_scale};
    const boost::json::array& routes = ready.at("routes").as_array();
    std::size_t next = 0;
    const auto to = [&] { return std::string(routes.at(next++).at("to").as_string()); };
    std::string text = strategies::read_text_file(data / "deepseek-monday.toml");
    // What holds this machine up for a moment is no step of its clock, however fast that runs.
    const std::string blind = "kind = \"blind\"\n";
    if (const std::size_t at = text.find(blind); at != std::string::npos)
        text.insert(at + blind.size(), "clock_step = \"0s\"\n");
    text += "\n[serve]\norders_max = 65_536\n";
    const auto add_feed = [&](const char* name, const char* stack, const auto& lines) {
        // Of the day's time: what holds this machine up for a moment is no silence of a feed.
        text += fmt::format(
            "\n[[feed]]\nname = \"{}\"\nstack = \"{}\"\nreorder_wait_ms = 100\n"
            "silence_ms = {}\n",
            name, stack, options.clock_scale * 900);
        for (const DemoLine& line : lines)
            text += fmt::format("[[feed.{}]]\ngroup = \"{}\"\ninterface = \"127.0.0.1\"\n",
                                line.table, to());
    };
    add_feed("nasdaq", "udp/moldudp64/itch50", itch_lines);
    add_feed("cme", "udp/mdp3", futures_lines);
    for (const DemoVenue& venue : venues)
        text += fmt::format(
            "\n[[feed]]\nname = \"{}\"\nstack = \"tcp/fix\"\nservers = [\"{}\"]\n"
            "sender = \"DESK\"\ntarget = \"{}\"\nbegin_string = \"{}\"\nsymbols = [\"{}\"]\n"
            "reset_on_logon = true\nheartbeat_s = 3600\nlogon_wait_s = 600\nlatency_max_s = 0\n"
            "answer_wait_ms = 600_000\nstatuses = true\nvenue = \"{}\"\n",
            venue.name, to(), venue.target, venue.version, venue.symbol, venue.market);
    text += "\n[store]\npath = \"alerts.db\"\n";
    text += "\n[[sink]]\nkind = \"stdout\"\nformat = \"text\"\n";
    text += fmt::format("\n[http]\naddress = \"127.0.0.1:{}\"\n", options.port);
    if (const fs::path page = page_folder(data); !page.empty())
        text += fmt::format("page = \"{}\"\n", page.string());
    std::ofstream out(config_);
    out << text;
    if (!out.flush()) fail(ExitCode::io, config_.string() + " cannot be written");
}

}  // namespace gapwire::app
