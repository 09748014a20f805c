// gapwire serve --demo and gapwire top: the synthetic day on the page and in a terminal.
#include <filesystem>

#include "tests/app/background_program.hpp"
#include "tests/app/serving.hpp"
#include "tests/http/client.hpp"

namespace gapwire::app::test {
namespace {

namespace fs = std::filesystem;

TEST(Demo, TheDayIsOnThePageAndInATerminalUntilASignal)
{
    BackgroundProgram demo({"serve", "--demo", "--demo-port", "0", "--clock-scale", "2000"});
    std::string alert;
    for (int i = 0; i < 10 && alert.find("NQH5") == std::string::npos; ++i)
        alert = demo.line(std::chrono::seconds(30));
    EXPECT_NE(alert.find("rung -1 %"), std::string::npos) << alert << demo.err();
    const std::string err = demo.err();
    const std::string start = "HTTP on http://127.0.0.1:";
    const std::size_t at = err.find(start);
    ASSERT_NE(at, std::string::npos) << err;
    const std::string port = std::to_string(std::stoi(err.substr(at + start.size())));
    const auto number = static_cast<std::uint16_t>(std::stoi(port));

    const auto incidents = http::test::get(number, "/api/v1/incidents");
    EXPECT_EQ(incidents.status, 200);
    EXPECT_NE(incidents.body.find("\"NQH5\""), std::string::npos) << incidents.body;

    const Result top = run({"top", "--once", "--url", "http://127.0.0.1:" + port});
    EXPECT_EQ(top.code, 0) << top.err;
    EXPECT_NE(top.out.find("rehearsal x2000"), std::string::npos) << top.out;
    EXPECT_NE(top.out.find("cme "), std::string::npos) << top.out;
    EXPECT_NE(top.out.find("NQH5       XCME"), std::string::npos) << top.out;
    EXPECT_EQ(top.out.find('\x1b'), std::string::npos) << "no colours in a file";

    const std::string folder = "gapwire-demo-" + std::to_string(demo.process()) + '-';
    const auto folders = [&] {
        std::size_t count = 0;
        for (const auto& entry : fs::directory_iterator(fs::temp_directory_path()))
            count += entry.path().filename().string().starts_with(folder) ? 1 : 0;
        return count;
    };
    EXPECT_EQ(folders(), 1u);
    demo.send_signal(SIGTERM);
    EXPECT_EQ(demo.wait(soon), 0) << demo.err();
    EXPECT_EQ(folders(), 0u);
}

TEST(Demo, HasAConfigurationAndAClockOfItsOwn)
{
    EXPECT_EQ(run({"serve", "--demo", "--config", "desk.toml"}).code, 2);
    EXPECT_EQ(run({"serve", "--demo", "--clock-start", "2025-01-27T00:00:00Z"}).code, 2);
    const Result neither = run({"serve"});
    EXPECT_EQ(neither.code, 2);
    EXPECT_NE(neither.err.find("--config or --demo"), std::string::npos) << neither.err;
}

TEST(Top, SaysWhenNothingAnswers)
{
    const Result nobody = run({"top", "--once", "--url", "http://127.0.0.1:1"});
    EXPECT_EQ(nobody.code, 69);
    EXPECT_NE(nobody.err.find("127.0.0.1:1/api/v1/status"), std::string::npos) << nobody.err;
    const Result books = run({"top", "--once", "--shared", "nobody-writes-this"});
    EXPECT_EQ(books.code, 69);
    EXPECT_NE(books.err.find("no such name"), std::string::npos) << books.err;
}

}  // namespace
}  // namespace gapwire::app::test
