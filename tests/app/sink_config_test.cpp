// What gapwire serve says of sinks that are configured wrong, and that it shows no secret.
#include <gtest/gtest.h>

#include "tests/app/program.hpp"

namespace gapwire::app::test {
namespace {

const std::string feed =
    "[[feed]]\nname = \"a\"\nstack = \"udp/moldudp64/itch50\"\n[[feed.line]]\n"
    "group = \"239.1.1.1:5000\"\n";
const std::string store = "[store]\npath = \"alerts.db\"\n";

TEST(SinkConfig, SaysWhatIsWrongWithFileLineAndKey)
{
    struct Case {
        std::string config;
        std::string error;
    };
    const std::string hook = store + "[[sink]]\nkind = \"webhook\"\n";
    const std::vector<Case> cases{
        {"[[sink]]\nkind = \"stdout\"\n", ":1: sink: needs a [store]"},
        {store + "[[sink]]\nname = \"a\"\n", ":3: sink: kind is missing"},
        {store + "[[sink]]\nkind = \"pigeon\"\n",
         ":4: sink.kind: \"pigeon\" is none of \"stdout\", \"file\", \"webhook\", \"email\", "
         "\"nats\", \"fix\""},
        {store + "[[sink]]\nkind = \"stdout\"\n[[sink]]\nkind = \"stdout\"\n",
         ":5: sink: \"stdout\" names two sinks"},
        {store + "[[sink]]\nkind = \"file\"\n", ":3: sink: path is missing"},
        {store + "[[sink]]\nkind = \"file\"\npath = \"a\"\nurl = \"b\"\n", ":6: sink.url: "},
        {hook, ":3: sink: want a url"},
        {hook + "url = \"ftp://S3CRET\"\n", ":3: sink: want a url that begins with http://"},
        {hook + "url = \"http://a\"\nurl_env = \"B\"\n",
         ":3: sink: want one of url, url_file and url_env"},
        {hook + "url_env = \"GAPWIRE_NO_SUCH\"\n",
         ":5: sink.url_env: there is no such variable in the environment"},
        {hook + "url = \"http://a\"\nquiet = \"22-6\"\n",
         ":6: sink.quiet: \"22-6\" is not like \"22:00-06:00\""},
        {hook + "url = \"http://a\"\nquiet = \"22:00-24:00\"\n", ":6: sink.quiet: "},
        {hook + "url = \"http://a\"\nformat = \"xml\"\n",
         ":6: sink.format: is none of \"json\", \"slack\", \"teams\""},
        {hook + "url = \"http://S3CRET\u00e9\"\n", ":3: sink: url is not"},
        {store + "[[sink]]\nkind = \"email\"\nserver = \"mail:25\"\n",
         ":5: sink.server: want smtp:// or smtps://"},
        {store + "[[sink]]\nkind = \"nats\"\nurl = \"nats://a\"\nsubject = \"a.>\"\n",
         ":6: sink.subject: is no subject to publish on"},
        {store + "[[sink]]\nkind = \"fix\"\nlisten = \"127.0.0.1\"\n", ":5: sink.listen: "},
        {store + "[[escalation]]\nsink = \"phone\"\nafter = \"2m\"\n",
         ":4: escalation.sink: no [[sink]] is called \"phone\""},
    };
    for (const Case& wrong : cases) {
        const std::string file = write_file("bad.toml", wrong.config + feed);
        const Result result = run({"serve", "--check-config", "--config", file});
        EXPECT_EQ(result.code, 78) << wrong.config;
        EXPECT_NE(result.err.find(wrong.error), std::string::npos) << result.err << wrong.error;
        EXPECT_EQ(result.err.find("S3CRET"), std::string::npos) << result.err;
    }
}

TEST(SinkConfig, TakesEverySinkWithSecretsFromFilesAndTheEnvironment)
{
    write_file("desk.secret", std::string("whsec_YWI=\n"));
    write_file("news.password", std::string("secret\n"));
    const std::string file = write_file(
        "good.toml",
        store +
            "[[sink]]\nkind = \"stdout\"\nformat = \"text\"\nlanguage = \"ar\"\n"
            "[[sink]]\nkind = \"file\"\npath = \"alerts.jsonl\"\nrotate_bytes = 1000\nkeep = 2\n"
            "sync = false\n"
            "[[sink]]\nkind = \"webhook\"\nurl_env = \"DESK_URL\"\nsecret_file = \"desk.secret\"\n"
            "quiet = \"22:00-06:00\"\nzone = \"Europe/London\"\npaging = true\n"
            "[[sink]]\nkind = \"email\"\nserver = \"smtps://mail:465\"\nfrom = \"a@b.c\"\n"
            "to = [\"d@e.f\"]\npassword_env = \"DESK_URL\"\nusername = \"u\"\ntls = true\n"
            "[[sink]]\nkind = \"nats\"\nurl = \"tls://n:4222\"\nsubject = \"gapwire.alerts\"\n"
            "[[sink]]\nkind = \"fix\"\nlisten = \"127.0.0.1:9\"\nsender = \"A\"\ntarget = \"B\"\n"
            "store = \"fix\"\npassword_file = \"news.password\"\n"
            "[[escalation]]\nsink = \"webhook\"\nafter = \"2m\"\nseverity = \"warning\"\n" +
            feed);
    EXPECT_EQ(output_of({"serve", "--check-config", "--config", file},
                        {.environment = "DESK_URL=https://desk.example.com/x"}),
              file + ": fine: 1 feeds, 1 rules\n");
}

}  // namespace
}  // namespace gapwire::app::test
