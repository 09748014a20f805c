// The page is served from its folder, and nothing else is.
#include "app/http/static_files.hpp"

#include <sys/stat.h>

#include "core/error.hpp"
#include "tests/http/world.hpp"

namespace gapwire::http::test {
namespace {

void write(const std::filesystem::path& file, std::string_view text)
{
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
}

TEST(StaticFiles, FilesAreServedWithTheirType)
{
    const auto page = folder() / "page";
    write(page / "index.html", "<p>");
    write(page / "js/desk.js", "1");
    write(page / "sub/index.html", "sub");
    const StaticFiles files(page);
    EXPECT_EQ(files.get("/").body, "<p>");
    EXPECT_EQ(files.get("/").content_type, "text/html; charset=utf-8");
    EXPECT_EQ(files.get("/js/desk.js").body, "1");
    EXPECT_EQ(files.get("/js/desk.js").content_type, "text/javascript; charset=utf-8");
    EXPECT_EQ(files.get("/sub").body, "sub");
    EXPECT_EQ(files.get("/sub/").body, "sub");
    EXPECT_EQ(files.get("//js///desk.js").body, "1");
}

TEST(StaticFiles, NothingOutsideTheFolderIsServed)
{
    const auto root = folder();
    const auto page = root / "page";
    write(page / "index.html", "page");
    write(page / ".hidden", "secret");
    write(root / "secret.txt", "secret");
    std::filesystem::remove(page / "link");
    std::filesystem::remove(page / "up");
    std::filesystem::create_symlink(root / "secret.txt", page / "link");
    std::filesystem::create_directory_symlink(root, page / "up");
    const StaticFiles files(page);
    for (const char* path :
         {"/../secret.txt", "/..", "/./index.html", "/.hidden", "/link", "/up/secret.txt",
          "/index.html/", "/index.html/x", "/nothing", "/..\\secret.txt", "/js/../../secret.txt"}) {
        EXPECT_NE(files.get(path).body, "secret") << path;
        EXPECT_TRUE(files.get(path).status == 404 || files.get(path).body == "page") << path;
    }
}

TEST(StaticFiles, WhatIsNoRegularFileIsNotThere)
{
    const auto page = folder() / "page";
    std::filesystem::create_directories(page);
    ::mkfifo((page / "pipe").c_str(), 0600);
    EXPECT_EQ(StaticFiles(page).get("/pipe").status, 404);
    EXPECT_EQ(StaticFiles(page).get("/").status, 404);
}

TEST(StaticFiles, WithoutAFolderThereIsNoPage)
{
    EXPECT_EQ(StaticFiles({}).get("/").status, 404);
    EXPECT_THROW(StaticFiles(folder() / "nothing"), OperatorError);
}

}  // namespace
}  // namespace gapwire::http::test
