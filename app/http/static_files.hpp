// The page: files of one folder, and of nothing outside it.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "app/http/message.hpp"

namespace gapwire::http {

/// Opens files below a folder by descriptors, one name after the other, and follows no link: what
/// is asked for cannot lead out of it, whatever is in it. Names that begin with '.' are not there.
/// Threads  one.
class StaticFiles {
 public:
    static constexpr std::size_t file_bytes_max = std::size_t{16} << 20;

    /// An empty folder: there is no page. Throws OperatorError(config) for one that is not there.
    explicit StaticFiles(const std::filesystem::path& folder);
    ~StaticFiles();
    StaticFiles(const StaticFiles&) = delete;
    StaticFiles& operator=(const StaticFiles&) = delete;

    /// `path` decoded, from '/'; "/" and folders are their index.html. 404 for what is not there.
    Response get(std::string_view path) const;
    bool has_page() const noexcept { return folder_ >= 0; }

 private:
    std::optional<std::string> read(std::string_view path) const;

    int folder_ = -1;
};

}  // namespace gapwire::http
