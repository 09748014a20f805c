// DeepSeek Monday live, on loopback and a fast clock: the golden alerts but for the wire's part.
#include <fmt/format.h>

#include "tests/app/background_program.hpp"
#include "tests/app/monday.hpp"
#include "tests/app/sockets.hpp"

namespace gapwire::app::test {
namespace {

using namespace std::chrono_literals;

/// A destination of the capture, and the group of loopback that stands for it.
struct Line {
    const char* captured;
    std::string group;
};

/// The first whole number behind `text`, or before it; 0 where it is not there.
std::uint64_t number_behind(const std::string& in, const std::string& text)
{
    const std::size_t at = in.find(text);
    return at == std::string::npos ? 0 : std::strtoull(in.c_str() + at + text.size(), nullptr, 10);
}

/// A counter of serve's report: "   12  name: what it counts".
std::uint64_t counter_in(const std::string& report, const std::string& name)
{
    const std::size_t at = report.find("  " + name + ": ");
    if (at == std::string::npos) return 0;
    const std::size_t line = report.rfind('\n', at) + 1;
    return std::strtoull(report.c_str() + line, nullptr, 10);
}

/// What one performance of the day said, and whether the machine kept up.
struct Performance {
    std::string alerts;
    std::string played;    // what the player reports
    std::string received;  // what serve reports
    std::string unfit;     // why it proves nothing; empty: it does
};

class MondayLiveSlow : public testing::Test {
 protected:
    static bool multicast_works()
    {
        const std::uint16_t port = free_udp_port();
        Socket in(SOCK_DGRAM);
        in.bind("239.255.73.9", port);
        in.join("239.255.73.9");
        Socket out(SOCK_DGRAM);
        const in_addr loopback{htonl(INADDR_LOOPBACK)};
        setsockopt(out.number(), IPPROTO_IP, IP_MULTICAST_IF, &loopback, sizeof loopback);
        const sockaddr_in to = address_of("239.255.73.9", port);
        static_cast<void>(
            sendto(out.number(), "?", 1, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to));
        return in.receive(1s).has_value();
    }

    MondayLiveSlow()
    {
        int number = 1;
        for (const char* captured :
             {"233.54.12.111:26477", "233.49.196.111:26477", "224.0.31.9:14318", "224.0.32.9:15318",
              "224.0.31.30:14318", "224.0.31.51:14318"})
            lines_.push_back(
                {captured, fmt::format("239.255.73.{}:{}", number++, free_udp_port())});
    }

    /// The desk of the day, and its feeds.
    std::string configuration(const boost::json::array& routes) const
    {
        std::string text = text_of(monday_desk);
        for (const char* file :
             {"\"corporate_actions.csv", "\"calendars", "\"references/", "\"history/"})
            for (std::size_t at = text.find(file); at != std::string::npos;
                 at = text.find(file, at + 1))
                text.insert(at + 1, GAPWIRE_SOURCE_DIR "/config/");
        const auto line = [&](const char* table, std::size_t number) {
            return fmt::format("[[feed.{}]]\ngroup = \"{}\"\ninterface = \"127.0.0.1\"\n", table,
                               lines_[number].group);
        };
        text += "\n[serve]\norders_max = 65_536\n";
        text += "[[feed]]\nname = \"nasdaq\"\nstack = \"udp/moldudp64/itch50\"\n" + patience +
                line("line", 0) + line("line", 1);
        text += "[[feed]]\nname = \"cme\"\nstack = \"udp/mdp3\"\n" + patience + line("line", 2) +
                line("line", 3) + line("snapshot_line", 4) + line("definition_line", 5);
        const auto venue = [&](const char* name, const char* target, const char* version,
                               const char* symbol, const boost::json::value& route) {
            text += fmt::format(
                "[[feed]]\nname = \"{}\"\nstack = \"tcp/fix\"\nservers = [\"{}\"]\n"
                "sender = \"DESK\"\ntarget = \"{}\"\nbegin_string = \"{}\"\nsymbols = [\"{}\"]\n"
                "reset_on_logon = true\nheartbeat_s = 3600\nlogon_wait_s = 600\n"
                "latency_max_s = 0\nanswer_wait_ms = 600_000\nstatuses = true\n",
                name, route.at("to").as_string().c_str(), target, version, symbol);
        };
        venue("tokyo", "TOKYO", "FIX.4.4", "9984", routes[lines_.size()]);
        venue("amsterdam", "AMSTERDAM", "FIXT.1.1", "ASML", routes[lines_.size() + 1]);
        return text;
    }

    /// On a clock that runs so many times as fast.
    Performance perform(const std::string& capture, int clock_scale) const
    {
        const std::string scale = std::to_string(clock_scale);
        std::vector<std::string> playing{"simulate", "play",          capture, "--clock-scale",
                                         scale,      "--start-after", "3s",    "--in-step"};
        for (const Line& line : lines_)
            for (const std::string& text :
                 {std::string("--route"), line.captured + ("=" + line.group)})
                playing.push_back(text);
        for (const char* server : {"10.20.1.10:9876", "10.20.2.10:9877"})
            for (const std::string& text :
                 {std::string("--route"), std::string(server) + "=127.0.0.1:0"})
                playing.push_back(text);
        BackgroundProgram player(playing);
        const std::string told = player.line();
        if (told.empty()) {
            player.wait(1s);
            ADD_FAILURE() << player.err();
            return {};
        }
        const boost::json::object ready = boost::json::parse(told).as_object();
        const std::string config =
            write_file("live" + scale + ".toml", configuration(ready.at("routes").as_array()));
        BackgroundProgram serve({"serve", "--config", config, "--clock-scale", scale,
                                 "--clock-start", ready.at("clock_start").as_string().c_str(),
                                 "--clock-from", ready.at("clock_from").as_string().c_str()});
        EXPECT_EQ(player.wait(600s), 0) << player.err();
        serve.send_signal(SIGTERM);
        Performance performance;
        for (std::string line = serve.line(); !line.empty(); line = serve.line())
            performance.alerts += line + '\n';
        EXPECT_EQ(serve.wait(), 0) << serve.err();
        performance.played = player.err();
        performance.received = serve.err();
        std::uint64_t datagrams = 0;
        for (const auto& route : ready.at("routes").as_array())
            if (route.at("kind").as_string() == "udp")
                datagrams += route.at("packets").to_number<std::uint64_t>();
        performance.unfit = why_unfit(performance, datagrams);
        return performance;
    }

    /// What shows that the machine has not kept up, and decided something that the day did not.
    static std::string why_unfit(const Performance& performance, std::uint64_t datagrams)
    {
        std::string why;
        const auto want = [&](const std::string& name, std::uint64_t found, std::uint64_t wanted) {
            if (found != wanted) why += fmt::format("{}: {} instead of {}; ", name, found, wanted);
        };
        const std::string& received = performance.received;
        want("datagrams", counter_in(received, "datagrams"), datagrams);
        want("losses", counter_in(received, "losses"), 1);
        for (const char* none : {"rule_updates_merged", "udp_kernel_drops", "feed_silences",
                                 "closes_unlearnt", "fix_requests_unanswered"})
            want(none, counter_in(received, none), 0);
        const std::string& played = performance.played;
        for (std::size_t at = played.find("said, "); at != std::string::npos;
             at = played.find("said, ", at + 1))
            want("messages not asked for", number_behind(played.substr(at), "said, "), 0);
        return why;
    }

    // The day's time: what the scheduler of this machine holds up is no silence of a feed.
    inline static const std::string patience = "reorder_wait_ms = 100\nsilence_ms = 3_600_000\n";

    std::vector<Line> lines_;
};

// The player sends nothing before all that it has sent is read, so that feeds reach the rules in
// the order of the capture. A performance in which something was dropped, merged or held up all the
// same proves nothing, whatever it says: it is given again, more slowly.
TEST_F(MondayLiveSlow, TheDayOnSocketsSaysWhatItsReplaySays)
{
    if (!multicast_works()) GTEST_SKIP() << "no multicast on loopback here";
    const std::string capture = temporary("monday.pcapng");
    static_cast<void>(output_of({"simulate", "--scenario", monday_scenario, "-o", capture}));
    const auto wanted =
        alerts_without(text_of(monday_golden), {"capture_time", "confidence"}, {"blind"});
    std::string unfit;
    for (const int clock_scale : {1'000, 250}) {
        const Performance live = perform(capture, clock_scale);
        const std::string file = write_file(fmt::format("live{}.jsonl", clock_scale), live.alerts);
        if (live.unfit.empty()) {
            EXPECT_EQ(alerts_without(live.alerts, {"capture_time", "confidence"}, {"blind"}),
                      wanted)
                << file << " is not " << monday_golden << '\n'
                << live.received << live.played;
            return;
        }
        unfit += fmt::format("x{}: {}", clock_scale, live.unfit);
    }
    GTEST_SKIP() << "this machine is too slow: " << unfit;
}

}  // namespace
}  // namespace gapwire::app::test
