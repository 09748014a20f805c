// The page: files of one folder.
#include "app/http/static_files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "core/error.hpp"

namespace gapwire::http {
namespace {

/// A descriptor that closes itself.
class File {
 public:
    explicit File(int number) noexcept : number_(number) {}
    File(File&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    File& operator=(File&& other) noexcept
    {
        std::swap(number_, other.number_);
        return *this;
    }
    ~File()
    {
        if (number_ >= 0) ::close(number_);
    }
    int number() const noexcept { return number_; }
    bool is_open() const noexcept { return number_ >= 0; }

 private:
    int number_;
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 15> types{{
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".mjs", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".json", "application/json"},
    {".map", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".wasm", "application/wasm"},
    {".mp3", "audio/mpeg"},
    {".wav", "audio/wav"},
    {".txt", "text/plain; charset=utf-8"},
}};

std::string_view type_of(std::string_view path)
{
    for (const auto& [ending, type] : types)
        if (path.ends_with(ending)) return type;
    return "application/octet-stream";
}

bool is_name(std::string_view name)
{
    return !name.empty() && name.front() != '.' && name.find('\\') == std::string_view::npos &&
           name.find('/') == std::string_view::npos;
}

/// The next part of a path; the path goes on behind it.
std::string next_name(std::string_view& path)
{
    path.remove_prefix(std::min(path.find_first_not_of('/'), path.size()));
    const std::size_t end = std::min(path.find('/'), path.size());
    std::string name(path.substr(0, end));
    path.remove_prefix(end);
    return name;
}

File open_in(const File& folder, const std::string& name)
{
    return File(
        ::openat(folder.number(), name.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
}

bool is_folder(const File& file)
{
    struct stat about {};
    return ::fstat(file.number(), &about) == 0 && S_ISDIR(about.st_mode);
}

std::optional<std::string> content_of(const File& file)
{
    struct stat about {};
    if (::fstat(file.number(), &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
    if (about.st_size > static_cast<off_t>(StaticFiles::file_bytes_max)) return std::nullopt;
    std::string content(static_cast<std::size_t>(about.st_size), '\0');
    std::size_t done = 0;
    while (done < content.size()) {
        const ssize_t got = ::read(file.number(), content.data() + done, content.size() - done);
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    content.resize(done);
    return content;
}

}  // namespace

StaticFiles::StaticFiles(const std::filesystem::path& folder)
{
    if (folder.empty()) return;
    folder_ = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder_ < 0)
        throw OperatorError(ExitCode::config,
                            fmt::format("{}: is no folder that can be read", folder.string()));
}

StaticFiles::~StaticFiles()
{
    if (folder_ >= 0) ::close(folder_);
}

std::optional<std::string> StaticFiles::read(std::string_view path) const
{
    File place(::fcntl(folder_, F_DUPFD_CLOEXEC, 0));
    while (place.is_open()) {
        std::string name = next_name(path);
        if (name.empty()) {  // the end of the path
            if (!is_folder(place)) return content_of(place);
            name = "index.html";
        }
        if (!is_name(name)) return std::nullopt;
        place = open_in(place, name);
    }
    return std::nullopt;
}

Response StaticFiles::get(std::string_view path) const
{
    auto content = has_page() ? read(path) : std::nullopt;
    if (!content) return problem(404, fmt::format("there is no {}", path));
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const bool is_of_folder = name.find('.') == std::string_view::npos;
    return {.content_type = std::string(type_of(is_of_folder ? ".html" : name)),
            .body = std::move(*content),
            .is_page = true};
}

}  // namespace gapwire::http
