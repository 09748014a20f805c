// What gapwire serve says of a configuration that is wrong.
#include <gtest/gtest.h>

#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

const std::string feed = "[[feed]]\nname = \"a\"\nstack = \"udp/moldudp64/itch50\"\n";
const std::string line = "[[feed.line]]\ngroup = \"239.1.1.1:5000\"\n";

TEST(ServeConfig, SaysWhatIsWrongWithFileLineAndKey)
{
    struct Case {
        std::string config;
        std::string error;
    };
    const std::vector<Case> cases{
        {"", "feed: there is none: add a [[feed]]"},
        {"[[feed]]\nname = \"a\"\n", ":1: feed: stack is missing"},
        {"[[feed]]\nname = \"a\"\nstack = \"udp/itch\"\n",
         ":3: feed.stack: \"udp/itch\" is none of \"udp/moldudp64/itch50\", \"udp/mdp3\", "
         "\"tcp/soupbintcp/itch50\", \"tcp/fix\""},
        {feed, ":1: feed: line is missing"},
        {feed + "[[feed.line]]\ngroup = \"239.1.1.1\"\n",
         ":5: feed.line.group: \"239.1.1.1\" is "
         "not HOST:PORT"},
        {feed + "[[feed.line]]\ngroup = \"nasdaq:5000\"\n",
         ":5: feed.line.group: \"nasdaq\" is "
         "not a numeric address"},
        {feed + "silence_ms = 5\n" + line, ":4: feed.silence_ms: 5 is not from 100 to 3600000"},
        {feed + "silense_ms = 500\n" + line, ":4: feed.silense_ms: "},
        {feed + line + "[feed.requests]\nservers = [\"x\"]\n", ":7: feed.requests.servers"},
        {feed + line + "[feed.snapshot]\nserver = \"h:1\"\nusername = \"toolong\"\n",
         ":8: feed.snapshot.username: \"toolong\" is not text of at most 6 ASCII characters"},
        {feed + line + "[feed.snapshot]\nserver = \"h:1\"\nnumber = \"first\"\n",
         ":8: feed.snapshot.number: is neither \"next\" nor \"last\""},
        {"[[feed]]\nname = \"f\"\nstack = \"tcp/fix\"\nservers = [\"h:1\"]\nsender = \"D\"\n",
         ":1: feed: target is missing"},
        {"[[feed]]\nname = \"f\"\nstack = \"tcp/fix\"\nservers = []\n",
         ":4: feed.servers: needs at least one server"},
        {"[[feed]]\nname = \"f\"\nstack = \"tcp/fix\"\nservers = [\"h:1\"]\nsender = \"D\"\n"
         "target = \"V\"\nsymbols = [\"NQ\"]\nkey = \"name\"\n",
         ":8: feed.key: is none of \"price\", \"id\", \"position\""},
        {feed + line + feed + line, ":7: feed.name: \"a\" names two feeds"},
        {"[serve]\nfeed_cpu = -1\n" + feed + line, ":2: serve.feed_cpu: -1 is not from 0 to 4095"},
        {"[serve]\nspin = 1\n" + feed + line, ":2: serve.spin: "},
        {"[serve]\nprefault = \"no\"\n" + feed + line, ":2: serve.prefault: "},
        {"[shared_memory]\n" + feed + line, ":1: shared_memory: name is missing"},
        {"[shared_memory]\nname = \"a/b\"\n" + feed + line,
         ":2: shared_memory.name: \"a/b\" is not 1 to 64 letters, digits, '_', '-' and '.'"},
        {"[shared_memory]\nname = \"a\"\ninstruments_max = 131073\n" + feed + line,
         ":3: shared_memory.instruments_max: 131073 is not from 1 to 131072"},
    };
    for (const Case& wrong : cases) {
        const std::string file = write_file("bad.toml", wrong.config);
        const Result result = run({"serve", "--check-config", "--config", file});
        EXPECT_EQ(result.code, 78) << wrong.config;
        EXPECT_NE(result.err.find(wrong.error), std::string::npos) << result.err << wrong.error;
    }
}

TEST(ServeConfig, SaysWhatIsRight)
{
    const std::string file = write_file("good.toml", feed + line);
    EXPECT_EQ(output_of({"serve", "--check-config", "--config", file}),
              file + ": fine: 1 feeds, 1 rules\n");
    const std::string three = write_file(
        "three.toml", feed + line + "[[feed]]\nname = \"b\"\nstack = \"udp/mdp3\"\n" + line +
                          "[[feed]]\nname = \"c\"\nstack = \"tcp/fix\"\n"
                          "servers = [\"127.0.0.1:9\"]\nsender = \"D\"\n"
                          "target = \"V\"\nsymbols = [\"NQ\"]\n");
    EXPECT_EQ(output_of({"serve", "--check-config", "--config", three}),
              three + ": fine: 3 feeds, 1 rules\n");
}

TEST(ServeConfig, AnInterfaceThatIsNotThereMakesTheFeedUnavailable)
{
    const std::string file =
        write_file("none.toml",
                   "[[feed]]\nname = \"a\"\nstack = \"udp/moldudp64/itch50\"\n[[feed.line]]\n"
                   "group = \"239.1.1.1:5000\"\ninterface = \"nosuch0\"\n");
    const Result result = run({"serve", "--config", file});
    EXPECT_EQ(result.code, 69) << result.err;
    EXPECT_NE(result.err.find("nosuch0"), std::string::npos) << result.err;
}

}  // namespace
}  // namespace gapwire::app::test
