// A real Prometheus scrapes a running service and loads its rules, as the example has it.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "tests/http/world.hpp"
#include "tests/sinks/listening.hpp"

namespace gapwire::http::test {
namespace {

constexpr const char* example_folder = GAPWIRE_SOURCE_DIR "/config/prometheus";

bool is_listening(std::uint16_t port)
{
    const int probe = ::socket(AF_INET, SOCK_STREAM, 0);
    const sockaddr_in address = alerts::test::loopback(port);
    const bool is_there =
        ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    ::close(probe);
    return is_there;
}

/// Prometheus as a process, on a port of its own. What it logs is in `folder`/log.
class Prometheus {
 public:
    explicit Prometheus(const std::filesystem::path& folder) : port_(alerts::test::closed_port())
    {
        const std::string config = "--config.file=" + (folder / "prometheus.yml").string();
        const std::string data = "--storage.tsdb.path=" + (folder / "data").string();
        const std::string address = "--web.listen-address=127.0.0.1:" + std::to_string(port_);
        const std::string log = folder / "log";
        process_ = ::fork();
        if (process_ != 0) return;
        if (std::freopen(log.c_str(), "w", stderr) == nullptr) ::_exit(127);
        ::execlp("prometheus", "prometheus", config.c_str(), data.c_str(), address.c_str(),
                 nullptr);
        ::_exit(127);
    }
    Prometheus(const Prometheus&) = delete;
    Prometheus& operator=(const Prometheus&) = delete;
    ~Prometheus()
    {
        ::kill(process_, SIGKILL);
        ::waitpid(process_, nullptr, 0);
    }
    std::uint16_t port() const noexcept { return port_; }

    /// What it knows under `path`: the "data" of its answer.
    json::value ask(const std::string& path) const
    {
        if (!is_listening(port_)) return {};
        Client client(port_);
        client.send("GET /api/v1/" + path + " HTTP/1.0\r\n\r\n");  // no chunks
        const Answer answer = client.answer();
        return answer.status == 200 ? json::parse(answer.body).at("data") : json::value();
    }
    /// The value of the one series of `name`; empty while there is none.
    std::string value_of(const std::string& name) const
    {
        const json::value found = ask("query?query=" + name);
        if (!found.is_object() || found.at("result").as_array().size() != 1) return "";
        return std::string(found.at("result").at(0).at("value").at(1).as_string());
    }

 private:
    std::uint16_t port_;
    pid_t process_ = -1;
};

/// The example with a service of this port, looked at every half second.
void write_config(const std::filesystem::path& folder, std::uint16_t port)
{
    std::ifstream in(std::string(example_folder) + "/prometheus.yml");
    std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto put = [&](const std::string& old, const std::string& now) {
        const std::size_t at = text.find(old);
        ASSERT_NE(at, std::string::npos) << old;
        text.replace(at, old.size(), now);
    };
    put("127.0.0.1:8080", "127.0.0.1:" + std::to_string(port));
    put("scrape_interval: 5s", "scrape_interval: 500ms");
    put("evaluation_interval: 5s", "evaluation_interval: 500ms");
    std::ofstream(folder / "prometheus.yml") << text;
    std::filesystem::copy_file(std::string(example_folder) + "/gapwire.rules.yml",
                               folder / "gapwire.rules.yml",
                               std::filesystem::copy_options::overwrite_existing);
}

TEST(Scrape, PrometheusTakesEveryFigureAndLoadsTheRules)
{
    if (std::system("command -v prometheus >/dev/null 2>&1") != 0)
        GTEST_SKIP() << "prometheus is not there";
    World world;
    Running running(world);
    std::filesystem::remove_all(folder());
    write_config(folder(), running.port());
    const Prometheus prometheus(folder());
    ASSERT_TRUE(
        eventually([&] { return prometheus.value_of("gapwire_feed_messages_total") == "3"; }));
    EXPECT_EQ(prometheus.value_of("up"), "1");
    EXPECT_EQ(prometheus.value_of("gapwire_line_packets_total"), "7");

    // Each name that the service shows is a name that Prometheus has, with its type.
    const json::value told = prometheus.ask("targets/metadata?metric=");
    std::map<std::string, std::string> types;
    for (const json::value& each : told.as_array())
        types[std::string(each.at("metric").as_string())] = each.at("type").as_string();
    const std::string page = get(running.port(), "/metrics").body;
    std::size_t shown = 0;
    for (std::size_t at = 0; (at = page.find("# TYPE ", at)) != std::string::npos; ++shown) {
        at += 7;
        const std::size_t space = page.find(' ', at);
        const std::string name = page.substr(at, space - at);
        EXPECT_EQ(types[name], page.substr(space + 1, page.find('\n', at) - space - 1)) << name;
    }
    EXPECT_GT(shown, 20u);

    const auto health = [&](const std::string& name) -> std::string {
        const json::value rules = prometheus.ask("rules");
        for (const json::value& rule : rules.at("groups").at(0).at("rules").as_array())
            if (rule.at("name") == name.c_str()) return std::string(rule.at("health").as_string());
        return "";
    };
    EXPECT_TRUE(eventually([&] { return health("GapwireBlind") == "ok"; }))
        << health("GapwireBlind");
    EXPECT_EQ(health("GapwireDown"), "ok");

    running.stop();
    EXPECT_TRUE(eventually([&] { return prometheus.value_of("up") == "0"; }));
}

}  // namespace
}  // namespace gapwire::http::test
