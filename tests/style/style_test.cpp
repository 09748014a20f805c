// The source tree keeps the rules of style, and each rule finds what breaks it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "tests/style/source_rules.hpp"

namespace gapwire::style {

std::ostream& operator<<(std::ostream& out, const Violation& violation)
{
    return out << violation.path << ':' << violation.line << ": " << violation.what;
}

namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    EXPECT_TRUE(in.is_open()) << file;
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Every source file of the tree, in byte order of the paths.
const std::vector<Source>& tree()
{
    static const std::vector<Source> sources = [] {
        const fs::path root = GAPWIRE_SOURCE_DIR;
        std::vector<Source> all;
        for (const char* folder : {"core", "feed", "fix_session", "book", "strategies", "alerts",
                                   "sim", "app", "bench", "tests"})
            for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
                const std::string kind = entry.path().extension();
                if (kind == ".cpp" || kind == ".hpp")
                    all.push_back({fs::relative(entry.path(), root), read(entry.path())});
            }
        return all;
    }();
    return sources;
}

Violations in_tree(Violations (*rule)(const Source&))
{
    Violations all;
    for (const Source& source : tree()) {
        const Violations found = rule(source);
        all.insert(all.end(), found.begin(), found.end());
    }
    return all;
}

std::string repeated(std::string_view line, std::size_t times)
{
    std::string text;
    while (times-- > 0) text += line;
    return text;
}

TEST(Style, EveryFolderOfTheTreeIsRead)
{
    std::set<std::string> folders;
    for (const Source& source : tree())
        folders.insert(source.path.substr(0, source.path.find('/')));
    for (const char* folder :
         {"core", "feed", "fix_session", "book", "strategies", "alerts", "sim", "app", "tests"})
        EXPECT_EQ(folders.count(folder), 1u) << folder;
}

TEST(Style, TreeIncludesOnlyWhatItMaySee)
{
    EXPECT_EQ(in_tree(includes), Violations{});
}
TEST(Style, TreeHasNoBadLine)
{
    EXPECT_EQ(in_tree(lines), Violations{});
}
TEST(Style, TreeHasNoLongFunction)
{
    EXPECT_EQ(in_tree(functions), Violations{});
}
TEST(Style, TreeHasNoBadFile)
{
    EXPECT_EQ(in_tree(files), Violations{});
}
TEST(Style, TreeCallsNothingBanned)
{
    EXPECT_EQ(in_tree(banned_calls), Violations{});
}

TEST(Style, SiblingsAreNotIncluded)
{
    const auto include = [](const std::string& path, const std::string& included) {
        return includes({path, "// Said.\n#include \"" + included + "\"\n"});
    };
    EXPECT_EQ(include("core/a.hpp", "feed/itch50/wire.hpp"),
              (Violations{{"core/a.hpp", 2, "includes feed/itch50/wire.hpp"}}));
    EXPECT_EQ(include("feed/a.cpp", "book/order.hpp").size(), 1u);
    EXPECT_EQ(include("book/a.cpp", "strategies/rule.hpp").size(), 1u);
    EXPECT_EQ(include("strategies/a.cpp", "alerts/sink.hpp").size(), 1u);
    EXPECT_EQ(include("alerts/a.cpp", "app/pipeline/player.hpp").size(), 1u);
    EXPECT_EQ(include("sim/a.cpp", "feed/itch50/decoder.hpp").size(), 1u);
    EXPECT_EQ(include("app/pipeline/a.cpp", "sim/day.hpp").size(), 1u);
    EXPECT_EQ(include("app/pipeline/a.cpp", "app/summary.hpp").size(), 1u);

    EXPECT_EQ(include("sim/a.cpp", "feed/itch50/wire.hpp"), Violations{});
    EXPECT_EQ(include("app/pipeline/a.cpp", "book/order.hpp"), Violations{});
    EXPECT_EQ(include("app/a.cpp", "sim/day.hpp"), Violations{});
}

TEST(Style, QuickfixStaysInItsQuarantine)
{
    const std::string text = "// A.\n#include <quickfix/Session.h>\n";
    EXPECT_EQ(includes({"fix_session/a.cpp", text}), Violations{});
    EXPECT_EQ(includes({"feed/fix/a.cpp", text}),
              (Violations{{"feed/fix/a.cpp", 2, "uses QuickFIX"}}));
}

TEST(Style, AsioStaysWhereItMayBe)
{
    const std::string text = "// Said.\n#include <boost/asio/ip/udp.hpp>\n";
    EXPECT_EQ(includes({"feed/itch50/a.cpp", text}),
              (Violations{{"feed/itch50/a.cpp", 2, "uses Asio"}}));
    EXPECT_EQ(includes({"strategies/a.cpp", "#include <boost/beast.hpp>\n"}).size(), 1u);
    EXPECT_EQ(includes({"feed/transport/a.cpp", text}), Violations{});
}

TEST(Style, BadLinesAreFound)
{
    const std::string fits = std::string(99, 'x') + "\xC3\xA9\n";
    EXPECT_EQ(lines({"a.cpp", fits + "y" + fits + "\t\n" + "// TO" + "DO later\n"}),
              (Violations{
                  {"a.cpp", 2, "101 columns"}, {"a.cpp", 3, "a tab"}, {"a.cpp", 4, "work left"}}));
}

TEST(Style, LongFunctionsAreFound)
{
    const std::string body = repeated("    call();\n", 59);
    const Violations expected{{"a.cpp", 2, "a function of 61 lines"}};
    EXPECT_EQ(functions({"a.cpp", "void f()\n{\n" + body + "}\n"}), expected);
    EXPECT_EQ(functions({"a.cpp", "\nvoid f() noexcept {\n" + body + "}\n"}), expected);
    EXPECT_EQ(functions({"a.cpp", "\nauto f = [](int i) {\n" + body + "};\n"}), expected);
    EXPECT_EQ(functions({"a.cpp", "void f()\n{\n" + repeated("    call();\n", 58) + "}\n"}),
              Violations{});
    EXPECT_EQ(functions({"a.cpp", "struct S {\n" + body + "};\nnamespace n {\n" + body + "}\n"}),
              Violations{});
}

TEST(Style, BadFilesAreFound)
{
    EXPECT_EQ(files({"a.hpp", "// Said.\n#pragma once\n"}), Violations{});
    EXPECT_EQ(files({"a.hpp", "// Said.\n// #pragma once\n"}).size(), 2u);
    EXPECT_EQ(files({"a.cpp", "#include <vector>\n"}),
              (Violations{{"a.cpp", 1, "no one-line comment that says what the file is"}}));
    EXPECT_EQ(files({"a.cpp", "// Said.\n" + repeated("\n", 400)}),
              (Violations{{"a.cpp", 401, "a file of 401 lines"}}));
}

TEST(Style, BannedCallsAreFoundOnTheFeedPath)
{
    const std::vector<std::pair<std::string, std::string>> bans{
        {"auto* p = new int;", "new"},
        {"void* p = std::malloc(8);", "malloc"},
        {"auto p = std::make_unique<int>();", "make_unique"},
        {"std::function<void()> f;", "std::function"},
        {"std::fprintf(stderr, \"\");", "printing"},
        {"std::cout << 1;", "printing"},
        {"std::mutex m;", "a lock"},
        {"throw 1;", "throw"},
        {"#include <iostream>", "iostream"},
    };
    for (const auto& [line, name] : bans) {
        for (const char* path : {"feed/a.hpp", "book/a.cpp", "app/pipeline/itch_stream.cpp"})
            EXPECT_EQ(banned_calls({path, "// Said.\n" + line + '\n'}),
                      (Violations{{path, 2, name}}));
        EXPECT_EQ(banned_calls({"app/a.cpp", line + '\n'}), Violations{});
    }
    EXPECT_EQ(banned_calls({"feed/transport/input.cpp", "throw 1;\nstd::mutex m;\n"}),
              (Violations{{"feed/transport/input.cpp", 2, "a lock"}}));
    EXPECT_EQ(banned_calls({"app/a.cpp", "out << std::endl;\n"}),
              (Violations{{"app/a.cpp", 1, "std::endl"}}));
}

TEST(Style, CommentsAndLiteralsAreNoCode)
{
    EXPECT_EQ(code_of("a // new\nb /* throw\nnew */ c \"new\\\"\" d 'n' 1'000 R\"(new)\" e"),
              "a       \nb         \n       c \"     \" d ' ' 1'000 R\"     \" e");
    EXPECT_EQ(banned_calls({"feed/a.cpp", "/// A new order.\nlog(\"throw\");\n"}), Violations{});
}

/// The names that `pattern` finds as its first group in a text.
std::set<std::string> names(const std::string& text, const std::string& pattern)
{
    const std::regex regex(pattern);
    std::set<std::string> found;
    for (auto i = std::sregex_iterator(text.begin(), text.end(), regex);
         i != std::sregex_iterator(); ++i)
        found.insert((*i)[1]);
    return found;
}

TEST(Style, EveryCounterIsCounted)
{
    std::set<std::string> unused =
        names(read(fs::path(GAPWIRE_SOURCE_DIR) / "core/counters.hpp"), R"(\n    X\((\w+),)");
    EXPECT_GT(unused.size(), 40u);
    for (const Source& source : tree())
        if (!source.path.starts_with("tests/"))
            for (const auto& counter : names(code_of(source.text), R"(Counter::(\w+))"))
                unused.erase(counter);
    const std::set<std::string> not_yet{
        "itch_longer",  // whether the hot path can afford to notice is not decided
    };
    EXPECT_EQ(unused, not_yet);
}

TEST(Style, EveryConfigurationKeyIsInTheExample)
{
    const fs::path config = fs::path(GAPWIRE_SOURCE_DIR) / "config";
    const std::string example =
        read(config / "gapwire.example.toml") + read(config / "calendars/markets.toml");
    auto shown = names(example, R"((?:^|\n)(\w+) = )");
    shown.merge(names(example, R"((?:^|\n)\[+(?:\w+\.)*(\w+)\])"));
    shown.merge(names(example, R"((?:^|\n)\[(\w+)\.\w+\])"));
    std::set<std::string> keys;
    for (const Source& source : tree()) {
        if (!source.path.starts_with("strategies/") && !source.path.starts_with("app/live/"))
            continue;
        for (const std::string& list : names(source.text, R"(allow_keys\(\w+,\s*\{([^}]*)\})"))
            keys.merge(names(list, "\"(\\w+)\""));
    }
    EXPECT_GT(keys.size(), 10u);
    for (const std::string& key : keys) EXPECT_EQ(shown.count(key), 1u) << key;
}

}  // namespace
}  // namespace gapwire::style
