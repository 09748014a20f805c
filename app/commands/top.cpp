// `gapwire top`: the wall, feeds and incidents of a running service in a terminal.
#include <curl/curl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <boost/json.hpp>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "app/commands.hpp"
#include "app/top_screen.hpp"
#include "core/error.hpp"
#include "gapwire/reader.hpp"

namespace gapwire::app {
namespace {

struct TopCommand {
    std::string url = "http://127.0.0.1:8080";
    std::string token_env = "GAPWIRE_TOKEN";
    std::string shared;
    double every = 1.0;  // seconds
    bool once = false;
};

std::atomic<bool> is_over{false};

/// What the service answers, over one connection.
class Service {
 public:
    explicit Service(const TopCommand& options) : url_(options.url), curl_(curl_easy_init())
    {
        if (curl_ == nullptr) throw OperatorError(ExitCode::runtime, "libcurl cannot be used");
        while (url_.ends_with('/')) url_.pop_back();
        if (const char* token = std::getenv(options.token_env.c_str()); token != nullptr) {
            const std::string header = fmt::format("Authorization: Bearer {}", token);
            headers_ = curl_slist_append(nullptr, header.c_str());
        }
        curl_easy_setopt(curl_, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl_, CURLOPT_TIMEOUT_MS, 5'000L);
        curl_easy_setopt(curl_, CURLOPT_HTTPHEADER, headers_);
        curl_easy_setopt(curl_, CURLOPT_WRITEFUNCTION, &Service::take);
        curl_easy_setopt(curl_, CURLOPT_WRITEDATA, &body_);
    }
    Service(const Service&) = delete;
    ~Service()
    {
        curl_slist_free_all(headers_);
        curl_easy_cleanup(curl_);
    }

    DeskAnswers ask()
    {
        return {.status = get("/api/v1/status"),
                .feeds = get("/api/v1/feeds"),
                .incidents = get("/api/v1/incidents?open=true"),
                .watch = get("/api/v1/watch")};
    }

 private:
    boost::json::value get(const char* path)
    {
        const std::string url = url_ + path;
        body_.clear();
        curl_easy_setopt(curl_, CURLOPT_URL, url.c_str());
        const CURLcode code = curl_easy_perform(curl_);
        if (code != CURLE_OK)
            throw OperatorError(ExitCode::feed_unavailable,
                                fmt::format("{}: {}", url, curl_easy_strerror(code)));
        long status = 0;
        curl_easy_getinfo(curl_, CURLINFO_RESPONSE_CODE, &status);
        if (status == 401)
            throw OperatorError(ExitCode::usage,
                                fmt::format("{}: wants a token (--token-env)", url));
        boost::system::error_code error;
        boost::json::value answer = boost::json::parse(body_, error);
        if (status != 200 || error)
            throw OperatorError(ExitCode::feed_unavailable,
                                fmt::format("{}: answers {}, no service of gapwire?", url, status));
        return answer;
    }
    static std::size_t take(const char* data, std::size_t size, std::size_t count, void* to)
    {
        static_cast<std::string*>(to)->append(data, size * count);
        return size * count;
    }

    std::string url_;
    std::string body_;
    CURL* curl_;
    curl_slist* headers_ = nullptr;
};

struct Size {
    std::size_t rows;
    std::size_t columns;
};

/// Of the terminal; without one, everything.
Size screen_size()
{
    constexpr std::size_t all = 100'000;
    winsize size{};
    if (::isatty(STDOUT_FILENO) == 0) return {all, all};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row < 2) return {24, 80};
    return {static_cast<std::size_t>(size.ws_row - 1), size.ws_col};
}

/// Draws until a signal, `q` and a line end, or once.
template <class Look>
int show(const TopCommand& options, Look&& look)
{
    const bool is_terminal = ::isatty(STDOUT_FILENO) != 0 && !options.once;
    const auto stop = +[](int) { is_over.store(true); };
    ::signal(SIGINT, stop);
    ::signal(SIGTERM, stop);
    if (is_terminal) fmt::print("\x1b[?1049h");  // a screen of its own
    for (;;) {
        std::vector<ScreenLine> lines;
        try {
            lines = look(screen_size());
        } catch (const OperatorError& error) {
            if (!is_terminal) throw;
            lines = {{std::string("what was shown is old: ") + error.what(), LineStyle::bad}};
        }
        fmt::print("{}{}{}", is_terminal ? "\x1b[H" : "", screen_text(lines, is_terminal),
                   is_terminal ? "\x1b[J" : "");
        std::fflush(stdout);
        if (options.once || std::ferror(stdout) != 0) break;
        pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
        const int ready =
            ::poll(&input, is_terminal ? 1 : 0, static_cast<int>(options.every * 1e3));
        char key = 0;
        if (ready > 0 && ::read(STDIN_FILENO, &key, 1) == 1 && key == 'q') break;
        if (is_over.load()) break;
    }
    if (is_terminal) fmt::print("\x1b[?1049l");
    return std::ferror(stdout) != 0 ? static_cast<int>(ExitCode::io)
                                    : static_cast<int>(ExitCode::ok);
}

int run_top(const TopCommand& options)
{
    if (options.shared.empty()) {
        Service service(options);
        return show(options,
                    [&](Size size) { return desk_screen(service.ask(), size.rows, size.columns); });
    }
    shared::Reader reader;
    bool is_open = false;
    return show(options, [&](Size size) {
        if (!is_open || reader.writer() == shared::Status::writer_restarted) {
            is_open = false;
            const shared::Status opened = reader.open(options.shared);
            if (opened != shared::Status::ok)
                throw OperatorError(
                    ExitCode::feed_unavailable,
                    fmt::format("books \"{}\": {}", options.shared, to_text(opened)));
            is_open = true;
        }
        return books_screen(options.shared, reader, size.rows, size.columns);
    });
}

}  // namespace

void add_top(CLI::App& program, Run& run)
{
    const auto options = std::make_shared<TopCommand>();
    CLI::App* const command = program.add_subcommand(
        "top", "The wall, feeds and incidents of a running service in a terminal; q ends it");
    auto* const url =
        command->add_option("--url", options->url, "Of the service")->capture_default_str();
    command
        ->add_option("--token-env", options->token_env,
                     "The variable of the environment that holds the service's token")
        ->capture_default_str();
    command
        ->add_option("--shared", options->shared,
                     "Instead of a service: books in shared memory of that name")
        ->excludes(url);
    command->add_option("--every", options->every, "Seconds between two looks")
        ->check(CLI::Range(0.1, 60.0))
        ->capture_default_str();
    command->add_flag("--once", options->once, "One look, without colours, and end");
    command->callback([options, &run] { run = [options] { return run_top(*options); }; });
}

}  // namespace gapwire::app
